"""Examining a file without changing anything, neither in it nor beside it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from domain.findings import Finding, Severity
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.damage import is_damage
from glitterball.sqlite_files.header import in_use

Examine = Callable[[sqlite3.Connection], Iterator[Finding]]


def examined(path: Path, examine: Examine) -> tuple[Finding, ...]:
    """What is found in a file that may be damaged, in use, or both.

    First as if nobody were writing, which creates nothing beside the file. Where somebody has it open that can look like
    damage; so then, and only then, it is read again with locks.
    """
    if not in_use(path):
        found = _examined(path, examine, immutable=True)
        if not found or not in_use(path):
            return found
    return _examined(path, examine, immutable=False)


def whole(db: sqlite3.Connection) -> Iterator[Finding]:
    """SQLite's own check of the file: pages, indexes, order of rows."""
    for (said,) in db.execute("PRAGMA integrity_check(1)"):
        if said != "ok":
            yield Finding("the file", " ".join(str(said).split()))


def odd_objects(db: sqlite3.Connection, statements: Iterable[str]) -> tuple[Finding, ...]:
    """Tables, indexes, triggers and views of the file that are not, letter by letter, those the statements make.

    Each is named at `where`, a trigger as `trigger NAME`: with one of those changed, what the tables hold can still be read.
    """
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        ours, held = (set(each.execute(_OBJECTS)) for each in (made, db))
    odd = {(kind, name) for kind, name, _, _ in ours ^ held}
    return tuple(
        Finding(f"{kind} {name}", "it is not as it was made, or not there") for kind, name in sorted(odd, key=repr)
    )


def only_triggers(odd: Iterable[Finding]) -> bool:
    """Whether all that is odd about a file are its triggers."""
    return all(finding.where.startswith("trigger ") for finding in odd)


_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema"


def _examined(path: Path, examine: Examine, *, immutable: bool) -> tuple[Finding, ...]:
    found: list[Finding] = []
    try:
        with closing(connect(path, "ro", immutable=immutable)) as db:
            db.execute("BEGIN")
            found.extend(examine(db))
    except UnicodeDecodeError as error:  # a text that is none, or in what SQLite says of a damaged name
        found.append(Finding("the file", f"it cannot be read: {error}"))
    except sqlite3.Error as error:
        severity: Severity = "error" if is_damage(error) else "warning"  # busy, forbidden: nothing is known of it
        found.append(Finding("the file", f"it cannot be read: {error}", severity))
    return tuple(found)
