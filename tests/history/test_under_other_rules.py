"""Seasons of a file under another rulebook: what was announced, beside what would have come of it."""

from pathlib import Path

import pytest

import glitterball as gb
from glitterball.history import HypotheticalHistoryRow, SeasonNotInHistory, history_of, suppose_seasons
from glitterball.questions.history import History
from tests.history.files import DATA, US, five_seasons

US_3_27 = gb.shipped_rulebook("us-3-27")


@pytest.fixture(scope="module")
def supposed() -> dict[tuple[int, int], HypotheticalHistoryRow]:
    history = history_of(five_seasons(), "comap.csv", beside=US)
    return {(row.season, row.week): row for row in suppose_seasons(history, US_3_27).rows}


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("number", [1, 28, 33])
def test_each_week_is_as_in_a_store_that_took_the_season_in(
    number: int, supposed: dict[tuple[int, int], HypotheticalHistoryRow]
) -> None:
    with gb.open_store() as store:
        weeks = store.take_in(History(DATA, show="us").season_file(number)).what_if(US_3_27).weeks
    assert len(weeks) > 5
    for week in weeks:
        row = supposed[number, week.week]
        wanted = {True: "yes", False: "no", None: "depends"}[week.changed]
        assert (row.otherwise, row.rulebook, row.hypothetical_rulebook) == (wanted, week.rulebook, "us-3-27@1"), week
        assert len(row.lowest) == len([one for one in week.fates.sets if one] if week.fates else []), week


def test_by_its_own_rules_nothing_would_have_been_otherwise(
    supposed: dict[tuple[int, int], HypotheticalHistoryRow],
) -> None:
    own = [row for row in supposed.values() if row.rulebook == row.hypothetical_rulebook]
    assert {row.season for row in own} == {3, 15}
    assert {row.otherwise for row in own} == {"no"}


def test_four_couples_could_have_left_by_shares_in_the_fourth_week_of_season_33(
    supposed: dict[tuple[int, int], HypotheticalHistoryRow],
) -> None:
    row = supposed[33, 4]
    assert (row.happened, row.otherwise, len(row.lowest)) == ("Brooks & Gleb left", "depends", 4)
    assert "Brooks & Gleb" in row.lowest


def test_a_rulebook_without_a_form_for_the_week_says_so(
    supposed: dict[tuple[int, int], HypotheticalHistoryRow],
) -> None:
    history = history_of(five_seasons(), "comap.csv", beside=US)
    rows = suppose_seasons(history, gb.shipped_rulebook("us-1-2"), season=33).rows
    second = next(row for row in rows if row.week == 2)
    assert (second.otherwise, second.lowest) == ("not worked out", ())
    assert second.why.endswith("has no form for a week in which 2 leave, so there is no hypothetical result")


def test_a_season_without_rules_is_not_worked_out_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "seasons.csv"
    file.write_text("season,week,couple,total,result\n1,1,Ann & Al,20,Eliminated Week 1\n1,1,Bob & Bea,21,1st Place\n")
    found = History(file).what_if(US_3_27)
    assert [row.otherwise for row in found.rows] == ["not worked out"]
    assert "--show" in found.rows[0].why or "rulebook" in found.rows[0].why


@pytest.mark.heavy("nights")
def test_from_python_so_many_workers_find_the_same_and_a_season_it_has_not_is_refused() -> None:
    history = History(DATA, show="us")
    assert list(history.what_if(US_3_27, workers=2).rows) == list(history.what_if(US_3_27).rows)
    assert list(history.audit(season=1, workers=2).rows) == list(history.audit(season=1).rows)
    with pytest.raises(SeasonNotInHistory):
        history.what_if(US_3_27, season=2)
    with pytest.raises(ValueError, match="0"):
        history.what_if(US_3_27, workers=0)
