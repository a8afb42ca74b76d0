"""That something is new, as server-sent events: for each season the position up to which a screen can ask again.

One thread looks at the log, whoever listens. A listener's place is a position and not a queue: who was away, or is slow, is told
once where the log is now. Every two seconds there is a beat, by which a screen knows that it has not lost its server.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from threading import Event, Thread

from starlette.concurrency import run_in_threadpool

from glitterball.log import EventLog, LogClosed

BEAT = 2.0
"""Seconds between two beats."""
LOOK = 0.25
"""Seconds between two looks at the log."""

_STREAM = b'{"stream":'


def season_in(line: bytes) -> str:
    """The season that a stored line belongs to."""
    named = json.loads(line[len(_STREAM) : line.index(b',"sequence":')])
    return str(named).split("/")[1]


class Heads:
    """The last position of each season in a log, as far as it was looked at. Use it from any thread."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.position = self._began = log.last_position()
        self._heads: dict[str, int] = {}

    def of(self, season: str) -> int:
        """The last position of a season; of one without news since the looking began, the position at which that was."""
        return self._heads.get(season, self._began)

    def look(self) -> bool:
        """Read what is new; whether anything was."""
        last = self._log.last_position()
        if last <= self.position:
            return False
        for position, line in self._log.raw(self.position, last):
            self._heads[season_in(line)] = position
        self.position = last
        return True


class Live:
    """Looks at the log beside the pages, and tells listeners."""

    def __init__(self, log: EventLog) -> None:
        self.heads = Heads(log)
        self._log, self._ended = log, Event()
        self._thread = Thread(target=self._follow, name="glitterball-live", daemon=True)

    def begin(self) -> None:
        """Begin to look."""
        self._thread.start()

    def end(self) -> None:
        """Look no more; who listens is let go."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _follow(self) -> None:
        with suppress(LogClosed):
            while not self._ended.wait(LOOK):
                self.heads.look()

    async def listen(
        self, season: str, after: int, beats: int | None = None, still: Callable[[], bool] | None = None
    ) -> AsyncIterator[bytes]:
        """What is sent to a listener who knows a season up to a position: what it missed, and then each change and each beat.

        It ends when the pages do; after so many beats, where they are counted; and when it is not `still` somebody who may
        listen, which is asked before anything is said.
        """
        yield b"retry: 1000\n\n"
        known, since = after, BEAT
        while not self._ended.is_set() and beats != 0 and (still is None or await run_in_threadpool(still)):
            head = self.heads.of(season)
            if head > known:
                known = head
                yield message("change", known, {"season": season, "position": known})
            elif since >= BEAT:
                since = 0.0
                beats = None if beats is None else beats - 1
                yield message("beat", None, {"position": max(known, head)})
            await asyncio.sleep(LOOK)
            since += LOOK


def message(kind: str, at: int | None, data: dict[str, object]) -> bytes:
    """One message. That it has a position makes it what a listener says it knows when it comes again (`Last-Event-ID`)."""
    begins = "" if at is None else f"id: {at}\n"
    return f"{begins}event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
