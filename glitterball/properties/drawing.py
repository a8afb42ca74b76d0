"""Drawing weeks from a seed, and making what breaks smaller."""

from collections.abc import Callable
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from glitterball.testing.seed_alone import seed_alone

Case = TypeVar("Case")


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
    )
    try:
        with seed_alone():
            return find(cases, breaks, settings=bounds, random=Random(seed))
    except NoSuchExample:
        return None
