"""Ctrl-C: what was recorded before it is said, and work that can be gone on with stops where it can."""

import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

LOOK = "It is not known whether something was recorded: look with: glitterball events list."
"""What is said where a command ended in between; what was acknowledged with a position is recorded in any case."""

_BEGAN: ContextVar[tuple[Path, int | None] | None] = ContextVar(
    "the store that is worked with, and where", default=None
)


class Stopped(Exception):
    """Work was stopped where it can be gone on with. The sentence says what is recorded, and how to go on."""


@contextmanager
def a_call() -> Iterator[None]:
    """One command, which knows nothing yet of any store."""
    token = _BEGAN.set(None)
    try:
        yield
    finally:
        _BEGAN.reset(token)


def works_with(path: Path, position: int | None) -> None:
    """The command has opened that store, at that position; None where it only reads."""
    _BEGAN.set((path, position))


def what_was_recorded() -> str:
    """What the command has recorded by now, as a sentence; asked of the store after it was closed."""
    began = _BEGAN.get()
    if began is None:
        return LOOK
    path, before = began
    if before is None:
        return "Nothing was recorded."
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            ((last,),) = store.execute("SELECT coalesce(max(position), 0) FROM stored_events")
    except sqlite3.Error:
        return LOOK
    if last == before:
        return "Nothing was recorded."
    through = f"to {last:,}" if last > before + 1 else "alone"
    return (
        f"Recorded before that: event {before + 1:,} {through}. Look with: glitterball events list --from {before + 1}."
    )


@contextmanager
def stopping_between() -> Iterator[Callable[[], bool]]:
    """Ctrl-C is heard between two parts of the work: the answer says whether it was. Pressed again it stops at once.

    Only where nobody has said otherwise what a signal does, and in the thread that may.
    """
    heard: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before is not signal.default_int_handler:
        yield lambda: False
        return

    def pressed(number: int, _frame: FrameType | None) -> None:
        if heard:
            raise KeyboardInterrupt
        heard.append(number)

    signal.signal(signal.SIGINT, pressed)
    try:
        yield lambda: bool(heard)
    finally:
        signal.signal(signal.SIGINT, before)
