"""Where long work stands. Whoever works through many things counts them here; whoever watches hears it, and nobody need watch.

So no room hands the counting on to the next, and what is counted is the same for a terminal, a page or nobody.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Thing = TypeVar("Thing")

Heard = Callable[[str, int, int | None], None]
"""Told what is counted, how many are done, and of how many where that is known."""

TOLD = 1_000
"""Times at most that a count which is known beforehand is told."""

UNKNOWN = 1_000
"""Things after which one is told that is not known beforehand."""

_WATCHING: ContextVar[Heard | None] = ContextVar("who hears how far long work is", default=None)


@contextmanager
def heard_by(heard: Heard) -> Iterator[None]:
    """Whatever is counted meanwhile, in this thread, is told."""
    token = _WATCHING.set(heard)
    try:
        yield
    finally:
        _WATCHING.reset(token)


def counted(things: Iterable[Thing], what: str, of: int | None = None) -> Iterable[Thing]:
    """The things, one after the other, while it is told how many are done: `what` they are, in the plural, and `of` how many."""
    heard = _WATCHING.get()
    return things if heard is None else _told(things, what, of, heard)


def _told(things: Iterable[Thing], what: str, of: int | None, heard: Heard) -> Iterator[Thing]:
    every = UNKNOWN if of is None else max(of // TOLD, 1)
    done = 0
    heard(what, done, of)
    for step in things:
        yield step
        done += 1
        if done % every == 0:
            heard(what, done, of)
    heard(what, done, of)
