"""Accidents with files of seasons, each by its smallest input: what stands in output and season file, and what must not."""

import csv
import io
from pathlib import Path

import pytest

from glitterball.history import (
    Beside,
    History,
    HistoryUnreadable,
    SeasonNotInHistory,
    SeasonNotWritten,
    WeeksTogetherUnclear,
    audit_seasons,
    history_of,
    season_file_of,
    together_said,
)
from glitterball.history.cells import read_cell
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import season_files
from tests.history.files import US, small, wide
from tests.history.test_history_on_screen import Desk

US_33, STRICTLY = shipped_rulebook("us-33"), shipped_rulebook("strictly-2009")

UK = b"""series,week,couple,total,result
33,1,Ann & Al,20,Eliminated Week 2
33,1,Bob & Bea,21,2nd Place
33,1,Cat & Cy,30,1st Place
33,2,Ann & Al,30,Eliminated Week 2
33,2,Bob & Bea,21,2nd Place
33,2,Cat & Cy,20,1st Place
33,3,Bob & Bea,21,2nd Place
33,3,Cat & Cy,20,1st Place
"""

STAND_IN = b"""season,week,celebrity,professional,judge,score,result
1,1,Amy,Zed,A,9,1st Place
1,1,Bea,Xan,A,8,2nd Place
1,1,Cleo,Wim,A,7,Eliminated Week 1
1,2,Amy,Yul,A,9,1st Place
1,2,Bea,Xan,A,8,2nd Place
1,3,Amy,Zed,A,9,1st Place
1,3,Bea,Xan,A,8,2nd Place
"""

