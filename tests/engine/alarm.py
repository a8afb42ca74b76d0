"""A test of something that would wait for ever fails instead."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 30
"""Far longer than anything here takes; only what would never end meets it."""


class StillWaiting(BaseException):
    """It did not end. No `except Exception` of the code under test may take this for its own."""


@contextmanager
def ends() -> Iterator[None]:
    """What is done in here comes to an end."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise StillWaiting(f"after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
