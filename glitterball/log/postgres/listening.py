"""Being told of commits by the server: one connection a handle; behind it a slow look, should the word be lost."""

from collections.abc import Callable
from threading import Event, Thread

import psycopg
from eventsourcing.persistence import OperationalError

from glitterball.log.postgres.connecting import Connection

LOOK_SECONDS = 1.0
"""How often it is looked for commits nobody told of: a pooler loses the word, and so does a connection that is made anew."""

_STEP_SECONDS = 0.2


class Listener:
    """Calls `told` after each commit on the server, and once a second besides. Its thread begins with the first who listens."""

    def __init__(self, connect: Callable[[], Connection], channel: str, told: Callable[[], None]) -> None:
        self._connect, self._channel, self._told = connect, channel, told
        self._stopping = Event()
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Listen from now on."""
        if self._thread is None and not self._stopping.is_set():
            self._thread = Thread(target=self._listen, name="listening to the server", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(10)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {self._channel}")
                    self._hear(connection)
            except (psycopg.Error, OperationalError):
                self._stopping.wait(LOOK_SECONDS)
            self._told()

    def _hear(self, connection: Connection) -> None:
        self._told()
        quiet = 0.0
        while not self._stopping.is_set():
            heard = [*connection.notifies(timeout=_STEP_SECONDS, stop_after=1)]
            quiet = 0 if heard else quiet + _STEP_SECONDS
            if heard or quiet >= LOOK_SECONDS:
                self._told()
                quiet = 0
