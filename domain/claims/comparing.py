"""Above whom a couple stands: the difference of two couples' combined points, linear in what is hidden."""

from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

from domain.claims.refusals import ClaimCannotBeCompiled
from domain.claims.statement import Above, Linear, Total, Unknown
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook, Side
from domain.stages.links import Authority, Link, Lot, SideTotal
from domain.stages.links.previous_points import PreviousPoints
from domain.stages.links.side_points import SidePoints
from domain.stages.measures import Votes
from domain.stages.points import RankPoints, RawPoints, SharePoints
from domain.tabulation.order import EXHAUSTED

Ahead = Literal["first", "second", "by votes"]
Classes = tuple[tuple[str, ...], ...]
"""Couples with equal counts in one group; every couple is in one, most are alone."""


class Public(NamedTuple):
    """What everybody knows of a week: its rulebook, the sides that are shown, and the one that is hidden."""

    rulebook: Rulebook
    hidden: Side
    known: Known

    @property
    def couples(self) -> tuple[str, ...]:
        """The couples still dancing."""
        return self.known.period.couples


def public_of(rulebook: Rulebook, period: ScoringPeriod) -> Public:
    """The sides of a week but for its votes; the votes of `period` are not looked at.

    Refuses a rulebook whose votes are hidden in several bodies, or that counts none, and marks that cannot be tabulated.
    """
    hidden = [side for side in rulebook.sides if side.counts.stage == "votes"]
    if len(hidden) != 1 or not isinstance(hidden[0].counts, Votes):
        raise ClaimCannotBeCompiled(f"rulebook {rulebook.ref} does not count one vote of the viewers")
    try:
        shown = tuple(_shown(side, period) for side in rulebook.sides if side is not hidden[0])
    except CannotTabulate as lack:
        raise ClaimCannotBeCompiled(lack.why) from None
    return Public(rulebook, hidden[0], Known(period, shown))


def _shown(side: Side, period: ScoringPeriod) -> SideResult:
    raw = side.counts.of(period)
    return SideResult(name=side.name, raw=raw, points=side.points.of(raw), counts=side.counts)


def difference(public: Public, classes: Classes, turnout: int, above: str, below: str) -> Linear:
    """What is at least 0 exactly where `above` stands above `below`: in whole numbers, linear in what is hidden.

    The difference of their combined points, made whole; less 1 where the couples would have to differ in it, because
    nothing puts the first before the second among equals; plus the bit of the comparison and less 1 where their votes do.
    """
    at, other = public.couples.index(above), public.couples.index(below)
    alike = _class_of(classes, above) is _class_of(classes, below)
    shown = _shown_difference(public, at, other)
    hidden = _hidden_difference(public, classes, turnout, above, below)
    constant = shown + hidden.constant
    whole = lcm(constant.denominator, *(factor.denominator for factor in hidden.factors.values()))
    factors = {unknown: int(factor * whole) for unknown, factor in hidden.factors.items()}
    ahead = _ahead_among_equals(public, at, other, alike)
    if ahead == "by votes" and not isinstance(public.hidden.points, RankPoints):
        ahead = "first" if shown < 0 else "second"  # equal in all, so the one with lower marks has more votes
    if ahead == "by votes":
        bit, factor = _bit(classes, above, below)
        factors[bit] = factors.get(bit, 0) + factor
        constant_whole = int(constant * whole) + (0 if factor < 0 else -1)
    else:
        constant_whole = int(constant * whole) - (ahead != "first")
    return Linear(tuple((unknown, factor) for unknown, factor in factors.items() if factor), constant_whole)


def shown_points(public: Public) -> dict[str, Fraction]:
    """The combined points of each couple as far as everybody knows them: without the hidden side."""
    return {couple: _shown_difference(public, at, 0) for at, couple in enumerate(public.couples)}


class _Hidden(NamedTuple):
    factors: dict[Unknown, Fraction]
    constant: Fraction


def _shown_difference(public: Public, at: int, other: int) -> Fraction:
    weights = {side.name: side.weight for side in public.rulebook.sides}
    return sum(
        (
            weights[side.name] * (Fraction(side.points[at]) - Fraction(side.points[other]))
            for side in public.known.sides
        ),
        Fraction(0),
    )


