"""The smallest week in which something happens: for examples in documents, for tests, and out of curiosity."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.testing.complete_weeks import complete_weeks
from glitterball.testing.seed_alone import seed_alone


@dataclass(frozen=True, slots=True)
class FoundWeek:
    """A week and its outcome."""

    period: ScoringPeriod
    outcome: Outcome


class NoSuchWeek(Exception):
    """No week of those tried meets the condition."""


Condition = Callable[[Outcome], bool]


def find_week(
    rulebook: Rulebook,
    condition: Condition,
    *,
    weeks: st.SearchStrategy[ScoringPeriod] | None = None,
    max_examples: int = 2_000,
    seed: int = 0,
) -> FoundWeek:
    """The smallest week found under the rulebook whose outcome meets the condition; the same seed finds the same week.

        find_week(shipped_rulebook("us-33"), lambda outcome: outcome.status == "undecided")

    `weeks` are those to look among: complete ones unless given. Raises `NoSuchWeek` when none of `max_examples` does; that
    is no proof that there is none.
    """
    bounds = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    drawn = weeks if weeks is not None else complete_weeks(rulebook)
    try:
        with seed_alone():
            period = find(
                drawn,
                lambda week: condition(tabulate(rulebook, week, explain=False)),
                settings=bounds,
                random=Random(seed),
            )
    except NoSuchExample:
        raise NoSuchWeek(
            f"None of {max_examples} weeks under {rulebook.ref} meets the condition (seed {seed}). "
            "Try more with max_examples, or weeks of your own."
        ) from None
    return FoundWeek(period, tabulate(rulebook, period))
