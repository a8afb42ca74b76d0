"""One season, written in every layout people hold by code of the tests, is the same season when it is read back."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.history import (
    Beside,
    History,
    HistoryUnreadable,
    audit_seasons,
    history_of,
    season_file_of,
    together_said,
)
from glitterball.history.cells import read_cell
from glitterball.history.planning import plan_of
from glitterball.rulebooks import shipped_rulebook
from tests.history import drawn
from tests.history.drawn import JUDGES, Row, Season, as_csv, seasons
from tests.thoroughness import examples

Writing = Callable[[Season], list[Row]]

MARKS: dict[str, Writing] = {
    "one row a score": drawn.one_row_a_score,
    "one row a score, dances not told apart": lambda season: drawn.one_row_a_score(season, dance=False),
    "one row a dance": drawn.one_row_a_dance,
    "one cell a week": drawn.one_cell_a_week,
    "weeks across": drawn.weeks_across,
}
ONE_DANCE: dict[str, Writing] = {"one row a couple": drawn.one_row_a_couple, "melted": drawn.melted}
TOTALS: dict[str, Writing] = {
    "totals across": lambda season: drawn.weeks_across(season, "total"),
    "totals down": drawn.totals_down,
}
WITHOUT_STAND_INS = ("one row a couple", "melted", "weeks across", "totals across")

Dances = list[dict[int, Fraction]]


def read_marks(history: History, number: int) -> dict[str, dict[int, Dances]]:
    """What each judge gave each celebrity, dance by dance, judges by their place on the panel."""
    season = history.seasons[number]
    names = {judge.casefold().replace(" ", "_"): at for at, judge in enumerate(JUDGES)}
    names |= {f"scoring_position_{at + 1}": at for at in range(len(JUDGES))}
    seats = {slug: names[name.casefold().replace(" ", "_")] for slug, name in season.judges.items()}
    return {
        couple.celebrity: {
            week: [{seats[judge]: Fraction(mark.value) for judge, mark in one.marks} for one in card.performances]
            for week, card in couple.weeks.items()
        }
        for couple in season.couples
    }


def true_marks(season: Season) -> dict[str, dict[int, Dances]]:
    return {
        couple.star: {week: [dict(enumerate(marks)) for marks in danced] for week, danced in couple.weeks.items()}
        for couple in season.couples
    }


def read_ends(history: History, number: int) -> dict[str, object]:
    """Who left, who withdrew and who was placed, week by week, by celebrity; and each celebrity's pro."""
    plan = plan_of(history.seasons[number])
    assert plan.problem == ""
    return {
        "pros": {one.celebrity: one.professional for one in history.seasons[number].couples},
        "left": {week.week: {one.celebrity for one in week.left} for week in plan.weeks},
        "withdrew": {week.week: {one.celebrity for one in week.withdrew} for week in plan.weeks},
        "places": {couple.celebrity: place for week in plan.weeks for couple, place in week.places},
        "assumed": plan.assumed,
    }


def true_ends(season: Season) -> dict[str, object]:
    weeks = range(1, season.final + 1)
    return {
        "pros": {one.star: one.pro for one in season.couples},
        "left": {week: {one.star for one in season.couples if one.left == week} for week in weeks},
        "withdrew": {week: {one.star for one in season.couples if one.withdrew == week} for week in weeks},
        "places": {one.star: one.place for one in season.couples if one.place is not None},
        "assumed": {},
    }


def read_stand_ins(history: History, number: int) -> dict[tuple[str, int], str]:
    couples = history.seasons[number].couples
    return {
        (one.celebrity, week): card.stand_in for one in couples for week, card in one.weeks.items() if card.stand_in
    }


def same(history: History, season: Season, layout: str) -> None:
    assert read_ends(history, season.number) == true_ends(season)
    if layout not in WITHOUT_STAND_INS:
        told = {(one.star, week): who for one in season.couples for week, who in one.stood_in.items()}
        assert read_stand_ins(history, season.number) == told
    assert [one for one in history.findings if one.severity != "note"] == []


@pytest.mark.parametrize("layout", MARKS)
@settings(deadline=None, max_examples=examples(40))
@given(season=seasons())
def test_marks_couples_and_departures_are_the_same_in_every_layout_of_marks(layout: str, season: Season) -> None:
    history = history_of(as_csv(MARKS[layout](season)))
    assert read_marks(history, season.number) == true_marks(season)
    same(history, season, layout)


@pytest.mark.parametrize("layout", ONE_DANCE)
@settings(deadline=None, max_examples=examples(40))
@given(season=seasons(most_dances=1))
def test_so_are_they_where_weeks_have_one_dance(layout: str, season: Season) -> None:
    history = history_of(as_csv(ONE_DANCE[layout](season)))
    assert read_marks(history, season.number) == true_marks(season)
    same(history, season, layout)


@pytest.mark.parametrize("layout", TOTALS)
@settings(deadline=None, max_examples=examples(40))
@given(season=seasons())
def test_totals_couples_and_departures_are_the_same_in_every_layout_of_totals(layout: str, season: Season) -> None:
    history = history_of(as_csv(TOTALS[layout](season)))
    totals = {
        one.celebrity: {
            week: sum(Fraction(dance.sum) for dance in card.performances) for week, card in one.weeks.items()
        }
        for one in history.seasons[season.number].couples
    }
    true = {
        one.star: {week: sum(mark for marks in danced for mark in marks) for week, danced in one.weeks.items()}
        for one in season.couples
    }
    assert totals == true
    same(history, season, layout)


