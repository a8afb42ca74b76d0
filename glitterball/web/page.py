"""A page before it is written: its title, its tables and what else stands on it, and the same as one JSON document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from glitterball.answers import Answer, Column, written
from glitterball.web.words import Figure, worded
from projections.numbers import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its text, and where it leads. `heads` is whether it names its row; `tone` how it is set."""

    text: str
    to: str = ""
    right: bool = False
    heads: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with the caption that names it. `none` is what is said where it has no row."""

    caption: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    none: str = worded("Nothing is on record.")
    notes: tuple[str, ...] = ()
    stacks: bool = False
    """Whether its cells stand below each other on a narrow screen, since one of them is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page. `template` lays `shown` out; `document` is the same for machines. `exactly` is a page that is written elsewhere and
    handed out to the byte, as a certificate is."""

    template: str
    title: str
    mode: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    exactly: bytes | None = None
    exactly_for_machines: bytes | None = None
    sequence: int = 0
    """How many events the season's own stream has; 0 for a page of no season."""


def shown(value: object) -> str:
    """A value in a table."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Figure(number(value))
    return written(value)


CODED = frozenset(("result", "manifest", "", "what happened", "HYPOTHETICAL"))
"""Columns of answers in which words of ours stand, and nothing that anybody typed."""


def table_of(answer: Answer, caption: str, columns: Sequence[Column] | None = None, heads: int = 0) -> Table:
    """The table of an answer as the command line lays it out. The column numbered `heads` names its rows."""
    chosen = list(answer.columns if columns is None else columns)
    return Table(
        caption=caption,
        headings=tuple(Cell(text=column.heading, right=column.right) for column in chosen),
        rows=tuple(
            tuple(cell_of(column, row, index == heads) for index, column in enumerate(chosen)) for row in answer.rows
        ),
        notes=tuple(answer.notes),
    )


def cell_of(column: Column, row: object, heads: bool = False) -> Cell:
    """What a row shows in a column."""
    text = shown(column.of(row))
    return Cell(text=_of_ours(text) if column.heading in CODED else text, right=column.right, heads=heads)


def _of_ours(text: str) -> str:
    """Words of an answer: a result with where it comes from stands in brackets behind it."""
    what, bracket, behind = text.removesuffix(")").partition(" (")
    return worded("%(what)s (%(behind)s)", what=worded(what), behind=worded(behind)) if bracket else worded(text)
