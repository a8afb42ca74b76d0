"""The sheets of an Excel workbook (.xlsx): rows of text, as the cells hold it.

A workbook is a ZIP file of XML (ECMA-376, part 1, 18: SpreadsheetML). Formulas are not computed: what the program that saved
them last showed stands beside them, and is read.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from domain.findings import Finding
from glitterball.history.refusals import unreadable
from glitterball.history.sheet import HOW, Sheet, SheetRow, sheet_of

MOST_BYTES = 64_000_000
"""Bytes of one part of a workbook at most, unpacked: as many as a table in text."""

MOST_COLUMNS = 2_000

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, LookupError, ValueError, RuntimeError, EOFError,
    StopIteration,
)  # fmt: skip
"""How a ZIP file says that it is damaged, locked by a password or no workbook."""

_BOOK, _SHARED, _RELATIONS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP file does, and so a workbook."""
    return data.startswith(b"PK\x03\x04")


def sheets_of(data: bytes, where: str) -> list[tuple[str, Sheet]]:
    """The sheets with anything in them, by name. Refuses (`HistoryUnreadable`) another ZIP file, and a broken workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            shared = list(_shared(packed))
            found = [(name, list(_rows(packed, part, shared))) for name, part in _parts(packed)]
    except BROKEN as error:
        what = f"the file is an Excel workbook (.xlsx) or another ZIP file, and cannot be read as a workbook; {HOW}"
        raise unreadable(where, [Finding(f"{where}:1", what)]) from error
    sheets = []
    for name, rows in found:
        called = f"{where}[{name}]"
        lines = [SheetRow(f"{called}:{number}", cells) for number, cells in rows if any(cell.strip() for cell in cells)]
        if lines:
            sheets.append((name, sheet_of(lines, called)))
    if not sheets:
        raise unreadable(where, [Finding(where, "the workbook is empty; the first line of a sheet names the columns")])
    return sheets


def _xml(packed: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A part of the workbook. Raises `ValueError` for one that is too large or defines entities, which none of ours does."""
    if packed.getinfo(part).file_size > MOST_BYTES:
        raise ValueError(f"{part} is larger than {MOST_BYTES} bytes")
    octets = packed.read(part)
    if b"<!DOCTYPE" in octets or b"<!ENTITY" in octets:
        raise ValueError(f"{part} defines entities")
    return ElementTree.fromstring(octets)


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """All elements of that name below, whatever the namespace: there are two, strict and transitional."""
    return (found for found in element.iter() if found.tag.rpartition("}")[2] == name)


def _text(element: ElementTree.Element) -> str:
    """The text of a cell or shared string, its runs joined; how it is pronounced is left out."""
    runs = [found for found in element if found.tag.rpartition("}")[2] in ("t", "r")]
    return "".join(part.text or "" for run in runs for part in _named(run, "t"))


def _shared(packed: zipfile.ZipFile) -> Iterator[str]:
    if _SHARED in packed.namelist():
        yield from (_text(item) for item in _named(_xml(packed, _SHARED), "si"))


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the part it stands in."""
    targets = {
        found.get("Id", ""): found.get("Target", "") for found in _named(_xml(packed, _RELATIONS), "Relationship")
    }
    for sheet in _named(_xml(packed, _BOOK), "sheet"):
        target = targets[sheet.get(_RELATION) or next(value for key, value in sheet.items() if key.endswith("}id"))]
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _rows(packed: zipfile.ZipFile, part: str, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of each row, and its cells; those that are left out are empty."""
    for at, row in enumerate(_named(_xml(packed, part), "row"), start=1):
        cells: list[str] = []
        for cell in _named(row, "c"):
            column = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            cells += [""] * (column - len(cells))
            cells.append(_value(cell, shared))
        yield int(row.get("r", at)), cells


def _column(reference: str) -> int:
    """The column of a cell from 0, as `C7` says it. Raises `ValueError` for one far out, which would be a page of blanks."""
    match = _CELL.fullmatch(reference)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 1 <= number <= MOST_COLUMNS:
        raise ValueError(f"{reference!r} is no cell of a table")
    return number - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    """What a cell shows, as text; an error of a formula is nothing that could be read."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return next((_text(inline) for inline in _named(cell, "is")), "")
    value = next((found.text or "" for found in _named(cell, "v")), "")
    if kind == "s":
        return shared[int(value)] if value else ""
    return value
