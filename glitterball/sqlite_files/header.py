"""Looking at a file before it is trusted, without opening it by ourselves and without changing anything."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from glitterball.sqlite_files.connecting import connect


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


def look(path: Path) -> Header | None:
    """Whose file it is and in which layout; None where it is no file of SQLite's, or none at all.

    First as if nobody were writing, which creates nothing beside somebody else's file. A file that is being written may
    look cut short so; then it is asked again with locks and write-ahead log.
    """
    if not path.is_file() or not path.stat().st_size:
        return None
    first = _look(path, immutable=True)
    if first is None or not first.damage:
        return first
    again = _look(path, immutable=False)
    return first if again is None else again


def _look(path: Path, *, immutable: bool) -> Header | None:
    application = layout = 0
    try:
        with closing(connect(path, "ro", immutable=immutable)) as db:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (layout,) = db.execute("PRAGMA user_version").fetchone()
            (objects,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            (page_bytes,) = db.execute("PRAGMA page_size").fetchone()
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            return Header(application, layout, objects, page_bytes * pages)
    except sqlite3.DatabaseError as error:
        if (error.sqlite_errorcode or 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            return None
        return Header(application, layout, damage=str(error))
