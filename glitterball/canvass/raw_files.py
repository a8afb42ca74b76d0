"""Raw files of ballots: which format, which columns, and its digest. Nothing of a ballot is ever quoted.

A file is known as a whole before a ballot is counted: its line ends and its digest are taken while it is gone through
once, the keys of JSON objects are gathered from all of them, and a column that is empty in every row is as good as not
there. So the order of rows and the format decide nothing.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from glitterball.canvass import refusals as no
from glitterball.canvass.database import Database, named, path_quoted, quoted
from glitterball.canvass.explaining import first_line_too_wide, first_other_end, first_unfit_object
from glitterball.canvass.strict_json import EVIDENT, unfit
from glitterball.canvass.whole_files import NEVER_IN_JSON, Whole
from glitterball.files import opened
from glitterball.files.limits import BALLOTS

COLUMNS = ("voter", "couple", "channel", "time", "ballot", "count", "region", "body")
OPTIONAL = ("channel", "ballot", "count", "region", "body")
IDENTIFIERS = ("voter", "couple", "channel", "ballot", "region", "body")
"""Columns that name somebody or something: text or whole numbers, never floating ones."""

OTHER_NAMES = {"method": "channel"}
FORMATS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
SEPARATORS = (",", ";", "\t", "|")
FIRST_LINE = re.compile(r'(?:(?:\A|(?<=[,;\t|])) *"(?:[^"]|"")*"|[^\r\n])*')
LONGEST_HEADING = 65_536
SPACES = r"[\s\p{Z}\x0b\x1c-\x1f\x{85}]*"
"""Around the name of a column, in a regular expression: what Python strips from it."""

TEXT = "VARCHAR"
WHOLE_IN_JSON = ("VARCHAR", "UBIGINT", "BIGINT", "NULL")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One gateway's raw file. `types` are DuckDB's types of the columns it has, under our names; text where it is text."""

    gateway: str
    path: Path
    form: str
    types: dict[str, str]
    names: dict[str, str]
    delimiter: str = ","
    columns: int = 0
    mixed: bool = False

    @property
    def scan(self) -> str:
        """The file as a table in SQL."""
        if self.form == "parquet":
            return f"read_parquet({self._quoted}, hive_partitioning = false, binary_as_string = true)"
        if self.form == "csv":
            return self._as_csv(self.columns)
        paths = ", ".join(map(_path_to, self.names.values()))
        read = f"json_extract_string(line, [{paths}])" if paths else "[]::VARCHAR[]"
        columns = ", ".join(
            f"found[{place}] AS {named(name)}" for place, name in enumerate(self.names.values(), start=1)
        )
        return f"(SELECT {columns or 'NULL'} FROM (SELECT {read} AS found FROM {self.lines}))"

    @property
    def lines_too_wide(self) -> str:
        """In SQL, what DuckDB takes for lines of CSV with a column more: it passes over separators behind the last."""
        return self._as_csv(self.columns + 1, ", ignore_errors = true")

    def _as_csv(self, width: int, more: str = "") -> str:
        columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(width))
        return (
            f"read_csv({self._quoted}, header = true, auto_detect = false, delim = {quoted(self.delimiter)}, "
            f"quote = '\"', escape = '\"', hive_partitioning = false, columns = {{{columns}}}{more})"
        )

    @property
    def lines(self) -> str:
        """The lines of a file of JSON objects in SQL, those without anything left out.

        They are read as CSV of one column, parted by a character no line of JSON holds; `_jsonl` refuses a file that
        holds it, since DuckDB passes over one at the end of a line. Ends of two kinds are told apart only where one is
        the other and more.
        """
        strict = "false" if self.mixed else "true"
        read = (
            f"read_csv({self._quoted}, header = false, auto_detect = false, delim = chr({NEVER_IN_JSON}), quote = '', "
            f"escape = '', strict_mode = {strict}, hive_partitioning = false, columns = {{line: 'VARCHAR'}})"
        )
        return f"(SELECT line FROM {read} WHERE ascii(line) = 123 OR trim(line, chr(32) || chr(9) || chr(13)) <> '')"

    @property
    def _quoted(self) -> str:
        return path_quoted(self.path)

    def column(self, ours: str) -> str:
        """The column in SQL, under the name it has in the table."""
        return named(self.names[ours])

    def has(self, ours: str) -> bool:
        """Whether the file has that column, with something in it in some row."""
        return ours in self.names


