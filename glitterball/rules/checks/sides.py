"""Sides that cannot matter: a weight, or a scale of points, against which the other side is powerless."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from domain.exact import Exact
from domain.rulebook import Rulebook, Side
from domain.stages.measures import Marks, Votes
from domain.stages.points import RankPoints, RawPoints, SharePoints, TablePoints
from glitterball.rules.checks.problem import Problem
from glitterball.rules.sentences import named
from projections.numbers import number

LARGEST_FIELD = 16
"""Couples in the largest season known; more couples give a ranked side more reach."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The weighted points by which two couples differ on a side: at least `step` when they differ, at most `most`."""

    step: Exact
    most: Exact | None


def side_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """A side that can never overturn the smallest difference on another; raw votes beside anything else; shares of totals
    that can fall below nothing."""
    for side in rulebook.sides:
        yield from _below_nothing(side, rulebook)
        for other in rulebook.sides:
            if other is not side:
                yield from _against(side, other, rulebook)


def _below_nothing(side: Side, rulebook: Rulebook) -> Iterator[Problem]:
    """Of a whole below nothing the largest share goes to the lowest total."""
    if isinstance(side.counts, Marks) and isinstance(side.points, SharePoints) and rulebook.scale.lowest < 0:
        what = (
            f"shares are taken of totals that can be negative, since marks go down to {number(rulebook.scale.lowest)}: where "
            "the totals add up to less than nothing the lowest has the largest share; begin the scale at 0 or above, or use "
            "rank points"
        )
        yield Problem(f"sides.{side.name}.points", what, "warning")


def _against(side: Side, other: Side, rulebook: Rulebook) -> Iterator[Problem]:
    own, theirs = _reach(side, rulebook), _reach(other, rulebook)
    if own.most is not None and theirs.step >= own.most:
        what = (
            f"{named(side.name)} is powerless: it moves a couple by at most {own.most}, and the smallest difference on "
            f"{named(other.name)} is {theirs.step}, even with {LARGEST_FIELD} couples"
        )
        yield Problem(f"sides.{side.name}.weight", what)
    elif isinstance(other.counts, Votes) and isinstance(other.points, RawPoints) and not isinstance(side.counts, Votes):
        what = f"raw votes, thousands apart, are added to {named(side.name)}, which moves a couple by a few points"
        yield Problem(f"sides.{other.name}.points", f"{what}; convert them to rank points or shares", "warning")


def _reach(side: Side, rulebook: Rulebook) -> Reach:
    match side.points:
        case RankPoints(ties=ties):
            step: Exact = Fraction(1, 2) if ties == "average" else 1
            return Reach(step * side.weight, (LARGEST_FIELD - 1) * side.weight)
        case TablePoints(table=table):
            levels = sorted({*table, 0})
            steps = [above - below for below, above in pairwise(levels)]
            return Reach(min(steps, default=0) * side.weight, (levels[-1] - levels[0]) * side.weight)
        case SharePoints():
            return Reach(0, side.weight)
        case _:
            step = rulebook.scale.step if isinstance(side.counts, Marks) else 1
            return Reach(step * side.weight, None)
