"""Recorders of the library over a file, or over a database that leaves nothing behind."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore, SQLiteRecorder

from glitterball.sqlite_files.connecting import HeldDatastore

LOCK_SECONDS = 30
"""How long to wait for another process that is writing."""
_AGAIN_SECONDS = 0.05

R = TypeVar("R", bound=SQLiteRecorder)


def recorder_at(kind: Callable[[SQLiteDatastore], R], path: Path) -> R:
    """The recorder of a file, its tables made where they are missing.

    Another process may be making them, or switching the file to its write-ahead log: SQLite does not wait for that itself.
    """
    until = time.monotonic() + LOCK_SECONDS
    while True:
        datastore = HeldDatastore(path, lock_timeout=LOCK_SECONDS)
        try:
            recorder = kind(datastore)
            recorder.create_table()
        except PersistenceError as error:
            datastore.close()
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_SECONDS)
        except BaseException:
            datastore.close()
            raise
        else:
            return recorder


def statements_of(kind: Callable[[SQLiteDatastore], SQLiteRecorder]) -> list[str]:
    """Every statement that makes an object of the recorder's file, the library's among them."""
    return kind(SQLiteDatastore(":memory:")).construct_create_table_statements()


class TemporaryDatastore(SQLiteDatastore):
    """SQLite's own temporary database (an empty name): in memory while it is small, then in a file without a name.

    The system takes it away with the process, however that ends; there is nothing to find, and nothing to clear up.
    """

    def __init__(self) -> None:
        super().__init__("")
        self.pool.close()
        self.connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self.pool = _OneConnection(self.connection)


class _OneConnection(SQLiteConnectionPool):
    """Each connection to an empty name would be to a database of its own, so there is one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        super().__init__(db_name="", pool_size=1, max_overflow=0)

    def _create_connection(self) -> SQLiteConnection:
        self._connection.row_factory = sqlite3.Row
        return SQLiteConnection(sqlite_conn=self._connection, max_age=None)
