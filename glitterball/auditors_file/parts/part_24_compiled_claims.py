"""Claims: from a rulebook, marks and what was announced to what has to be true of counts that nobody is shown.

A claim is groups of couples, best first. That a couple stands above one of the next group is the difference of their points,
made whole, and linear in what is hidden: counts, and for rank points a bit for each two couples that says who has more votes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import lcm

from .part_01_findings import Wrong
from .part_02_spellings import Json, exact
from .part_18_period import Period
from .part_19_points import Lacking
from .part_21_sides import side_of
from .part_22_tie_chain import NOT_SETTLED, Chain, Outcome
from .part_24_committed_counts import PubliclyFalse, Statement

_COUNTED = ("votes", "bodies")
_SHARING_A_PLACE = {"low": Fraction(1), "average": Fraction(1, 2)}
_Hidden = tuple[dict[int, Fraction], Fraction]
"""Points with their factors, and a constant."""


def hidden_side(rulebook: Json) -> Json:
    """The side whose counts are hidden, where there is one, and it is one vote."""
    hidden = [side for side in rulebook["sides"] if side["counts"]["kind"] in _COUNTED]
    if len(hidden) != 1 or hidden[0]["counts"]["kind"] != "votes":
        raise Wrong("the rulebook does not count one vote")
    return hidden[0]


class Compiled:
    """A claim about a week, compiled. Neither votes nor points of the week before are looked at; `equal` have equal counts."""

    def __init__(
        self,
        rulebook: Json,
        period: Period,
        turnout: int,
        groups: Sequence[Sequence[str]],
        equal: Sequence[Sequence[str]],
    ) -> None:
        self.rulebook, self.period, self.hidden = rulebook, period, hidden_side(rulebook)
        self.statement = Statement(period.couples, turnout)
        shown = [side for side in rulebook["sides"] if side is not self.hidden]
        try:
            sides = [side_of(side, period, []) for side in shown]
        except Lacking as lack:
            raise Wrong(f"{lack} would be needed") from None
        self.weighed = [(exact(side["weight"]), found.points) for side, found in zip(shown, sides, strict=True)]
        self.chain = Chain(rulebook["tie_chain"], period, Outcome("decided", period.couples, sides))
        self.classes = self._told_equal(equal)
        self.bits: dict[tuple[int, int], int] = {}
        if self.hidden["points"]["kind"] == "rank":
            self._compare()
        for higher, lower in pairwise(groups):
            for above in higher:
                for below in lower:
                    self._stands_above(above, below)

    def _told_equal(self, equal: Sequence[Sequence[str]]) -> list[list[str]]:
        """Couples whose counts are said to be equal together, every other alone, in the order of their first."""
        class_of = {couple: list(group) for group in equal for couple in group}
        for group in equal:
            for first, second in pairwise(group):
                self.statement.is_zero({self.statement.count(first): 1, self.statement.count(second): -1}, 0)
        classes = [class_of.get(couple, [couple]) for couple in self.period.couples]
        return [group for group, couple in zip(classes, self.period.couples, strict=True) if group[0] == couple]

    def _compare(self) -> None:
        """A bit for each two classes: 1 where the first has more votes, 0 where it has fewer; equal counts have none."""
        statement, full = self.statement, 2 ** self.statement.turnout.bit_length()
        for earlier, later in combinations(range(len(self.classes)), 2):
            bit = self.bits[earlier, later] = statement.is_bit()
            first, second = (statement.count(self.classes[at][0]) for at in (earlier, later))
            statement.in_range({first: 1, second: -1, bit: -full - 1}, full, statement.turnout.bit_length())

    def _class(self, couple: str) -> int:
        return next(at for at, group in enumerate(self.classes) if couple in group)

    def _stands_above(self, above: str, below: str) -> None:
        shown, (hidden, constant) = self._shown(above, below), self._hidden(above, below)
        constant += shown
        whole = lcm(constant.denominator, *(factor.denominator for factor in hidden.values()))
        factors, number = {point: int(factor * whole) for point, factor in hidden.items()}, int(constant * whole)
        ahead = self._ahead_among_equals(above, below)
        if ahead == "by votes" and self.hidden["points"]["kind"] != "rank":
            ahead = (
                "first" if shown < 0 else "second"
            )  # equal in all, so whoever has less from the judges has more votes
        if ahead == "by votes":
            one, other = self._class(above), self._class(below)
            bit = self.bits[min(one, other), max(one, other)]
            factors[bit] += 1 if one < other else -1
            number -= one < other
        number -= ahead == "second"
        if any(factors.values()):
            self.statement.at_least_0(factors, number)
        elif number < 0:
            raise PubliclyFalse(f"{above} cannot stand above {below}, whatever the counts")

    def _shown(self, above: str, below: str) -> Fraction:
        """The difference of what everybody knows, weighed."""
        at, other = self.period.couples.index(above), self.period.couples.index(below)
        return sum((weight * (points[at] - points[other]) for weight, points in self.weighed), Fraction(0))

    def _hidden(self, above: str, below: str) -> _Hidden:
        """The difference of the hidden side's points, weighed."""
        weight, kind = exact(self.hidden["weight"]), self.hidden["points"]["kind"]
        one, other = self._class(above), self._class(below)
        if one == other:
            return {}, Fraction(0)
        if kind == "table":
            raise Wrong("the votes are made into points by a table")
        if kind != "rank":
            weight = weight / self.statement.turnout if kind == "share" else weight
            return {self.statement.count(above): weight, self.statement.count(below): -weight}, Fraction(0)
        (factors, constant), (less, less_constant) = self._rank_points(one), self._rank_points(other)
        for point, factor in less.items():
            factors[point] = factors.get(point, Fraction(0)) - factor
        return {point: weight * factor for point, factor in factors.items()}, weight * (constant - less_constant)

    def _rank_points(self, own: int) -> _Hidden:
        """The points of a class, less the number of couples: one less for whoever is above, or for each count above."""
        ties = self.hidden["points"]["ties"]
        factors, constant = (
            dict[int, Fraction](),
            _SHARING_A_PLACE.get(ties, Fraction(0)) * (1 - len(self.classes[own])),
        )
        for at, group in enumerate(self.classes):
            many = Fraction(1 if ties == "dense" else len(group))
            if at < own:
                factors[self.bits[at, own]] = -many
            elif at > own:  # it is above where the bit is 0
                factors[self.bits[own, at]] = many
                constant -= many
        return factors, constant

    def _ahead_among_equals(self, above: str, below: str) -> str:
        """Whom the tie chain puts first of two with equal points: `first`, `second`, or whoever has more votes, `by votes`.

        Where it puts neither first, because nothing tells them apart or a link waits, the one below is as good as ahead.
        """
        alike = self._class(above) == self._class(below)
        for link in (*self.rulebook["tie_chain"], NOT_SETTLED):
            if link["kind"] in ("side_total", "side_points") and link["side"] == self.hidden["name"]:
                if alike:
                    continue
                return "by votes"
            if link["kind"] == "previous_points" and self.period.previous:
                raise Wrong("the tie chain compares points of the week before, which rest on hidden counts")
            best = self.chain.best_of_two(link, above, below)
            if len(best) < 2:
                return "first" if best == [above] else "second"
        return "second"
