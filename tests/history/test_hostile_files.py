"""Files that are no such files: a sentence with file and line, never a traceback, and never an endless night."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.history import (
    HistoryUnreadable,
    SeasonNotWritten,
    audit_seasons,
    history_of,
    season_file_of,
    seasons_in,
)
from glitterball.refusals import FileUnreadable
from glitterball.season_files import check_season
from tests.history.files import cells_of, five_seasons, small, wide, written
from tests.thoroughness import examples

SMALL = wide(1, *small())


def columns(*gone: str) -> bytes:
    return written([{name: cell for name, cell in row.items() if name not in gone} for row in cells_of(SMALL.decode())])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\n\n , ,\n", "the file is empty"),
        (SMALL.decode().encode("utf-16"), "UTF-16"),
        (SMALL.decode().encode("utf-16-le"), "UTF-16 or no text"),
        (SMALL.replace(b"Amy", b"Am\xe9"), "byte E9 is not UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00 a spreadsheet", "an Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "an Excel workbook of the old kind (.xls)"),
        (SMALL.splitlines()[0], "the file has a header and no rows"),
        (b"hello\nworld\n", "columns are missing"),
        (columns("season"), "columns are missing: season"),
        (columns("celebrity_name"), "columns are missing: celebrity"),
        (SMALL.replace(b"week2_judge1", b"week1_judge1"), "week 1 judge 1 has two columns"),
        (SMALL.replace(b"week2_judge1", b"week99_judge1"), "weeks run from 1 to 60"),
        (SMALL + b'"open,1,2\n', "it is not CSV from here on"),
        (SMALL.replace(b",1,", b",one,"), "is no season's number"),
        (SMALL.replace(b"\nAmy", b"\n" + b"A" * 200_000), "it is not CSV from here on"),
        (b"x" * 64_000_001, "at most 64000000 are read"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_seasons_is_refused_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(HistoryUnreadable) as refused:
        history_of(data)
    assert says in " ".join(map(str, refused.value.findings))
    assert refused.value.sentence().startswith("scores.csv holds no seasons that can be read")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="cannot be read"):
        seasons_in(tmp_path / "nothing.csv")
    with pytest.raises(FileUnreadable):
        seasons_in("nul\0.csv")


def test_rows_that_are_too_short_too_long_or_of_no_season_are_errors_and_spoil_only_their_season() -> None:
    other = wide(2, *small()).splitlines()[1:]
    lines = [*SMALL.splitlines(), *other]
    lines[2] = lines[2].rpartition(b",")[0]
    lines.append(b"Zed,Why,no season,1st Place,1")
    history = history_of(b"\n".join(lines))
    assert [str(one) for one in history.findings] == [
        "scores.csv:3: the row has 13 cells and the header 14 columns",
        "scores.csv:10: 'no season' is no season's number, so the row belongs to no season",
    ]
    found = {(row.season, row.verdict) for row in audit_seasons(history).rows}
    assert found == {(1, "not worked out"), (2, "consistent")}


def test_a_season_of_hundreds_of_couples_is_said_and_not_gone_through() -> None:
    rows = [(f"C{number} One & P{number} Two", f"Eliminated Week 1|{number}", "5 5 5") for number in range(300)]
    report = audit_seasons(history_of(wide(1, *rows)))
    assert "more than 30 couples" in report.rows[0].why


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(("season", "verdict"), [(1, "not worked out"), (3, "consistent"), (28, "not worked out")])
def test_a_finale_of_many_couples_is_worked_out_by_share_and_said_to_be_too_large_by_rank(
    season: int, verdict: str
) -> None:
    rows = [("Zed One & Yon Two", "Eliminated Week 1", "1 5 5|0 0 0")]
    rows += [(f"C{place} One & P{place} Two", f"{place}th Place|{place}", "5 5 5|6 6 6") for place in range(1, 15)]
    last = audit_seasons(history_of(wide(season, *rows))).rows[-1]
    assert last.verdict == verdict
    assert ("13 at most are gone through" in last.why) == (verdict == "not worked out")


def test_formulas_and_markup_in_names_are_only_names() -> None:
    rows = [('=HYPERLINK("x") & [bold]Two', "1st Place|1", "9 9 9"), ("<script> & ../../etc", "2nd Place|2", "8 8 8")]
    history = history_of(wide(1, *rows))
    assert [one.slug for one in history.seasons[1].couples] == ["hyperlink-x-bold-two", "script-etc"]


def attempt(data: bytes) -> None:
    """Whatever the bytes, the answer is a report in which every season passes the rules, or a refusal with findings."""
    try:
        history = history_of(data)
    except HistoryUnreadable as refused:
        assert refused.findings
        return
    report = audit_seasons(history)
    assert {row.season for row in report.rows} == set(history.seasons)
    assert all(row.why for row in report.rows if row.verdict == "not worked out")
    for number in history.seasons:
        try:
            assert check_season(season_file_of(history, number).file) == ()
        except SeasonNotWritten as refused:
            assert refused.because


@settings(deadline=None, max_examples=examples(60))
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_arbitrary_bytes_never_end_in_a_traceback(data: bytes) -> None:
    attempt(data)


pieces = st.sampled_from([
    "0", "N/A", "9.6666", "11", "7.77", "-1", "1e400", "nan", '"', ",", "\n", "\r\n", ";", "\u00a0", "Withdrew",
    "Eliminated Week 1", "Eliminated Week 9", "1st Place", "3rd Place", "0th Place", "Week",
    "\x00", "\x85", "34", "3", "28",
])  # fmt: skip


@settings(deadline=None, max_examples=examples(150))
@given(st.data())
def test_a_file_with_cells_changed_never_ends_in_a_traceback(data: st.DataObject) -> None:
    lines = [
        line.split(",") for line in wide(data.draw(st.sampled_from([1, 3, 28, 33, 34])), *small()).decode().splitlines()
    ]
    for _ in range(data.draw(st.integers(0, 6))):
        line = data.draw(st.integers(0 if data.draw(st.integers(0, 9)) == 0 else 1, len(lines) - 1))
        cell = data.draw(st.integers(0, len(lines[line]) - 1))
        lines[line][cell] = data.draw(pieces)
    attempt("\n".join(",".join(line) for line in lines).encode())


scores = st.sampled_from(["0", "0", "N/A", "5", "7", "8", "8.5", "9.3333", "10", "12"])


@st.composite
def seasons(draw: st.DrawFn) -> bytes:
    """Seasons nobody would broadcast: any fate beside any scores."""
    weeks, judges = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    fates = st.sampled_from(
        ["Withdrew", "Withdrew Week 2", "", "?", *(f"Eliminated Week {week}" for week in range(1, 6)),
         "1st Place", "2nd Place", "3rd Place"]
    )  # fmt: skip
    rows = []
    for number in range(draw(st.integers(1, 6))):
        given = [" ".join(draw(scores) for _ in range(judges)) for _ in range(weeks)]
        place = draw(st.sampled_from(["", "1", "2", "3", "x"]))
        rows.append((f"A{number} One & B{number % 2} Two", f"{draw(fates)}|{place}", "|".join(given)))
    return wide(draw(st.sampled_from([1, 5, 15, 17, 28, 30, 33, 34, 60])), *rows, judges=judges)


@settings(deadline=None, max_examples=examples(200))
@given(seasons())
def test_any_fates_beside_any_scores_are_read_into_weeks_that_pass_the_rules(data: bytes) -> None:
    attempt(data)


def test_a_refusal_is_one_of_ours() -> None:
    assert issubclass(HistoryUnreadable, Refusal)
    assert five_seasons().startswith(b"\xef\xbb\xbf")
