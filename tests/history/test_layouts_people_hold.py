"""Files as people hold them, each layout by its smallest example: what is read in it, and what is refused and why."""

from pathlib import Path

import pytest

from glitterball.history import (
    Beside,
    HistoryUnreadable,
    SeasonNotInHistory,
    SeasonNotWritten,
    audit_seasons,
    history_of,
    season_file_of,
)
from glitterball.history.cells import read_cell
from tests.history.files import STRICTLY, UK, US_33, of_severity
from tests.history.test_history_on_screen import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_of_one_season_is_told_its_number() -> None:
    lines = [line.partition(b",")[2] for line in UK.splitlines()]
    with pytest.raises(HistoryUnreadable, match="say which with --season"):
        history_of(b"\n".join(lines))
    told = audit_seasons(history_of(b"\n".join(lines), beside=Beside(season=33)), STRICTLY)
    assert told.rows == audit_seasons(history_of(UK), STRICTLY).rows


def test_a_season_the_file_has_not_is_refused_in_an_audit_too() -> None:
    with pytest.raises(SeasonNotInHistory, match="it has: 33"):
        audit_seasons(history_of(UK), STRICTLY, season=34)


STATUS = b"""season,week,couple,score,result
5,1,Ann & Al,20,Safe
5,1,Bob & Bea,21,Bottom two
5,1,Cat & Cy,30,Safe
5,1,Dot & Dan,10,Eliminated
5,2,Ann & Al,20,Safe
5,2,Bob & Bea,21,Eliminated
5,2,Cat & Cy,30,Immune
5,3,Ann & Al,25,Runner-up
5,3,Cat & Cy,30,Winners
"""


def test_safe_and_eliminated_beside_each_week_say_who_left_that_week_without_a_warning() -> None:
    report = audit_seasons(history_of(STATUS, beside=Beside(show="here")), US_33)
    assert [(row.left, row.places) for row in report.rows] == [
        (("Dot & Dan",), ()), (("Bob & Bea",), ()), ((), ("Cat & Cy", "Ann & Al")),
    ]  # fmt: skip
    assert [one for one in report.findings if one.severity != "note"] == []
    assert not any(row.assumed for row in report.rows)


def test_withdrew_beside_one_week_is_that_week() -> None:
    data = STATUS.replace(b"21,Eliminated", b"21,Withdrew")
    report = audit_seasons(history_of(data, beside=Beside(show="here")), US_33)
    assert report.rows[1].withdrew == ("Bob & Bea",)
    assert not any(row.assumed for row in report.rows)


def test_words_nobody_knows_are_said_once_however_many_rows_have_them() -> None:
    history = history_of(STATUS.replace(b"Safe", b"Vibing"))
    assert [one for one in of_severity(history, "warning") if "means" in one] == [
        "scores.csv:2: what 'Vibing' means is not known (3 rows); the last scores and the place decide"
    ]


def test_in_a_finale_with_winner_and_runner_up_the_couple_put_out_is_third() -> None:
    data = STATUS.replace(b"5,2,Bob & Bea,21,Eliminated", b"5,2,Bob & Bea,21,Safe") + b"5,3,Bob & Bea,20,Eliminated\n"
    report = audit_seasons(history_of(data), US_33)
    assert report.rows[2].places == ("Cat & Cy", "Ann & Al", "Bob & Bea")
    assert "read as place 3, the only one left" in " ".join(map(str, report.findings))


JUDGED = b"""series,week,celebrity,professional,dance,score_craig,score_arlene,score_bruno,total,exit_week
6,1,Ann,Al,Waltz,7,8,8,23,2
6,1,Bob,Bea,Tango,6,7,7,20,1
6,1,Cat,Cy,Rumba,9,9,10,28,3
6,1,Dee,Di,Rumba,8,9,10,27,3
6,2,Ann,Al,Salsa,7,,,22,2
6,2,Cat,Cy,Salsa,9,9,9,27,3
6,2,Dee,Di,Salsa,9,9,8,26,3
"""


def test_judge_columns_by_name_are_judges_and_total_is_the_panels() -> None:
    history = history_of(JUDGED)
    season = history.seasons[6]
    assert (history.layout, list(season.judges.values())) == ("one row a dance", ["craig", "arlene", "bruno"])
    report = audit_seasons(history, STRICTLY)
    assert not [one for one in report.findings if "bonus" in str(one)]
    assert report.ranges[0].marks == 23
    assert "the total 22 stands alone" in " ".join(of_severity(history, "note"))


def test_a_total_that_is_not_the_sum_of_its_marks_is_not_guessed_at() -> None:
    history = history_of(JUDGED.replace(b"7,8,8,23", b"7,8,8,24"))
    rows = audit_seasons(history, STRICTLY).rows
    assert rows[0].why == "no complete score of Ann & Al"
    assert "marks that add up to 23, beside a total of 24" in " ".join(of_severity(history, "warning"))


@pytest.mark.parametrize(
    ("cell", "totals", "marks"),
    [
        ("23 (8, 7, 8)", 23, [8, 7, 8]), ("23 (8,7,8)[a]", 23, [8, 7, 8]), ("(8, 7, 8)", 23, [8, 7, 8]),
        ("23\u2020", 23, []), ("23 + 25 = 48", 48, []), ("23 (8, 7, 8) + 20 (6, 7, 7)", 43, [8, 7, 8, 6, 7, 7]),
    ],
)  # fmt: skip
def test_cells_as_encyclopedias_write_them(cell: str, totals: int, marks: list[int]) -> None:
    data = f'Couple,Week 1,Week 2,Result\nAnn & Al,"{cell}",20,1st Place\nBob & Bea,20,21,2nd Place\n'
    history = history_of(data.encode(), beside=Beside(season=1))
    card = history.seasons[1].couples[0].weeks[1]
    assert sum(one.sum for one in card.performances) == totals
    assert [mark.value for one in card.performances for _, mark in one.marks] == marks


