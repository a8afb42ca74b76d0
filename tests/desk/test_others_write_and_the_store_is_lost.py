"""What others record is on the screen, what changes after READY is an alarm, and a store that cannot be read is STALE at once."""

import subprocess
import sys

import pytest

from glitterball.desk.drawing.screen import TALL
from glitterball.desk.terminal import Desk as DeskApp
from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import LINES, PETRA, Sitting, sitting

pytestmark = pytest.mark.heavy("processes")


def elsewhere(line: CommandLine, *words: str) -> None:
    """A command in a process of its own."""
    script = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--store", line.store, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def ready(line: CommandLine) -> None:
    """The week as it stands when nothing keeps it from being certified."""
    for couple, marks in (("mia", "9 9"), ("otto", "7 6"), ("pia", "7 8")):
        assert line.types(f'score row harbour-1 1 {couple} {marks} --by "Dora (score desk)"').code == 0
    assert line.types(f'votes open harbour-1 1 {LINES} --by "{PETRA}"').code == 0
    assert line.types("votes import harbour-1 1 {folder}/phones.ndjson").code == 0
    assert line.types(f'votes close harbour-1 1 --by "{PETRA}"').code == 0


def test_what_another_process_records_appears(line: CommandLine) -> None:
    async def watching(seat: Sitting) -> None:
        await seat.press("m")
        elsewhere(line, "score", "row", "harbour-1", "1", "mia", "9", "8", "--by", "Dirk (score desk)")
        await seat.sees("Ben Okoro gave Mia & Jon 8", "17")

    sitting(line, watching)


def test_what_is_typed_here_outlives_what_others_record(line: CommandLine) -> None:
    async def typing(seat: Sitting) -> None:
        await seat.press("m", "down")
        await seat.types("7")
        elsewhere(line, "score", "row", "harbour-1", "1", "mia", "9", "8", "--by", "Dirk (score desk)")
        await seat.sees("Ben Okoro gave Mia & Jon 8", "7_")

    sitting(line, typing)


def test_ready_that_turns_to_not_ready_is_an_alarm_until_it_is_known(line: CommandLine) -> None:
    ready(line)

    async def watching(seat: Sitting) -> None:
        bells: list[bool] = []
        seat.desk.bell = lambda: bells.append(True)  # type: ignore[method-assign]
        await seat.sees("READY")
        assert "NOT READY" not in seat.screen()
        assert line.types('score correct harbour-1 1 pia ben 7 --reason slip --by "Dora (score desk)"').code == 4
        await seat.sees("ALARM READY turned to NOT READY", "NOT READY: 1 reason")
        assert bells == [True]
        await seat.press("k")
        await seat.until(lambda: "ALARM" not in seat.screen(), "no alarm")

    sitting(line, watching)


def test_what_changes_after_ready_is_an_alarm_and_what_is_said_here_is_none(line: CommandLine) -> None:
    ready(line)

    async def watching(seat: Sitting) -> None:
        await seat.press("m", "c")
        await seat.press("escape", "r", "colon")
        await seat.types("score paddle harbour-1 1 mia ana 8")
        await seat.press("enter")
        await seat.sees("This would be recorded:")
        await seat.press("enter")
        await seat.sees("recorded 24:", "paddle")
        await seat.until(lambda: seat.desk.seen.told[-1].position == 24, "the paddle in the log")
        assert "ALARM" not in seat.screen()
        elsewhere(line, "score", "paddle", "harbour-1", "1", "mia", "ben", "8", "--by", "Dirk (score desk)")
        await seat.sees("ALARM changed after READY at 25")

    sitting(line, watching, size=(120, TALL))


def test_a_store_that_is_moved_away_is_stale_at_once_and_comes_back(line: CommandLine) -> None:
    path, away = line.folder / "show.sqlite", line.folder / "away.sqlite"

    async def losing(seat: Sitting) -> None:
        await seat.press("m")
        await seat.types("9 8")
        path.rename(away)
        lost = await seat.sees("STALE since", "what is shown was NOT READY then")
        assert "Mia & Jon" in lost
        await seat.press("enter")
        await seat.sees("Nothing was recorded", "8_")
        away.rename(path)
        await seat.until(lambda: "STALE" not in seat.screen(), "the store again")
        await seat.press("enter")
        await seat.sees("Ben Okoro gave Mia & Jon 8")

    sitting(line, losing)


def test_the_clock_that_ticks_once_more_while_the_desk_is_left_harms_nothing(line: CommandLine) -> None:
    desks: list[DeskApp] = []

    async def leaving(seat: Sitting) -> None:
        desks.append(seat.desk)

    sitting(line, leaving)
    (left,) = desks
    assert not left.screen_stack
    left.draw()  # as its timer does, when it falls between the end of the screen and its own


def test_a_store_that_does_not_answer_is_stale(line: CommandLine) -> None:
    async def hanging(seat: Sitting) -> None:
        seat.desk._heard -= 60
        assert "STALE since" in seat.screen()
        assert "has not answered" in seat.screen()

    sitting(line, hanging)


def test_a_store_that_was_stopped_says_so(line: CommandLine) -> None:
    async def stopped(seat: Sitting) -> None:
        (line.folder / "show.sqlite.stopped").write_text("the disk is full\n")
        await seat.sees("STALE", "the disk is full")

    sitting(line, stopped)
