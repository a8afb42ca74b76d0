"""Why a raw file cannot be read, and in which line: gone through slowly, once it is known that it cannot.

No answer quotes what stands in a line: it names a voter.
"""

import csv
import io
import mmap
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path

from glitterball.canvass.strict_json import object_in, unfit
from glitterball.files import opened
from glitterball.files.limits import BALLOTS

CHUNK = 1 << 20
LONGEST_OBJECT = 2_000_000
"""Bytes of a line at most, as DuckDB reads them."""

_BREAK = re.compile(rb"\r\n|\r|\n")
_INSIDE = re.compile(rb'""|"|\r\n|\r|\n')


def first_other_end(path: Path, separator: str = "") -> int:
    """The number of the first line that ends as the first does not, 0 where there is none.

    With the `separator` of columns, line breaks between quotation marks end no line, though they are counted as lines.
    """
    line, first = 0, b""
    for mark, within in _ends(path, separator):
        line += 1
        if within:
            continue
        first = first or mark
        if mark != first:
            return line
    return 0


def first_line_too_wide(path: Path, separator: str, columns: int) -> int:
    """The number of the first line of CSV with more columns than its heading, 0 where there is none."""
    with opened(path, BALLOTS) as octets:
        text = io.TextIOWrapper(octets, encoding="utf-8-sig", errors="replace", newline="")
        lines = csv.reader(text, delimiter=separator, skipinitialspace=True)
        try:
            return next((lines.line_num for line in lines if len(line) > columns), 0)
        except csv.Error:
            return lines.line_num


def _ends(path: Path, separator: str) -> Iterator[tuple[bytes, bool]]:
    """Line breaks in order, and whether each stands between quotation marks, which only the beginning of a cell opens."""
    outside = _BREAK
    if separator:
        outside = re.compile(
            rb"(?:\A(?:\xef\xbb\xbf)?|(?<=[\r\n" + re.escape(separator.encode()) + rb'])) *"|\r\n|\r|\n'
        )
    with opened(path, BALLOTS) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        at, within = 0, False
        while found := (_INSIDE if within else outside).search(octets, at):
            at = found.end()
            mark = found[0]
            if mark.endswith(b'"'):
                within = within == (mark == b'""')
            else:
                yield mark, within


def first_unfit_object(path: Path, identifiers: Sequence[str] = ()) -> str:
    """What is wrong with the first line that is no JSON object, or whose identifier is no text and no whole number."""
    for number, line in enumerate(_lines(path), start=1):
        if len(line) > LONGEST_OBJECT:
            return f"line {number:,} is longer than {LONGEST_OBJECT:,} bytes"
        because, more = unfit(line)
        if because:
            return f"{because} in line {number:,}" + (f", {more}" if more else "")
        if identifiers and (because := _names_nobody(line, identifiers)):
            return f"{because} in line {number:,}"
    return ""


def _names_nobody(line: bytes, identifiers: Sequence[str]) -> str:
    read = object_in(line) if line.strip() else {}
    for key in identifiers:
        if read.get(key) is not None and not _names_something(read[key]):
            return f"its column {key.strip().lower()} holds {_called(read[key])}, neither text nor a whole number,"
    return ""


def _names_something(value: object) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return -(2**63) <= value < 2**64
    return isinstance(value, str)


def _called(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "a number of more than 64 bits"
    return "a floating number" if isinstance(value, float) else "a list, an object or true or false"


def _lines(path: Path) -> Iterator[bytes]:
    with opened(path, BALLOTS) as file:
        rest = file.read(len(BOM_UTF8)).removeprefix(BOM_UTF8)
        while piece := file.read(CHUNK):
            *whole, rest = _BREAK.split(rest + piece)
            yield from whole
    yield rest