def raw_file(database: Database, gateway: str, path: Path, whole: Whole) -> RawFile:
    """The raw file, its columns known from all of it. Refuses what is no file of ballots."""
    form = form_of(path)
    database.reading = (str(path),)
    if whole.size == 0:
        raise no.BallotsUnreadable(str(path), "it is empty")
    if whole.is_utf_16 and form != "parquet":
        raise no.BallotsUnreadable(str(path), "it is not UTF-8 (it looks like UTF-16)")
    if form == "csv":
        return _without_empty(database, _csv(database, gateway, path, whole))
    if form == "parquet":
        return _without_empty(database, _parquet(database, gateway, path))
    try:
        return _without_empty(database, _jsonl(database, gateway, path, whole))
    except no.BallotsUnreadable as found:
        if because := first_unfit_object(path):
            raise no.BallotsUnreadable(str(path), because) from None
        raise found from None


def form_of(path: Path) -> str:
    """The format a raw file's name promises. Refuses a name that promises none."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise no.BallotsUnreadable(str(path), f"its name ends in none of {', '.join(FORMATS)}")
    return form


def holds_ballots(database: Database, file: RawFile) -> bool:
    """Whether it has a row at all."""
    database.reading = (str(file.path),)
    return bool(database.run(f"SELECT 1 FROM {file.scan} LIMIT 1"))


def _parquet(database: Database, gateway: str, path: Path) -> RawFile:
    empty = RawFile(gateway, path, "parquet", {}, {})
    described = database.run(f"DESCRIBE SELECT * FROM {empty.scan}")
    types = {str(name): str(kind) for name, kind, *_ in described}
    names = _ours(list(types), path)
    return RawFile(gateway, path, "parquet", {ours: types[name] for ours, name in names.items()}, names)


def _csv(database: Database, gateway: str, path: Path, whole: Whole) -> RawFile:
    heading, delimiter = _heading(path)
    if whole.not_utf_8_in_line:
        raise no.BallotsUnreadable(str(path), f"it is not UTF-8 in line {whole.not_utf_8_in_line:,}")
    if whole.ends.kinds > 1 and (line := first_other_end(path, delimiter)):
        raise no.BallotsUnreadable(str(path), f"its line ends are mixed, first in line {line:,}")
    places = _ours(heading, path)
    names = {ours: f"c{heading.index(name)}" for ours, name in places.items()}
    file = RawFile(gateway, path, "csv", dict.fromkeys(names, TEXT), names, delimiter, len(heading))
    wide = database.run(f"SELECT 1 FROM {file.lines_too_wide} LIMIT 1")
    if wide and (line := first_line_too_wide(path, delimiter, len(heading))):
        raise no.BallotsUnreadable(str(path), f"a line has too few or too many columns in line {line:,}")
    return file


def _heading(path: Path) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them: whatever finds most of ours."""
    with opened(path, BALLOTS) as file:
        head = file.read(LONGEST_HEADING + 1)
    text = head.decode("utf-8-sig", errors="surrogateescape")
    first = FIRST_LINE.match(text)
    if text.startswith(("\r", "\n")):
        raise no.BallotsUnreadable(str(path), "its first line is empty, where the names of the columns should stand")
    if first is None or (first.end() == len(text) and len(head) > LONGEST_HEADING):
        raise no.BallotsUnreadable(str(path), f"its first line is longer than {LONGEST_HEADING:,} bytes")
    if any("\udc80" <= letter <= "\udcff" for letter in first[0]):
        raise no.BallotsUnreadable(str(path), "it is not UTF-8 in line 1")
    if first[0].lower().startswith("sep=") and len(first[0]) == len("sep=,"):
        because = "its first line names the separator and is no heading; take that line out"
        raise no.BallotsUnreadable(str(path), because)
    found = {separator: _names(first[0], separator) for separator in SEPARATORS}
    if all(len(names) < 2 for names in found.values()):
        because = "in its first line no comma, semicolon, tab or bar stands between the names of columns"
        raise no.BallotsUnreadable(str(path), because)
    separator = max(SEPARATORS, key=lambda separator: (_known(found[separator]), len(found[separator])))
    return found[separator], separator


