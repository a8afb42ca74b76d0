"""Opening a views file: made when there is none, begun again when it cannot be gone on with, refused when it is not ours.

A views file holds nothing that is not in the log, so beginning again loses nothing. It is done through SQLite, by copying
empty views over the file: whoever else has it open then sees them. A file put in its place would have the other process,
closing, clear away the write-ahead log of a file that is no longer its own.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from eventsourcing.persistence import PersistenceError

from glitterball.files import destroy, held
from glitterball.log import EventLog
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.damage import is_damage
from glitterball.sqlite_files.header import look, roll_back_what_was_cut_off
from glitterball.sqlite_files.refusals import FileLinked
from glitterball.views import schema
from glitterball.views.catalogue import VERSIONS
from glitterball.views.fingerprints import RowUnfit, fitting
from glitterball.views.recorder import ViewsRecorder
from glitterball.views.refusals import NotViews, ViewsNewer, ViewsUnwritable


def recorder(path: Path, log: EventLog) -> ViewsRecorder:
    """The recorder of the file, empty or as far as the file had come with this log."""
    try:
        if _is_there(path) and not _can_go_on(path, log):
            _begin_again(path)
        return ViewsRecorder.at(path)
    except (sqlite3.Error, PersistenceError, OSError) as error:
        raise ViewsUnwritable(str(path), getattr(error, "strerror", None) or str(error)) from error


def remove(path: Path) -> None:
    """Delete a file too damaged for SQLite to write over, and what it keeps beside it; refused while it is open here."""
    with held.nobody_begins():
        if held.is_held(path):
            raise ViewsUnwritable(str(path), "the file is damaged, and open elsewhere in this process")
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)


def forget(path: Path) -> bool:
    """Overwrite and remove a views file and what it keeps beside it, since it holds counts; whether there was one. Refused while
    it is open, here or in another process: that would find it damaged."""
    with held.nobody_begins():
        if held.is_held(path):
            raise ViewsUnwritable(str(path), "it is open elsewhere in this process")
        _must_be_nobodys(path)
        there = [destroy(path.with_name(f"{path.name}{ending}")) for ending in ("-wal", "-shm", "")]
    return any(there)


def _must_be_nobodys(path: Path) -> None:
    """Refuses a file that another process has open. SQLite leaves the write-ahead log only where it is alone with the file."""
    if not path.is_file():
        return
    try:
        with closing(connect(path, "rw")) as db:
            db.execute("PRAGMA journal_mode=DELETE")
    except FileLinked:
        return
    except sqlite3.Error as error:
        if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ViewsUnwritable(str(path), "it is open in another process") from error


def _begin_again(path: Path) -> None:
    with closing(ViewsRecorder.temporary()) as empty:
        try:
            empty.put_in_place_of(path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            remove(path)


def _is_there(path: Path) -> bool:
    """Whether there is a views file to go on with. Refuses anything that is not one."""
    if path.is_dir():
        raise NotViews(str(path))
    roll_back_what_was_cut_off(path, schema.APPLICATION_ID)
    if not path.exists() or path.stat().st_size == 0:
        return False
    found = look(path)
    if found is None:
        raise NotViews(str(path))
    if not found.objects and not found.damage and not found.application:
        return True  # another process is about to make the tables
    if found.application != schema.APPLICATION_ID:
        raise NotViews(str(path))
    if found.layout > schema.LAYOUT:
        raise ViewsNewer(str(path), f"layout {found.layout}, this one knows {schema.LAYOUT}")
    return True


def _can_go_on(path: Path, log: EventLog) -> bool:
    """Whether the file is whole, has these views in these versions, was filled from this log, and holds no counts that were
    destroyed since."""
    try:
        with closing(connect(path, "rw")) as db:
            if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return True
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return False
            if db.execute("PRAGMA user_version").fetchone()[0] != schema.LAYOUT:
                return False
            must_not_be_newer(db, path)
            return is_ours(db) and is_of(db, log) and not ended_in(db, log)
    except (RowUnfit, UnicodeDecodeError):  # the latter where a text is none, or in what SQLite says of a damaged name
        return False
    except sqlite3.DatabaseError as error:
        if is_damage(error) or error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a table or a column is not there
            return False
        raise  # busy, forbidden: nothing is known about what the file holds


def must_not_be_newer(db: sqlite3.Connection, path: Path) -> None:
    """Refuse views of newer versions."""
    held_versions = db.execute("SELECT view, version FROM view_versions")
    newer = sorted(view for view, version in held_versions if version > VERSIONS.get(view, version))
    if newer:
        raise ViewsNewer(str(path), f"newer versions of {', '.join(newer)}")


def is_ours(db: sqlite3.Connection) -> bool:
    """Whether the file has exactly these tables, and these views in these versions."""
    found = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    ours = {**schema.TABLES, **schema.SQL_VIEWS}
    return all(found.get(name) == sql for name, sql in ours.items()) and has_our_versions(db)


def has_our_versions(db: sqlite3.Connection) -> bool:
    """Whether the file has these views in these versions."""
    return dict(db.execute("SELECT view, version FROM view_versions")) == VERSIONS


def ended_in(db: sqlite3.Connection, log: EventLog) -> list[str]:
    """The seasons in the file whose openings were destroyed: a file that was in nobody's way when they were has none."""
    seasons = db.execute("SELECT season FROM counts UNION SELECT season FROM tallies")
    return sorted({season for (season,) in seasons} & log.destroyed().keys())


def is_of(db: sqlite3.Connection, log: EventLog) -> bool:
    """Whether the last event applied is the log's event at that position. `RowUnfit` where the file does not say which."""
    tracked = db.execute(
        "SELECT notification_id FROM tracking WHERE application_name = ?", (schema.TRACKED,)
    ).fetchone()
    based = db.execute("SELECT * FROM basis").fetchone()
    if based is None:
        return tracked is None
    _, position, digest = fitting(schema.BASIS, tuple(based))
    if tracked is None or tracked[0] != position:
        raise RowUnfit(f"the position is given as {tracked and tracked[0]} and as {position}")
    line = next((line for _, line in log.raw(position - 1, position)), None)
    return line is not None and hashlib.sha256(line).hexdigest() == digest