def _hidden_difference(public: Public, classes: Classes, turnout: int, above: str, below: str) -> _Hidden:
    """The difference of the hidden side's points, weighed."""
    weight = Fraction(public.hidden.weight)
    points = public.hidden.points
    if _class_of(classes, above) is _class_of(classes, below):
        return _Hidden({}, Fraction(0))
    if isinstance(points, RankPoints):
        first, second = (_rank_points(points, classes, couple) for couple in (above, below))
        factors = {
            bit: weight * (first.factors.get(bit, 0) - second.factors.get(bit, 0))
            for bit in first.factors | second.factors
        }
        return _Hidden(factors, weight * (first.constant - second.constant))
    if isinstance(points, SharePoints):
        weight /= turnout
    elif not isinstance(points, RawPoints):
        raise ClaimCannotBeCompiled(f"the votes are made into points by a {points.kind}")
    return _Hidden({Total(above): weight, Total(below): -weight}, Fraction(0))


def _rank_points(points: RankPoints, classes: Classes, couple: str) -> _Hidden:
    """Rank points less the number of couples, in the bits that say who is above whom; `RankPoints` has the conventions."""
    own = _class_of(classes, couple)
    shares_a_place = {"standard": Fraction(0), "dense": Fraction(0), "low": Fraction(1), "average": Fraction(1, 2)}
    total = shares_a_place[points.ties] * (1 - len(own))
    factors: dict[Unknown, Fraction] = {}
    for group in classes:
        if group is own:
            continue
        many = 1 if points.ties == "dense" else len(group)
        bit, factor = _bit(classes, group[0], couple)  # factor -1: the bit says the opposite, so above is 1 - bit
        factors[bit] = Fraction(-many * factor)
        total -= many if factor < 0 else 0
    return _Hidden(factors, total)


def _bit(classes: Classes, above: str, below: str) -> tuple[Above, int]:
    """The one bit of the comparison of two classes, with 1; or with -1 where it says who is above the other way round."""
    first, second = _class_of(classes, above), _class_of(classes, below)
    if classes.index(first) < classes.index(second):
        return Above(first[0], second[0]), 1
    return Above(second[0], first[0]), -1


def _class_of(classes: Classes, couple: str) -> tuple[str, ...]:
    return next(group for group in classes if couple in group)


def _ahead_among_equals(public: Public, at: int, other: int, alike: bool) -> Ahead:
    """Whom the tie chain puts first of two couples equal in combined points; the second also where it puts neither.

    It puts neither where nothing tells them apart, and where a link waits: for marks it lacks, a lot, a decision. What stands
    behind such a link was not asked either when the outcome was made.
    """
    for link in (*public.rulebook.tie_chain, EXHAUSTED):
        if _looks_at_the_hidden(link, public):
            if alike:
                continue
            return "by votes"
        order = _order_by(link, public, at, other)
        if order is None:
            return "second"
        if len(order) == 2:
            return "first" if order[0] == at else "second"
    return "second"


def _looks_at_the_hidden(link: Link, public: Public) -> bool:
    """Whether a link compares the hidden counts: points of rank, share and raw are equal exactly where the counts are."""
    if isinstance(link, PreviousPoints) and public.known.period.previous_points:
        raise ClaimCannotBeCompiled("the tie chain compares the points of the week before, which rest on hidden counts")
    return isinstance(link, SideTotal | SidePoints) and link.side == public.hidden.name


def _order_by(link: Link, public: Public, at: int, other: int) -> tuple[int, ...] | None:
    """The two as a public link puts them, one alone where they are equal in it; nothing where the link waits."""
    if isinstance(link, Lot | Authority):
        return _as_settled(link, public, at, other)
    division = link.divide((at, other), public.known)
    return None if division.needs else tuple(group[0] for group in division.groups)


def _as_settled(link: Lot | Authority, public: Public, at: int, other: int) -> tuple[int, int] | None:
    """As every lot or decision that names both has them; nothing where there is none, or two of them disagree.

    Who else was tied with the two, and so which of several counts, rests on hidden counts.
    """
    links = ("lot", "authority") if link is EXHAUSTED else (link.kind,)
    both = {public.couples[at], public.couples[other]}
    orders = {
        tuple(public.couples.index(couple) for couple in settlement.order if couple in both)
        for settlement in public.known.period.settlements
        if settlement.link in links and both <= set(settlement.order)
    }
    (first, second), *others = orders or {(at, other)}
    return (first, second) if orders and not others else None
