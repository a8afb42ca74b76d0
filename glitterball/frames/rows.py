"""Rows of a view: a sequence of typed rows, and a table when asked for one."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from domain.plurals import count_of
from glitterball.frames.html import shown, table_html
from glitterball.frames.kinds import kinds_of
from glitterball.frames.table import Table, stacked

if TYPE_CHECKING:
    import pandas
    import polars

R = TypeVar("R", covariant=True)


class Rows(Sequence[R], Generic[R]):
    """The rows of a view, in its order.

    `season` says whose they are, `mode` whether that season is live, a rehearsal or historic; every table and dictionary made of
    the rows says both.
    """

    __slots__ = ("_rows", "mode", "row", "season", "view")

    def __init__(
        self, view: str, row: type[R], rows: Iterable[R], mode: str | None = None, season: str | None = None
    ) -> None:
        self.view, self.row, self._rows, self.mode, self.season = view, row, tuple(rows), mode, season

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows[R]": ...
    def __getitem__(self, index: int | slice) -> "R | Rows[R]":
        if isinstance(index, slice):
            return Rows(self.view, self.row, self._rows[index], self.mode, self.season)
        return self._rows[index]

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

    def _repr_html_(self) -> str:
        """A table for a notebook, of the first rows."""
        says = " ".join(filter(None, ("REHEARSAL" if self.mode == "rehearsal" else "", self.season, self.view)))
        names = list(kinds_of(self.row))
        rows = [[shown(getattr(row, name)) for name in names] for row in self._rows]
        return table_html(says, [name.replace("_", " ") for name in names], rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row by column name, with exact Python numbers."""
        season = {"season": self.season} if self.season else {}
        mode = {"mode": self.mode} if self.mode else {}
        return [{**season, **mode, **{name: getattr(row, name) for name in kinds_of(self.row)}} for row in self._rows]

    def table(self) -> Table:
        """The rows as columns of the one schema of their kind (docs/views.md). Refuses a whole number beyond 64 bits."""
        return stacked(self.view, self.row, (self,))

    def to_polars(self) -> "polars.DataFrame":
        """A polars frame. `FramesMissing` without the extra `frames`."""
        return self.table().to_polars()

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas frame, absent values as `NA`. `FramesMissing` without the extra `frames`."""
        return self.table().to_pandas()

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`. `FramesMissing` without the extra `frames`."""
        return self.table().to_arrow()

    def write(self, path: Path | str) -> None:
        """Write the table as a file: .parquet, .xlsx or .csv, by the ending of its name. See `Table.write`."""
        self.table().write(path)