NO_PRO = b"""season,week,celebrity,judge,score,result
1,1,Amy,A,9,1st Place
1,1,Bea,A,8,2nd Place
1,1,Cleo,A,7,Eliminated Week 1
1,2,Amy,A,9,1st Place
1,2,Bea,A,8,2nd Place
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def written(history: History, number: int, rulebook: object = US_33) -> str:
    """The season file of a season."""
    found = season_file_of(history, number, rulebook)  # type: ignore[arg-type]  # a rulebook
    run = DryRun(found.file.season)
    run.through(found.file.script)
    assert run.findings == []
    return season_files(run.fold.state, run.fold.tallies).files["season.toml"].decode()


def said(history: History, severity: str) -> list[str]:
    return [str(one) for one in audit_seasons(history, US_33).findings if one.severity == severity]


# Finding 5: facts about the US show are chosen by the show, never by a number.


def test_a_uk_series_33_gets_no_us_carry_over() -> None:
    report = audit_seasons(history_of(UK), STRICTLY)
    row = report.rows[1]
    assert (row.orders, row.orders_in_all, row.counts_weeks) == ("3", "6", (2,))
    assert (row.show, row.rulebook_from) == ("Strictly Come Dancing", "named with --rules")
    assert not [one for one in report.findings if "count together" in str(one)]


def test_a_uk_series_33_is_not_recorded_as_the_us_season(desk: Desk) -> None:
    desk.file("uk.csv", UK)
    assert desk.types("history import @/uk.csv 33 --rules strictly-2009 -o @/s").code == 0
    text = (desk.folder / "s" / "season.toml").read_text()
    assert 'season = "strictly-33"' in text
    assert 'show = "Strictly Come Dancing"' in text
    assert "us-33" not in text
    assert "Dancing with the Stars" not in text


def test_without_a_show_and_without_rules_nothing_is_assumed_of_a_number(desk: Desk) -> None:
    rows = audit_seasons(history_of(UK)).rows
    assert {(row.verdict, row.rulebook) for row in rows} == {("not worked out", "")}
    assert "say --show or --rules" in rows[0].why
    desk.file("uk.csv", UK)
    told = desk.types("history audit @/uk.csv")
    assert told.code == 3
    assert told.out.count("error: ") == 1
    assert desk.types("history import @/uk.csv 33 -o @/s").code == 3


@pytest.mark.parametrize("name", ["us", "US", "Dancing with the Stars (US)", "DWTS US"])
def test_the_same_file_of_the_us_show_gets_what_is_known_of_its_season_33(name: str) -> None:
    row = audit_seasons(history_of(UK, beside=Beside(show=name))).rows[1]
    assert (row.show, row.rulebook, row.counts_weeks) == ("Dancing with the Stars (US)", "us-33@1", (1, 2))
    assert row.rulebook_from == "for season 33 of Dancing with the Stars (US): said with --show"


def test_another_show_under_a_us_rulebook_gets_its_clauses_and_none_of_its_facts() -> None:
    history = history_of(UK, beside=Beside(show="Harbour Lights"))
    assert audit_seasons(history, US_33).rows[1].counts_weeks == (2,)
    text = written(history, 33)
    assert 'season = "harbour-lights-33"' in text
    assert 'show = "Harbour Lights"' in text


def test_half_points_and_last_weeks_votes_are_the_us_shows_too() -> None:
    for number in (15, 17, 22):
        other = season_file_of(history_of(wide(number, *small()), beside=Beside(show="Elsewhere")), number, US_33)
        votes = [one.says.votes_from for one in other.file.script if getattr(one.says, "do", "") == "open-week"]  # type: ignore[union-attr]
        assert votes == [(1,), (2,), (3,)]
        assert not [one for one in other.findings if "half points" in str(one) or "last period" in str(one)]


def test_a_file_says_its_show_in_a_column_and_a_file_of_two_is_asked_for_one() -> None:
    lines = UK.decode().splitlines()
    one = [f"show,{lines[0]}", *(f"Strictly Come Dancing,{line}" for line in lines[1:])]
    both = [*one, *(f"dwts us,{line}" for line in lines[1:])]
    history = history_of("\n".join(one).encode())
    assert history.said.show is not None
    assert (history.said.show.id, history.said.source) == ("strictly", "the file says so")
    with pytest.raises(HistoryUnreadable, match=r"several shows .*name one with --show"):
        history_of("\n".join(both).encode())
    chosen = history_of("\n".join(both).encode(), beside=Beside(show="us"))
    assert len(chosen.seasons[33].couples) == 3
    assert "8 rows of other shows are not read" in str(chosen.findings[0])
    with pytest.raises(HistoryUnreadable, match="no rows of Elsewhere"):
        history_of("\n".join(one).encode(), beside=Beside(show="Elsewhere"))


def test_the_columns_of_comaps_file_are_taken_for_the_us_shows_by_a_named_assumption(desk: Desk) -> None:
    desk.file("comap.csv", wide(33, *small()))
    told = desk.types("history audit @/comap.csv")
    assert "warning: comap.csv: no show is said; Dancing with the Stars (US) is assumed from the columns" in told.out
    assert "us-33@1" in told.out
    assert desk.types("history import @/comap.csv 33 -o @/s").code == 0
    assert "assumed from the columns" in (desk.folder / "s" / "season.toml").read_text()
    assert "no show is said" not in desk.types("history audit @/comap.csv --show us").out


def test_a_rulebook_named_says_more_of_the_show_than_the_columns_do() -> None:
    report = audit_seasons(history_of(wide(33, *small())), STRICTLY)
    assert {row.show for row in report.rows} == {"Strictly Come Dancing"}


# H01, H02: one celebrity is one couple; a pro nobody names is a gap.


def test_h01_a_stand_in_pro_makes_no_second_couple_and_no_elimination() -> None:
    history = history_of(STAND_IN)
    report = audit_seasons(history, US_33)
    assert report.couples == 3
    assert [(row.left, row.places, row.verdict) for row in report.rows] == [
        (("Cleo & Wim",), (), "consistent"), ((), (), "consistent"), ((), ("Amy & Zed", "Bea & Xan"), "consistent"),
    ]  # fmt: skip
    assert "season 1: Amy danced with Yul in week 2; read as one couple, Amy & Zed" in said(history, "note")
    text = written(history, 1)
    assert text.count('said = "eliminated"') == 1
    assert "danced with Yul" in str(season_files_of(history))
    assert said(history, "warning") == []


def season_files_of(history: History) -> dict[str, bytes]:
    found = season_file_of(history, 1, US_33)
    run = DryRun(found.file.season)
    run.through(found.file.script)
    return season_files(run.fold.state, run.fold.tallies).files


def test_a_stand_in_of_a_wide_file_is_one_couple_too_and_with_results_beside_as_well() -> None:
    rows = [
        *small()[1:],
        ("Amy One & Ben Two", "1st Place|1", "9 9 9|0 0 0|10 10 10"),
        ("Amy One & Yul Six", "|", "0 0 0|9 9 8|0 0 0"),
    ]
    history = history_of(wide(1, *rows))
    assert len(history.seasons[1].couples) == 4
    assert [sorted(one.weeks) for one in history.seasons[1].couples][-1] == [1, 2, 3]
    assert "Amy One danced with Yul Six in week 2" in " ".join(said(history, "note"))
    scores = b"\n".join(line.rpartition(b",")[0] for line in STAND_IN.splitlines())
    results = b"season,celebrity,result\n1,Amy,1st Place\n1,Bea,2nd Place\n1,Cleo,Eliminated Week 1\n"
    told = history_of(scores, "s.csv", (results, "r.csv"))
    assert not [one for one in told.findings if one.severity == "error"]
    assert [one.fate.number for one in told.seasons[1].couples] == [1, 2, 1]


def test_two_celebrities_of_one_name_who_ended_differently_stay_two_couples() -> None:
    rows = [(1, "Amy", "Zed", 9, "1st Place"), (1, "Amy", "Yul", 7, "Eliminated Week 1"), (1, "Bea", "Xan", 8, "2nd Place"),
            (2, "Amy", "Zed", 9, "1st Place"), (2, "Bea", "Xan", 8, "2nd Place")]  # fmt: skip
    lines = [f"1,{week},{star},{pro},A,{score},{result}" for week, star, pro, score, result in rows]
    history = history_of(("season,week,celebrity,professional,judge,score,result\n" + "\n".join(lines)).encode())
    assert [one.name for one in history.seasons[1].couples] == ["Amy & Zed", "Amy & Yul", "Bea & Xan"]


def test_h02_without_a_column_of_pros_couples_are_their_celebrities(desk: Desk) -> None:
    desk.file("nopro.csv", NO_PRO)
    for form in ("table", "csv", "json"):
        told = desk.types(f"history audit @/nopro.csv --rules us-33 --format {form}")
        assert told.code == 0
        assert "& not" not in told.out
        assert "Cleo" in told.out
    assert "Cleo left" in desk.types("history audit @/nopro.csv --rules us-33").out
    assert "Amy won" in desk.types("history audit @/nopro.csv --rules us-33").out
    assert "professional" not in written(history_of(NO_PRO), 1)


# Finding 14: nothing is invented into a season file.


def test_an_imported_season_has_no_dates_and_its_week_says_so(desk: Desk) -> None:
    desk.file("small.csv", wide(1, *small()))
    assert desk.types("history import @/small.csv 1 --show us -o @/us-1").code == 0
    text = (desk.folder / "us-1" / "season.toml").read_text()
    assert "date" not in text.replace("dates", "")
    assert "01-01" not in text
    assert desk.types("season import @/us-1").code == 0


NOBODY_SAYS = b"""season,week,couple,score
7,1,Ann & Al,20
7,1,Bob & Bea,21
7,1,Cat & Cy,30
7,2,Bob & Bea,21
7,2,Cat & Cy,20
"""


def test_where_nothing_says_who_left_the_last_week_danced_is_a_named_assumption() -> None:
    history = history_of(NOBODY_SAYS)
    report = audit_seasons(history, US_33)
    first, finale = report.rows
    assert first.left == ("Ann & Al",)
    assert first.assumed == (
        "Ann & Al: the last week it danced in is assumed to be the week it left in; when it left is not stated",
    )
    assert finale.why == "the file gives no place in the finale to Bob & Bea and Cat & Cy"
    assert "no column says who left when" in said(history, "warning")[0]
    assert "is assumed to be the week it left in" in written(history_of(NOBODY_SAYS, beside=US), 7)


def test_a_couple_said_to_have_left_is_no_assumption() -> None:
    assert not [row.assumed for row in audit_seasons(history_of(UK), US_33).rows if row.assumed]


# Weeks that count together.


def test_weeks_that_count_together_can_be_said_and_count_before_what_is_known(tmp_path: Path) -> None:
    beside = Beside(together=together_said("1-2"))
    row = audit_seasons(history_of(UK, beside=beside), STRICTLY).rows[1]
    assert (row.counts_weeks, row.orders) == ((1, 2), "4")
    (tmp_path / "weeks.csv").write_text("season,weeks,source\n33,1-2,press reports\n33,2-3,\n")
    told = together_said(str(tmp_path / "weeks.csv"))
    assert [(one.season, one.counts, one.source) for one in told] == [
        (33, (1, 2), "press reports"), (33, (2, 3), "said in weeks.csv:3"),
    ]  # fmt: skip
    history = history_of(UK, beside=Beside(show="us", together=told))
    assert "weeks 1 and 2 count together (press reports)" in " ".join(said(history, "note"))


@pytest.mark.parametrize(
    ("weeks", "why"),
    [
        ("1", "no weeks and no file"), ("", "no weeks and no file"), ("2-1", "in order"), ("1,1", "in order"),
        ("0-2", "from 1 to 60"), ("1-61", "from 1 to 60"), ("a-b", "no weeks"), ("1-9", "the last week of season 33"),
        ("12:1-2", "no season 12"),
    ],
)  # fmt: skip
def test_weeks_that_cannot_count_together_are_refused_with_the_reason(weeks: str, why: str) -> None:
    with pytest.raises(WeeksTogetherUnclear, match=why):
        history_of(UK, beside=Beside(together=together_said(weeks)))


def test_in_a_file_of_several_seasons_weeks_name_theirs(desk: Desk) -> None:
    desk.file("two.csv", UK + UK.split(b"\n", 1)[1].replace(b"33,", b"34,"))
    told = desk.types("history audit @/two.csv --rules us-33 --together 1-2")
    assert told.code == 2
    assert "the seasons 33, 34, and it names none" in told.err
    assert desk.types("history audit @/two.csv --rules strictly-2009 --together 34:1-2").code == 0
    assert desk.types("history audit @/two.csv --rules strictly-2009 --season 34 --together 1-2").code == 0


# Ranges as numbers.


def test_ranges_are_columns_of_numbers_one_row_a_couple(desk: Desk) -> None:
    desk.file("uk.csv", UK)
    out = desk.types("history audit @/uk.csv --rules strictly-2009 --ranges --format csv").out
    rows = {(row["week"], row["couple"]): row for row in csv.DictReader(io.StringIO(out))}
    assert len(rows) == 8
    gone = rows["2", "Ann & Al"]
    assert [gone[name] for name in ("result", "marks", "best", "worst", "least")] == ["left", "30", "2", "3", ""]
    assert rows["3", "Cat & Cy"]["place"] == "1"


def test_shares_are_a_decimal_beside_an_exact_fraction(desk: Desk) -> None:
    desk.file("uk.csv", UK)
    out = desk.types("history audit @/uk.csv --rules us-3-27 --ranges --format csv").out
    gone = next(row for row in csv.DictReader(io.StringIO(out)) if (row["week"], row["couple"]) == ("2", "Ann & Al"))
    exact = int(gone["most_numerator"]) / int(gone["most_denominator"])
    assert float(gone["most"]) == exact
    assert 0 < exact < 1
    assert (gone["best"], gone["least"]) == ("", "0")
    frame = audit_seasons(history_of(UK), shipped_rulebook("us-3-27")).ranges.to_polars()
    assert {"most", "most_numerator", "most_denominator"} <= set(frame.columns)


# Layouts people hold.


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
    assert [one for one in said(history, "warning") if "means" in one] == [
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
    assert "the total 22 stands alone" in " ".join(said(history, "note"))


def test_a_total_that_is_not_the_sum_of_its_marks_is_not_guessed_at() -> None:
    history = history_of(JUDGED.replace(b"7,8,8,23", b"7,8,8,24"))
    rows = audit_seasons(history, STRICTLY).rows
    assert rows[0].why == "no complete score of Ann & Al"
    assert "marks that add up to 23, beside a total of 24" in " ".join(said(history, "warning"))


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
    told = said(history_of(average), "warning")
    assert len([one for one in told if "marks that add up to" in one]) == 4
    assert "season 6 has 3 more weeks of couples with marks that add up to another total" in " ".join(told)


def test_where_the_comma_is_the_decimal_sign_marks_between_parentheses_are_told_apart() -> None:
    for cell in ("23,5 (8; 7,5; 8)", "23,5 (8, 7,5, 8)"):
        (given,) = read_cell(cell, decimal_comma=True)
        assert [str(mark.value) for mark in given.marks] == ["8", "15/2", "8"]
        assert given.total is not None
        assert str(given.total.value) == "47/2"
