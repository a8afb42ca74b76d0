"""The one machine that signs: it holds the lease, and signs when voting closes and after a certification, whoever recorded it."""

from collections.abc import Callable
from threading import Event
from typing import Any

from domain.record import Recorded
from glitterball.evidence.ledger.publisher import MOMENTS, Publisher
from glitterball.evidence.ledger.register import Published
from glitterball.evidence.ledger.sharing import lease_of, share
from glitterball.views.tail import Stop


def keep_signing(publisher: Publisher, stop: Stop, signed: Callable[[Published], None] = lambda _: None) -> None:
    """Sign until stopped, in this thread: each time something was recorded that asks for a checkpoint.

    What was recorded while nobody signed is signed first, and what a machine that died had signed and nobody was told of is told.
    Refuses (`PublisherElsewhere`) where another machine signs, and whatever `publish` refuses: nothing goes on after that.
    """
    log = publisher.ledger.log
    told, recorder = Event(), log.application.recorder
    recorder.listen(told)
    try:
        with lease_of(log):
            share(log, publisher.register)
            last = publisher.register.last()
            seen = last.size if last is not None else 0
            while not stop.is_set():
                told.clear()
                until = log.last_position()
                if any(asks(event) for event in log.read(seen, until, in_public=True)):
                    signed(publisher.publish())
                seen = until
                told.wait(recorder.poll_seconds)
    finally:
        recorder.unlisten(told)


def asks(event: Recorded[Any]) -> bool:
    """Whether a checkpoint is to follow an event."""
    return isinstance(event.fact, MOMENTS)
