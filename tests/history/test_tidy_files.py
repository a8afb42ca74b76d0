"""The tidy layouts analysts use: one row a score, columns by several names, who left beside each row or in a second file."""

import json
import re

import pytest

from glitterball.history import HistoryReport, HistoryUnreadable, audit_seasons, history_of
from tests.history.files import US, cells_of, five_seasons, small, verdicts, wide, written

WIDE = [row for row in cells_of(five_seasons().decode("utf-8-sig")) if row["season"] in ("1", "3", "15")]
SCORE = re.compile(r"week(\d+)_judge(\d+)_score")


def tidy(rows: list[dict[str, str]], **names: str) -> list[dict[str, str]]:
    """The wide rows as one row a score, with columns called otherwise where `names` says so."""
    out = []
    for row in rows:
        for column, score in row.items():
            if match := SCORE.fullmatch(column):
                one = {
                    "season": row["season"], "week": match[1], "celebrity": row["celebrity_name"],
                    "professional": row["ballroom_partner"], "judge": match[2], "score": score,
                    "results": row["results"], "placement": row["placement"],
                }  # fmt: skip
                out.append({names.get(name, name): cell for name, cell in one.items()})
    return out


def without(rows: list[dict[str, str]], *names: str) -> list[dict[str, str]]:
    return [{name: cell for name, cell in row.items() if name not in names} for row in rows]


def rows_of(report: HistoryReport) -> list[object]:
    return list(report.rows)


@pytest.fixture(scope="module")
def expected() -> list[object]:
    history = history_of(five_seasons(), beside=US)
    return [row for number in (1, 3, 15) for row in audit_seasons(history, season=number).rows]


@pytest.mark.heavy("every one")
def test_the_tidy_form_of_a_wide_file_gives_the_same_audit(expected: list[object]) -> None:
    history = history_of(written(tidy(WIDE)), beside=US)
    assert history.layout == "one row a score"
    assert rows_of(audit_seasons(history)) == expected


def test_so_does_the_wide_file_as_a_data_frame_melts_it(expected: list[object]) -> None:
    melted = [
        {**{name: row[name] for name in ("celebrity_name", "ballroom_partner", "season", "results", "placement")},
         "variable": column, "value": score.replace("N/A", "")}
        for row in WIDE for column, score in row.items() if SCORE.fullmatch(column)
    ]  # fmt: skip
    assert rows_of(audit_seasons(history_of(written(melted), beside=US))) == expected


def test_so_do_other_names_of_columns_and_results_in_a_second_file(expected: list[object]) -> None:
    names = {
        "season": "Season Number",
        "celebrity": "Contestant",
        "professional": "Pro",
        "week": "Week No.",
        "score": "Mark",
    }
    scores = without(tidy(WIDE, **names), "results", "placement")
    results = [{"Series": row["season"], "Star": row["celebrity_name"], "Outcome": row["results"],
                "Final place": row["placement"]} for row in WIDE]  # fmt: skip
    assert rows_of(audit_seasons(history_of(written(scores), "s.csv", (written(results), "r.csv"), US))) == expected


def one_row_a_mark(dances: str = "dance") -> list[dict[str, str]]:
    """Week 1 with two dances by three named judges, week 2 a finale; marks of each dance apart."""
    rows = []
    fate = {"Amy One & Ben Two": "1", "Cat One & Dan Two": "2", "Eva One & Fin Two": "3"}
    for couple, place in fate.items():
        for week, number in ((1, 1), (1, 2), (2, 1)):
            for judge in ("Ines", "Jo", "Kim"):
                if week == 2 and place == "3":
                    continue
                mark = str(10 - int(place) - (judge == "Jo") + (number == 2))
                rows.append({"season": "Season 34", "week": f"Week {week}", "couple": couple, dances: str(number),
                             "judge": judge, "score": mark, "place": place})  # fmt: skip
    return rows


def test_marks_of_each_dance_by_named_judges_are_marks_by_those_judges() -> None:
    history = history_of(written(one_row_a_mark()), beside=US)
    report = audit_seasons(history)
    assert [(row.week, row.left, row.places, row.verdict) for row in report.rows] == [
        (1, ("Eva & Fin",), (), "consistent"), (2, (), ("Amy & Ben", "Cat & Dan"), "consistent"),
    ]  # fmt: skip
    assert list(history.seasons[34].judges.values()) == ["Ines", "Jo", "Kim"]
    assert [len(one.weeks[1].performances) for one in history.seasons[34].couples] == [2, 2, 2]


