"""The leaderboard: judges' totals over the scoring period, so far, and each couple's place by them."""

from dataclasses import dataclass

from domain.exact import Exact, exact
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from domain.stages.measures import Placings
from projections.alone import MARKS, alone, before_withdrawals, danced, marks_so_far
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.results import weeks_of


@dataclass(frozen=True, slots=True)
class Row:
    """One couple's judges' total, in points of the scale. Bonus points are in it; votes never are."""

    week: int
    """The week, as viewers count."""
    place: int
    """1 is the highest total, or the lowest sum where judges hand in places; equal ones share a place (1, 2, 2, 4)."""
    shared: bool
    """Whether another couple has the same place."""
    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    total: Exact
    """All that counts towards this week's outcome, weeks carried in among it."""
    week_total: Exact
    """This week's own marks and bonus points."""
    scored: bool
    """Whether the couple has any mark in the scoring period yet."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, the best first, equal ones by identifier."""
    return tuple(row for number in weeks_of(season, week) for row in _week(season, number))


def week_totals(season: SeasonFold, week: int) -> dict[str, Exact]:
    """The week's own total of every couple that has been scored in it, those that then withdrew among them."""
    if rulebook_of(season.state, week) is None:
        return {}
    period = period_of(before_withdrawals(alone(season.state, week), week), week, {})
    totals = zip(period.couples, MARKS.of(marks_so_far(period)), strict=True)
    scored = danced(period)
    return {couple: total for couple, total in totals if couple in scored}


def _week(season: SeasonFold, week: int) -> tuple[Row, ...]:
    rulebook = rulebook_of(season.state, week)
    if rulebook is None:
        return ()
    period = period_of(season.state, week, {})
    totals = dict(zip(period.couples, MARKS.of(marks_so_far(period)), strict=True))
    own, scored, names = week_totals(season, week), danced(period), couple_names(season.state, week)
    placings = any(isinstance(side.counts, Placings) for side in rulebook.sides)

    def standing(couple: str) -> tuple[bool, Exact]:
        """Best first: the most points, or the lowest sum of places of those that have any."""
        return (couple not in scored, totals[couple]) if placings else (False, exact(-totals[couple]))

    ranked = sorted(standing(couple) for couple in totals)
    return tuple(
        Row(
            week=week,
            place=ranked.index(standing(couple)) + 1,
            shared=ranked.count(standing(couple)) > 1,
            couple=couple,
            name=names[couple],
            total=total,
            week_total=own.get(couple, 0),
            scored=couple in scored,
        )
        for couple, total in sorted(totals.items(), key=lambda entry: (standing(entry[0]), entry[0]))
    )
