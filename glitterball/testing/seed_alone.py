"""Drawing that hangs on the seed alone: the same weeks in a checkout, in an installed package and beside anybody's tests.

Hypothesis by itself now and then draws a number that it read in the source of modules that happen to be loaded, but not in
those that are installed; a seed would then find other weeks on another machine. While a search draws, it does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis.internal.conjecture.providers import HypothesisProvider


@contextmanager
def seed_alone() -> Iterator[None]:
    """Draws hang on the seed and nothing else.

    A backend of one's own does not do: Hypothesis draws its smallest cases, and what it makes smaller, with its own.
    """
    drawing = HypothesisProvider._maybe_draw_constant
    HypothesisProvider._maybe_draw_constant = _no_constant  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        HypothesisProvider._maybe_draw_constant = drawing  # type: ignore[method-assign]


def _no_constant(provider: HypothesisProvider, choice_type: Any, constraints: Any, *, p: float = 0.05) -> Any:
    return None