def test_without_a_column_of_dances_a_judges_second_score_of_a_week_is_a_second_dance() -> None:
    rows = without(one_row_a_mark(), "dance")
    assert verdicts(written(rows)) == verdicts(written(one_row_a_mark()))


def test_a_second_score_of_one_judge_for_one_dance_is_an_error() -> None:
    rows = one_row_a_mark()
    history = history_of(written([*rows, {**rows[0], "score": "3"}]))
    assert [str(one) for one in history.findings if one.severity == "error"] == [
        "scores.csv:26: a second score of the same judge for the same dance (1)"
    ]


def test_a_column_of_weeks_of_leaving_is_enough() -> None:
    rows = [{**row, "exit week": "1" if row["place"] == "3" else "2"} for row in one_row_a_mark()]
    assert verdicts(written(rows)) == verdicts(written(one_row_a_mark()))


def test_totals_without_judges_are_read_as_totals() -> None:
    rows = [{"season": "34", "week": row["week"], "couple": row["couple"], "total": "27" if row["place"] == "1" else "24",
             "place": row["place"]} for row in one_row_a_mark() if row["judge"] == "Jo" and row["dance"] == "1"]  # fmt: skip
    assert set(verdicts(written(rows)).values()) == {"consistent"}


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        (("season",), "columns are missing: season (called season, season_number"),
        (("week",), "columns are missing: week"),
        (("celebrity",), "columns are missing: celebrity (called celebrity, celebrity_name, contestant"),
        (("score",), "columns are missing: score"),
        (("season", "week"), "columns are missing: season (called season, season_number, season_no or the like); week"),
    ],
)
def test_what_a_tidy_file_lacks_is_said_with_the_names_it_may_have(gone: tuple[str, ...], says: str) -> None:
    with pytest.raises(HistoryUnreadable) as refused:
        history_of(written(without(tidy(WIDE[:6]), *gone)))
    assert says in str(refused.value.findings[0])


def test_results_that_name_nobody_or_somebody_twice_are_errors() -> None:
    results = [
        {"season": "1", "celebrity": "Amy One", "results": "1st Place"},
        {"season": "1", "celebrity": "Cat One", "results": "2nd Place"},
        {"season": "1", "celebrity": "Zoe One", "results": "3rd Place"},
        {"season": "1", "celebrity": "Cat One", "results": "1st Place"},
    ]
    scores = without(tidy(cells_of(wide(1, *small()).decode())), "results", "placement")
    history = history_of(written(scores), "s.csv", (written(results), "r.csv"))
    assert [str(one) for one in history.findings] == [
        "r.csv:4: no couple of season 1 is called 'Zoe One' among the scores",
        "r.csv:5: Cat One & Dan Two has a second row of results",
    ]


def test_rows_that_say_two_things_of_one_couple_are_said() -> None:
    rows = tidy(cells_of(wide(1, *small()).decode()))
    rows[1]["results"] = "2nd Place"
    history = history_of(written(rows))
    assert [str(one) for one in history.findings] == [
        "scores.csv:3: Amy One & Ben Two is '2nd Place' here and '1st Place' at scores.csv:2; the first counts"
    ]


def test_judges_with_names_in_any_script_are_told_apart() -> None:
    called = {"Ines": "伊内斯", "Jo": "Юля", "Kim": "김"}
    rows = [{**row, "judge": called[row["judge"]]} for row in one_row_a_mark()]
    assert verdicts(written(rows)) == verdicts(written(one_row_a_mark()))
    assert len(history_of(written(rows)).seasons[34].judges) == 3


@pytest.mark.heavy("every one")
def test_the_audit_is_a_data_frame_when_asked_for_one() -> None:
    frame = audit_seasons(history_of(five_seasons()), season=33).rows.to_polars()
    assert frame["verdict"].to_list() == ["consistent"] * 9
    assert json.loads(frame["left"][1]) == ["Tori & Pasha", "Anna & Ezra"]
    assert frame.columns[:2] == ["season", "mode"]
