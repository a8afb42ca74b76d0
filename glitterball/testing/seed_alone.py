"""Drawing that hangs on the seed alone: the same weeks in a checkout, in an installed package and beside anybody's tests.

Hypothesis by itself now and then draws a number that it read in the source of modules that happen to be loaded, but not in
those that are installed; a seed would then find other weeks on another machine. While a search of ours draws, it does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from hypothesis.internal.conjecture.providers import HypothesisProvider

_SEARCHING = ContextVar("a search of ours draws in this thread", default=False)
_USUAL = HypothesisProvider._maybe_draw_constant


@contextmanager
def seed_alone() -> Iterator[None]:
    """Draws of this thread hang on the seed and nothing else.

    A backend of one's own does not do: Hypothesis draws its smallest cases, and what it makes smaller, with its own.
    """
    before = _SEARCHING.set(True)
    try:
        yield
    finally:
        _SEARCHING.reset(before)


def _unless_searching(provider: HypothesisProvider, choice_type: Any, constraints: Any, *, p: float = 0.05) -> Any:
    return None if _SEARCHING.get() else _USUAL(provider, choice_type, constraints, p=p)


HypothesisProvider._maybe_draw_constant = _unless_searching  # type: ignore[assignment, method-assign]
