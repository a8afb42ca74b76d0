"""Who hears what happens. A listener that fails is nobody's trouble: a commit never waits on a full disk of log lines."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock
from typing import Protocol

from glitterball.telemetry.happenings import Happening


class Listener(Protocol):
    """Hears from any thread what happens in this process, and that nothing more will."""

    def hear(self, happening: Happening) -> None:
        """Something has happened."""

    def end(self) -> None:
        """Nothing more will be told."""


class _Hearing:
    """Who listens in this process: replaced whole, so that whoever tells goes through it without a lock."""

    listeners: tuple[Listener, ...] = ()


_lock = Lock()
_hearing = _Hearing()
_aside = ContextVar("whether what happens is nobody's concern", default=False)


def listen(listener: Listener) -> None:
    """Tell a listener from now on."""
    with _lock:
        _hearing.listeners = (*_hearing.listeners, listener)


def unlisten(listener: Listener) -> None:
    """Tell a listener nothing more."""
    with _lock:
        _hearing.listeners = tuple(each for each in _hearing.listeners if each is not listener)


def is_heard() -> bool:
    """Whether anybody listens."""
    return bool(_hearing.listeners) and not _aside.get()


@contextmanager
def aside() -> Iterator[None]:
    """What happens meanwhile, such as in a store in memory that is looked into and let go, is told to nobody."""
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)


def tell(happening: Happening) -> None:
    """Tell everybody who listens. What a listener raises is kept from what happens."""
    for listener in () if _aside.get() else _hearing.listeners:
        with suppress(Exception):
            listener.hear(happening)


def end() -> None:
    """Nothing more will happen: every listener ends, whatever another raises, and is let go."""
    with _lock:
        ending, _hearing.listeners = _hearing.listeners, ()
    for listener in ending:
        with suppress(Exception):
            listener.end()
