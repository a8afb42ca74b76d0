"""Command lines that an answer offers, as they are typed to reach the store that the line before them named.

A store named by a variable or in the settings holds for the next line as well. One that was named with `--store` does not: an
offered line without it would ask another store, or make one. Offered to people only; machines hear the same whatever was typed.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALONE = ("demo", "tutorial", "verify", "verifier", "prove-it", "whoami", "settings", "completion", "rules", "incidents")
"""Commands that open no store, or one of their own."""

_TYPED: ContextVar[tuple[str, ...]] = ContextVar("options that named the store of this call", default=())
_AT_ONE: ContextVar[bool] = ContextVar("whether all lines typed here reach one store", default=False)


@contextmanager
def at_one_store() -> Iterator[None]:
    """At a desk that sits at one store what is offered names none: it would be longer, and no less true."""
    held = _AT_ONE.set(True)
    try:
        yield
    finally:
        _AT_ONE.reset(held)


@contextmanager
def a_line() -> Iterator[None]:
    """While a line is answered: what it offers names no store until the line has. One played within another is apart."""
    held = _TYPED.set(())
    try:
        yield
    finally:
        _TYPED.reset(held)


def store_typed(option: str, value: str) -> None:
    """This call named its store, or the folder beside it, with an option: what it offers does so as well."""
    _TYPED.set((*_TYPED.get(), option, value))


def as_typed_here(text: str) -> str:
    """A text for people, its offered lines with the store of this call. A command only mentioned (in brackets) stays as it is."""
    typed = _TYPED.get()
    if not typed or _AT_ONE.get() or "glitterball " not in text:
        return text
    return _offered().sub(lambda found: f"{found[0]}{shlex.join(typed)} ", text)


def _offered() -> re.Pattern[str]:
    from glitterball.cli.app import CONTENTS  # the table of contents, whose commands say this

    asks = "|".join(re.escape(name) for name in CONTENTS if name not in ALONE)
    return re.compile(rf"(?<![$(\w-])(?<!\$ )\bglitterball (?=(?:{asks})\b(?!-))")
