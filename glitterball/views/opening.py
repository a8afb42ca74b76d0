"""Opening a views file: made when there is none, begun again when it cannot be gone on with, refused when it is not ours.

A views file holds nothing that is not in the log, so beginning again loses nothing.
"""

import hashlib
import sqlite3
from pathlib import Path

from eventsourcing.persistence import PersistenceError

from glitterball.log import EventLog
from glitterball.views import schema
from glitterball.views.catalogue import VERSIONS
from glitterball.views.recorder import ViewsRecorder, plain
from glitterball.views.refusals import NotViews, ViewsNewer, ViewsUnwritable

_MAGIC = b"SQLite format 3\x00"
_LAYOUT_AT, _APPLICATION_AT, _HEADER = 60, 68, 100  # the header of an SQLite file, in bytes


def recorder(path: Path, log: EventLog) -> ViewsRecorder:
    """The recorder of the file, empty or as far as the file had come with this log."""
    try:
        if _is_there(path) and not _can_go_on(path, log):
            remove(path)
        return ViewsRecorder.at(path)
    except (sqlite3.Error, PersistenceError, OSError) as error:
        raise ViewsUnwritable(str(path), str(error)) from error


def remove(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _is_there(path: Path) -> bool:
    """Whether there is a views file to go on with. Refuses anything that is not one."""
    if path.is_dir():
        raise NotViews(str(path))
    if not path.exists() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header.startswith(_MAGIC):
        raise NotViews(str(path))
    application, layout = _marks(path, header)
    if application != schema.APPLICATION_ID:
        raise NotViews(str(path))
    if layout > schema.LAYOUT:
        raise ViewsNewer(str(path), f"layout {layout}, this one knows {schema.LAYOUT}")
    return True


def _marks(path: Path, header: bytes) -> tuple[int, int]:
    """Whose file it is, and its layout. SQLite is asked first: what was written last may still be in its write-ahead log.

    A database with nothing in it yet is ours: another process is about to make the tables.
    """
    try:
        with plain(path) as db:
            if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return schema.APPLICATION_ID, schema.LAYOUT
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (layout,) = db.execute("PRAGMA user_version").fetchone()
            return application, layout
    except sqlite3.DatabaseError:
        layout = int.from_bytes(header[_LAYOUT_AT : _LAYOUT_AT + 4])
        return int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4]), layout


def _can_go_on(path: Path, log: EventLog) -> bool:
    """Whether the file is whole, has these views in these versions, and was filled from this log."""
    try:
        with plain(path) as db:
            if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return True
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return False
            if db.execute("PRAGMA user_version").fetchone()[0] != schema.LAYOUT:
                return False
            held = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
            versions = dict(db.execute("SELECT view, version FROM view_versions"))
            position, basis = db.execute(
                "SELECT (SELECT max(notification_id) FROM tracking WHERE application_name = ?),"
                " (SELECT last_event_sha256 FROM basis)",
                (schema.TRACKED,),
            ).fetchone()
    except sqlite3.DatabaseError:
        return False
    newer = sorted(view for view, version in versions.items() if version > VERSIONS.get(view, version))
    if newer:
        raise ViewsNewer(str(path), f"newer versions of {', '.join(newer)}")
    ours = {**schema.TABLES, **schema.SQL_VIEWS}
    return (
        versions == VERSIONS and all(held.get(name) == sql for name, sql in ours.items()) and _of(log, position, basis)
    )


def _of(log: EventLog, position: int | None, basis: str | None) -> bool:
    """Whether the last event applied is the log's event at that position."""
    if not position:
        return True
    line = next((line for _, line in log.raw(position - 1, position)), None)
    return line is not None and hashlib.sha256(line).hexdigest() == basis
