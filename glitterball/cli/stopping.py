"""Ctrl-C: what was recorded before it is said, and work that can be gone on with stops where it can."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING

from domain.plurals import count_of

if TYPE_CHECKING:
    from glitterball.log.own import Own

LOOK = "It is not known whether something was recorded: look with: glitterball events list."
"""What is said where a command ended in between; what was acknowledged with a position is recorded in any case."""

_OWN: ContextVar["Own | None"] = ContextVar("what the command appends to the store it works with", default=None)


class Stopped(Exception):
    """Work was stopped where it can be gone on with. The sentence says what is recorded, and how to go on."""


@contextmanager
def a_call() -> Iterator[None]:
    """One command, which knows nothing yet of any store."""
    token = _OWN.set(None)
    try:
        yield
    finally:
        _OWN.reset(token)


def works_with(own: "Own") -> None:
    """The command has opened a store; `own` is what it appends there."""
    _OWN.set(own)


def what_was_recorded() -> str:
    """What the command itself has recorded by now, as a sentence, whoever else recorded meanwhile."""
    own = _OWN.get()
    if own is None:
        return LOOK
    if not own.events:
        return LOOK if own.unanswered else "Nothing was recorded."
    where = f"Look with: glitterball events list --from {own.first}."
    more = " It is not known whether more was." if own.unanswered else ""
    return f"Recorded before that: {_events_of(own)}.{more} {where}"


def _events_of(own: "Own") -> str:
    if own.events < own.last - own.first + 1:
        return f"{count_of(own.events, 'event')} between {own.first:,} and {own.last:,}, somebody else's among them"
    return f"event {own.first:,} {f'to {own.last:,}' if own.events > 1 else 'alone'}"


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
