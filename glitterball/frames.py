"""Rows as data frames. Exact numbers stay exact: whole ones become integer columns, and where a column holds a fraction
it becomes text ("17/2") with `_numerator` and `_denominator` columns beside it. Nothing is ever rounded.

polars and pandas are imported only when asked for (pandas takes seconds to import).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from importlib import import_module
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from domain.plurals import count_of
from domain.refusals import Refusal

if TYPE_CHECKING:
    import pandas
    import polars

R = TypeVar("R", covariant=True)

Kind = Literal["text", "whole", "flag", "exact", "listed"]
"""What a column holds: words, a whole number, yes or no, an exact number, several things."""

LARGEST = 2**63 - 1
"""The largest whole number that frames and SQL tables hold as one; a larger one becomes text."""


@dataclass(eq=False)
class FramesMissing(Refusal):
    """An optional package is not installed."""

    says: ClassVar = "Data frames of {package} need the package {package}, which is not installed."
    fix: ClassVar = "Install it with: pip install 'glitterball[frames]'."
    package: str


def kinds_of(row: type[Any]) -> dict[str, Kind]:
    """The columns of a row's dataclass and what each holds. `TypeError` for a type no view uses."""
    if row not in _KINDS:
        hints = get_type_hints(row)
        _KINDS[row] = {field.name: _kind(hints[field.name], field.name) for field in fields(row)}
    return _KINDS[row]


_KINDS: dict[type, dict[str, Kind]] = {}


def _kind(hint: Any, name: str) -> Kind:
    if get_origin(hint) is tuple:
        return "listed"
    options = [one for one in get_args(hint) if one is not NoneType] or [hint]
    if get_origin(hint) is Literal or all(get_origin(option) is Literal for option in options) or options == [str]:
        return "text"
    if options == [bool]:
        return "flag"
    if options == [int]:
        return "whole"
    if set(options) == {int, Fraction}:
        return "exact"
    raise TypeError(f"column {name} has the type {hint}, which no frame can hold exactly")


class Rows(Sequence[R], Generic[R]):
    """The rows of a view, in its order: a sequence, and a frame when asked for.

    `mode` says whether the season is live, a rehearsal or historic; every frame and dictionary made of the rows says it too.
    """

    __slots__ = ("_rows", "mode", "row", "view")

    def __init__(self, view: str, row: type[R], rows: Iterable[R], mode: str | None = None) -> None:
        self.view, self.row, self._rows, self.mode = view, row, tuple(rows), mode

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows[R]": ...
    def __getitem__(self, index: int | slice) -> "R | Rows[R]":
        return (
            Rows(self.view, self.row, self._rows[index], self.mode) if isinstance(index, slice) else self._rows[index]
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows | tuple) and self._rows == tuple(other)

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        says = "REHEARSAL " if self.mode == "rehearsal" else ""
        return f"<{says}{self.view}: {count_of(len(self), 'row')}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row by column name, with exact Python numbers."""
        says = {"mode": self.mode} if self.mode else {}
        return [{**says, **{name: getattr(row, name) for name in kinds_of(self.row)}} for row in self._rows]

    def to_polars(self) -> "polars.DataFrame":
        """A polars frame. `FramesMissing` without the extra."""
        pl: Any = _imported("polars")
        types = {"whole": pl.Int64, "text": pl.String, "flag": pl.Boolean}
        columns = self._columns()
        schema = {name: types[kind] for name, kind, _ in columns}
        frame: polars.DataFrame = pl.DataFrame({name: values for name, _, values in columns}, schema=schema)
        return frame

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas frame, absent values as `NA`. `FramesMissing` without the extra."""
        pd: Any = _imported("pandas")
        types = {"whole": "Int64", "text": "string", "flag": "boolean"}
        columns = {name: pd.array(values, dtype=types[kind]) for name, kind, values in self._columns()}
        frame: pandas.DataFrame = pd.DataFrame(columns)
        return frame

    def _columns(self) -> list[tuple[str, str, list[Any]]]:
        """Name, kind (whole, text or flag) and values of every column of a frame."""
        columns: list[tuple[str, str, list[Any]]] = []
        if self.mode:
            columns.append(("mode", "text", [self.mode] * len(self)))
        for name, kind in kinds_of(self.row).items():
            values = [getattr(row, name) for row in self._rows]
            if kind == "listed":
                columns.append((name, "text", [_joined(value) for value in values]))
            elif kind in ("text", "flag"):
                columns.append((name, kind, values))
            elif all(value is None or (isinstance(value, int) and abs(value) <= LARGEST) for value in values):
                columns.append((name, "whole", values))
            else:
                columns.append((name, "text", _each(values, str)))
                for part in ("numerator", "denominator"):
                    parts = [None if value is None else getattr(value, part) for value in values]
                    fits = all(value is None or abs(value) <= LARGEST for value in parts)
                    columns.append(
                        (f"{name}_{part}", "whole" if fits else "text", parts if fits else _each(parts, str))
                    )
        return columns


def _each(values: list[Any], change: Callable[[Any], Any]) -> list[Any]:
    return [None if value is None else change(value) for value in values]


def _joined(values: tuple[Any, ...]) -> str:
    return ", ".join(" ".join(map(str, value)) if isinstance(value, tuple) else str(value) for value in values)


def _imported(package: str) -> Any:
    try:
        return import_module(package)
    except ImportError:
        raise FramesMissing(package) from None
