"""One file's ballots give the same counts in any order of rows, any format, with any line ends, separators and quoting.

The counts are those of the slow count over what the slow reader reads; what it cannot read, the canvass refuses.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.canvass import Terms, canvass
from tests.canvass import naive_count
from tests.canvass.naive_count import Row
from tests.canvass.raw_ballots import CHANNELS, ballot_rows, good, parquet, terms, voting
from tests.canvass.slow_reader import Unreadable, columns_in, read_rows, without_empty
from tests.canvass.test_every_ballot_is_accounted_for import expected, said
from tests.thoroughness import examples

EVERY = tuple(name for name, _ in CHANNELS)
ODD_VOTERS = (
    'a "b" c',
    "x,y;z\tw|v",
    "line\nfeed",
    "both\r\nends",
    "return\rhere",
    " padded ",
    "=1+1",
    "Ünal",
    "007",
    "7",
    7,
    "'",
    '"',
)
ENDS = ("\n", "\r\n", "\r")
READABLE = ("no voter", "no readable time", "unusable count", "unknown channel", "unknown couple")
"""A file all of whose ballots are lost to one of these is refused."""


@dataclass(frozen=True)
class Writing:
    """How a file is written."""

    form: str = "csv"
    end: str = "\n"
    ends_last: bool = True
    mark: bool = False
    separator: str = ","
    quotes_all: bool = False
    names: str = "plain"
    doubled: bool = False
    gaps: bool = False
    spelled_out: bool = False
    order: tuple[int, ...] = field(default=(), repr=False)

    def write(self, folder: Path, rows: list[Row], columns: list[str]) -> Path:
        """The rows as such a file."""
        path = folder / f"ballots.{self.form}"
        if self.form == "parquet":
            whole = [name for name in ("voter", "ballot") if name in columns and _all_whole(rows, name)]
            kinds = {name: "BIGINT" if name in (*whole, "count") else "VARCHAR" for name in columns}
            return parquet(path, rows or [good()], kinds)
        lines = self._csv(rows, columns) if self.form == "csv" else self._jsonl(rows)
        text = "".join(line + self.end + (self.end if self.gaps else "") for line in lines)
        text = text if self.ends_last else text.rstrip("\r\n")
        path.write_bytes((b"\xef\xbb\xbf" if self.mark else b"") + text.encode())
        return path

    def _csv(self, rows: list[Row], columns: list[str]) -> list[str]:
        extra = ["note", "Note"] if self.doubled else []
        lines = [self.separator.join([*map(self._named, columns), *extra])]
        for row in rows:
            cells = [self._cell("" if row.get(name) is None else str(row.get(name))) for name in columns]
            lines.append(self.separator.join([*cells, *(["x"] * len(extra))]))
        return lines

    def _cell(self, text: str) -> str:
        needs = any(mark in text for mark in (self.separator, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if needs or self.quotes_all else text

    def _jsonl(self, rows: list[Row]) -> list[str]:
        return [
            json.dumps(
                {self._named(name): value for name, value in row.items() if value is not None or self.spelled_out},
                ensure_ascii=self.quotes_all,
                separators=(", ", " : ") if self.doubled else (",", ":"),
            )
            for row in rows
        ]

    def _named(self, column: str) -> str:
        return {"plain": column, "upper": column.upper(), "padded": f" {column.title()} "}[self.names]


def _all_whole(rows: list[Row], name: str) -> bool:
    return all(row.get(name) is None or isinstance(row[name], int) for row in rows)


@st.composite
def writings(draw: st.DrawFn) -> Writing:
    """Every way of writing a file that the page on ballots allows."""
    booleans = st.booleans()
    return Writing(
        draw(st.sampled_from(("csv", "jsonl", "parquet"))),
        draw(st.sampled_from(ENDS)),
        draw(booleans),
        draw(booleans),
        draw(st.sampled_from(",;\t|")),
        draw(booleans),
        draw(st.sampled_from(("plain", "upper", "padded"))),
        draw(booleans),
        draw(booleans),
        draw(booleans),
    )


@st.composite
def nights(draw: st.DrawFn) -> tuple[list[Row], Terms]:
    """A gateway's rows, the first of them sound; columns that may be left out are empty throughout now and then."""
    counts, ids, bodies = draw(st.booleans()), draw(st.booleans()), draw(st.integers(1, 2))
    channels = EVERY if counts else ("sms",)
    held = terms(voting(draw(st.integers(1, 4)), bodies=bodies), (("phones", channels),))
    sound = good(
        **({"ballot": 99} if ids else {}),
        **({"count": 1} if counts else {}),
        **({"body": "abroad"} if bodies > 1 else {}),
    )
    rows: list[Row] = [sound, *draw(ballot_rows(channels, ids, counts, bodies > 1))]
    rows = [row | {"voter": draw(st.sampled_from((row["voter"], row["voter"], *ODD_VOTERS)))} for row in rows]
    rows = [row | {"count": -1} if isinstance(row.get("count"), str) else row for row in rows]
    if ids and draw(st.booleans()):
        rows = [row | {"ballot": draw(st.sampled_from((None, "")))} for row in rows]
    return rows, held


