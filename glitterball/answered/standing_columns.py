"""The columns of a week's standings: a pair for every side of the rulebook, what was counted and its points."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from domain.exact import exact
from domain.rulebook import Rulebook, Side
from domain.stages.measures import Placings
from glitterball.answers import Column
from projections.standings import Row


def standing_columns(rows: Sequence[Row], rulebook: Rulebook | None) -> list[Column]:
    """Place and couple, every side, combined, and the result; of what is not tabulated yet only what the judges gave."""
    columns = [
        Column("place", lambda row: row.place or "", right=True),
        Column("couple", lambda row: row.name),
    ]
    tabulated = {name for row in rows for name, _, _ in row.sides}
    sides = [side for side in (rulebook.sides if rulebook else ()) if side.name in tabulated]
    alone = len(sides) == 1 and isinstance(sides[0].counts, Placings)
    for side in sides:
        columns += _side(side, with_points=not alone)
    if not sides:
        columns.append(Column("judges", lambda row: row.judges_total, right=True))
    if any(row.combined is not None for row in rows) and len(sides) > 1:
        columns.append(Column("combined", lambda row: row.combined, right=True))
    voted = any(row.votes is not None for row in rows)
    return [*columns, Column("result", lambda row: row.result if voted else _told_by(row))]


def _side(side: Side, with_points: bool) -> list[Column]:
    """What the side counted, under its name; votes where it is the viewers', places where judges hand in places."""
    placings = isinstance(side.counts, Placings)
    heading = "votes" if side.name == "viewers" else f"{side.name} (place)" if placings else side.name
    counted = Column(heading, lambda row: _of(row, side.name, 1, len(row.sides) > 0 and placings), right=True)
    return [counted, Column("points", lambda row: _of(row, side.name, 2), right=True)] if with_points else [counted]


def _of(row: Row, name: str, at: int, place: bool = False) -> Any:
    if place:
        return row.judges_total
    return next((exact(Fraction(side[at])) for side in row.sides if side[0] == name), "")


def _told_by(row: Row) -> str:
    """A result with whom it is from, where no votes stand beside it that would show it."""
    return row.result if row.result_from == "not known" else f"{row.result} ({row.result_from})"
