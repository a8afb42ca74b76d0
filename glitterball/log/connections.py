"""Connections to a store on disk: the library's pool, with our durability, one writer at a time, and an orderly close."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Condition
from types import TracebackType
from typing import Any

from eventsourcing.persistence import ConnectionPoolClosedError, InterfaceError, OperationalError
from eventsourcing.sqlite import SQLiteConnection, SQLiteCursor, SQLiteDatastore, SQLiteTransaction

from domain.refusals import Refusal
from glitterball.log.place import Place
from glitterball.log.recording import CommitFailed
from glitterball.log.store_file import prepare
from glitterball.sqlite_files.connecting import HeldPool, connect
from glitterball.sqlite_files.refusals import FileReplaced

LOCK_SECONDS = 5
"""How long a writer waits for another process before it refuses."""

_POOL_SECONDS = 60.0
_CLOSE_SECONDS = 10.0
_MANY = 1_000  # connections beyond the pool's five: a thread never waits for one, only for its turn to write


class StoreTransaction(SQLiteTransaction):
    """A transaction that takes the write lock at its start, so that what it reads cannot change before it writes."""

    def __enter__(self) -> SQLiteCursor:
        try:
            cursor = self.connection.cursor()
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.Error as error:
            raise OperationalError(error) from error
        return cursor

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        try:
            if exc_type is None and self.commit:
                self._commit()
            else:
                super().__exit__(exc_type, exc_val, exc_tb)
        except BaseException:
            # A refused commit can leave the transaction open, and the connection goes back to the pool.
            with suppress(sqlite3.Error):
                self.connection.rollback()
            raise

    def _commit(self) -> None:
        """Commit, or say what is known. The frames of a commit may be on the disk although the disk did not confirm them."""
        try:
            self.connection.commit()
        except sqlite3.Error as error:
            raise (OperationalError if _nothing_written(error) else CommitFailed)(error) from error


def _nothing_written(error: sqlite3.Error) -> bool:
    """Whether a failed commit is certain not to be on the disk: it had no room or no turn, so its last frame was not written."""
    extended = getattr(error, "sqlite_errorcode", 0) or 0
    return extended == sqlite3.SQLITE_IOERR_WRITE or extended & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


class StoreConnection(SQLiteConnection):
    """A connection that uses it."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with StoreTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class StorePool(HeldPool):
    """Connections that keep the promises, or none."""

    def __init__(self, path: Path, *, read_only: bool, lock_seconds: int) -> None:
        self.read_only = read_only
        super().__init__(
            path,
            "ro" if read_only else "rw",
            lock_timeout=lock_seconds,
            pool_timeout=_POOL_SECONDS,
            max_overflow=_MANY,
        )

    def get_connection(self, timeout: float | None = None, *, is_writer: bool | None = None) -> SQLiteConnection:
        self.must_be_ours()
        try:
            return super().get_connection(timeout, is_writer=is_writer)
        except (InterfaceError, Refusal):
            # No connection could be made, and the library keeps the turn to write for whoever asked.
            if is_writer:
                self._num_writers -= 1
                self._writer_lock.release()
            raise

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back. One that was in use when the pool was closed is closed now: what its user did is done, and a
        commit that outlasted the closing is on the disk."""
        writes = conn.is_writer
        try:
            super().put_connection(conn)
        except ConnectionPoolClosedError:
            conn.close()
            if writes:
                self._num_writers -= 1
                self._writer_lock.release()

    def _create_connection(self) -> SQLiteConnection:
        return StoreConnection(sqlite_conn=self.connected(), max_age=self.max_age)

    def prepare(self, connection: sqlite3.Connection) -> None:
        prepare(connection, self.path, read_only=self.read_only)

    def leave_those_in_use(self) -> None:
        """Whoever has a connection keeps it: closing the pool does not close it under them."""
        self._in_use.clear()

    def without_lock_files(self) -> None:
        """Read a folder where SQLite may not put its lock files. Only for a file nobody is writing."""
        self.immutable = True
        while self._pool:
            self._pool.popleft().close()


class StoreDatastore(SQLiteDatastore):
    """The library's datastore over our pool. `close` lets transactions in other threads end first."""

    pool: StorePool

    def __init__(self, path: Path, *, read_only: bool = False, lock_seconds: int = LOCK_SECONDS) -> None:
        self._using, self._closing, self.lost = 0, False, False
        self._idle = Condition()
        super().__init__(":memory:")
        self.pool.close()
        self.pool = StorePool(path, read_only=read_only, lock_seconds=lock_seconds)
        self.place = Place(path)

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, perhaps under a commit: the last connection has then cleared away the write-ahead log, and
        what was committed is in the file."""
        return self.pool.closed

    def rescue(self) -> None:
        """The file is at its name no longer: save everything acknowledged, and let nobody use it here any more.

        What was moved takes along what is in its write-ahead log, which would stay behind under the old name and be taken for
        that of whatever lies there now. What was deleted or replaced is saved beside, under `PATH.rescued`, or the
        next free number behind that: what was rescued before is never written over.
        """
        with suppress(Exception), super().get_connection(commit=True) as connection:
            if not self.place.has_a_name():
                with closing(connect(self.place.free_name(), "rwc")) as saved:
                    connection._sqlite_conn.backup(saved)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.lost = True

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        if self.lost:
            raise FileReplaced(str(self.place.path))
        with self._idle:
            if self._closing:
                raise ConnectionPoolClosedError
            self._using += 1
        try:
            with super().get_connection(commit=commit) as connection:
                yield connection
        finally:
            with self._idle:
                self._using -= 1
                self._idle.notify_all()

    def close(self) -> None:
        # Closing a connection under a reader has crashed the interpreter: nobody begins any more, and who reads ends first.
        with self._idle:
            self._closing = True
            if not self._idle.wait_for(lambda: self._using == 0, timeout=_CLOSE_SECONDS):
                self.pool.leave_those_in_use()
        if not self.lost and not self.pool.read_only and self.place.is_elsewhere():
            self.rescue()
        super().close()

    def __del__(self) -> None:
        # Whoever opens a log closes it; the interpreter may be gone by the time this is called.
        pass


def rows_of(cursor: SQLiteCursor, statement: str, parameters: tuple[Any, ...]) -> list[Any]:
    """All rows as plain tuples."""
    cursor.execute(statement, parameters)
    rows: list[Any] = cursor.fetchall()
    return rows
