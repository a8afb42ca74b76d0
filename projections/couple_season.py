"""A couple's season, week by week: what it danced, what the judges gave, how it went on."""

from dataclasses import dataclass
from fractions import Fraction

from domain.exact import Exact, exact
from domain.season.state import WeekState
from projections import season_grid
from projections.fold import SeasonFold
from projections.leaderboard import week_totals
from projections.names import couple_names
from projections.results import ToldBy, weeks_of


@dataclass(frozen=True, slots=True)
class Row:
    """One couple in one week."""

    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    week: int
    """The week, as viewers count."""
    dances: int
    """Performances scheduled for the couple, team dances among them."""
    styles: tuple[str, ...]
    """The styles danced this week, in order."""
    total: Exact | None
    """The judges' total of this week's own dances, in points of the scale."""
    place: int | None
    """Of that total among all scored this week; equal totals share a place."""
    per_dance: Exact | None
    """The total divided by the dances."""
    season_total: Exact
    """The sum of the couple's weekly totals up to this week."""
    result: str
    """safe, immune, in danger, saved, leaves, placed, withdrew or not known; as announced, else as computed."""
    result_from: ToldBy
    """Whether the result is as announced, as computed, or not known."""
    final_place: int | None
    """The place announced in a finale; 1 is the winner."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By couple in order of identifier, then week."""
    chosen = weeks_of(season, week)
    totals = {
        number: week_totals(season, number) for number in weeks_of(season, None) if number <= max(chosen, default=0)
    }
    found = [row for number in chosen for row in _week(season, number, totals)]
    return tuple(sorted(found, key=lambda row: (row.couple, row.week)))


def of_couple(season: SeasonFold, couple: str) -> tuple[Row, ...]:
    """One couple's season; empty when nobody of that identifier was cast."""
    return tuple(row for row in rows(season) if row.couple == couple)


def _week(season: SeasonFold, week: int, totals: dict[int, dict[str, Exact]]) -> list[Row]:
    names, own = couple_names(season.state, week), totals[week]
    found = []
    for cell in season_grid.rows(season, week):
        styles = _styles(season.state.weeks[week], cell.couple)
        total = cell.total
        so_far = [weekly[cell.couple] for number, weekly in totals.items() if number <= week and cell.couple in weekly]
        found.append(
            Row(
                couple=cell.couple,
                name=names[cell.couple],
                week=week,
                dances=len(styles),
                styles=tuple(style for style in styles if style is not None),
                total=total,
                place=None if total is None else 1 + sum(other > total for other in own.values()),
                per_dance=exact(Fraction(total) / len(styles)) if total is not None and styles else None,
                season_total=exact(sum(so_far, Fraction(0))),
                result=cell.result,
                result_from=cell.result_from,
                final_place=cell.final_place,
            )
        )
    return found


def _styles(week: WeekState, couple: str) -> list[str | None]:
    return [dance.scheduled.fact.style for dance in week.dances.values() if couple in dance.scheduled.fact.couples]
