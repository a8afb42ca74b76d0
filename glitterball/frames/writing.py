"""A table as a file: Parquet, a workbook for Excel, CSV. All go through the one door to files: whole or not at all."""

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from domain.refusals import Refusal
from glitterball.files import target_of, write
from glitterball.files.kinds import OFFICE, PARQUET, TABLE, Kind
from glitterball.formulas import harmless
from glitterball.frames.packages import imported

if TYPE_CHECKING:
    from glitterball.frames.table import Table

MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
"""Of a sheet, its heading among them, and of a cell: the limits of Excel."""

EXACTLY = 10**15
"""Whole numbers from here on are text in a workbook: Excel keeps fifteen digits of a number."""

MADE = datetime(1980, 1, 1)
"""When every workbook says it was made, so that the same rows are the same bytes; a workbook's times have no zone."""


class NoFormOfTable(Refusal):
    """The name of a file does not say in which form a table is to be written."""

    says: ClassVar = "{path} does not say in which form to write the table."
    fix: ClassVar = "End the name in one of {endings}."
    exit_code: ClassVar = 2
    path: str
    endings: str


class WorkbookCannotHold(Refusal):
    """A table beyond the limits of Excel. Nothing is cut."""

    says: ClassVar = "No workbook can hold {view}: {why}."
    fix: ClassVar = "Write it as .parquet or .csv."
    view: str
    why: str


def write_table(table: "Table", path: Path) -> None:
    """Write a table in the form its file's name ends with. A workbook replaces nothing: the one there may be somebody's work."""
    if path.suffix.lower() not in FORMS:
        raise NoFormOfTable(str(path), ", ".join(FORMS))
    kind, form = FORMS[path.suffix.lower()]
    target_of(path, kind)
    write(path, form(table), kind)


def parquet(table: "Table") -> bytes:
    """The table as Parquet."""
    out = BytesIO()
    imported("pyarrow.parquet", "Parquet files").write_table(table.to_arrow(), out)
    return out.getvalue()


def csv(table: "Table") -> bytes:
    """The table as CSV in UTF-8: text in quotes, an absent value as nothing. Text a spreadsheet would run begins with one '."""
    lines = [",".join(field.name for field in table.schema)]
    lines += [",".join(map(_csv_cell, cells)) for cells in zip(*table.columns, strict=True)]
    return "".join(f"{line}\n" for line in lines).encode()


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + harmless(value).replace('"', '""') + '"'
    return repr(value)


def workbook(table: "Table") -> bytes:
    """The table as a workbook with one sheet: a heading that stays, numbers as numbers."""
    for why in _too_much(table):
        raise WorkbookCannotHold(table.view, why)
    out = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = imported("xlsxwriter", "Workbooks").Workbook(out, settings)
    book.set_properties({"created": MADE, "title": table.view})
    sheet, heading = book.add_worksheet(table.view[:31]), book.add_format({"bold": True})
    for column, (field, values) in enumerate(zip(table.schema, table.columns, strict=True)):
        sheet.write_string(0, column, field.name, heading)
        for row, value in enumerate(values, start=1):
            _write_cell(sheet, row, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    book.close()
    return out.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str) or abs(value) >= EXACTLY:
        sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, value)


def _too_much(table: "Table") -> Iterator[str]:
    rows = len(table) + 1
    if rows > MOST_ROWS:
        yield f"it has {rows:,} rows with its heading, and a sheet {MOST_ROWS:,}"
    for field, values in zip(table.schema, table.columns, strict=True):
        longest = max((len(value) for value in values if isinstance(value, str)), default=0)
        if longest > MOST_LETTERS:
            yield f"a text of {field.name} has {longest:,} letters, and a cell {MOST_LETTERS:,}"


FORMS: dict[str, tuple[Kind, Callable[["Table"], bytes]]] = {
    ".parquet": (PARQUET, parquet),
    ".xlsx": (OFFICE, workbook),
    ".csv": (TABLE, csv),
}
"""By the ending of a file's name."""
