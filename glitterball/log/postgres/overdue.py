"""A commit that is not answered is given up after a while: a server that waits for a standby that is gone would wait for ever.

No setting of the server ends that wait: `statement_timeout` has stopped counting by then (PostgreSQL, `finish_xact_command`).
So the statement is cancelled from here; the server then answers what it has, with a warning that no standby has it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

import psycopg

from glitterball.log.postgres.connecting import Connection

COMMIT_SECONDS = 30.0
"""How long a commit may take before it is given up. Longer than the wait for a lock, shorter than somebody's patience."""

_LOOK_SECONDS = 1.0


class Overdue:
    """Cancels what a connection does when it takes too long. Its thread begins with the first call, and ends with `close`.

    One call at a time: whoever calls has taken turns.
    """

    def __init__(self) -> None:
        self._begun: tuple[float, Connection] | None = None
        self._turn = Lock()
        self._stopping = Event()
        self._thread: Thread | None = None

    @contextmanager
    def watching(self, connection: Connection) -> Iterator[None]:
        """What is done meanwhile on the connection is cancelled when it takes longer than `COMMIT_SECONDS`."""
        if self._thread is None:
            self._thread = Thread(target=self._watch, name="overdue commits", daemon=True)
            self._thread.start()
        self._begun = (time.monotonic(), connection)
        try:
            yield
        finally:
            with self._turn:
                self._begun = None

    def close(self) -> None:
        """Watch no more."""
        self._stopping.set()

    def _watch(self) -> None:
        while not self._stopping.wait(min(_LOOK_SECONDS, COMMIT_SECONDS)):
            with self._turn:
                begun = self._begun
                if begun is not None and time.monotonic() - begun[0] > COMMIT_SECONDS:
                    with suppress(psycopg.Error):
                        begun[1].cancel_safe(timeout=5)