@pytest.mark.heavy("nights")
@settings(max_examples=examples(400, of=50), deadline=None)
@given(night=nights(), one=writings(), other=writings(), chance=st.randoms(use_true_random=False))
def test_the_same_ballots_in_any_two_files_give_the_same_counts(
    night: tuple[list[Row], Terms], one: Writing, other: Writing, chance: object
) -> None:
    rows, held = night
    event(f"{one.form} and {other.form}")
    want = expected([("phones", without_empty(rows))], held)
    for writing in (one, other):
        shuffled = chance.sample(rows, len(rows))  # type: ignore[attr-defined] # a random.Random
        columns = chance.sample(list(rows[0]), len(rows[0]))  # type: ignore[attr-defined]
        with TemporaryDirectory() as folder:
            path = writing.write(Path(folder), shuffled, columns)
            assert expected([("phones", read_rows(path))], held) == want, "the slow reader"
            assert said(canvass([("phones", path)], held).batches, held) == want


@st.composite
def damaged(draw: st.DrawFn) -> tuple[bytes, str, Terms]:
    """A file in CSV or JSONL in which a few letters were put, taken away or changed."""
    rows, held = draw(nights())
    writing = draw(writings().filter(lambda writing: writing.form != "parquet"))
    with TemporaryDirectory() as folder:
        octets = bytearray(writing.write(Path(folder), rows[: draw(st.integers(1, 6))], list(rows[0])).read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(octets) - 1))
        new = draw(
            st.sampled_from(
                (
                    b"",
                    b'"',
                    b",",
                    b";",
                    b"\r",
                    b"\n",
                    b"\r\n",
                    b" ",
                    b"\x00",
                    b"\xff",
                    b"\t",
                    b"{",
                    b"}",
                    b"1",
                    b"x",
                    b",}",
                    b"NaN",
                    b"\\ud800",
                )
            )
        )
        octets[at : at + draw(st.integers(0, 1))] = new
    return bytes(octets), writing.form, held


def oracle(path: Path, held: Terms) -> object:
    """The slow counts; nothing where the file is refused as a whole."""
    try:
        rows = read_rows(path)
    except Unreadable as unreadable:
        event(str(unreadable))
        return None
    needed = {"voter", "couple", "time", "region"}
    if len(held.carries[0][1]) > 1:
        needed |= {"channel", "count"}
    if len(held.voting.bodies) > 1:
        needed |= {"body"}
    if needed - columns_in(path):
        event("columns are missing")
        return None
    if any(_names_no_zone(row["time"]) for row in rows):
        return None
    sheets = naive_count.count([("phones", rows)], held).values()
    votes = sum(sheet.accepted.total() + sheet.rejected.total() + sheet.late for sheet in sheets)
    for reason in READABLE:
        if votes and sum(sheet.rejected[reason] for sheet in sheets) == votes:
            return None
    event("counted")
    return expected([("phones", rows)], held)


def _names_no_zone(time: object) -> bool:
    found = naive_count.TIME.fullmatch(str(time))
    return found is not None and found[5] is None


@pytest.mark.heavy("every one")
@settings(max_examples=examples(600, of=50), deadline=None)
@given(file=damaged())
def test_a_damaged_file_is_counted_as_the_slow_reader_reads_it_or_refused(file: tuple[bytes, str, Terms]) -> None:
    octets, form, held = file
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"ballots.{form}"
        path.write_bytes(octets)
        want = oracle(path, held)
        try:
            got: object = said(canvass([("phones", path)], held).batches, held)
        except Refusal as refusal:
            got = None
            assert refusal.code in ("ballots-unreadable", "ballot-columns-missing", "times-without-zone")
    assert got == want
