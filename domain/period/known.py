"""What a tabulation knows when it reaches the order: each side's raw values and points, and the tied couples' division."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Protocol

from domain.exact import Exact
from domain.period.ranges import Ranges
from domain.period.scaled import Scaled
from domain.period.scoring_period import ScoringPeriod

Group = tuple[int, ...]
"""Couples not told apart, by index."""


class Counts(Protocol):
    """What a side counts, as far as the ground knows it: a measure of `domain.stages`."""

    @property
    def stage(self) -> str:
        """Whose numbers are counted: `scores` or `votes`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SideResult:
    """One side, tabulated: raw values and points in the order of the period's couples."""

    name: str
    raw: tuple[Exact, ...]
    points: Scaled
    rests_on: Ranges = ()
    counts: Counts | None = None
    """What the side counts, for a link that looks closer: at each voting body, say."""


@dataclass(frozen=True, slots=True)
class Known:
    """The period and its sides so far."""

    period: ScoringPeriod
    sides: tuple[SideResult, ...]

    def side(self, name: str) -> SideResult:
        """The side of that name; a rulebook that names another is refused when it is read."""
        for side in self.sides:
            if side.name == name:
                return side
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Division:
    """A tied group (indices of couples) divided by one link: `groups` best first. `values` are what was compared.

    `needs` says what the link waits for (a drawn lot, a decision) when it could not divide. `what` names the quantity
    where the link has several; with `again` the parts come back to the same link before the next.
    """

    groups: tuple[tuple[int, ...], ...]
    values: tuple[Exact, ...] = ()
    _: KW_ONLY
    rests_on: Ranges = ()
    needs: str | None = None
    what: str | None = None
    again: bool = False


def divide(tied: tuple[int, ...], quantity: Callable[[int], Exact], rests_on: Ranges = ()) -> Division:
    """Divide a tied group by one exact quantity, higher is better."""
    values = tuple(map(quantity, tied))
    return Division(grouped(tied, values), values, rests_on=rests_on)


def grouped(tied: Group, values: Sequence[Exact]) -> tuple[Group, ...]:
    """The groups of those with equal values, highest first; in a group they stand as they came in."""
    by_value: dict[Exact, Group] = dict(zip(values, zip(tied, strict=False), strict=True))
    if len(by_value) < len(tied):
        by_value = {}
        for index, value in zip(tied, values, strict=True):
            by_value[value] = (*by_value[value], index) if value in by_value else (index,)
    return tuple([by_value[value] for value in sorted(by_value, reverse=True)])
