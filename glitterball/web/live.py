"""That something is new, as server-sent events: for each season up to where a screen can ask again, and what has changed.

One thread looks at the log, whoever listens. A listener's place is a position and not a queue: who was away, or is slow, is told
once where the log is now, and what has changed since then. Every two seconds there is a beat, by which a screen knows that it has
not lost its server.

The same thread asks whether who listens may still do so, for all of them together: at each beat, and as soon as a session was
ended. Nothing is asked for a single message, so that a thousand listeners cost what sending to them costs.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from threading import Event, Thread
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Send

from glitterball.log import EventLog, LogClosed
from glitterball.telemetry import Followed, Listening, tell
from glitterball.views.catalogue import VIEWS

BEAT = 2.0
"""Seconds between two beats."""
LOOK = 0.04
"""Seconds between two looks at the log."""
APART = 0.07
"""Seconds at least between two tellings of one season: while gateways deliver without a pause, a screen asks again no oftener."""
RESUMES = 10_000
"""Positions within which a listener is told what has changed; one further behind begins again."""
PATIENCE = 30.0
"""Seconds for which a listener may take nothing of what is sent, of which no more than 64 kB wait, before it is let go."""

ALL_VIEWS = tuple(sorted(view.name for view in VIEWS))
OF_VOTES = tuple(sorted(view.name for view in VIEWS if view.counts_votes))
"""Views that a vote batch can change."""

_STREAM = b'{"stream":'
_WEEK = re.compile(rb'"week":([0-9]{1,9})')


class Touched(NamedTuple):
    """What an event can change: of a week, or of the season (none); of it only what counts votes, or all."""

    week: int | None
    votes: bool


def touched_by(line: bytes) -> tuple[str, Touched]:
    """The season that a stored line belongs to, and what it can change."""
    kind, season, *rest = str(json.loads(line[len(_STREAM) : line.index(b',"sequence":')])).split("/")
    if kind != "season":
        return season, Touched(int(rest[0]), True)
    found = _WEEK.search(line)
    return season, Touched(None if found is None else int(found[1]), False)


class Heads:
    """The last position of each season in a log, and of each part of it, as far as it was looked at. Use it from any thread."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.floor = self.position = max(0, log.last_position() - RESUMES)
        self._heads: dict[str, int] = {}
        self._touched: dict[str, dict[Touched, int]] = {}
        self.look()

    def of(self, season: str) -> int:
        """The last position of a season; of one without news since the looking began, the position at which that was."""
        return self._heads.get(season, self.floor)

    def look(self) -> bool:
        """Read what is new; whether anything was."""
        return bool(self.news())

    def news(self) -> set[str]:
        """Read what is new; the seasons of which it is."""
        last, moved = self._log.last_position(), set()
        if last <= self.position:
            return set()
        for position, line in self._log.raw(self.position, last):
            season, part = touched_by(line)
            self._touched.setdefault(season, {})[part] = position
            self._heads[season] = position
            moved.add(season)
        self.position = last
        return moved

    def changed(self, season: str, after: int) -> dict[str, object] | None:
        """What has changed of a season behind a position; nothing where that is too far behind to say."""
        if after < self.floor or self.of(season) - after > RESUMES:
            return None
        parts = [part for part, position in list(self._touched.get(season, {}).items()) if position > after]
        views = OF_VOTES if all(part.votes for part in parts) else ALL_VIEWS
        weeks = sorted({part.week for part in parts if part.week is not None})
        return {"weeks": weeks, "views": list(views)}


