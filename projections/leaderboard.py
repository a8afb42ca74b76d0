"""The leaderboard: judges' totals over the scoring period, so far, and each couple's place by them."""

from dataclasses import dataclass

from domain.exact import Exact
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
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
    """1 is the highest total; couples with equal totals share a place (1, 2, 2, 4)."""
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
    """By week, highest total first, equal ones by identifier."""
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
    if rulebook_of(season.state, week) is None:
        return ()
    period = period_of(season.state, week, {})
    totals = dict(zip(period.couples, MARKS.of(marks_so_far(period)), strict=True))
    own, scored, names = week_totals(season, week), danced(period), couple_names(season.state)
    ranked = sorted(totals.values(), reverse=True)
    return tuple(
        Row(
            week=week,
            place=ranked.index(total) + 1,
            shared=ranked.count(total) > 1,
            couple=couple,
            name=names[couple],
            total=total,
            week_total=own.get(couple, 0),
            scored=couple in scored,
        )
        for couple, total in sorted(totals.items(), key=lambda entry: (-entry[1], entry[0]))
    )
