"""A table of the export: UTF-8, comma separated, no cell of it a formula, whether the season is a rehearsal on every row."""

import csv
import io
from collections.abc import Iterable, Mapping

from domain.exact import write_exact
from glitterball.formulas import harmless

Cell = object


def table(mode: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """A table with its heading; the last column is the season's mode. A column that a row lacks is left empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*columns, "mode"))
    writer.writerows([*(harmless(_written(row.get(column, ""))) for column in columns), mode] for row in rows)
    return out.getvalue().encode()


def _written(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value)


def exactly(value: object) -> str:
    """An exact number as it is written on paper: `17/2`, never rounded; nothing for none."""
    return "" if value is None else write_exact(value)  # type: ignore[arg-type]
