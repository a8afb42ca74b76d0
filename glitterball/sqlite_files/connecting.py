"""Connections to a file, each known to this process: held while it is open, never used by a forked process."""

import os
import sqlite3
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from eventsourcing.persistence import InterfaceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore

from glitterball.files import held
from glitterball.sqlite_files.refusals import FileForked, FileLinked

PRIVATE = 0o600
"""A new file is its owner's alone. What SQLite makes beside it takes the same rights."""

_connections: "weakref.WeakSet[HeldConnection]" = weakref.WeakSet()
_inherited: set[held.Identity] = set()
"""What the parent had open when this process was forked."""


class HeldConnection(sqlite3.Connection):
    """A connection whose file is held until it is closed."""

    identity: held.Identity | None = None
    opened_by = 0

    def close(self) -> None:
        """Close it. In a forked process nothing happens: closing would touch the parent's write-ahead log."""
        if self.opened_by not in (0, os.getpid()):
            return
        super().close()
        identity, self.identity = self.identity, None
        if identity is not None:
            held.release(identity)

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be going
            self.close()


def connect(path: Path, mode: str, *, lock_seconds: float = 5.0, immutable: bool = False) -> HeldConnection:
    """Open the file: `mode` is `ro`, `rw`, or `rwc` to make it, private to its owner, where there is none.

    `immutable` reads without locks, for a file nobody is writing, or to look at its header. Refuses a file that the
    process this one was forked from has open (`FileForked`), and one with several names (`FileLinked`). `sqlite3.Error`
    for what SQLite refuses.
    """
    if mode == "rwc":
        _make_private(path)
    identity = _usable(path)
    connection = sqlite3.connect(
        address_of(path, mode) + ("&immutable=1" if immutable else ""),
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=lock_seconds,
        factory=HeldConnection,
    )
    connection.identity, connection.opened_by = identity, os.getpid()
    _connections.add(connection)
    return connection


def address_of(path: Path, mode: str) -> str:
    """The address of the file for SQLite."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def _make_private(path: Path) -> None:
    """Where nothing can be made, SQLite says why. Nobody else begins with the new file before it is closed again."""
    with held.nobody_begins(), suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def _usable(path: Path) -> held.Identity | None:
    """Hold the file, if there is one; SQLite says what it thinks of a path that leads nowhere."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if (found.st_dev, found.st_ino) in _inherited:
        raise FileForked(str(path))
    if found.st_nlink > 1 and path.is_file():
        raise FileLinked(str(path), found.st_nlink)
    return held.hold(path)


class HeldPool(SQLiteConnectionPool):
    """The library's pool over `connect`."""

    def __init__(self, path: Path, mode: str = "rwc", **settings: Any) -> None:
        self.path, self.mode, self.immutable = path, mode, False
        self._opened_by = os.getpid()
        super().__init__(db_name=address_of(path, mode), **settings)

    def get_connection(self, timeout: float | None = None, *, is_writer: bool | None = None) -> SQLiteConnection:
        """A connection, unless this process was forked from the one that opened the file."""
        self.must_be_ours()
        return super().get_connection(timeout, is_writer=is_writer)

    def must_be_ours(self) -> None:
        """Refuses a process that was forked from the one that opened the file."""
        if os.getpid() != self._opened_by:
            raise FileForked(str(self.path))

    def _create_connection(self) -> SQLiteConnection:
        return SQLiteConnection(sqlite_conn=self.connected(), max_age=self.max_age)

    def connected(self) -> HeldConnection:
        """A new connection, prepared, or none."""
        try:
            connection = connect(self.path, self.mode, lock_seconds=self.lock_timeout or 5, immutable=self.immutable)
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        try:
            self.prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise InterfaceError(error) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def prepare(self, connection: sqlite3.Connection) -> None:
        """What a connection must keep to: a write-ahead log, and each commit on disk before it is answered."""
        connection.row_factory = sqlite3.Row
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")


class HeldDatastore(SQLiteDatastore):
    """The library's datastore over that pool, for views and ledger."""

    def __init__(self, path: Path, *, lock_timeout: int | None = None) -> None:
        super().__init__(":memory:", lock_timeout=lock_timeout)
        self.pool.close()
        self.pool = HeldPool(path, lock_timeout=lock_timeout)

    def __del__(self) -> None:
        """Whoever opens a file closes it; the interpreter may be gone by the time this is called."""


def _in_child() -> None:
    """What the parent had open stays the parent's: neither used nor closed here, and never let go by the collector."""
    from ctypes import py_object, pythonapi

    for connection in list(_connections):
        pythonapi.Py_IncRef(py_object(connection))
        if connection.identity is not None:
            _inherited.add(connection.identity)
    _connections.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
