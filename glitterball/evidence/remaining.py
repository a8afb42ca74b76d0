"""What a sealed bundle leaves possible: of all public orders how many fit what it shows, or between which ends each share lies.

Counted exactly, from the marks and what is public of a certification, by the method of `glitterball.closeness.implied`. Of the
second form that is who leaves, who is in danger and the places of a final, as far as they are shown; of the first every place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import factorial

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.season import events as e
from domain.season.outcome import tabulated
from domain.season.state import Announced, rulebook_of
from glitterball.closeness.implied import NotWorkedOut, Orders, Reading, ShareRange, orders_of_places, read
from projections.fold import SeasonFold


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What a sealed bundle leaves possible in a week: public orders that fit out of all there are, or ranges of shares.

    Neither, with the reason, where the method does not cover the rulebook, or the couples of the week have no votes.
    """

    week: int
    orders: int | None = None
    in_all: int | None = None
    shares: tuple[ShareRange, ...] = ()
    why: str = ""


def remaining(fold: SeasonFold) -> Iterator[Remaining]:
    """What is left of each certified week, by its last certification."""
    for number, week in sorted(fold.state.weeks.items()):
        rulebook = rulebook_of(fold.state, number)
        if week.certified and rulebook is not None and _has_votes(rulebook):
            period = replace(tabulated(fold.state, number, fold.tallies, explain=False).period, votes=())
            yield of_week(rulebook, period, week.certified[-1].fact)


def _has_votes(rulebook: Rulebook) -> bool:
    return any(side.counts.kind in ("votes", "bodies") for side in rulebook.sides)


def of_week(rulebook: Rulebook, period: ScoringPeriod, fact: e.OutcomeCertified) -> Remaining:
    """What is left of a week without its votes (`period` holds none), by one certification of it."""
    places = not isinstance(fact, e.OutcomeCertifiedV2)
    if places:
        try:
            order = tuple(line.couple for line in sorted(fact.standings, key=lambda line: line.place, reverse=True))
            fitting = orders_of_places(rulebook, period, order)
        except NotWorkedOut:
            fitting = None
        if fitting is not None:
            return Remaining(week=period.week, orders=fitting, in_all=factorial(len(order)))
    found = read(rulebook, period, _said_by(fact), danger_is_lowest=_tells_danger(fact))
    return _as_read(period.week, found, places)


def _as_read(week: int, found: Reading, places: bool) -> Remaining:
    orders: Orders | None = found.orders
    if orders is not None:
        return Remaining(week=week, orders=orders.giving, in_all=orders.total)
    beside = "; the places that the first form shows narrow it further" if places and found.shares else ""
    return Remaining(week=week, shares=found.shares, why=f"{found.why}{beside}".removeprefix("; "))


def _said_by(fact: e.OutcomeCertified) -> Announced:
    """What a certification shows, in the words of an announcement."""
    places: tuple[tuple[str, int], ...] | None = None
    danger: tuple[str, ...] | None = fact.bottom if not isinstance(fact, e.OutcomeCertifiedV2) else fact.in_danger
    if isinstance(fact, e.OutcomeCertifiedV2) and fact.placed:
        places = tuple((given.couple, given.place) for given in fact.placed)
    return Announced(danger=danger, saved=fact.saved or None, eliminated=fact.leaving or None, places=places)


def _tells_danger(fact: e.OutcomeCertified) -> bool:
    return not isinstance(fact, e.OutcomeCertifiedV2) or fact.in_danger is not None
