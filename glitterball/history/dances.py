"""From a week's averages to exact totals: how many dances explain them.

An average over k dances times k is a sum of marks, so it stands on the scale's steps. The fewest dances that put every
couple's scores there are taken, the same for all couples of a week, because averages compare the couples as they are.
Bonus points spread over the judges break single judges' scores but not their sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from domain.exact import Exact, exact
from glitterball.history.records import Card, Performance

MOST_DANCES = 4
"""Dances of one couple in one week at most, for this purpose. What needs more is left as it stands."""

Way = Literal["marks", "totals", "each judge's sum", "the panel's sum", "not explained"]
"""`marks`: every score is a mark of one dance. `totals`: of some couple only the panel's total is there. Then: what k times
the averages puts on the scale, each judge's score or only
the sum of all judges, which bonus points spread over the panel leave whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a week's scores are read: over how many dances, and by what sign. `bonus` when a judge's average tops the scale."""

    dances: int
    way: Way
    bonus: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The marks of a scale: its lowest, its highest and the step between two."""

    lowest: Exact
    highest: Exact
    step: Exact

    def on(self, value: Exact) -> bool:
        """Whether a sum of marks can have this value, as far as steps go."""
        return Fraction(value) % self.step == 0


def reading_of(cards: Iterable[Card], steps: Steps) -> Reading:
    """How a week's scores are read."""
    nights = [card.performances for card in cards if not card.lacks]
    if any(not one.marks for night in nights for one in night):
        return _of_totals(nights, steps)
    values = [value for night in nights for one in night for value in values_of(one)]
    bonus = any(value > steps.highest for value in values)
    if any(len(night) > 1 for night in nights):
        given = all(steps.on(value) for value in values) and not bonus
        return Reading(1, "marks" if given else "not explained", bonus)
    sums = [one.sum for night in nights for one in night]
    by_judge, by_panel = _fewest(values, steps), _fewest(sums, steps)
    if by_judge == 1 and not bonus:
        return Reading(1, "marks")
    if by_panel is not None and (by_judge is None or (bonus and by_panel < by_judge)):
        return Reading(by_panel, "the panel's sum", bonus)
    if by_judge is not None:
        return Reading(by_judge, "each judge's sum", bonus)
    return Reading(1, "not explained", bonus)


def _of_totals(nights: list[tuple[Performance, ...]], steps: Steps) -> Reading:
    """Totals are sums of marks, or averages of them where a couple has one for the week."""
    single = all(len(night) == 1 for night in nights)
    dances = _fewest([one.sum for night in nights for one in night], steps)
    if dances is None or (dances > 1 and not single):
        return Reading(1, "not explained")
    return Reading(dances, "totals")


def values_of(performance: Performance) -> tuple[Exact, ...]:
    """What each judge gave, in scoring order."""
    return tuple(average.value for _, average in performance.marks)


def total_of(card: Card, reading: Reading) -> Exact:
    """A couple's judges' total of the week."""
    return exact(reading.dances * sum(one.sum for one in card.performances))


def _fewest(values: list[Exact], steps: Steps) -> int | None:
    return next((k for k in range(1, MOST_DANCES + 1) if all(steps.on(value * k) for value in values)), None)


def unlike(cards: Mapping[str, Card]) -> bool:
    """Whether couples danced a different number of times in a week."""
    return len({len(card.performances) for card in cards.values() if not card.lacks}) > 1