def _names(heading: str, separator: str) -> list[str]:
    closed = re.sub(r'" +(?=[,;\t|]|$)', '"', heading)
    lines = csv.reader(io.StringIO(closed, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        return [name.strip() for name in next(lines, [])]
    except csv.Error:
        return []


def _known(names: Sequence[str]) -> int:
    return sum(_our_name(name) in COLUMNS for name in names)


def _jsonl(database: Database, gateway: str, path: Path, whole: Whole) -> RawFile:
    """Keys and what they hold, gathered from every object."""
    ends = whole.ends
    if ends.cr and (ends.lf or ends.crlf):
        raise no.BallotsUnreadable(str(path), f"its line ends are mixed, first in line {first_other_end(path):,}")
    if whole.holds_never_in_json:
        raise no.BallotsUnreadable(str(path), "it is not one JSON object a line")
    empty = RawFile(gateway, path, "jsonl", {}, {}, mixed=ends.kinds > 1)
    _refuse_what_is_no_json(database, empty)
    ours = "|".join((*COLUMNS, *OTHER_NAMES))
    of_ours = f"regexp_full_match(key, '{SPACES}({ours}){SPACES}', 'i')"
    keys = "json_keys(line)"
    twice = f"len({keys}) > len(list_distinct({keys}))"
    found = database.run(f"SELECT DISTINCT key FROM (SELECT unnest({keys}) AS key FROM {empty.lines}) WHERE {of_ours}")
    known = sorted(str(key) for (key,) in found)
    if database.run(f"SELECT 1 FROM {empty.lines} WHERE {twice} LIMIT 1"):
        raise no.BallotsUnreadable(str(path), "it is not one JSON object a line")
    names = _ours(known, path)
    file = replace(empty, names=names, types=dict.fromkeys(names, TEXT))
    _refuse_types_in_json(database, file)
    return file


def _refuse_what_is_no_json(database: Database, file: RawFile) -> None:
    """DuckDB reads more than JSON: every line is evidently an object of JSON, or is read by a strict reader as well."""
    for (line,) in database.each(f"FROM {file.lines} WHERE NOT regexp_full_match(line, {quoted(EVIDENT)})"):
        if unfit(line.encode())[0]:
            raise no.BallotsUnreadable(str(file.path), "it is not one JSON object a line")


def _refuse_types_in_json(database: Database, file: RawFile) -> None:
    columns = [ours for ours in IDENTIFIERS if file.has(ours)]
    if not columns:
        return
    types = ", ".join(f"json_type(line, {_path_to(file.names[ours])})" for ours in columns)
    for row in database.run(f"SELECT DISTINCT {types} FROM {file.lines}"):
        for ours, kind in zip(columns, row, strict=True):
            if kind is not None and kind not in WHOLE_IN_JSON:
                because = first_unfit_object(file.path, (file.names[ours],))
                raise no.BallotsUnreadable(str(file.path), because or f"its {ours} is neither text nor a whole number")


def _path_to(key: str) -> str:
    return quoted('$."' + key + '"')


def _without_empty(database: Database, file: RawFile) -> RawFile:
    """The file without columns it has and never fills; where it has no row at all, its heading says what it has."""
    if not holds_ballots(database, file):
        return file
    empty = [ours for ours in OPTIONAL if file.has(ours) and not database.run(_filled(file, ours))]
    kept = {ours: name for ours, name in file.names.items() if ours not in empty}
    return replace(file, names=kept, types={ours: file.types[ours] for ours in kept})


def _filled(file: RawFile, ours: str) -> str:
    column = file.column(ours)
    there = f"trim({column}) <> ''" if file.types[ours] == TEXT else f"{column} IS NOT NULL"
    return f"SELECT 1 FROM {file.scan} WHERE {there} LIMIT 1"


def _ours(columns: Sequence[str], path: Path) -> dict[str, str]:
    """Our column names against the file's, whatever their case."""
    names: dict[str, str] = {}
    for column in columns:
        ours = _our_name(column)
        if ours in COLUMNS:
            if ours in names:
                raise no.BallotsUnreadable(str(path), f"it has two columns for {ours}")
            names[ours] = column
    return names


def _our_name(column: str) -> str:
    name = column.strip().lower()
    return OTHER_NAMES.get(name, name)
