"""The traps of the wide layout: averages, bonus points spread over judges, 0 for out, N/A, cut-off decimals, odd spaces."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import Exact
from glitterball.history import History, history_of, season_file_of
from glitterball.history.averages import Average, read_score
from glitterball.history.dances import Reading, Steps, reading_of, total_of
from glitterball.history.records import Card, Performance
from tests.history.files import changed, five_seasons, small, verdicts, wide, written

WHOLE = Steps(1, 10, 1)


def card(*scores: str) -> Card:
    read = [read_score(score) for score in scores]
    return Card(
        "here", (Performance(tuple((f"judge-{at}", one) for at, one in enumerate(read, 1) if one is not None)),)
    )


def couples(history: History, season: int) -> dict[str, list[int]]:
    return {one.slug: sorted(one.weeks) for one in history.seasons[season].couples}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8), ("8.5", Fraction(17, 2)), ("9.25", Fraction(37, 4)), ("8.125", Fraction(65, 8)), ("7.0", 7),
        ("8.3333", Fraction(25, 3)), ("9.6666", Fraction(29, 3)), ("9.6667", Fraction(29, 3)), ("9.67", Fraction(29, 3)),
        ("11.1666", Fraction(67, 6)), ("9.7777", Fraction(88, 9)), ("8.33", Fraction(25, 3)), (" 8 ", 8), ("0", 0),
    ],
)  # fmt: skip
def test_a_score_is_read_exactly_and_a_cut_off_decimal_as_its_fraction(text: str, value: Exact) -> None:
    read = read_score(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", ["N/A", "n/a", "", " ", "NaN", "-", "NULL"])
def test_na_means_no_such_judge_or_week(text: str) -> None:
    assert read_score(text) is None


@pytest.mark.parametrize("text", ["eight", "8..5", "-3", "101", "inf", "1e9", "8,5", "9" * 50, "5;5", "1/0"])
def test_what_is_no_score_is_said_in_a_clause(text: str) -> None:
    with pytest.raises(ValueError, match=r"no score|not a number|too long"):
        read_score(text)


def test_a_decimal_no_small_fraction_explains_is_kept_to_its_last_digit() -> None:
    assert read_score("8.4567") == Average(Fraction(84567, 10000), "8.4567", "decimal")


@pytest.mark.parametrize(
    ("cards", "reading"),
    [
        ([("8", "7", "8"), ("6", "6", "6")], Reading(1, "marks")),
        ([("8.5", "8.5", "9"), ("8", "8", "8")], Reading(2, "each judge's sum")),
        ([("9.25", "9.5", "9"), ("8.75", "8.75", "8.75")], Reading(4, "each judge's sum")),
        ([("10", "10", "9.6666"), ("10", "9.6666", "10")], Reading(3, "each judge's sum")),
        ([("10", "11", "11"), ("8", "8", "8")], Reading(1, "each judge's sum", bonus=True)),
        ([("10.6666", "10.6666", "10.6666"), ("8", "8", "8")], Reading(1, "the panel's sum", bonus=True)),
        ([("6.3333", "7.3333", "5.3333"), ("11.3333", "8.3333", "11.3333")], Reading(1, "the panel's sum", bonus=True)),
        ([("10.125", "10.125", "10.125", "10.625"), ("8", "8", "8", "8")], Reading(1, "the panel's sum", bonus=True)),
        ([("9.7777", "9.5", "10"), ("8.5", "8.5", "8.5")], Reading(1, "not explained")),
        ([], Reading(1, "marks")),
    ],
)  # fmt: skip
def test_the_fewest_dances_that_put_all_scores_of_a_week_on_the_scale(
    cards: list[tuple[str, ...]], reading: Reading
) -> None:
    assert reading_of([card(*one) for one in cards], WHOLE) == reading


def test_all_couples_of_a_week_danced_as_often_so_averages_compare_as_they_are() -> None:
    week = [card("10", "10", "10"), card("8.5", "8", "8.5")]
    reading = reading_of(week, WHOLE)
    assert [total_of(one, reading) for one in week] == [60, 50]


def test_where_half_points_are_marks_they_need_no_second_dance() -> None:
    assert reading_of([card("8.5", "7.5", "7.5")], Steps(1, 10, Fraction(1, 2))) == Reading(1, "marks")


nights = st.integers(1, 4).flatmap(
    lambda count: st.lists(
        st.lists(st.lists(st.integers(1, 10), min_size=count, max_size=count), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    )
)


@given(nights)
def test_averages_of_up_to_four_dances_cut_off_at_four_decimals_give_exact_totals(night: list[list[list[int]]]) -> None:
    """Whatever was danced, totals compare exactly as the sums of marks do."""
    danced = len(night[0][0])
    week = [card(*(cut_off(Fraction(sum(marks), danced)) for marks in couple)) for couple in night]
    reading = reading_of(week, WHOLE)
    assert reading.way in ("marks", "each judge's sum", "the panel's sum")
    assert reading.dances <= danced
    for couple, one in zip(night, week, strict=True):
        assert total_of(one, reading) * danced == sum(map(sum, couple)) * reading.dances


def cut_off(average: Fraction) -> str:
    whole, rest = divmod(floor(average * 10_000), 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def test_0_means_already_out_and_na_no_such_week() -> None:
    history = history_of(five_seasons())
    weeks = couples(history, 1)
    assert weeks["trista-louis"] == [1, 2]
    assert weeks["kelly-alec"] == [1, 2, 3, 4, 5, 6]
    assert history.seasons[33].final == 9


def test_a_judge_column_is_a_scoring_position_and_names_nobody() -> None:
    season = season_file_of(history_of(five_seasons()), 33)
    seats = [entry.says for entry in season.file.script if getattr(entry.says, "do", "") == "seat-panel"]
    assert {judge.name for panel in seats for judge in panel.judges} == {  # type: ignore[union-attr]  # seat-panel only
        f"Scoring position {number}" for number in (1, 2, 3, 4)
    }


def test_a_fourth_judge_sits_only_in_the_weeks_that_have_one() -> None:
    history = history_of(five_seasons())
    cards = next(one for one in history.seasons[15].couples if one.slug == "kelly-valentin").weeks
    assert {week: len(one.performances[0].marks) for week, one in cards.items()}[4] == 4
    assert {len(one.performances[0].marks) for week, one in cards.items() if week != 4} == {3}


def test_a_no_break_space_after_a_name_is_taken_off_and_said() -> None:
    history = history_of(five_seasons())
    assert "Dwight Howard" in [one.celebrity for one in history.seasons[33].couples]
    assert [str(one) for one in history.findings] == [
        "scores.csv:48: the name 'Dwight Howard' stands between spaces or no-break spaces, which are taken off"
    ]


def test_two_couples_with_the_same_first_names_are_told_apart() -> None:
    rows = [("Amy Ash & Ben Oak", "1st Place|1", "9 9 9"), ("Amy Birch & Ben Elm", "2nd Place|2", "8 8 8")]
    assert sorted(couples(history_of(wide(1, *rows)), 1)) == ["amy-ash-ben-oak", "amy-birch-ben-elm"]


def test_names_with_quotes_accents_and_brackets_are_cast() -> None:
    rows = [
        ('Mike "The Miz" Mizanin & Witney Carson', "1st Place|1", "9 9 9"),
        ("José D'Arc & Emma Slater/Kaitlyn Bristowe (week 9)", "2nd Place|2", "8 8 8"),
    ]
    assert sorted(couples(history_of(wide(1, *rows)), 1)) == ["jose-emma", "mike-witney"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_spreadsheets_that_save_semicolons_or_tabs_are_read_the_same(delimiter: str) -> None:
    rows = [line.split(",") for line in wide(1, *changed(0, weeks="9.5 9 9|9 9 8|10 10 10")).decode().splitlines()]
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    comma = [{name: cell.replace(".", ",") for name, cell in row.items()} for row in table]
    data = written(comma if delimiter == ";" else table, delimiter)
    assert verdicts(data) == verdicts(written(table))


def test_columns_may_stand_in_any_order_and_carry_more_than_is_read() -> None:
    lines = wide(1, *small()).decode().splitlines()
    turned = "\n".join(",".join(reversed((line + f",extra{number}").split(","))) for number, line in enumerate(lines))
    assert verdicts(turned.encode()) == verdicts(wide(1, *small()))
