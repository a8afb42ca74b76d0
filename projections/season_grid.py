"""The season grid: week by couple, the table fans know, with the judges' total and the result in each cell."""

from dataclasses import dataclass

from domain.exact import Exact
from domain.season.state import announced
from projections.fold import SeasonFold
from projections.leaderboard import week_totals
from projections.names import couple_names
from projections.results import ToldBy, results_of, weeks_of


@dataclass(frozen=True, slots=True)
class Row:
    """One cell. Couples that are out have no more cells."""

    week: int
    """The week, as viewers count."""
    couple: str
    """The couple's identifier."""
    name: str
    """The couple as it is called."""
    total: Exact | None
    """The judges' total of this week's own dances, in points of the scale; absent when the couple was not scored."""
    result: str
    """safe, immune, in danger, saved, leaves, placed, withdrew or not known; as announced, else as computed."""
    result_from: ToldBy
    """Whether the result is as announced, as computed, or not known."""
    final_place: int | None
    """The place announced in a finale; 1 is the winner."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, and couple in order of identifier."""
    cells = []
    for number in weeks_of(season, week):
        totals, names = week_totals(season, number), couple_names(season.state, number)
        places = dict(announced(season.state.weeks[number]).places or ())
        for couple, (result, told_by) in sorted(results_of(season, number).items()):
            total = totals.get(couple)
            cells.append(Row(number, couple, names[couple], total, result, told_by, places.get(couple)))
    return tuple(cells)
