"""A machine that does not sign waits for the one that does: what it recorded is recorded, and its checkpoint is awaited."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any

from domain.record import Recorded
from glitterball.evidence.ledger.publisher import MOMENTS
from glitterball.log import EventLog
from glitterball.log.shared import Signed

PATIENCE = 10.0
"""Seconds a closing or a certification waits for its checkpoint. It is on record all the while, and after."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """The event a checkpoint is to hold, and the checkpoint; none where it did not come in time."""

    position: int
    checkpoint: Signed | None


def await_checkpoint(log: EventLog, events: Iterable[Recorded[Any]], seconds: float = PATIENCE) -> Awaited | None:
    """The checkpoint after those of the events that ask for one, waited for so many seconds at most.

    Nothing where none of them asks for one, or no other machine signs for this store.
    """
    position = max((event.position for event in events if isinstance(event.fact, MOMENTS)), default=0)
    if not position or log.shared is None or not any(node.publishes for node in log.shared.nodes()):
        return None
    told, recorder, until = Event(), log.application.recorder, time.monotonic() + seconds
    recorder.listen(told)
    try:
        while True:
            told.clear()
            newest = log.shared.newest()
            if newest is not None and newest.size >= position:
                return Awaited(position, newest)
            left = until - time.monotonic()
            if left <= 0:
                return Awaited(position, None)
            told.wait(min(left, recorder.poll_seconds))
    finally:
        recorder.unlisten(told)
