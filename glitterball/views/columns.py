"""Rows and SQL columns. Columns of numbers have no SQL type: one too large for an INTEGER is TEXT, which a type would make
an inexact REAL. An exact number is an INTEGER when it is whole, else TEXT "17/2", with its numerator and
denominator in columns beside it, so that a person can order by it. Several things are a JSON array."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from glitterball.frames import LARGEST, Kind, kinds_of
from glitterball.frames.schema import as_array

_DECLARED: dict[Kind, str] = {"text": "TEXT", "whole": "", "flag": "INTEGER", "exact": "", "listed": "TEXT"}


def declared(row: type) -> list[str]:
    """The column definitions of a row's table."""
    columns = []
    for name, kind in kinds_of(row).items():
        columns.append(f'"{name}" {_DECLARED[kind]}'.strip())
        if kind == "exact":
            columns += [f'"{name}_numerator"', f'"{name}_denominator"']
    return columns


def writer(row: type) -> Callable[[Any], tuple[Any, ...]]:
    """What turns a row into the values of its columns."""
    kinds = tuple(kinds_of(row).items())

    def write(value: Any) -> tuple[Any, ...]:
        cells: list[Any] = []
        for name, kind in kinds:
            cell = getattr(value, name)
            if kind == "exact":
                cells += _exact(cell)
            elif kind == "listed":
                cells.append(as_array(cell))
            else:
                cells.append(_whole(int(cell)) if isinstance(cell, int) else cell)
        return tuple(cells)

    return write


def reader(row: type) -> Callable[[Any], Any]:
    """What turns selected columns back into the row."""
    readers = [_READ[kind] for kind in kinds_of(row).values()]

    def read(cells: Any) -> Any:
        return row(*(None if cell is None else read(cell) for read, cell in zip(readers, cells, strict=True)))

    return read


def _exact(value: int | Fraction | None) -> list[Any]:
    if value is None:
        return [None, None, None]
    text = _whole(value) if isinstance(value, int) else str(value)
    return [text, _whole(value.numerator), _whole(value.denominator)]


def _whole(value: int) -> int | str:
    return value if abs(value) <= LARGEST else str(value)


def _read_exact(cell: int | str) -> int | Fraction:
    if isinstance(cell, int):
        return cell
    return int(cell) if "/" not in cell else Fraction(cell)


def _read_listed(cell: str) -> tuple[Any, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in json.loads(cell))


_READ: dict[Kind, Callable[[Any], Any]] = {
    "text": str,
    "whole": int,
    "flag": bool,
    "exact": _read_exact,
    "listed": _read_listed,
}