class Pace:
    """When a season is told of: at once, and then no sooner than it is `APART`."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()
        self._told: dict[str, float] = {}

    def due(self, moved: set[str], now: float) -> set[str]:
        """The seasons to tell of now, where these have moved since it was last asked."""
        self._waiting |= moved
        due = {season for season in self._waiting if now - self._told.get(season, 0.0) >= APART}
        self._waiting -= due
        self._told.update(dict.fromkeys(due, now))
        return due


class Live:
    """Looks at the log beside the pages, and tells listeners. `stirred` is something else whenever somebody may have to go."""

    def __init__(self, log: EventLog, stirred: Callable[[], object] = lambda: None) -> None:
        self.heads = Heads(log)
        self._stirred, self._stood = stirred, stirred()
        self._asked: dict[int, Callable[[], bool]] = {}
        self._gone: set[int] = set()
        self._numbers = count()
        self._log, self._ended = log, Event()
        self._thread = Thread(target=self._follow, name="glitterball-live", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._moved: dict[str, asyncio.Event] = {}
        self._beats = 0
        self._told: dict[tuple[str, int, bool], tuple[int, bytes]] = {}
        self._beating = (-1, b"")

    def begin(self) -> None:
        """Begin to look, for listeners of the loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def end(self) -> None:
        """Look no more; who listens is let go."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._wake(None)

    def _follow(self) -> None:
        beaten, pace = time.monotonic(), Pace()
        with suppress(LogClosed, RuntimeError):  # the log, or the loop of the listeners, has ended
            while not self._ended.wait(LOOK):
                now = time.monotonic()
                due = pace.due(self.heads.news(), now)
                is_beat = now - beaten >= BEAT
                if is_beat:
                    beaten, self._beats = now, self._beats + 1
                    tell(Followed(self.heads.position))
                somebody_goes = self._let_go(is_beat)
                if (due or is_beat or somebody_goes) and self._loop is not None:
                    self._loop.call_soon_threadsafe(self._wake, None if is_beat or somebody_goes else due)

    def _let_go(self, is_beat: bool) -> bool:
        """Ask whether who listens may still do so, where it is time to ask; whether somebody may not."""
        stands = self._stirred()
        if not is_beat and stands == self._stood:
            return False
        self._stood = stands
        gone = {number for number, still in list(self._asked.items()) if not still()}
        self._gone |= gone
        return bool(gone)

    def _wake(self, seasons: set[str] | None) -> None:
        """Wake who listens to these seasons, or everybody."""
        for season in list(self._moved) if seasons is None else seasons:
            event = self._moved.pop(season, None)
            if event is not None:
                event.set()
        self._told.clear()

    async def listen(
        self,
        season: str,
        after: int,
        beats: int | None = None,
        still: Callable[[], bool] | None = None,
        resets: bool = False,
    ) -> AsyncIterator[bytes]:
        """What is sent to a listener who knows a season up to a position: what it missed, and then each change and each beat.

        It ends when the pages do; after so many beats, where they are counted; and when it is not `still` somebody who may
        listen, which is asked before anything is said. Where it `resets`, a listener who is too far behind is told so.
        """
        yield b"retry: 1000\n\n"
        if still is not None and not await run_in_threadpool(still):
            return
        number = next(self._numbers)
        if still is not None:
            self._asked[number] = still
        known, heard = after, -1
        try:
            while beats != 0 and number not in self._gone:
                moved = self._moved.get(season) or self._moved.setdefault(season, asyncio.Event())
                head, beat = self.heads.of(season), self._beats
                if head > known:
                    yield self._news(season, known, head, resets)
                    known = head
                if beat != heard:
                    heard, beats = beat, None if beats is None else beats - 1
                    yield self._beat(max(known, head))
                if beats != 0 and self.heads.of(season) <= known:
                    if self._ended.is_set():
                        return
                    await moved.wait()
        finally:
            self._asked.pop(number, None)
            self._gone.discard(number)

    def _beat(self, position: int) -> bytes:
        """The message of a beat: written once for all who hear of the same position."""
        if self._beating[0] != position:
            self._beating = (position, message("beat", None, {"position": position}))
        return self._beating[1]

    def _news(self, season: str, known: int, head: int, resets: bool) -> bytes:
        """The message to a listener who knows a season up to a position: written once for all who know as much."""
        found = self._told.get((season, known, resets))
        if found is None or found[0] != head:
            changed = self.heads.changed(season, known)
            kind = "reset" if changed is None and resets else "change"
            told = {"season": season, "position": head, **(changed or {})}
            found = self._told[season, known, resets] = (head, message(kind, head, told))
        return found[1]


class Stream(StreamingResponse):
    """What is sent as it comes. A listener who takes nothing for a while is let go, with what waits for it."""

    async def stream_response(self, send: Send) -> None:
        """Send the pieces one by one, each when there is room for it. The clock is set anew now and then, not for each piece."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        tell(Listening(1))
        try:
            await self._pieces(send)
        finally:
            tell(Listening(-1))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pieces(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE) as patience:
            renewed = loop.time()
            async for piece in self.body_iterator:
                if (now := loop.time()) - renewed > PATIENCE / 10:
                    renewed = now
                    patience.reschedule(now + PATIENCE)
                await send({"type": "http.response.body", "body": piece, "more_body": True})


def message(kind: str, at: int | None, data: dict[str, object]) -> bytes:
    """One message. That it has a position makes it what a listener says it knows when it comes again (`Last-Event-ID`)."""
    begins = "" if at is None else f"id: {at}\n"
    return f"{begins}event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
