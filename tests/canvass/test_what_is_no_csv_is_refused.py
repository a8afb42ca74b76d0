"""A line of CSV has as many columns as its heading, whatever DuckDB passes over.

DuckDB reads a line with separators behind its last column as if they were not there. The judge is the slow reader, which
knows nothing but the page on ballots.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.canvass import canvass, whole_files
from tests.canvass.raw_ballots import COUPLES, OPENS, terms, voting
from tests.canvass.slow_reader import Unreadable, read_rows
from tests.thoroughness import examples

HELD = terms(voting(cap=10, regions=False))
ROW = f"v1,{COUPLES[0]},{OPENS}"
OF_WHAT_CELLS_HOLD = r"its times|time that|no zone"
HEADING = "voter,couple,time"


def canvassed(path: Path, text: bytes) -> int:
    path.write_bytes(text)
    return sum(batch.received for batch in canvass([("phones", path)], HELD).batches)


@pytest.mark.parametrize("more", [",", ",,", ", ", ',""', ",x"])
def test_a_line_with_a_column_more_is_refused_even_if_that_is_empty(more: str, tmp_path: Path) -> None:
    """A separator behind the last column was passed over, so that a line shifted by a stray comma could be counted."""
    with pytest.raises(Refusal, match=r"a line has too few or too many columns in line 3"):
        canvassed(tmp_path / "ballots.csv", f"{HEADING}\n{ROW}\n{ROW}{more}\n{ROW}\n".encode())


def test_an_empty_last_column_is_no_column_more(tmp_path: Path) -> None:
    path = tmp_path / "ballots.csv"
    assert canvassed(path, f'{HEADING},note\n{ROW},\n{ROW},""\n{ROW},"a,\nb"\n'.encode()) == 3


def test_a_heading_and_its_lines_may_all_end_in_a_separator(tmp_path: Path) -> None:
    assert canvassed(tmp_path / "ballots.csv", f"{HEADING},\n{ROW},\n{ROW},\n".encode()) == 2


@pytest.mark.parametrize(
    "octets", [b"\xff", b"\xe2\x82", b"\xed\xa0\x80"], ids=["no letter", "cut off", "half of a letter"]
)
@pytest.mark.parametrize("at", ["midst", "end"])
def test_a_file_is_utf_8_throughout_also_in_columns_nobody_reads(octets: bytes, at: str, tmp_path: Path) -> None:
    """Of a column that is passed over DuckDB reads no letter, so that a file cut off in it was counted."""
    lines = f"{HEADING},note\n{ROW},\n{ROW},".encode() + octets + (f"\n{ROW},\n".encode() if at == "midst" else b"")
    with pytest.raises(Refusal, match="it is not UTF-8 in line 3"):
        canvassed(tmp_path / "ballots.csv", lines)


def test_a_letter_may_stand_where_two_pieces_of_a_file_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_files, "CHUNK", 7)
    assert canvassed(tmp_path / "ballots.csv", f"{HEADING},note\n".encode() + f"{ROW},€é😀€é😀\n".encode() * 3) == 3
    with pytest.raises(Refusal, match="it is not UTF-8 in line 4"):
        canvassed(tmp_path / "ballots.csv", f"{HEADING},note\n{ROW},€\n{ROW},é\n{ROW},".encode() + "€".encode()[:2])


PIECES = (b"", b",", b",,", b";", b"\t", b"|", b'"', b'""', b" ",
          b"x", b"\xc3\xa9", b"\xff", b"\x01", b"\x7f", b",\n", b"\n", b"\n\n")  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file with three lines under its heading, in which a few pieces were put, doubled or taken away."""
    note = draw(st.sampled_from(("", "x", '"x,y"', '"a\nb"', '""', '"a""b"')))
    octets = bytearray(f"{HEADING},note\n{ROW},{note}\n{ROW},{note}\n{ROW},x\n".encode())
    start = len(HEADING) + 6
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(start, len(octets)))
        octets[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from(PIECES))
    return bytes(octets)


@pytest.mark.heavy("every one")
@settings(max_examples=examples(3_000, of=150), deadline=None)
@given(text=damaged())
def test_a_file_is_counted_or_refused_as_the_slow_reader_has_it(text: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ballots.csv"
        try:
            got: object = canvassed(path, text)
        except Refusal as refusal:
            event(refusal.code)
            assume(not re.search(OF_WHAT_CELLS_HOLD, str(refusal)))
            got = None
        try:
            want: object = len(read_rows(path))
        except Unreadable as unreadable:
            event(str(unreadable))
            want = None
    assert got == want
