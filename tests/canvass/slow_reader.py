"""Raw files read once more, slowly: letter by letter in plain Python, written from docs/formats/ballots.md alone.

What it cannot read it refuses; what it reads, the slow count counts.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from tests.canvass.naive_count import Row

NAMED = ("voter", "ballot", "couple", "channel", "region", "body")
COLUMNS = (*NAMED, "time", "count")
MAY_BE_LEFT_OUT = ("channel", "count", "ballot", "region", "body")


class Unreadable(Exception):
    """The page on ballots does not say how to read this."""


def read_rows(path: Path) -> list[Row]:
    """The rows of a file, under our names, without what is empty in all of them. Raises `Unreadable`."""
    return _read(path)[1]


def columns_in(path: Path) -> set[str]:
    """The columns a file has: of a file without a row, those its heading names. Raises `Unreadable`."""
    columns, rows = _read(path)
    return set(rows[0]) if rows else columns


def _read(path: Path) -> tuple[set[str], list[Row]]:
    if path.suffix == ".parquet":
        return set(), without_empty(list(_of_parquet(path)))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8") from error
    if "\0" in text.partition("\n")[0]:
        raise Unreadable("a zero byte in the first line")
    columns, rows = _of_csv(text) if path.suffix == ".csv" else (set(), list(_of_jsonl(text)))
    return columns, without_empty(rows)


def without_empty(rows: Sequence[Row]) -> list[Row]:
    """A column that is empty in every row is as good as not there."""
    columns = {column for row in rows for column in row}
    empty = {name for name in MAY_BE_LEFT_OUT if all(str(row.get(name) or "").strip(" ") == "" for row in rows)}
    return [{name: row.get(name) for name in columns - empty} for row in rows]


def ours(name: str) -> str:
    """Our name for a column; `method` is another word for the channel."""
    plain = name.strip().lower()
    return "channel" if plain == "method" else plain


def _of_csv(text: str) -> tuple[set[str], list[Row]]:
    if text.startswith(("\r", "\n")):
        raise Unreadable("the first line is empty")
    best: list[list[str]] = []
    for separator in ",;\t|":
        try:
            table = [line for line in _lines(text, separator) if line]
        except Unreadable:
            if separator == "|" and not best:
                raise
            continue
        if table and _known(table[0]) > (_known(best[0]) if best else 1):
            best = table
    if not best:
        raise Unreadable("no separator finds the columns")
    heading, *lines = best
    places = {ours(name): place for place, name in enumerate(heading) if ours(name) in COLUMNS}
    if len(places) < _known(heading):
        raise Unreadable("a column is there twice")
    if any(len(line) != len(heading) for line in lines):
        raise Unreadable("a line has too few or too many columns")
    return set(places), [{name: line[place] for name, place in places.items()} for line in lines]


def _known(heading: Sequence[str]) -> int:
    return sum(ours(name) in COLUMNS for name in heading)


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """Cell by cell; a line without a letter has no cell; all lines end in the same."""
    ends: set[str] = set()
    cells: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _cell(text, at, separator)
        cells.append(cell)
        if at < len(text) and text[at] == separator:
            at += 1
            if at == len(text):
                cells.append("")
            continue
        cells = [] if cells == [""] and text[at - 1 : at] != '"' else cells
        end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
        at += len(end)
        ends |= {end} - {""}
        yield cells
        cells = []
    if cells:
        yield cells
    if len(ends) > 1:
        raise Unreadable("line ends are mixed")


def _cell(text: str, at: int, separator: str) -> tuple[str, int]:
    begins = at
    while text.startswith(" ", begins):
        begins += 1
    if not text.startswith('"', begins):
        end = at
        while end < len(text) and text[end] not in (separator, "\r", "\n"):
            end += 1
        return text[at:end], end
    said, at = "", begins + 1
    while True:
        end = text.find('"', at)
        if end < 0:
            raise Unreadable("a quotation mark is left open")
        said += text[at:end]
        at = end + 1
        if not text.startswith('"', at):
            break
        said, at = said + '"', at + 1
    while text.startswith(" ", at):
        at += 1
    if at < len(text) and text[at] not in (separator, "\r", "\n"):
        raise Unreadable("a cell goes on behind its quotation mark")
    return said, at


def _of_jsonl(text: str) -> Iterator[Row]:
    spelled: set[str] = set()
    ends = text.replace("\r\n", "\n")
    if "\r" in ends and "\n" in ends:
        raise Unreadable("line ends are mixed")
    for line in ends.replace("\r", "\n").split("\n"):
        if line.strip(" \t"):
            try:
                said = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
                json.dumps(json.loads(line, parse_int=_whole), ensure_ascii=False).encode()
            except (ValueError, RecursionError) as error:
                raise Unreadable("no JSON") from error
            if _deepest(line) > 100:
                raise Unreadable("nested too deep")
            if not isinstance(said, _Object):
                raise Unreadable("no object")
            spelled |= said.spelled
            yield {name: _value(name, value) for name, value in said.pairs.items()}
    if len(spelled) > len({ours(name) for name in spelled}):
        raise Unreadable("objects spell a column in two ways")


def _no_number(name: str) -> object:
    raise Unreadable(f"{name} is no JSON")


def _whole(digits: str) -> int:
    """Python refuses to read very long numbers; they stand for one that is too long as well."""
    return int(digits[:100])


def _deepest(line: str) -> int:
    """Brackets within each other, letter by letter."""
    depth = deepest = at = 0
    while at < len(line):
        if line[at] == '"':
            at += 1
            while line[at] != '"':
                at += 2 if line[at] == "\\" else 1
        depth += (line[at] in "[{") - (line[at] in "]}")
        deepest, at = max(depth, deepest), at + 1
    return deepest


class _Object:
    """An object of JSON, by our names."""

    def __init__(self, pairs: Sequence[tuple[str, object]]) -> None:
        if len({key for key, _ in pairs}) < len(pairs):
            raise Unreadable("a key is there twice")
        found = [(ours(key), value) for key, value in pairs if ours(key) in COLUMNS]
        if len(dict(found)) < len(found):
            raise Unreadable("a column is there twice")
        self.pairs = dict(found)
        self.spelled = {key for key, _ in pairs if ours(key) in COLUMNS}


def _once(pairs: list[tuple[str, object]]) -> _Object:
    return _Object(pairs)


def _value(name: str, value: object) -> str | int | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**64:
        return value
    if name in NAMED:
        raise Unreadable("neither text nor a whole number")
    return json.dumps(value) if not isinstance(value, _Object) else "{}"


def _of_parquet(path: Path) -> Iterator[Row]:
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [ours(name) for name, *_ in found.description]
        for row in found.fetchall():
            yield {name: value for name, value in zip(names, row, strict=True) if name in COLUMNS}
