"""Seasons 1, 3, 15, 28 and 33 from the data file of COMAP's 2026 MCM, problem C: every week audited and classified."""

from dataclasses import replace
from fractions import Fraction

import pytest

from domain.period.scoring_period import BodyVotes
from domain.season.gathering import period_of
from domain.stages.measures import Marks
from domain.tabulation.tabulate import tabulate
from glitterball.history import HistoryReport, audit_seasons, history_of, season_file_of
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files import check_season
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import season_files
from tests.history.files import five_seasons

HISTORY = history_of(five_seasons(), "comap.csv")
SEASONS = (1, 3, 15, 28, 33)


@pytest.fixture(scope="module")
def report() -> HistoryReport:
    return audit_seasons(HISTORY)


def played(number: int) -> DryRun:
    run = DryRun(f"us-{number}")
    run.through(season_file_of(HISTORY, number).file.script)
    assert run.findings == []
    return run


def totals(number: int, week: int) -> dict[str, int | Fraction]:
    period = period_of(played(number).fold.state, week, {})
    return dict(zip(period.couples, Marks().of(period), strict=True))


def test_every_week_of_every_season_is_classified(report: HistoryReport) -> None:
    assert [(number, sum(row.season == number for row in report.rows)) for number in SEASONS] == [
        (1, 6), (3, 10), (15, 10), (28, 11), (33, 9),
    ]  # fmt: skip
    assert report.couples == 55
    assert report.counts == {
        "consistent": 45, "inconsistent": 0, "depends on an unpublished rule": 1, "not worked out": 0
    }  # fmt: skip


def test_only_the_finale_of_season_28_depends_on_an_unpublished_rule(report: HistoryReport) -> None:
    depending = [row for row in report.rows if row.verdict != "consistent"]
    assert [(row.season, row.week, row.depends_on) for row in depending] == [(28, 11, ("combined-ties", "method"))]
    assert depending[0].gives[0] == "the rulebook as it stands"


def test_who_left_is_as_the_file_says(report: HistoryReport) -> None:
    left = {(row.season, row.week): row.left for row in report.rows if row.left}
    assert left[1, 5] == ("Joey & Ashly",)
    assert left[15, 8] == ("Gilles & Peta", "Kirstie & Maksim")
    assert left[33, 2] == ("Tori & Pasha", "Anna & Ezra")
    assert sum(map(len, left.values())) == 55 - 2 - (2 + 2 + 3 + 4 + 5)
    assert [(row.season, row.week, row.withdrew) for row in report.rows if row.withdrew] == [
        (3, 6, ("Sara & Tony",)), (28, 3, ("Ray & Cheryl",)),
    ]  # fmt: skip
    assert {row.season: row.places for row in report.rows if row.places}[28] == (
        "Hannah & Alan", "Kel & Witney", "Ally & Sasha", "Lauren & Gleb",
    )  # fmt: skip


def test_each_season_stands_under_its_own_rulebook(report: HistoryReport) -> None:
    assert {row.season: row.rulebook for row in report.rows} == {
        1: "us-1-2@1", 3: "us-3-27@1", 15: "us-3-27@1", 28: "us-28-29@1", 33: "us-33@1",
    }  # fmt: skip
    assert {row.form for row in report.rows if row.season == 28} == {"nobody-leaves", "save", "finale"}


def test_the_vote_of_season_33_week_2_must_have_been_as_published(report: HistoryReport) -> None:
    row = next(row for row in report.rows if (row.season, row.week) == (33, 2))
    assert row.vote_must_have_been == ("Anna & Ezra public place 3 to 13", "Tori & Pasha public place 4 to 13")
    assert int(row.orders_in_all) == 6_227_020_800


def test_the_worked_example_of_season_1_week_4_is_by_rank() -> None:
    """The problem statement's example: judges 25, 20, 21, 26; hypothetical votes 1.1, 3.7, 3.2, 2.0 million; Hunter leaves."""
    assert totals(1, 4) == {"rachel-jonathan": 25, "joey-ashly": 20, "john-charlotte": 21, "kelly-alec": 26}
    run = played(1)
    period = period_of(run.fold.state, 4, {})
    votes = {"rachel-jonathan": 11, "joey-ashly": 37, "john-charlotte": 32, "kelly-alec": 20}
    given = BodyVotes("viewers", tuple(votes[couple] for couple in period.couples))
    outcome = tabulate(shipped_rulebook("us-1-2"), replace(period, votes=(given,)))
    ranks = {line.couple: 10 - line.combined for line in outcome.standings() if line.combined is not None}
    assert outcome.leaving == ("rachel-jonathan",)
    assert ranks == {"rachel-jonathan": 6, "joey-ashly": 5, "john-charlotte": 5, "kelly-alec": 4}


def test_half_points_of_season_1_are_exact() -> None:
    assert totals(1, 5) == {"john-charlotte": 27, "kelly-alec": Fraction(47, 2), "joey-ashly": Fraction(45, 2)}
    assert totals(1, 6) == {"john-charlotte": 27, "kelly-alec": Fraction(55, 2)}


def test_thirds_of_season_3_are_exact_totals_of_three_dances() -> None:
    assert totals(3, 10) == {"mario-karina": 89, "emmitt-cheryl": 89}


def test_bonus_points_spread_over_the_judges_are_in_the_total() -> None:
    assert totals(28, 8)["james-emma"] == 32
    assert totals(28, 8)["hannah-alan"] == 31
    assert totals(15, 7)["melissa-tony"] == 39
    assert totals(15, 7)["emmitt-cheryl"] == Fraction(69, 2)


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("number", SEASONS)
def test_a_season_of_the_file_is_a_season_file_that_is_written_and_read_back(number: int) -> None:
    season = season_file_of(HISTORY, number)
    assert check_season(season.file) == ()
    assert all(
        getattr(entry.says, "source", None)
        for entry in season.file.script
        if getattr(entry.says, "do", "") != "close-week"
    )
    run = played(number)
    assert {finding.severity for finding in season_files(run.fold.state, run.fold.tallies).findings} == {"note"}


def test_every_week_that_is_not_plain_marks_says_how_it_was_read(report: HistoryReport) -> None:
    said = {finding.where for finding in report.findings}
    assert {
        f"season {season}, week {week}" for season, week in ((3, 7), (3, 10), (15, 5), (15, 8), (28, 8), (33, 6))
    } <= said
    assert "season 1, week 2" not in said
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_progress_is_told_after_each_week() -> None:
    told: list[tuple[int, int, str]] = []
    audit_seasons(HISTORY, progress=lambda *one: told.append(one), season=1)
    assert told == [(week, 6, f"season 1, week {week}") for week in range(1, 7)]
