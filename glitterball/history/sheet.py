"""A table as a spreadsheet saves it: byte order mark, CRLF, comma, semicolon or tab, no-break spaces around names."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.findings import Finding
from glitterball.history.columns import find
from glitterball.history.refusals import unreadable
from glitterball.season_files.table_text import decoded

HOW = "save the sheet with the scores as CSV (Excel: 'CSV UTF-8') and give that file"
"""What to do with a file that cannot be read."""


@dataclass(slots=True)
class SheetRow:
    """One row, and where it stands. Cells the row lacks are empty."""

    where: str
    cells: list[str]

    def at(self, index: int | None) -> str:
        """The text of a cell, stripped (of no-break spaces too)."""
        return self.cells[index].strip() if index is not None and index < len(self.cells) else ""


@dataclass(slots=True)
class Sheet:
    """A table: its header, where known columns stand, its rows."""

    where: str
    header: list[str]
    rows: list[SheetRow]
    decimal_comma: bool
    findings: list[Finding] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)

    def cell(self, row: SheetRow, what: str) -> str:
        """What a row says of something, empty where the table has no such column."""
        return row.at(self.at.get(what))

    def fits(self, row: SheetRow) -> bool:
        """Whether a row has as many cells as the header."""
        return len(row.cells) >= len(self.header) and not any(row.cells[len(self.header) :])


def read_sheet(data: bytes, where: str) -> Sheet:
    """The table in these bytes. Refuses what is no text in UTF-8, no CSV, or empty."""
    findings: list[Finding] = []
    if workbook := _workbook(data):
        raise unreadable(where, [Finding(f"{where}:1", workbook)])
    text = decoded(data, where, findings)
    if text is None:
        raise unreadable(where, findings)
    head = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    lines = list(_lines(text, where, delimiter))
    if not lines:
        raise unreadable(where, [Finding(f"{where}:1", "the file is empty; its first line names the columns")])
    return sheet_of(lines, where, delimiter == ";", findings)


def sheet_of(
    lines: list[SheetRow], where: str, decimal_comma: bool = False, findings: list[Finding] | None = None
) -> Sheet:
    """The table whose first line is its header."""
    header = [cell.strip() for cell in lines[0].cells]
    while header and not header[-1]:
        header.pop()
    return Sheet(where, header, lines[1:], decimal_comma, findings or [], find(header))


def _workbook(data: bytes) -> str:
    """Why the bytes are no text, where a spreadsheet program wrote a workbook."""
    if data.startswith(b"PK\x03\x04"):
        return f"the file is an Excel workbook (.xlsx) or another ZIP file, where a table in text belongs; {HOW}"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return f"the file is an Excel workbook of the old kind (.xls); {HOW}"
    return ""


def _lines(text: str, where: str, delimiter: str) -> Iterator[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise unreadable(where, [Finding(f"{where}:{number}", f"it is not CSV from here on: {error}")]) from error
        if any(cell.strip() for cell in cells):
            yield SheetRow(f"{where}:{number}", cells)


def tidy(name: str) -> str:
    """A name as it is written down: composed letters, single spaces, nothing unprintable, at most 200 characters."""
    text = unicodedata.normalize("NFC", name)
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:200]


def whole(text: str) -> int | None:
    """A whole number, also where a spreadsheet or data frame wrote `3.0` or `Week 3`; None otherwise."""
    match = re.fullmatch(r"(?:[a-z ]{0,12}?)\s*(\d{1,4})(?:\.0+)?", text.strip().casefold())
    return int(match[1]) if match else None
