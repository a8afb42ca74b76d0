"""Looking at a file before it is trusted, without opening it by ourselves and without changing anything."""

import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from glitterball.sqlite_files.connecting import connect

_LOOKS = 3
"""How often what looks damaged is looked at: while somebody makes a file it is half written for a moment."""


_SAYS_NOTHING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
)
"""Errors that say nothing of what is in the file: somebody has it locked, makes it, or is about to recover its journal."""

_TRIES, _PAUSE_SECONDS = 25, 0.02

_JOURNAL_HEAD, _JOURNAL_MAGIC = 28, bytes.fromhex("d9d505f920a163d7")
_JOURNAL_PAGES_BEFORE = slice(16, 20)
"""Where a rollback journal says how many pages its file had before."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself: whose it is, its layout, how many objects and how many bytes it has.

    `damage` is SQLite's word for why it cannot be read further, if it cannot.
    """

    application: int
    layout: int
    objects: int = 0
    size: int = 0
    damage: str = ""

    @property
    def half_made(self) -> bool:
        """Whether there is something in it, and it says of nobody whose it is: so looks also what is being made."""
        return bool(self.objects) and not self.application


def look(path: Path) -> Header | None:
    """Whose file it is and in which layout; None where it is no file of SQLite's, or none at all.

    As if nobody were writing, which creates nothing beside somebody else's file, unless there is a journal beside it: what
    was written last is in that, so then it is asked with locks. `sqlite3.OperationalError` while somebody keeps it locked, and
    where SQLite may not put its lock files.
    """
    if not path.is_file():
        return None
    if not in_use(path):
        if not path.stat().st_size:
            return None
        for _ in range(_LOOKS):
            found = _look(path, immutable=True)
            if found is None or not (found.damage or found.half_made):
                return found
            if in_use(path):
                break
        else:
            return found
    found = _look(path, immutable=False)
    if found is not None and found.damage and not found.application:
        return _look(path, immutable=True) or found
    return found


def in_use(path: Path) -> bool:
    """Whether there is a journal beside the file: somebody has it open, or was stopped while writing."""
    return any(Path(f"{path}{ending}").exists() for ending in ("-wal", "-journal"))


def _look(path: Path, *, immutable: bool) -> Header | None:
    """One look; while somebody is making the file or switching its journal, another, before that is called an error."""
    for _ in range(_TRIES):
        try:
            return _looked(path, immutable=immutable)
        except sqlite3.OperationalError:
            time.sleep(_PAUSE_SECONDS)
    return _looked(path, immutable=immutable)


def _looked(path: Path, *, immutable: bool) -> Header | None:
    application = layout = 0
    try:
        with closing(connect(path, "ro", immutable=immutable)) as db:
            db.execute("BEGIN")  # one look: somebody may be making the file
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (layout,) = db.execute("PRAGMA user_version").fetchone()
            (objects,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            (page_bytes,) = db.execute("PRAGMA page_size").fetchone()
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            return Header(application, layout, objects, page_bytes * pages)
    except sqlite3.DatabaseError as error:
        code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            return None
        if code in _SAYS_NOTHING:
            raise
        return Header(application, layout, damage=str(error))
    except UnicodeDecodeError as error:  # in what SQLite says of a damaged schema
        return Header(application, layout, damage=str(error))


def roll_back_what_was_cut_off(path: Path, application: int) -> None:
    """Undo the transaction somebody was stopped in, where its rollback journal still lies beside the file.

    Only for whoever is about to write: until it is undone SQLite lets nobody read the file. Files of ours keep such a
    journal only while they are being made; the file of anybody else, as far as it can be told, is left as it is.
    """
    if not Path(f"{path}-journal").exists() or not path.is_file():
        return
    as_it_stands = _looked(path, immutable=True)
    ours = as_it_stands is not None and as_it_stands.application == application
    if ours or _was_new(Path(f"{path}-journal")):
        with suppress(sqlite3.Error), closing(connect(path, "rw")) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _was_new(journal: Path) -> bool:
    """Whether the transaction was the first of its file, before which it held nothing (sqlite.org/fileformat2, 3)."""
    try:
        with journal.open("rb") as file:
            head = file.read(_JOURNAL_HEAD)
    except OSError:
        return False
    return head.startswith(_JOURNAL_MAGIC) and head[_JOURNAL_PAGES_BEFORE] == bytes(4)
