"""Accidents with files of seasons, each by its smallest input: what stands in output and season file, and what must not."""

import csv
import io
from pathlib import Path

import pytest

from glitterball.history import (
    Beside,
    History,
    HistoryUnreadable,
    WeeksTogetherUnclear,
    audit_seasons,
    history_of,
    season_file_of,
    together_said,
)
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import season_files
from projections.fold import SeasonFold
from projections.names import couple_names
from tests.history.files import STRICTLY, UK, US, US_33, of_severity, season_toml, small, wide
from tests.history.test_history_on_screen import Desk

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
    text = season_toml(history, 33)
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
    assert "season 1: Amy danced with Yul in week 2; read as one couple, Amy & Zed" in of_severity(history, "note")
    text = season_toml(history, 1)
    assert text.count('said = "eliminated"') == 1
    assert of_severity(history, "warning") == []
    told = played(history)
    assert "danced with Yul" in str(season_files(told.state, told.tallies).files)
    shown = [couple_names(told.state, week) for week in (1, 2, 3)]
    assert [next(name for name in names.values() if "Amy" in name) for names in shown] == [
        "Amy & Zed", "Amy & Yul", "Amy & Zed",
    ]  # fmt: skip


def played(history: History) -> SeasonFold:
    found = season_file_of(history, 1, US_33)
    run = DryRun(found.file.season)
    run.through(found.file.script)
    assert not run.findings
    return run.fold


def test_a_stand_in_of_a_wide_file_is_one_couple_too_and_with_results_beside_as_well() -> None:
    rows = [
        *small()[1:],
        ("Amy One & Ben Two", "1st Place|1", "9 9 9|0 0 0|10 10 10"),
        ("Amy One & Yul Six", "|", "0 0 0|9 9 8|0 0 0"),
    ]
    history = history_of(wide(1, *rows))
    assert len(history.seasons[1].couples) == 4
    assert [sorted(one.weeks) for one in history.seasons[1].couples][-1] == [1, 2, 3]
    assert "Amy One danced with Yul Six in week 2" in " ".join(of_severity(history, "note"))
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
    assert "professional" not in season_toml(history_of(NO_PRO), 1)


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
    assert "no column says who left when" in of_severity(history, "warning")[0]
    assert "is assumed to be the week it left in" in season_toml(history_of(NOBODY_SAYS, beside=US), 7)


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
    assert "weeks 1 and 2 count together (press reports)" in " ".join(of_severity(history, "note"))


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
