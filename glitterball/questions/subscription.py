"""Events as they are recorded, for a loop or for an asynchronous one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Any

from domain.record import Recorded
from glitterball.log.event_log import EventLog

PATIENCE = 0.5
"""Seconds an asynchronous loop waits at a time, so that one that is cancelled lets go of the log soon."""

PAGE = 1_000
"""Events read at a time for an asynchronous loop."""


class Subscription:
    """The events after a position, then new ones as they are recorded, by whichever process; of one season or of all.

    Of a season whose openings were destroyed they are what is public of them.

    Use it in `for` or in `async for`. It ends when the log is closed; a `for` also after `timeout` seconds without an event.
    """

    def __init__(self, log: EventLog, after: int, season: str | None = None, timeout: float | None = None) -> None:
        self._log, self._after, self._season, self._timeout = log, after, season, timeout

    def __repr__(self) -> str:
        return f"<Subscription to {self._season or 'all seasons'} after {self._after}>"

    def __iter__(self) -> Iterator[Recorded[Any]]:
        return filter(self._asked, self._log.follow(self._after, timeout=self._timeout, in_public=True))

    async def __aiter__(self) -> AsyncIterator[Recorded[Any]]:
        after = self._after
        while not self._log.application.closing.is_set():
            for event in await asyncio.to_thread(self._page, after):
                after = event.position
                if self._asked(event):
                    yield event

    def _page(self, after: int) -> list[Recorded[Any]]:
        """The next events, or none where nothing comes for a while."""
        found = list(islice(self._log.follow(after, timeout=PATIENCE, in_public=True), 1))
        if found and found[0].position < (last := self._log.last_position()):
            found += self._log.read(found[0].position, min(last, found[0].position + PAGE), in_public=True)
        return found

    def _asked(self, event: Recorded[Any]) -> bool:
        return self._season is None or event.stream.split("/")[1] == self._season
