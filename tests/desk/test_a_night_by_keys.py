"""A whole night of the invented show is said by keys alone, and what is recorded is what the command line would have recorded."""

import json

import pytest

from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import LINES, PETRA, Sitting, last_position, sitting


def recorded(line: CommandLine) -> list[str]:
    """The types on record from the first mark on, vote batches aside."""
    rows = json.loads(line.types("events list --season harbour-1 --format json").out)["data"]
    types = [row["type"].partition(".v")[0] for row in rows]
    return types[types.index("score-given") :]


def test_a_night_is_said_by_keys_alone(line: CommandLine) -> None:
    async def marks(seat: Sitting) -> None:
        await seat.sees("NOT READY: 4 reasons", "lines not opened")
        await seat.press("m")
        await seat.types("9 9")
        await seat.sees("9_")
        await seat.press("enter")
        await seat.sees("Ben Okoro gave Mia & Jon 9 for their Waltz")
        await seat.types("7 -")
        await seat.press("enter")
        await seat.sees("recorded 15: Ana Ruiz gave Otto & Lea 7")
        await seat.press("u")
        await seat.sees("This would be recorded:", "Ana Ruiz's 7 for Otto & Lea")
        await seat.press("enter")
        await seat.sees("recorded 16: Ana Ruiz's 7 for Otto & Lea")
        await seat.types("8 6")
        await seat.press("enter")
        await seat.sees("recorded 18: Ben Okoro gave Otto & Lea 6")
        await seat.types("7 8")
        await seat.press("enter")
        await seat.sees("recorded 20: Ben Okoro gave Pia & Max 8", "r reasons 1")

    sitting(line, marks)

    async def lines_and_result(seat: Sitting) -> None:
        await seat.press("enter")
        await seat.sees("Say what stands", "votes open") if "Say what" in seat.screen() else None
        await seat.press("escape", "colon")
        await seat.types(f"votes open harbour-1 1 {LINES}")
        await seat.press("enter")
        await seat.sees("This would be recorded:", "Voting for week 1 was opened")
        await seat.press("enter")
        await seat.sees("recorded 21: Voting for week 1 was opened")
        assert line.types("votes import harbour-1 1 {folder}/phones.ndjson").code == 0  # a gateway delivers
        await seat.press("v")
        await seat.sees("phones   sms", "NOT SEALED")
        await seat.press("r", "enter")
        await seat.sees("This would be recorded:", "Voting for week 1 was closed")
        await seat.press("enter")
        await seat.sees("READY", "READY. Next: glitterball week certify harbour-1 1")
        await seat.press("s")
        await seat.sees("decided", "LEAVES")

    sitting(line, lines_and_result, by=PETRA)

    async def proposed(seat: Sitting) -> None:
        await seat.press("enter")
        await seat.sees("Decision 2 was proposed: certify")
        await seat.press("enter")
        await seat.sees("It takes two people", "1 proposal for a second person")

    sitting(line, proposed, by="Eve (executive)")

    async def approved(seat: Sitting) -> None:
        await seat.press("a")
        await seat.sees("decision 2, proposed by Eve (executive)", "would be recorded")
        await seat.press("enter")
        await seat.sees("This would be recorded:")
        await seat.press("enter")
        await seat.sees("certified at")

    sitting(line, approved, by="Ada (adjudicator)")

    async def on_air(seat: Sitting) -> None:
        await seat.press("r", "enter")
        await seat.sees("This would be recorded:", "week announce")
        await seat.press("enter")
        await seat.sees("announced at", "READY. Next: glitterball week close harbour-1 1")
        await seat.press("enter")
        await seat.sees("This would be recorded:", "Week 1 was closed")
        await seat.press("enter")
        await seat.sees("closed at")

    sitting(line, on_air, by=PETRA)
    assert recorded(line) == [
        *["score-given"] * 3,
        "score-taken-back",
        *["score-given"] * 4,
        "voting-opened",
        "gateway-closed",
        "voting-closed",
        "decision-proposed",
        "decision-approved",
        "outcome-certified",
        "couple-eliminated",
        "week-closed",
    ]


@pytest.mark.heavy("every one")
def test_a_refused_row_is_told_and_stays_typed(line: CommandLine) -> None:
    before = last_position(line)

    async def off_the_scale(seat: Sitting) -> None:
        await seat.press("m")
        await seat.types("9 19")
        await seat.press("enter")
        await seat.sees("off the scale", "19_", "Nothing was recorded.")
        await seat.press("backspace", "backspace")
        await seat.types("8")
        await seat.press("enter")
        await seat.sees("recorded 14: Ben Okoro gave Mia & Jon 8")

    sitting(line, off_the_scale)
    assert last_position(line) == before + 2


@pytest.mark.heavy("every one")
def test_a_role_that_may_not_is_refused_and_the_line_stays(line: CommandLine) -> None:
    async def closing(seat: Sitting) -> None:
        await seat.press("colon")
        await seat.types("week withdraw harbour-1 1 otto --reason ")
        await seat.types('"a torn ligament"')
        await seat.press("enter")
        await seat.sees("This is refused:", "may not withdraw-couple")
        await seat.press("e")
        await seat.sees('--reason "a torn ligament"')

    sitting(line, closing)


@pytest.mark.heavy("every one")
def test_what_was_shown_and_has_changed_is_shown_anew_and_not_recorded(line: CommandLine) -> None:
    before = last_position(line)

    async def overtaken(seat: Sitting) -> None:
        await seat.press("colon")
        await seat.types("score row harbour-1 1 mia 9 8")
        await seat.press("enter")
        await seat.sees("would be recorded: Ana Ruiz gave Mia & Jon 9")
        assert line.types('score give harbour-1 1 mia ana 9 --by "Dirk (score desk)"').code == 0
        await seat.press("enter")
        await seat.sees("CHANGED since it was shown", "on record already 13: Ana Ruiz gave Mia & Jon 9")
        assert last_position(line) == before + 1
        await seat.press("enter")
        await seat.sees("recorded 14: Ben Okoro gave Mia & Jon 8")

    sitting(line, overtaken)


@pytest.mark.heavy("every one")
def test_a_question_is_not_asked_at_the_desk(line: CommandLine) -> None:
    async def asking(seat: Sitting) -> None:
        await seat.press("colon")
        await seat.types("events tail")
        await seat.press("enter")
        await seat.sees("Only what is recorded is said here")

    sitting(line, asking)


@pytest.mark.heavy("every one")
def test_marks_typed_keep_somebody_from_leaving_once(line: CommandLine) -> None:
    async def leaving(seat: Sitting) -> None:
        await seat.press("m")
        await seat.types("9")
        await seat.press("q")
        await seat.sees("Typed and not recorded: 1.1.mia-jon")
        assert seat.desk.is_running
        await seat.press("q")
        await seat.until(lambda: seat.desk._exit, "the end")

    sitting(line, leaving)