@settings(deadline=None, max_examples=examples(40))
@given(season=seasons(), data=st.data())
def test_neither_the_order_of_rows_nor_how_the_table_was_saved_matters(season: Season, data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(["one row a score", "one row a dance", "one cell a week"]))
    rows = data.draw(st.permutations(MARKS[layout](season)))
    delimiter = data.draw(st.sampled_from([",", "\t"]))
    end, mark = data.draw(st.sampled_from(["\n", "\r\n"])), data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    history = history_of(as_csv(rows, delimiter, end, mark))
    if layout == "one cell a week":
        assert read_marks(history, season.number) == true_marks(season)
    assert read_ends(history, season.number)["left"] == true_ends(season)["left"]
    assert read_ends(history, season.number)["places"] == true_ends(season)["places"]


@settings(deadline=None, max_examples=examples(30))
@given(season=seasons())
def test_results_in_a_second_file_and_a_number_beside_the_file_are_as_good(season: Season) -> None:
    scores = as_csv(drawn.one_row_a_score(season, results=False))
    same(history_of(scores, "s.csv", (as_csv(drawn.results(season)), "r.csv")), season, "one row a score")
    alone = [{name: text for name, text in row.items() if name != "Season"} for row in drawn.one_row_a_score(season)]
    same(history_of(as_csv(alone), beside=Beside(season=season.number)), season, "one row a score")


@pytest.mark.heavy("every one")
@settings(deadline=None, max_examples=examples(30))
@given(season=seasons(most_dances=1))
def test_every_layout_gives_the_same_audit(season: Season) -> None:
    """Verdicts, who left and what the vote must have been, whichever way the file was laid out."""
    told = []
    for layout, writing in {**MARKS, **ONE_DANCE}.items():
        report = audit_seasons(history_of(as_csv(writing(season))), shipped_rulebook("us-3-27"))
        rows = {
            (row.couple, row.week): (row.marks, row.result, row.least, row.most, row.verdict) for row in report.ranges
        }
        told.append((layout, rows))
    assert all(rows == told[0][1] for _, rows in told), [layout for layout, rows in told if rows != told[0][1]]


# Whatever the bytes: a sentence.

pieces = st.sampled_from([
    "23 (8, 7, 8)", "(8,", ")", "+", "=", "23 + 25 = 48", "0", "", "N/A", "Safe", "Eliminated", "Withdrew", "Winner", "Week 3",
    "9" * 30, "1/0", "week1_total", "total", "score_craig", "judge", "week", "couple", "Amy & Bob", "&", " & ", "1st Place",
    "\x00", "\ufeff", "\u2028", "\u0665", "8;7;8", '"', "PK\x03\x04", "show", "us", "-1", "1e9",
])  # fmt: skip


def attempt(data: bytes, beside: Beside) -> None:
    try:
        history = history_of(data, beside=beside)
        report = audit_seasons(history, shipped_rulebook("us-3-27"))
        assert all(row.why for row in report.rows if row.verdict == "not worked out")
        for number in history.seasons:
            season_file_of(history, number, shipped_rulebook("us-33"))
    except HistoryUnreadable as refused:
        assert refused.findings
    except Refusal as refused:
        assert refused.sentence()


@settings(deadline=None, max_examples=examples(120))
@given(seasons(), st.sampled_from(sorted({**MARKS, **ONE_DANCE, **TOTALS})), st.data())
def test_a_file_of_any_layout_with_cells_changed_never_ends_in_a_traceback(
    season: Season, layout: str, data: st.DataObject
) -> None:
    writing = {**MARKS, **ONE_DANCE, **TOTALS}[layout]
    lines = [line.split(",") for line in as_csv(writing(season)).decode().splitlines()]
    for _ in range(data.draw(st.integers(1, 6))):
        line = data.draw(st.integers(0, len(lines) - 1) if data.draw(st.integers(0, 3)) == 0 else st.just(0))
        lines[line][data.draw(st.integers(0, len(lines[line]) - 1))] = data.draw(pieces)
    beside = Beside(
        show=data.draw(st.sampled_from([None, "us", "Here", "\u821e"])), season=data.draw(st.sampled_from([None, 5]))
    )
    attempt("\n".join(",".join(line) for line in lines).encode(), beside)


@pytest.mark.heavy("every one")
@settings(deadline=None, max_examples=examples(200))
@given(st.text(max_size=60) | st.lists(pieces, max_size=6).map("".join))
def test_any_cell_is_a_score_or_an_error_in_a_clause(text: str) -> None:
    try:
        given_ = read_cell(text)
    except ValueError as error:
        assert str(error)
        return
    assert all(one.total is not None or one.marks for one in given_)


@settings(deadline=None, max_examples=examples(200))
@given(st.text(max_size=12) | st.text("0123456789-:,+ \u0665", max_size=12))
def test_any_words_for_weeks_together_are_weeks_in_order_or_a_refusal(text: str) -> None:
    try:
        for said in together_said(text):
            assert len(said.counts) > 1
            assert list(said.counts) == sorted(set(said.counts))
            assert said.counts[-1] <= 60
    except Refusal as refused:
        assert refused.sentence()


@settings(deadline=None, max_examples=examples(60))
@given(st.binary(max_size=80) | st.lists(st.sampled_from(["season,weeks,source", "33", "1-2", ",", "\n", "x", '"', "\0"])).map(
    lambda parts: "".join(parts).encode()
))  # fmt: skip
def test_any_file_of_weeks_together_is_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "weeks.csv"
        path.write_bytes(data)
        try:
            assert all(said.source for said in together_said(str(path)))
        except Refusal as refused:
            assert refused.sentence()
