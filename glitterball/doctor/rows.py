"""What a doctor says: a row for each thing looked at."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from domain.refusals import Refusal
from glitterball.log.store_file import refusal

State = Literal["ok", "look", "not read", "unsafe", "damaged"]
"""In order; something to look at, which is no damage; something that cannot be judged here; a place where nothing is recorded,
because it could be lost; an integrity failure."""

NAMED = 20
"""Findings of one kind that are named; the rest is counted."""

RESTORE = (
    "Do not write to it, and keep it as it is. Restore the newest backup at another name: glitterball --store sqlite:NEW "
    "store restore FOLDER; then hold it against what was published: glitterball --store sqlite:NEW store resume --known FILE."
)

_OF_THE_PLACE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
)
"""Errors that say nothing of the bytes of the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked at: what it is, what was found, and what to do about it (nothing where it is in order)."""

    what: str
    found: str
    state: State = "ok"
    do: str = ""


def damaged(what: str, found: str, do: str = RESTORE) -> Row:
    """The row of an integrity failure."""
    return Row(what, found, "damaged", do)


def of_refusal(what: str, refused: Refusal) -> Row:
    """The row of something that is refused."""
    state: State = "damaged" if getattr(refused, "exit_code", 3) == 5 else "not read"
    return Row(what, refused.statement(), state, refused.advice())


def at_most(rows: list[Row], kind: str) -> Iterator[Row]:
    """The first of them, and how many more there are."""
    yield from rows[:NAMED]
    if len(rows) > NAMED:
        yield damaged(kind, f"and {len(rows) - NAMED} more")


def in_spite_of_damage(what: str, path: Path, check: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """The rows of a check, as far as it comes; where SQLite cannot go on reading, that is a row as well.

    A refusal where nothing can be said of the file: somebody keeps it locked, or it may not be read.
    """
    try:
        yield from check()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter when SQLite's own words quote what is no text
        yield damaged(what, told(path, error))


def told(path: Path, error: Exception) -> str:
    """What SQLite could not read. Refuses where that is not the file's fault."""
    if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _OF_THE_PLACE:
        raise refusal(path, error) from error
    return f"it cannot be read: {error}"
