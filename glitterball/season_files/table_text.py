"""Tables as spreadsheets save them: byte order mark, CRLF, quoted names, semicolons or tabs where a comma is the decimal sign."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.findings import Finding
from domain.plurals import count_of
from glitterball.formulas import as_meant
from glitterball.spelling import meant

LARGEST_FILE = 64_000_000
"""Bytes of one file at most; votes by the million belong in a gateway's own files."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `where` it stands, and the text of each column, stripped."""

    where: str
    cells: dict[str, str]
    decimal_comma: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def decoded(data: bytes, where: str, findings: list[Finding]) -> str | None:
    """The text of a file in UTF-8, with or without byte order mark. Anything else becomes a finding."""
    if len(data) > LARGEST_FILE:
        findings.append(Finding(f"{where}:1", f"the file has {len(data)} bytes; at most {LARGEST_FILE} are read"))
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.append(Finding(f"{where}:1", "the file is UTF-16 text; save it as UTF-8 (Excel: 'CSV UTF-8')"))
    elif b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        findings.append(Finding(f"{where}:{line}", "a zero byte: this is UTF-16 or no text; save it as UTF-8"))
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            what = f"byte {data[error.start]:02X} is not UTF-8 (perhaps Latin-1); save the file as UTF-8"
            findings.append(Finding(f"{where}:{line}", what))
    return None


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns a table has: those it must have, those it may have."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]


def rows_of(text: str, where: str, columns: Columns, findings: list[Finding], first_line: int = 1) -> list[Row]:
    """The rows of a table below its header. Unknown, missing and doubled columns and odd rows become findings."""
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = _parsed(text, where, delimiter, findings, first_line)
    header = next(lines, None)
    if header is None:
        findings.append(
            Finding(f"{where}:{first_line}", f"the table is empty; its header needs {_and(columns.needed)}")
        )
        return []
    number, cells = header
    names = [cell.casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    wrong = _header_findings(names, f"{where}:{number}", columns)
    findings.extend(wrong)
    if wrong:
        return []
    rows = []
    for number, cells in lines:
        at = f"{where}:{number}"
        if not any(cells):
            continue
        if len(cells) < len(names) or any(cells[len(names) :]):
            findings.append(
                Finding(
                    at, f"the row has {count_of(len(cells), 'cell')}; the header has {count_of(len(names), 'column')}"
                )
            )
            continue
        rows.append(Row(at, dict(zip(names, cells, strict=False)), delimiter != ","))
    return rows


def _parsed(
    text: str, where: str, delimiter: str, findings: list[Finding], first_line: int
) -> Iterator[tuple[int, list[str]]]:
    """Physical line numbers and stripped cells, blank lines left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.append(Finding(f"{where}:{number}", f"the row cannot be read as CSV: {error}"))
            return
        if cells:
            yield number, [as_meant(cell.strip()) for cell in cells]


def _header_findings(names: list[str], at: str, columns: Columns) -> list[Finding]:
    known = (*columns.needed, *columns.optional)
    findings = [
        Finding(at, f"no column is called {name!r}{meant(name, known)}; columns are {_and(known)}")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    findings += [Finding(at, f"column {name!r} is missing") for name in columns.needed if name not in names]
    findings += [Finding(at, f"column {name!r} stands twice") for name in known if names.count(name) > 1]
    return findings


def _and(names: Collection[str]) -> str:
    return ", ".join(names)
