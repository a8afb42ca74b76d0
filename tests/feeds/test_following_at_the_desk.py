"""`votes follow` as somebody types it: what it says, how it ends, and that a kill at any moment costs no vote."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.season import commands as c
from glitterball.cli import feeds
from glitterball.engine import Engine
from glitterball.log import EventLog
from tests.cli.typing_at_it import Desk
from tests.engine import small_season as small
from tests.ingest.nights import delivery, lines_open

pytestmark = pytest.mark.heavy("processes")


ROOT = Path(__file__).parents[2]
TYPED = "import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
ONCE = "votes follow small 1 {folder}/votes --once --every 0.01"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    (tmp_path / "votes").mkdir()
    with EventLog.open(desk.store) as log:
        lines_open(Engine(log), gateways=("phones", "web"))
    return desk


def close_the_lines(desk: Desk) -> None:
    with EventLog.open(desk.store) as log:
        Engine(log).do("small", c.CloseVoting(week=1), small.PRODUCER)


def test_it_says_what_it_took_and_what_it_waits_for(desk: Desk) -> None:
    desk.file("votes/web.note", delivery("web", 1, 2, closes=True))
    desk.file("votes/phones.note", delivery("phones", 3, 3))
    first = desk.types(ONCE)
    assert (first.code, first.out) == (0, "")
    assert first.err == (
        "Waiting for phones: its manifest; web: its manifest.\n"
        "phones.note: 1 line of phones recorded at 22.\n"
        "web.note: 3 lines of web recorded at 24 to 26.\n"
        "Waiting for phones: batches 1-2 and its manifest.\n"
    )
    desk.file("votes/phones-early.note", delivery("phones", 1, 2))
    desk.file("votes/phones-late.note", delivery("phones", 4, 4, closes=True))
    second = desk.types(ONCE)
    assert "2 files came again: what is in them was on record already.\n" in second.err
    assert second.err.endswith("Everything of every gateway is in; the lines are still open.\n")
    close_the_lines(desk)
    assert desk.types("votes follow small 1 {folder}/votes --every 0.01").err.endswith(
        "Everything of every gateway is in.\n4 files came again: what is in them was on record already.\n"
    )


def test_it_ends_by_how_the_night_stands(desk: Desk) -> None:
    desk.file("votes/web.note", delivery("web", 1, 1, closes=True))
    desk.file("votes/phones.note", delivery("phones", 2, 2, closes=True))
    assert desk.types(ONCE).code == 0
    notes = desk.file("votes/notes.txt", "call me back")
    refused = desk.types(ONCE)
    assert (refused.code, "\nnotes.txt cannot be taken in: notes.txt:1" in refused.err) == (1, True)
    notes.unlink()
    forged = desk.file("votes/forged.note", delivery("web", 1, 1).replace(b"amy-ben", b"cat-dan", 1))
    assert desk.types(ONCE).code == 5
    forged.unlink()
    close_the_lines(desk)
    assert desk.types(ONCE).code == 4, "batch 1 of phones never came: people say what holds"


def test_a_file_being_written_is_told_at_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.file("votes/web.note", delivery("web", 1, 1))
    monkeypatch.setattr(feeds, "sleep", lambda seconds: file.write_bytes(delivery("web", 1, 2)))
    said = desk.types(ONCE)
    assert (said.code, "1 file may still be written" in said.err) == (0, True)
    assert "recorded" not in said.err


def test_a_folder_that_is_not_there_is_refused(desk: Desk) -> None:
    said = desk.types("votes follow small 1 {folder}/nowhere --once")
    assert (said.code, "nowhere cannot be read: No such file or directory" in said.err) == (3, True)


def test_ctrl_c_says_what_was_recorded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.file("votes/web.note", delivery("web", 1, 1))
    looks = [0]

    def pressed(seconds: float) -> None:
        looks[0] += 1
        if looks[0] == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(feeds, "sleep", pressed)
    said = desk.types("votes follow small 1 {folder}/votes")
    assert said.code == 130
    assert said.err.endswith(
        "Stopped. Recorded before that: event 22 to 23. Look with: glitterball events list --from 22.\n"
    )


def test_killed_at_any_moment_and_started_again_each_line_is_there_once(desk: Desk) -> None:
    """Killed when so many batches are on record, whatever it is at then."""
    for number in range(1, 61):
        desk.file(f"votes/web-{number}.note", delivery("web", number, number, closes=number == 60))
    with EventLog.open(desk.store) as log:
        for least in (1, 20, 40):
            words = [
                "--store",
                desk.store,
                "votes",
                "follow",
                "small",
                "1",
                str(desk.folder / "votes"),
                "--every",
                "0.02",
            ]
            running = subprocess.Popen(
                [sys.executable, "-c", TYPED, *words],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stderr=subprocess.DEVNULL,
            )
            try:
                while running.poll() is None and log.version("votes/small/1/web") < least:
                    time.sleep(0.001)
            finally:
                running.send_signal(signal.SIGKILL)
                running.wait()
        assert log.version("votes/small/1/web") >= 40
    assert desk.types(ONCE).code == 0
    with EventLog.open(desk.store) as log:
        found = [event.sequence for event in log.stream("votes/small/1/web")]
        signatures = [event.sequence for event in log.stream("deliveries/small/1/web")]
    assert (found, signatures) == (list(range(1, 62)), list(range(1, 61)))
