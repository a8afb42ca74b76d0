"""While modules are loaded: nothing has been opened yet, so that a command may be stopped without clearing up."""

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

STOPPED = 130
"""How a command ends that was stopped with Ctrl-C: as shells have it, 128 and the number of the signal."""


@contextmanager
def loading() -> Iterator[None]:
    """Ctrl-C ends the process at once with a sentence, since no module may be left half loaded; and no rubbish is looked for,
    since of what is loaded none is: looking takes a tenth of a small command."""
    collects = gc.isenabled()
    gc.disable()
    try:
        with _stoppable():
            yield
    finally:
        if collects:
            gc.freeze()
            gc.enable()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Only where nobody has said otherwise what a signal does, and in the thread that may."""
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _stopped)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    os.write(2, b"Stopped before anything was done. Nothing was recorded.\n")
    os._exit(STOPPED)
