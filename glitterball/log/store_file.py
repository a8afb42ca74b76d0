"""The file of a store: recognised before it is touched, made durable, and its errors told in sentences."""

import io
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from eventsourcing.persistence import ConnectionUnavailableError

from glitterball.log import refusals, schema

MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # the header of an SQLite file, in bytes; what stands where in it:
_PAGE_BYTES, _PAGES = slice(16, 18), slice(28, 32)
_LAYOUT, _APPLICATION = slice(60, 64), slice(68, 72)


def address_of(path: Path, mode: str) -> str:
    """The address of the file for SQLite. `mode` is `ro`, `rw` or `rwc`."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def recognise(path: Path, *, read_only: bool) -> None:
    """Look at the file without changing it; refuse what is not a store of ours that we can read."""
    if path.is_dir():
        raise refusals.StoreIsFolder(str(path))
    written = being_written(path)
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            size = file.seek(0, io.SEEK_END)
    except FileNotFoundError:
        if read_only:
            raise refusals.StoreMissing(str(path)) from None
        if not path.absolute().parent.is_dir():
            raise refusals.FolderMissing(str(path)) from None
        return
    except OSError as error:
        raise refusals.StoreUnwritable(str(path), error.strerror or type(error).__name__) from error
    if not header and not read_only:
        return  # an empty file, as `touch` or another process about to make the store leaves it
    if not header.startswith(MAGIC):
        raise refusals.NotAStore(str(path))
    if len(header) < _HEADER:
        raise refusals.StoreDamaged(str(path), "its header is cut short")
    if int.from_bytes(header[_APPLICATION]) != schema.APPLICATION_ID:
        raise refusals.NotAStore(str(path))
    layout = int.from_bytes(header[_LAYOUT])
    if layout > schema.LAYOUT:
        raise refusals.StoreNewer(str(path), layout, schema.LAYOUT)
    # SQLite forgives a last page that is not whole. While somebody writes, pages may still be in the write-ahead log.
    whole = int.from_bytes(header[_PAGE_BYTES]) * int.from_bytes(header[_PAGES])
    if size < whole and not written and not being_written(path):
        raise refusals.StoreDamaged(str(path), f"it has {size:,} of {whole:,} bytes")


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
        closing(sqlite3.connect(address_of(path, "rwc"), uri=True, isolation_level=None, timeout=lock_seconds)) as db,
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
        db.execute("COMMIT")
        _write_ahead(db, path, lock_seconds)


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


def check_guards(held: Mapping[str, str], path: Path) -> None:
    """Refuse a store whose table or guards (name to SQL, as the file holds them) are not exactly ours."""
    wrong = sorted(name for name, sql in schema.OBJECTS.items() if held.get(name) != sql)
    if wrong:
        raise refusals.StoreUnguarded(str(path), ", ".join(wrong))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn errors of the file into refusals."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(path, error) from error


def refusal(path: Path, error: BaseException) -> refusals.StoreRefusal:
    """The refusal for an error of SQLite, or for one of the library's that was raised from it."""
    while not isinstance(error, sqlite3.Error) and error.__cause__ is not None:
        error = error.__cause__
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
    if code == sqlite3.SQLITE_CORRUPT:
        return refusals.StoreDamaged(where, reason)
    if code == sqlite3.SQLITE_NOTADB:
        return refusals.NotAStore(where)
    return refusals.StoreUnwritable(where, reason)
