"""A table made of rows: columns of one type each, for whichever frame or file is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from domain.refusals import Refusal
from glitterball.frames.kinds import LARGEST, kinds_of
from glitterball.frames.packages import imported
from glitterball.frames.schema import Field, schema_of
from glitterball.frames.writing import write_table

if TYPE_CHECKING:
    import pandas
    import polars

    from glitterball.frames.rows import Rows


class NumberBeyondFrames(Refusal):
    """A whole number that no column of 64 bits holds. It is never rounded."""

    says: ClassVar = "{column} of {view} has {value}, which is more than a table holds (64 bits)."
    fix: ClassVar = "Read the rows themselves, or to_dicts(): they hold whole numbers of any size."
    view: str
    column: str
    value: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as columns, in the one schema of their kind."""

    view: str
    schema: tuple[Field, ...]
    columns: tuple[tuple[Any, ...], ...]
    """The values of each column, in the order of the schema; `None` where one is absent."""

    def __len__(self) -> int:
        return len(self.columns[0])

    def to_polars(self) -> "polars.DataFrame":
        """A polars frame. `FramesMissing` without the extra `frames`."""
        pl = imported("polars", "Data frames of polars")
        types = {"whole": pl.Int64, "text": pl.String, "flag": pl.Boolean, "decimal": pl.Float64}
        frame: polars.DataFrame = pl.DataFrame(
            {field.name: list(values) for field, values in zip(self.schema, self.columns, strict=True)},
            schema={field.name: types[field.type] for field in self.schema},
        )
        return frame

    def to_pandas(self) -> "pandas.DataFrame":
        """A pandas frame, absent values as `NA`. `FramesMissing` without the extra `frames`."""
        pd = imported("pandas", "Data frames of pandas")
        types = {"whole": "Int64", "text": "string", "flag": "boolean", "decimal": "Float64"}
        frame: pandas.DataFrame = pd.DataFrame(
            {
                field.name: pd.array(list(values), dtype=types[field.type])
                for field, values in zip(self.schema, self.columns, strict=True)
            }
        )
        return frame

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`. `FramesMissing` without the extra `frames`."""
        pa = imported("pyarrow", "Tables of Arrow")
        types = {"whole": pa.int64(), "text": pa.string(), "flag": pa.bool_(), "decimal": pa.float64()}
        schema = pa.schema([(field.name, types[field.type]) for field in self.schema])
        return pa.table([list(values) for values in self.columns], schema=schema)

    def write(self, path: Path | str) -> None:
        """Write it as a file, whole or not at all, in the form its name ends with: .parquet, .xlsx or .csv.

        The same rows give the same bytes under the same versions of the packages. Refuses another ending (`NoFormOfTable`), a
        package that is absent (`FramesMissing`), what no workbook holds (`WorkbookCannotHold`), a target that is something else.
        """
        write_table(self, Path(path))


def stacked(view: str, row: type[Any], several: "Sequence[Rows[Any]]") -> Table:
    """The rows of several seasons or weeks as one table, in their order."""
    schema = schema_of(row)
    own = kinds_of(row)
    lines = [(rows, line) for rows in several for line in rows]
    columns = tuple(
        tuple(_value(field, line if field.column in own else rows) for rows, line in lines) for field in schema
    )
    for field, values in zip(schema, columns, strict=True):
        if field.type == "whole":
            _check(view, field, values)
    return Table(view, schema, columns)


def _value(field: Field, holder: Any) -> Any:
    value = getattr(holder, field.column)
    return None if value is None else field.of(value)


def _check(view: str, field: Field, values: tuple[Any, ...]) -> None:
    for value in values:
        if value is not None and abs(value) > LARGEST:
            raise NumberBeyondFrames(view, field.name, value)
