"""The file of a store: recognised before it is touched, made durable, and its errors told in sentences."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from eventsourcing.persistence import ConnectionUnavailableError

from glitterball.log import refusals, schema
from glitterball.log.recording import Broken, CommitFailed
from glitterball.sqlite_files.connecting import connect
from glitterball.sqlite_files.header import Header, look, roll_back_what_was_cut_off

_SMALLEST_PAGE = 512


def recognise(path: Path, *, read_only: bool) -> int:
    """Look at the file without changing it; refuse what is not a store of ours that we can read. Answers its layout."""
    if path.is_dir():
        raise refusals.StoreIsFolder(str(path))
    if not read_only:
        with refusing(path):
            roll_back_what_was_cut_off(path, schema.APPLICATION_ID)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        if read_only:
            raise refusals.StoreMissing(str(path)) from None
        if not path.absolute().parent.is_dir():
            raise refusals.FolderMissing(str(path)) from None
        return _new(path)
    except OSError as error:
        raise refusals.StoreUnwritable(str(path), error.strerror or type(error).__name__) from error
    if not size and not read_only:
        return _new(path)  # an empty file, as `touch` or another process about to make the store leaves it
    with refusing(path):
        header = look(path)
    if header is None:
        raise refusals.NotAStore(str(path))
    if not (header.application or header.objects or header.damage or read_only) and size >= _SMALLEST_PAGE:
        return schema.LAYOUT  # another process is about to make the tables
    return _layout(path, header, size)


def _new(path: Path) -> int:
    """The layout of a store about to be made, where nothing of another one is left."""
    if being_written(path):
        raise refusals.StoreRemains(str(path))
    return schema.LAYOUT


def _layout(path: Path, header: Header, size: int) -> int:
    """The layout of what is a store of ours, whole as far as its header tells."""
    if header.application not in (schema.APPLICATION_ID, 0) or not (header.application or header.damage):
        raise refusals.NotAStore(str(path))
    if header.layout > schema.LAYOUT:
        raise refusals.StoreNewer(str(path), header.layout, schema.LAYOUT)
    if header.damage:
        raise refusals.StoreDamaged(str(path), f"{header.damage}; it has {size:,} bytes")
    if header.layout not in schema.OBJECTS_OF:
        raise refusals.StoreDamaged(str(path), f"its header says layout {header.layout}, which there is not")
    # SQLite forgives a last page that is not whole. While somebody writes, pages may still be in the write-ahead log; whoever
    # closes last brings them into the file and takes the log away. So the log is asked about first, and the file after it.
    if not being_written(path) and (size := path.stat().st_size) < header.size:
        raise refusals.StoreDamaged(str(path), f"it has {size:,} of {header.size:,} bytes")
    return header.layout


def being_written(path: Path) -> bool:
    """Whether there is a write-ahead log that says more than the file."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def make(path: Path, lock_seconds: float) -> None:
    """Make the store if the file is new, and see that it can be written and is whole. Several processes may do so at once.

    The tables are made before the switch to WAL, so that the header says whose file it is from its first commit on.
    """
    with (
        refusing(path),
        closing(connect(path, "rwc", lock_seconds=lock_seconds)) as db,
    ):
        db.execute(f"PRAGMA page_size={schema.PAGE_BYTES}")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            db.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            db.execute(f"PRAGMA user_version={schema.LAYOUT}")
            for statement in schema.OBJECTS.values():
                db.execute(statement)
        elif db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise refusals.NotAStore(str(path))
        elif schema.GROWS_BY_ITSELF <= db.execute("PRAGMA user_version").fetchone()[0] < schema.LAYOUT:
            grow(db)
        db.execute("COMMIT")
        _write_ahead(db, path, lock_seconds)


def grow(db: sqlite3.Connection) -> None:
    """Within a transaction: give a store of layout 2 the empty tables of layout 3, which change nothing that is in it."""
    for statement in schema.NEW_IN_LAYOUT_3.values():
        db.execute(statement)
    db.execute(f"PRAGMA user_version={schema.LAYOUT}")


def _write_ahead(db: sqlite3.Connection, path: Path, lock_seconds: float) -> None:
    """Keep a write-ahead log. The switch does not wait for other connections by itself."""
    deadline = time.monotonic() + lock_seconds
    while True:
        try:
            mode = db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    if mode != "wal":
        raise refusals.StoreNotDurable(str(path), "journal_mode", str(mode), "wal")


def prepare(db: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    """Set what a connection must keep to, and check that it took."""
    if read_only:
        db.execute("PRAGMA query_only=ON")
        return
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA fullfsync=ON")  # where the system's fsync leaves data in the drive's cache (macOS)
    for setting, needed in (("journal_mode", "wal"), ("synchronous", 2)):
        value = db.execute(f"PRAGMA {setting}").fetchone()[0]
        if value != needed:
            raise refusals.StoreNotDurable(str(path), setting, str(value), str(needed))


def check_guards(held: Mapping[str, str], path: Path, layout: int) -> None:
    """Refuse a store whose tables or guards (name to SQL, as the file holds them) are not exactly ours."""
    wrong = sorted(name for name, sql in schema.OBJECTS_OF[layout].items() if held.get(name) != sql)
    if wrong:
        raise refusals.StoreUnguarded(str(path), ", ".join(wrong))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn errors of the file into refusals."""
    try:
        yield
    except (sqlite3.Error, Broken, UnicodeDecodeError) as error:
        raise refusal(path, error) from error


def refusal(path: Path, error: BaseException) -> refusals.StoreRefusal:
    """The refusal for an error of SQLite, or for one of the library's that was raised from it."""
    failed = isinstance(error, CommitFailed)
    if isinstance(error, UnicodeDecodeError):
        return refusals.StoreDamaged(str(path), str(error))
    if isinstance(error, Broken):
        return refusals.StreamDamaged(str(path), str(error))
    while not isinstance(error, sqlite3.Error) and error.__cause__ is not None:
        error = error.__cause__
    if failed:
        return refusals.CommitUncertain(str(path), str(error))
    if isinstance(error, ConnectionUnavailableError):
        return refusals.StoreBusy(str(path))  # the turn to write did not come within this process
    extended = getattr(error, "sqlite_errorcode", 0) or 0
    code, where, reason = extended & 0xFF, str(path), str(error)
    if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_WRITE:
        return refusals.DiskFull(where)  # a write that comes back short is a quota or a limit on file size
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return refusals.StoreBusy(where)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return refusals.StoreReadOnly(where)
    if code == sqlite3.SQLITE_CORRUPT or reason.startswith("Could not decode to UTF-8"):
        return refusals.StoreDamaged(where, reason)
    if code == sqlite3.SQLITE_NOTADB:
        return refusals.NotAStore(where)
    return refusals.StoreUnwritable(where, reason)
