"""Drawing weeks: the same seed draws the same weeks in a checkout, in an installed package and beside anybody's tests.

Hypothesis by itself now and then draws a number that it read in the source of modules that happen to be loaded, but not in
those that are installed; a seed would then find other weeks on another machine. A backend of our own leaves that out.
"""

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.strategies import SearchStrategy

Case = TypeVar("Case")

BACKEND = "glitterball-seed-alone"


class SeedAlone(HypothesisProvider):
    """Draws from the seed and nothing else."""

    def _maybe_draw_constant(self, choice_type: Any, constraints: Any, *, p: float = 0.05) -> Any:
        return None


AVAILABLE_PROVIDERS[BACKEND] = f"{__name__}.SeedAlone"


def smallest_drawn(
    cases: SearchStrategy[Case], breaks: Callable[[Case], bool], max_examples: int, seed: int
) -> Case | None:
    """The first case drawn that breaks, made smaller; None where none of `max_examples` does."""
    bounds = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        backend=BACKEND,
    )
    try:
        return find(cases, breaks, settings=bounds, random=Random(seed))
    except NoSuchExample:
        return None
