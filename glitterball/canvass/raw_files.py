"""Raw files of ballots: which format, which columns, and its digest. Nothing of a ballot is ever quoted."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glitterball.canvass import refusals as no
from glitterball.canvass.database import Database, named, quoted
from glitterball.files import opened
from glitterball.files.limits import BALLOTS

COLUMNS = ("voter", "couple", "channel", "time", "ballot", "count", "region", "body")
OTHER_NAMES = {"method": "channel"}
FORMATS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
LONGEST_HEADING = 65_536
FIRST_OBJECTS = 1_000
CHUNK = 1 << 22
TEXT = "VARCHAR"


@dataclass(frozen=True, slots=True)
class RawFile:
    """One gateway's raw file. `types` are DuckDB's types of the columns it has, under our names; text where it is text."""

    gateway: str
    path: Path
    form: str
    types: dict[str, str]
    names: dict[str, str]
    delimiter: str = ","
    all_names: tuple[str, ...] = ()

    @property
    def scan(self) -> str:
        """The file as a table in SQL."""
        path = quoted(re.sub(r"([*?\[])", r"[\1]", str(self.path)))
        if self.form == "parquet":
            return f"read_parquet({path}, hive_partitioning = false)"
        if self.form == "csv":
            columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in self.all_names)
            return (
                f"read_csv({path}, header = true, auto_detect = false, delim = {quoted(self.delimiter)}, quote = '\"', "
                f"escape = '\"', hive_partitioning = false, columns = {{{columns}}})"
            )
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in self.names.values())
        return f"read_json({path}, format = 'newline_delimited', hive_partitioning = false, columns = {{{columns}}})"

    def column(self, ours: str) -> str:
        """The column in SQL, under the file's own name."""
        return named(self.names[ours])

    def has(self, ours: str) -> bool:
        """Whether the file has that column."""
        return ours in self.names


def raw_file(database: Database, gateway: str, path: Path) -> RawFile:
    """The raw file, looked at from its beginning. Refuses what is no file of ballots."""
    form = FORMATS.get(path.suffix.lower())
    database.reading = (str(path),)
    if form is None:
        raise no.BallotsUnreadable(str(path), f"its name ends in none of {', '.join(FORMATS)}")
    if path.stat().st_size == 0:
        raise no.BallotsUnreadable(str(path), "it is empty")
    if form == "csv":
        return _csv(gateway, path)
    if form == "jsonl":
        return _jsonl(gateway, path)
    empty = RawFile(gateway, path, form, {}, {})
    described = database.run(f"DESCRIBE SELECT * FROM {empty.scan}")
    types = {str(name): str(kind) for name, kind, *_ in described}
    names = _ours(list(types), path)
    return RawFile(gateway, path, form, {ours: types[name] for ours, name in names.items()}, names)


def _csv(gateway: str, path: Path) -> RawFile:
    with opened(path, BALLOTS) as file:
        heading = _text(file.readline(LONGEST_HEADING), path)
    columns: list[str] = []
    for delimiter in ("\t", ";", ","):
        columns = next(csv.reader(io.StringIO(heading), delimiter=delimiter), [])
        if len(columns) > 1:
            break
    columns = [column.strip() for column in columns]
    names = _ours(columns, path)
    unnamed = [column or f"unnamed {place}" for place, column in enumerate(columns)]
    return RawFile(gateway, path, "csv", dict.fromkeys(names, TEXT), names, delimiter, tuple(unnamed))


def _jsonl(gateway: str, path: Path) -> RawFile:
    keys: dict[str, None] = {}
    with opened(path, BALLOTS) as file:
        for number in range(1, FIRST_OBJECTS + 1):
            line = file.readline(CHUNK)
            if not line:
                break
            text = _text(line, path)
            try:
                read = json.loads(text) if text.strip() else {}
            except (ValueError, RecursionError):
                read = None
            if not isinstance(read, dict):
                raise no.BallotsUnreadable(str(path), f"it is not one JSON object a line in line {number}")
            keys |= dict.fromkeys(read)
    names = _ours(list(keys), path)
    return RawFile(gateway, path, "jsonl", dict.fromkeys(names, TEXT), names)


def _text(line: bytes, path: Path) -> str:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in line:
        raise no.BallotsUnreadable(str(path), "it is not UTF-8 (it looks like UTF-16)")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise no.BallotsUnreadable(str(path), "it is not UTF-8 in its first lines") from None


def _ours(columns: Sequence[str], path: Path) -> dict[str, str]:
    """Our column names against the file's, whatever their case."""
    names: dict[str, str] = {}
    for column in columns:
        ours = OTHER_NAMES.get(column.strip().lower(), column.strip().lower())
        if ours in COLUMNS:
            if ours in names:
                raise no.BallotsUnreadable(str(path), f"it has two columns for {ours}")
            names[ours] = column
    return names


def fingerprint(path: Path, told: Callable[[int, int], None] = lambda done, of: None) -> str:
    """SHA-256 of the whole file, read in pieces."""
    whole = hashlib.sha256()
    size, done = path.stat().st_size, 0
    with opened(path, BALLOTS) as file:
        while piece := file.read(CHUNK):
            whole.update(piece)
            done += len(piece)
            told(done, max(size, done))
    return whole.hexdigest()


def state_of(path: Path) -> tuple[int, int]:
    """Size and time of the last change, which stay the same while a file is canvassed."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns
