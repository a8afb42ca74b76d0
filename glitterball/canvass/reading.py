"""How a raw file is read: each column as the counting wants it, and the first reason that applies to a ballot.

The columns of a ballot as counted: gateway, channel, body and couple as numbers (from 1; nothing where unknown), voter,
ballot (its id), t (microseconds since 1970 UTC), votes, reason (`reasons.CODE`, 0 where it stands), slice (from 0).
"""

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from glitterball.canvass import reasons as r
from glitterball.canvass import refusals as no
from glitterball.canvass.database import quoted
from glitterball.canvass.raw_files import IDENTIFIERS, TEXT, RawFile
from glitterball.canvass.terms import Terms
from glitterball.moments import SECOND

DAY = r"[12]\d{3}-\d{2}-\d{2}"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?"
OFFSET = r"(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
LIKE_TEXT = ("UUID", "JSON")
FRACTIONAL = ("DOUBLE", "FLOAT", "DECIMAL")


@dataclass(frozen=True, slots=True)
class Ballots:
    """All raw files of a canvass as one table. `zone` is that of times that name none."""

    files: Sequence[RawFile]
    terms: Terms
    zone: str | None = None

    @property
    def have_ids(self) -> bool:
        """Whether any file names ballots by an id."""
        return any(file.has("ballot") for file in self.files)

    @property
    def identity(self) -> str:
        """What an id is found again by: a gateway's own number, or a hash. A hash may find too many, never too few."""
        numbers = len(self.files) == 1 and self.files[0].types.get("ballot") in WHOLE
        return "ballot" if numbers else "hash(gateway, ballot)"

    @property
    def votes(self) -> str:
        """How votes are added up in SQL."""
        return "sum(votes)" if self.have_counts else "count(*)"

    @property
    def have_counts(self) -> bool:
        """Whether any file says how many votes a ballot is."""
        return any(file.has("count") for file in self.files)

    def those(self, where: str = "true", number: int | None = None) -> str:
        """The ballots in SQL, those alone `where` who, what and how is so; of the rest no more is read.

        With a `number` they are those of that raw file, counted from 1, read as they are among all.
        """
        native = {column: len({file.types.get(column) for file in self.files}) == 1 for column in ("voter", "ballot")}
        parts = [
            _ballots(file, place, self, native, where)
            for place, file in enumerate(self.files, start=1)
            if number in (None, place)
        ]
        return f"({' UNION ALL '.join(parts)}) AS ballots"


def read(files: Sequence[RawFile], terms: Terms, zone: str | None) -> Ballots:
    """The ballots in the files. Refuses files that lack columns or hold them in another type."""
    if zone is not None and zone not in zoneinfo.available_timezones():
        raise no.ZoneUnknown(zone)
    for file in files:
        _refuse_missing(file, terms, terms.carried(file.gateway))
        _refuse_types(file)
    return Ballots(files, terms, zone)


def _ballots(file: RawFile, number: int, of: Ballots, native: dict[str, bool], where: str) -> str:
    terms, carried = of.terms, of.terms.carried(file.gateway)
    first = first_carried(terms, file.gateway)
    regions = terms.voting.regions
    inside = f"coalesce(CAST(raw_region AS VARCHAR) IN ({_list(regions.eligible)}), false)" if regions else "true"
    given, n = _count(file)
    raw = "".join(f", {file.column(one)} AS raw_{one}" for one in ("time", "count", "region") if file.has(one))
    return f"""SELECT gateway, voter, ballot, t, channel, body, couple, votes,
    {_reason(file, terms, first)} AS reason, {_slice(terms, first)} AS slice
FROM (SELECT *, {_time(file, of.zone)} AS t, {_without_zone(file, of.zone)} AS zoneless, {inside} AS eligible,
    {given} AS given, {n} AS n, coalesce(CASE WHEN {n} BETWEEN 0 AND {r.LARGEST_COUNT} THEN {n} END, 1) AS votes
FROM (SELECT {number}::UTINYINT AS gateway, {_identity(file, "voter", native)} AS voter,
    {_identity(file, "ballot", native)} AS ballot, {_channel(file, terms, carried)} AS channel,
    {_body(file, terms)} AS body, {_code(_as_text(file, "couple"), terms.couples)} AS couple{raw}
FROM {file.scan}) WHERE {where})"""


def first_carried(terms: Terms, gateway: str) -> int:
    """The channel in whose batches ballots of no known channel are accounted for."""
    return [channel.name for channel in terms.voting.channels].index(terms.carried(gateway)[0]) + 1


def _refuse_missing(file: RawFile, terms: Terms, carried: Sequence[str]) -> None:
    needed = {"voter": "a column voter", "couple": "a column couple", "time": "a column time"}
    if len(carried) > 1:
        needed["channel"] = "a column channel (or method)"
    if any(one.kind != "single ballots" for one in terms.voting.channels if one.name in carried):
        needed["count"] = "a column count"
    if terms.voting.regions:
        needed["region"] = "a column region"
    if len(terms.voting.bodies) > 1:
        needed["body"] = "a column body"
    if missing := [words for column, words in needed.items() if not file.has(column)]:
        raise no.ColumnsMissing(str(file.path), ", ".join(missing))


def _refuse_types(file: RawFile) -> None:
    """CSV and JSONL are text throughout; Parquet says what its columns hold.

    A floating number names nobody: 447700900123.0 is not the text 447700900123, and two long numbers may become one.
    """
    for column in IDENTIFIERS:
        if file.has(column) and file.types[column] not in (TEXT, *WHOLE, *LIKE_TEXT):
            kind = _plainly(file.types[column])
            raise no.BallotsUnreadable(
                str(file.path), f"its column {column} holds {kind}, neither text nor whole numbers"
            )
    time, count = file.types["time"], file.types.get("count", "BIGINT")
    if time != TEXT and not time.startswith("TIMESTAMP"):
        raise no.BallotsUnreadable(str(file.path), f"its column time holds {_plainly(time)}, not times")
    if file.form == "parquet" and count not in WHOLE and not count.startswith(FRACTIONAL):
        raise no.BallotsUnreadable(str(file.path), f"its column count holds {_plainly(count)}, not whole numbers")


def _identity(file: RawFile, column: str, native: dict[str, bool]) -> str:
    """Who or which: as written; nothing where it is empty."""
    if not file.has(column):
        return "NULL::VARCHAR"
    written = file.column(column)
    if file.types[column] != TEXT:
        return written if native[column] and file.types[column] in WHOLE else f"CAST({written} AS VARCHAR)"
    there = f"WHEN ascii({written}) > 32 THEN {written}"  # spares nearly every ballot the trimming, which takes long
    return f"CASE {there} WHEN trim({written}) <> '' THEN {written} END"


def _as_text(file: RawFile, column: str) -> str:
    written = file.column(column)
    return written if file.types[column] == TEXT else f"CAST({written} AS VARCHAR)"


def _time(file: RawFile, zone: str | None) -> str:
    """Microseconds since 1970 UTC; nothing where it is no time or names no zone and none is declared."""
    kind, written = file.types["time"], "raw_time"
    if kind.startswith("TIMESTAMP"):
        if "WITH TIME ZONE" in kind:
            return f"CASE WHEN isfinite({written}) THEN epoch_us({written}) END"
        plain = f"CAST({written} AS TIMESTAMP)"
        return f"CASE WHEN isfinite({plain}) THEN epoch_us(timezone({quoted(zone or 'UTC')}, {plain})) END"
    zoned = f"regexp_full_match({written}, '{DAY}[T ]{CLOCK}{OFFSET}')"
    cut = f"regexp_replace({written}, '(\\.\\d{{6}})\\d+', '\\1')"
    read = f"WHEN {zoned} THEN epoch_us(TRY_CAST({cut} AS TIMESTAMPTZ))"
    if zone is not None:
        plain = f"regexp_full_match({written}, '{DAY}[T ]{CLOCK}')"
        read += f" WHEN {plain} THEN epoch_us(timezone({quoted(zone)}, TRY_CAST({cut} AS TIMESTAMP)))"
    return f"CASE {read} END"


def _without_zone(file: RawFile, zone: str | None) -> str:
    """Whether a time says no zone where none is declared."""
    kind, written = file.types["time"], "raw_time"
    if zone is not None or "WITH TIME ZONE" in kind:
        return "false"
    if kind == TEXT:
        return f"coalesce(regexp_full_match({written}, '{DAY}[T ]{CLOCK}'), false)"
    return f"{written} IS NOT NULL"


def _count(file: RawFile) -> tuple[str, str]:
    """Whether a count is given, and the count; nothing where it is no whole number."""
    if not file.has("count"):
        return "false", "NULL::BIGINT"
    kind, written = file.types["count"], "raw_count"
    if kind in WHOLE:
        return f"{written} IS NOT NULL", f"TRY_CAST({written} AS BIGINT)"
    if kind.startswith(FRACTIONAL):
        return (
            f"{written} IS NOT NULL",
            f"CASE WHEN {written} = floor({written}) THEN TRY_CAST({written} AS BIGINT) END",
        )
    digits = f"regexp_extract(trim({written}), '^(\\d{{1,15}})(\\.0+)?$', 1)"
    return f"coalesce(trim({written}) <> '', false)", f"TRY_CAST(nullif({digits}, '') AS BIGINT)"


def _plainly(kind: str) -> str:
    return "text" if kind == TEXT else f"values of type {kind.partition('(')[0].lower()}"


def _channel(file: RawFile, terms: Terms, carried: Sequence[str]) -> str:
    names = [channel.name for channel in terms.voting.channels]
    if not file.has("channel"):
        return f"{names.index(carried[0]) + 1}::UTINYINT"
    places = ", ".join(str(names.index(name) + 1) for name in carried)
    return f"list_extract([{places}]::UTINYINT[], {_code(_as_text(file, 'channel'), carried)})"


def _body(file: RawFile, terms: Terms) -> str:
    if len(terms.voting.bodies) == 1:
        return "1::UTINYINT"
    return _code(_as_text(file, "body"), terms.voting.bodies)


def _code(written: str, names: Sequence[str]) -> str:
    """A name as its place in a list, from 1; nothing where it is not in it. DuckDB does this once a dictionary entry."""
    return f"nullif(list_position([{_list(names)}], {written}), 0)::UTINYINT"


def _list(names: Sequence[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def _reason(file: RawFile, terms: Terms, first: int) -> str:
    """The first reason that applies to the ballot by itself; what other ballots do to it comes later."""
    counted = [str(place) for place, one in enumerate(terms.voting.channels, start=1) if one.kind != "single ballots"]
    readable = f"coalesce(n BETWEEN 0 AND {r.LARGEST_COUNT}, false)"
    single = "(NOT given OR coalesce(n = 1, false))"
    usable = f"CASE WHEN channel IN ({', '.join(counted)}) THEN {readable} ELSE {single} END" if counted else single
    if not file.has("count"):
        usable = "true"
    tests = [
        (r.WITHOUT_ZONE, "zoneless"),
        (r.CODE[r.NO_VOTER], "voter IS NULL"),
        (r.CODE[r.NO_TIME], "t IS NULL"),
        (r.CODE[r.NO_COUNT], f"NOT {usable}" if usable != "true" else "false"),
        (r.CODE[r.NO_BALLOT_ID], "ballot IS NULL" if file.has("ballot") else "false"),
        (r.CODE[r.UNKNOWN_CHANNEL], "channel IS NULL"),
        (r.CODE[r.UNKNOWN_COUPLE], "couple IS NULL"),
        (r.CODE[r.UNKNOWN_BODY], "body IS NULL"),
        (r.CODE[r.OUTSIDE], "NOT eligible"),
        (r.CODE[r.EARLY], f"t < {_by_channel(terms, 'opens', first)}"),
        (r.CODE[r.LATE], f"t >= {_by_channel(terms, 'closes', first)}"),
    ]
    chain = " ".join(f"WHEN {test} THEN {code}" for code, test in tests if test != "false")
    return f"(CASE {chain} ELSE {r.STANDS} END)::UTINYINT"


def _slice(terms: Terms, first: int) -> str:
    """The slice of the window; what has none stands in the first, what is late in the last."""
    opens, closes, last = (_by_channel(terms, what, first) for what in ("opens", "closes", "last"))
    length = terms.slice_seconds * SECOND
    return f"(CASE WHEN t >= {closes} THEN {last} WHEN t >= {opens} THEN (t - {opens}) // {length} ELSE 0 END)::INTEGER"


def _by_channel(terms: Terms, what: str, first: int) -> str:
    """Opening, closing or last slice of a ballot's channel, or of the first carried where it names none; one number where
    all channels have the same."""
    values: dict[int, int] = {}
    for place, channel in enumerate(terms.voting.channels, start=1):
        if (window := terms.windows[place - 1]) is not None:
            values[place] = {
                "opens": window.opens,
                "closes": window.closes,
                "last": terms.slices(channel.name) - 1,
            }[what]
    if len(set(values.values())) == 1:
        return str(next(iter(values.values())))
    branches = " ".join(f"WHEN {place} THEN {value}" for place, value in values.items())
    return f"CASE coalesce(channel, {first}) {branches} END"