@pytest.mark.parametrize(
    "cell", ["23 (8, 7", "(8, x, 8)", "23 (8, , 8)", "23 + = 4", "20 + 20 = 41", "a" * 300, "(((", "1=2=3"]
)
def test_cells_that_are_no_scores_are_errors_in_a_clause(cell: str) -> None:
    data = f'Couple,Week 1,Week 2,Result\nAnn & Al,"{cell}",20,1st Place\nBob & Bea,20,21,2nd Place\n'
    history = history_of(data.encode(), beside=Beside(season=1))
    assert [one.severity for one in history.findings if one.where == "scores.csv:2"] == ["error"]
    assert history.seasons[1].couples[0].weeks[1].lacks == "a score cannot be read"


@pytest.mark.parametrize(
    "names", ["week1_total,week2_total", "w1,w2", "Week 1,Week 2", "week_1_score,week_2_score", "1,2"]
)
def test_weekly_totals_wide_under_any_of_their_names(names: str) -> None:
    data = f"season,couple,{names},result\n1,Ann & Al,20,21,1st Place\n1,Bob & Bea,19,22,2nd Place\n1,Cy & Di,18,,Eliminated\n"
    report = audit_seasons(history_of(data.encode()), US_33)
    assert not [one for one in report.findings if "bonus" in str(one) or "no small number" in str(one)]
    assert [(row.left, row.places, row.orders_in_all) for row in report.rows] == [
        (("Cy & Di",), (), "6"), ((), ("Ann & Al", "Bob & Bea"), "2"),
    ]  # fmt: skip


def test_a_workbook_is_called_a_workbook(desk: Desk) -> None:
    desk.file("scores.xlsx", b"PK\x03\x04\x14\x00\x06\x00")
    told = desk.types("history audit @/scores.xlsx")
    assert told.code == 3
    assert "an Excel workbook (.xlsx)" in told.err
    assert "save the sheet with the scores as CSV" in told.err


def test_a_show_whose_name_gives_no_identifier_is_audited_and_not_written() -> None:
    history = history_of(UK, beside=Beside(show="舞动"))
    assert {row.show for row in audit_seasons(history, US_33).rows} == {"舞动"}
    with pytest.raises(SeasonNotWritten, match="Latin letters"):
        season_file_of(history, 33, US_33)


def test_a_name_the_rules_do_not_take_keeps_its_season_from_being_written_and_no_other() -> None:
    history = history_of(UK)
    history.seasons[33].couples[0].celebrity = "Ann\0"
    mine = US_33.model_copy(update={"id": "mine"})
    for rulebook in (US_33, mine):
        report = audit_seasons(history, rulebook)
        assert {row.verdict for row in report.rows} == {"not worked out"}
        assert "is not taken" in report.rows[0].why
        assert [one.severity for one in report.findings] == ["error"]
    with pytest.raises(SeasonNotWritten, match="is not taken"):
        season_file_of(history, 33, US_33)


@pytest.mark.parametrize("name", ["", " ", "\n", "x" * 500, "\u202eus", "-", "1"])
def test_whatever_is_said_of_the_show_the_season_is_written_or_refused_in_a_sentence(name: str) -> None:
    history = history_of(UK, beside=Beside(show=name))
    assert len(audit_seasons(history, US_33).rows) == 3
    try:
        assert season_file_of(history, 33, US_33).file.season.endswith("-33")
    except SeasonNotWritten as refused:
        assert "Latin letters" in refused.because


def test_places_that_change_from_week_to_week_are_no_final_ones_and_are_said_once() -> None:
    lines = STATUS.decode().replace("result", "place").splitlines()
    weekly = [line.rpartition(",")[0] + f",{number}" if number else line for number, line in enumerate(lines)]
    report = audit_seasons(history_of("\n".join(weekly).encode()), US_33)
    assert [str(one) for one in report.findings if "change from row to row" in str(one)] == [
        "scores.csv:6: the places of Ann & Al and of 2 others change from row to row, so they are not final ones"
    ]


def test_a_column_of_totals_that_are_none_is_not_said_in_thousands() -> None:
    rows = [line.split(b",") for line in JUDGED.splitlines()]
    average = b"\n".join(b",".join([*row[:8], b"8" if number else row[8], row[9]]) for number, row in enumerate(rows))
    told = of_severity(history_of(average), "warning")
    assert len([one for one in told if "marks that add up to" in one]) == 4
    assert "season 6 has 3 more weeks of couples with marks that add up to another total" in " ".join(told)


def test_where_the_comma_is_the_decimal_sign_marks_between_parentheses_are_told_apart() -> None:
    for cell in ("23,5 (8; 7,5; 8)", "23,5 (8, 7,5, 8)"):
        (given,) = read_cell(cell, decimal_comma=True)
        assert [str(mark.value) for mark in given.marks] == ["8", "15/2", "8"]
        assert given.total is not None
        assert str(given.total.value) == "47/2"
