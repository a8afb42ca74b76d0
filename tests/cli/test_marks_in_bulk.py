"""A sheet of marks is given all or none; the same sheet again gives nothing twice; every fault is said with line and column."""

import json

import pytest

from tests.cli.typing_at_it import Desk

BY = "--by 'Dora (score desk)'"
SHEET = "couple,ana,ben\nMia,9,9\nOtto,7,6\nPia,7,8\n"


def events(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(line) for line in desk.types("events list --format jsonl").out.splitlines()]


def marks(desk: Desk) -> list[tuple[str, str, str]]:
    rows = [json.loads(line) for line in desk.types("week scorecards harbour-1 1 --format jsonl").out.splitlines()]
    return [(row["couples"][0], row["judge"], str(row["mark"])) for row in rows]


def hand_in(desk: Desk, text: str, *options: str) -> tuple[int, str]:
    desk.file("marks.csv", text)
    said = desk.types(" ".join(("score import harbour-1 1 {folder}/marks.csv", BY, *options)))
    return said.code, said.err.replace(str(desk.folder), "")


def test_a_sheet_gives_all_its_marks_in_one_go(harbour: Desk) -> None:
    before = len(events(harbour))
    code, said = hand_in(harbour, SHEET)
    assert code == 0, said
    assert len(said.splitlines()) == 6
    assert len(events(harbour)) == before + 6
    assert ("otto-lea", "ben", "6") in marks(harbour)


def test_the_sheet_is_handed_in_again_as_it_fills(harbour: Desk) -> None:
    """What stands is told with its position; only what is new is given."""
    assert hand_in(harbour, "couple,ana,ben\nMia,9,\nOtto,7,6\n")[0] == 0
    before = len(events(harbour))
    code, said = hand_in(harbour, SHEET)
    assert code == 0, said
    assert [line.split(" ")[0] for line in said.splitlines()] == ["on"] * 3 + ["recorded"] * 3
    assert len(events(harbour)) == before + 3
    code, said = hand_in(harbour, SHEET)
    assert code == 0
    assert said.splitlines()[-1] == "Nothing was recorded: all of it stands."
    assert len(events(harbour)) == before + 3


def test_one_fault_and_nothing_is_given_and_every_fault_is_said_at_once(harbour: Desk) -> None:
    before = events(harbour)
    code, said = hand_in(harbour, "couple,ana,ben,zoe\nMia,9,eleven,\nOtto,11,6,5\nein,7,8,\nMia,8,8,\n")
    assert code == 3
    for where, what in (
        ("2, column ben", "'eleven' is not a number"),
        ("3, column ana", "A mark of 11 is off the scale"),
        ("3, column zoe", "'zoe' names no judge"),
        ("4, column ana", "'ein' names no couple"),
        ("4, column ben", "'ein' names no couple"),
        ("5, column ana", "ana has scored 1.1.mia-jon on this sheet, at /marks.csv:2, column ana"),
    ):
        assert any(f"marks.csv:{where}: " in line and what in line for line in said.splitlines()), (where, said)
    assert "(6 found)" in said
    assert events(harbour) == before


def test_a_mark_that_stands_otherwise_is_no_mark_of_the_sheet(harbour: Desk) -> None:
    """A mark is changed by a correction, with its reason; never by a sheet."""
    assert harbour.types(f"score give harbour-1 1 mia ana 8 {BY}").code == 0
    code, said = hand_in(harbour, SHEET)
    assert code == 3
    assert "ana has already scored 1.1.mia-jon: 8. Correct the score instead." in said
    assert len(marks(harbour)) == 1


def test_a_mark_mistyped_on_a_sheet_is_taken_back_and_the_sheet_handed_in_again(harbour: Desk) -> None:
    assert hand_in(harbour, "couple,ana\nMia,8\n")[0] == 0
    assert harbour.types(f"score take-back harbour-1 1 mia ana {BY}").code == 0
    assert hand_in(harbour, SHEET)[0] == 0
    assert ("mia-jon", "ana", "9") in marks(harbour)
    kinds = [event["type"] for event in events(harbour)]
    assert kinds.count("score-taken-back.v1") == 1
    assert kinds.count("score-given.v2") == 7, "both stay on record"
    refused = harbour.types(f"score take-back harbour-1 1 mia ana {BY}")
    assert refused.code == 3
    assert "every judge has scored it" in refused.err


def test_whoever_may_not_give_marks_is_told_so_once(harbour: Desk) -> None:
    harbour.file("marks.csv", SHEET)
    said = harbour.types("score import harbour-1 1 {folder}/marks.csv --by 'Eve (executive)'")
    assert said.code == 3
    assert said.err.count("may not give-score") == 1


def test_a_dry_run_of_a_sheet_gives_nothing(harbour: Desk) -> None:
    before = events(harbour)
    code, said = hand_in(harbour, SHEET, "--dry-run")
    assert code == 0
    assert said.count("would be recorded") == 6
    assert events(harbour) == before


@pytest.mark.parametrize(("marks_said", "given"), [("9 8", 2), ("9 -", 1), ("- 8", 1)])
def test_a_row_is_the_panels_marks_in_scoring_order(harbour: Desk, marks_said: str, given: int) -> None:
    before = len(events(harbour))
    assert harbour.types(f"score row harbour-1 1 mia {marks_said} {BY}").code == 0
    assert len(events(harbour)) == before + given


@pytest.mark.parametrize("marks_said", ["9", "9 8 7", "9 eleven", "- -"])
def test_a_row_that_is_not_the_panels_is_refused_whole(harbour: Desk, marks_said: str) -> None:
    before = events(harbour)
    assert harbour.types(f"score row harbour-1 1 mia {marks_said} {BY}").code == (0 if marks_said == "- -" else 3)
    assert events(harbour) == before
