"""The grid of marks: dances by judges, what stands, and what is being typed into what stands open. Pure."""

from dataclasses import dataclass

from domain.exact import Exact
from domain.season.state import DanceState, SeasonState, WeekState, judges_present, stated_dances
from projections.names import couple_names, judge_names
from projections.numbers import number

TYPED = frozenset("0123456789./,- ")
"""What marks are typed with: a mark, a dash for one not given yet, spaces between them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A judge's place in a dance. `mark` is as it is read, and empty while it is not given."""

    judge: str
    mark: str
    paddle: bool = False
    """Whether the paddle showed something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DanceRow:
    """A dance in running order; a judge who does not judge it has no cell."""

    dance: str
    name: str
    style: str
    cells: tuple[Cell | None, ...]
    total: str
    """The sum of the marks that stand, empty while there is none."""
    stated: bool = False
    """Whether its total is stated without a split, so that no marks are typed."""

    @property
    def open_cells(self) -> tuple[Cell, ...]:
        """The places without a mark, in scoring order."""
        return () if self.stated else tuple(cell for cell in self.cells if cell is not None and not cell.mark)


@dataclass(frozen=True, slots=True)
class Grid:
    """The marks of a week: who judges, by identifier and as they are called, and a row for each dance."""

    judges: tuple[tuple[str, str], ...]
    rows: tuple[DanceRow, ...]


def grid_of(state: SeasonState, week: int) -> Grid:
    """The marks of a week as they stand, in running order."""
    this = state.weeks[week]
    seated = dict.fromkeys(judge for episode in sorted(this.panels) for judge in judges_present(this, episode))
    names, called = couple_names(state, week), judge_names(this)
    rows = tuple(_row(dance, state_of, this, tuple(seated), names) for dance, state_of in this.dances.items())
    return Grid(tuple((judge, called.get(judge, judge)) for judge in seated), rows)


def _row(dance: str, found: DanceState, week: WeekState, seated: tuple[str, ...], names: dict[str, str]) -> DanceRow:
    fact = found.scheduled.fact
    present = judges_present(week, fact.episode)
    given: list[Exact] = [found.marks[judge].fact.mark for judge in present if judge in found.marks]
    return DanceRow(
        dance=dance,
        name=fact.team or " + ".join(names.get(couple, couple) for couple in fact.couples),
        style=fact.style or fact.round,
        cells=tuple(_cell(found, judge) if judge in present else None for judge in seated),
        total=number(sum(given)) if given else "",
        stated=dance in stated_dances(week),
    )


def _cell(dance: DanceState, judge: str) -> Cell:
    event, shown = dance.marks.get(judge), dance.paddles.get(judge)
    differs = event is not None and shown is not None and shown.fact.mark != event.fact.mark
    return Cell(judge, "" if event is None else number(event.fact.mark), differs)


def as_typed(row: DanceRow, typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is typed, spread over the cells of a row that stand open in scoring order; and what is left over."""
    said = typed.split()
    spread, place = [], 0
    for cell in row.cells:
        fits = cell is not None and cell in row.open_cells and place < len(said)
        spread.append(said[place] if fits else "")
        place += fits
    return tuple(spread), tuple(said[place:])


def marks_said(row: DanceRow, typed: str) -> tuple[str, ...]:
    """The marks of `score row` for what is typed: a dash for what stands or is not given yet, one a judge of the dance.

    What is left over is said behind them, and where no place is open all of it as it is: the command refuses it.
    """
    if not row.open_cells:
        return tuple(typed.split())
    spread, left = as_typed(row, typed)
    said = (mark for cell, mark in zip(row.cells, spread, strict=True) if cell is not None)
    return (*(mark or "-" for mark in said), *left)
