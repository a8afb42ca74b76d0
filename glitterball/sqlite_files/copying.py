"""Copying a file of SQLite as it stands in one moment, whoever goes on writing to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from glitterball.sqlite_files.connecting import connect


def copy(source: Path, part: Path) -> None:
    """Copy into an empty file, in one reading transaction: what is committed meanwhile is not in it, and nothing half of it is.

    The copy is one file without a write-ahead log, and synced. `sqlite3.Error` where SQLite cannot read or write.
    """
    with closing(connect(part, "rw")) as copied:
        copied.execute("PRAGMA journal_mode=MEMORY")  # what is left half made is never looked at
        copied.execute("PRAGMA synchronous=FULL")
        with closing(connect(source, "ro")) as held:
            held.execute("PRAGMA query_only=ON")
            held.backup(copied)


def full(error: sqlite3.Error) -> bool:
    """Whether there was no room."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_FULL
