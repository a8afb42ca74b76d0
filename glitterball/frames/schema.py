"""The schema of a table: which columns it has and of which type. It follows from the kind of row alone, never from the data.

Every table begins with `season` and `mode`. An exact number `x` becomes three columns: `x`, the nearest decimal number, to draw
and to sort with; `x_numerator` and `x_denominator`, whole numbers as text, since no frame has whole numbers of any size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json import dumps
from math import inf
from typing import Any, Literal

from glitterball.frames.kinds import kinds_of

Type = Literal["text", "whole", "flag", "decimal"]
"""What a column of a table holds: text, a whole number of 64 bits, yes or no, a decimal number of 64 bits (rounded)."""

ABOUT = ("season", "mode")
"""What every row says first: of which season it is, and whether that is live, a rehearsal or historic."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its name, its type, and how a row's value becomes the column's."""

    name: str
    type: Type
    column: str
    """The column of the row it is made from."""
    of: Callable[[Any], Any]
    """Its value, from the row's; never asked where that is absent."""


def schema_of(row: type[Any]) -> tuple[Field, ...]:
    """The columns of every table of such rows. A row that has `season` itself, as those of a history, says it in its own type."""
    if row not in _SCHEMAS:
        _SCHEMAS[row] = tuple(_schema(row))
    return _SCHEMAS[row]


_SCHEMAS: dict[type, tuple[Field, ...]] = {}


def _schema(row: type[Any]) -> Iterator[Field]:
    made = {name: _fields(name, kind) for name, kind in kinds_of(row).items()}
    about = {name: made.pop(name, (Field(name, "text", name, _same),)) for name in ABOUT}
    for fields in (*about.values(), *made.values()):
        yield from fields


def _fields(name: str, kind: str) -> tuple[Field, ...]:
    if kind == "exact":
        return (
            Field(name, "decimal", name, decimal),
            Field(f"{name}_numerator", "text", name, lambda value: str(value.numerator)),
            Field(f"{name}_denominator", "text", name, lambda value: str(value.denominator)),
        )
    if kind == "listed":
        return (Field(name, "text", name, as_array),)
    if kind == "whole":
        return (Field(name, "whole", name, _same),)
    if kind == "flag":
        return (Field(name, "flag", name, _same),)
    return (Field(name, "text", name, _same),)


def _same(value: Any) -> Any:
    return value


def decimal(value: Any) -> float:
    """The decimal number nearest to an exact one; without end where none is so large."""
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def as_array(value: tuple[Any, ...]) -> str:
    """Several things as a JSON array, the same text in SQL and in frames."""
    return dumps(value, separators=(",", ":"), ensure_ascii=False)
