"""Connections to the server: each with its limits of time, taken and given back, and asked again once where one was lost."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Condition
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from eventsourcing.persistence import ConnectionPoolClosedError, OperationalError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from glitterball.log.postgres.places import Server

MOST = 8
"""Connections of one handle for reading, at most: who comes behind waits for one."""

IDLE_SECONDS, STATEMENT_SECONDS = 5, 60
"""How long a transaction may do nothing, and a statement take: whoever holds the head row and hangs stops every machine."""

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]


def connected(server: Server, *, name: str, read_only: bool = False, lock_seconds: int = 5) -> Connection:
    """A new connection. The library's `OperationalError` where there is none to be had."""
    settings = {
        "search_path": server.schema,
        "default_transaction_isolation": r"read\ committed",
        "default_transaction_read_only": "on" if read_only else "off",
        "jit": "off",
        "standard_conforming_strings": "on",
        "client_min_messages": "warning",  # a commit that no standby has is told by a warning alone
        "lock_timeout": f"{lock_seconds}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "tcp_keepalives_idle": "10s",  # a machine that is cut off keeps neither the head row nor the lease
        "tcp_keepalives_interval": "5s",
        "tcp_keepalives_count": "3",
        "tcp_user_timeout": "20s",
    }
    asked = conninfo_to_dict(server.conninfo)
    asked["client_encoding"] = "UTF8"  # whatever alphabet the machine has
    asked.setdefault("target_session_attrs", "any" if read_only else "read-write")
    if read_only and asked["target_session_attrs"] == "read-write":
        asked["target_session_attrs"] = "primary"  # whoever only reads asks for no writes, and no server would be taken
    options = " ".join(
        (str(asked.pop("options", "")), *(f"-c {setting}={value}" for setting, value in settings.items()))
    ).strip()
    with failing():
        connection = psycopg.connect(
            make_conninfo("", **{**asked, "options": options, "application_name": name}), autocommit=True
        )
    connection.prepare_threshold = 3
    return connection


def must_be_the_same(connection: Connection, store: UUID) -> None:
    """Closes a connection to another store than was opened. The library's `OperationalError`, as where no server answers."""
    with failing():
        found = rows_of(connection, "SELECT store FROM head")
    if found != [(store,)]:
        connection.close()
        told = ", ".join(str(other) for (other,) in found) or "none"
        raise OperationalError(f"another store answers at this address ({told}), not the one that was opened ({store})")


@contextmanager
def failing() -> Iterator[None]:
    """Errors of the driver, as the library's, which the log knows."""
    try:
        yield
    except psycopg.Error as error:
        raise OperationalError(error) from error


class Connections:
    """The connections of one handle for reading. `close` lets those in use end, and gives out no more."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._idle: deque[Connection] = deque()
        self._using, self._closed = 0, False
        self._changed = Condition()

    def ask(self, work: Callable[[Connection], T]) -> T:
        """What the work answers, which only reads: where its connection proves lost, it is done again on a new one."""
        for fresh in (False, True):
            with self._one(fresh=fresh) as connection:
                try:
                    with failing():
                        return work(connection)
                except OperationalError:
                    if fresh or not connection.broken:
                        raise
        raise AssertionError("the second time answers or raises")

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows a statement answers, as bytes, numbers and text."""
        return self.ask(lambda connection: rows_of(connection, statement, parameters))

    @contextmanager
    def _one(self, *, fresh: bool) -> Iterator[Connection]:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._using < MOST)
            if self._closed:
                raise ConnectionPoolClosedError
            self._using += 1
            connection = self._idle.pop() if self._idle and not fresh else None
        try:
            if connection is None:
                connection = self._connect()
            yield connection
        finally:
            with self._changed:
                self._using -= 1
                if connection is not None and not connection.closed:
                    self._idle.append(connection)
                self._changed.notify_all()

    def close(self, seconds: float = 10) -> None:
        """Give out no connection any more, wait for those in use, and close all."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._using == 0, timeout=seconds)
            while self._idle:
                with suppress(psycopg.Error):
                    self._idle.pop().close()


def rows_of(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows, in binary form on the way."""
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement, parameters, prepare=True).fetchall()
