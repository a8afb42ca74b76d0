"""Ctrl-C at any moment: one sentence, exit code 130, and it says what was recorded; a rehearsal is gone on with."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.record import Actor
from domain.season import commands as c
from glitterball.cli import asking
from glitterball.cli.stopping import LOOK, stopping_between
from glitterball.log import EventLog
from glitterball.log.group_commit import GroupCommit
from glitterball.store import open_store
from tests.cli.typing_at_it import Desk

pytestmark = pytest.mark.heavy("accidents")


ROOT = Path(__file__).parents[2]


def stopped_in(monkeypatch: pytest.MonkeyPatch, desk: Desk, line: str, after: int) -> tuple[int, str]:
    """How a command ends that is stopped when it has asked the engine so often."""
    from glitterball.engine import Engine

    asked, do = [0], Engine.do

    def pressed(self: Engine, *words: object, **named: object) -> object:
        asked[0] += 1
        if asked[0] > after:
            raise KeyboardInterrupt
        return do(self, *words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "do", pressed)
    said = desk.types(line)
    monkeypatch.setattr(Engine, "do", do)
    return said.code, said.err


def last_position(desk: Desk) -> int:
    with open_store(desk.store, read_only=True) as store:
        return store.log.last_position()


def test_stopped_before_the_first_event_nothing_was_recorded(us_33: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = last_position(us_33)
    assert stopped_in(monkeypatch, us_33, "rehearse us-33", 0) == (130, "Stopped. Nothing was recorded.\n")
    assert last_position(us_33) == before


def test_stopped_in_between_it_says_which_events_are_recorded(us_33: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = last_position(us_33)
    code, said = stopped_in(monkeypatch, us_33, "rehearse us-33", 5)
    assert code == 130
    assert said == (
        f"Stopped. Recorded before that: event {before + 1} to {last_position(us_33)}. "
        f"Look with: glitterball events list --from {before + 1}.\n"
    )


def test_a_question_that_is_stopped_recorded_nothing(us_33: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*words: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(asking, "season_named", pressed)
    said = us_33.types("week standings us-33 2")
    assert (said.code, said.err) == (130, "Stopped. Nothing was recorded.\n")


def cast(desk: Desk, couple: str) -> None:
    """Somebody else records a couple, by another handle on the store."""
    with open_store(desk.store) as store:
        says = c.CastCouple(couple=couple, celebrity="Ada", professional="Bo")
        store.engine.do("elsewhere", says, Actor(name="Petra", role="producer"))


def begin_elsewhere(desk: Desk) -> None:
    with open_store(desk.store) as store:
        begins = c.OpenSeason(season="elsewhere", show="Another", number=2, mode="rehearsal")
        store.engine.do("elsewhere", begins, Actor(name="Petra", role="producer"))


def test_a_reader_that_is_stopped_does_not_say_it_recorded_what_somebody_else_did(
    us_33: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`events tail` beside a desk that records, ended with Ctrl-C, said it had recorded all of the desk's events."""
    before = last_position(us_33)

    def followed(*words: object, **named: object) -> object:
        begin_elsewhere(us_33)
        raise KeyboardInterrupt

    monkeypatch.setattr(EventLog, "follow", followed)
    said = us_33.types("events tail")
    assert (said.code, said.err) == (130, "Stopped. Nothing was recorded.\n")
    assert last_position(us_33) == before + 1


def test_a_command_that_is_stopped_says_how_many_between_somebody_elses_are_its_own(
    us_33: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_elsewhere(us_33)
    before, recorded, times = last_position(us_33), EventLog.append, [0]

    def also_elsewhere(self: EventLog, stream: str, *words: Any, **named: Any) -> Any:
        if stream == "season/elsewhere":
            return recorded(self, stream, *words, **named)
        times[0] += 1
        if times[0] == 3:
            raise KeyboardInterrupt
        answer = recorded(self, stream, *words, **named)
        cast(us_33, f"ada-bo-{times[0]}")
        return answer

    monkeypatch.setattr(EventLog, "append", also_elsewhere)
    said = us_33.types("rehearse us-33")
    monkeypatch.undo()
    assert said.code == 130
    assert said.err == (
        f"Stopped. Recorded before that: 2 events between {before + 1} and {before + 3}, somebody else's among them. "
        f"Look with: glitterball events list --from {before + 1}.\n"
    )


def test_stopped_in_the_middle_of_a_commit_it_is_not_known_what_was_recorded(
    us_33: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(GroupCommit, "record", pressed)
    said = us_33.types("rehearse us-33")
    assert said.code == 130
    assert said.err == f"Stopped. {LOOK}\n"


def test_ctrl_c_in_a_rehearsal_ends_at_the_end_of_its_week_and_the_same_command_goes_on(desk: Desk) -> None:
    """Pressed, for certain, in the middle of the first week: when its lines open."""
    pressed = (
        "import os, signal\n"
        "from glitterball.rehearsal import playing\n"
        "night = playing.night\n"
        "def pressing(season, week, *rest):\n"
        "    if week == 2: os.kill(os.getpid(), signal.SIGINT)\n"
        "    return night(season, week, *rest)\n"
        "playing.night = pressing\n"
    )
    typed = f"{pressed}import sys; from glitterball.cli import main; sys.argv[0] = 'glitterball'; main()"
    told = subprocess.run(
        [sys.executable, "-c", typed, "--store", desk.store, "rehearse", "us-33", "--seed", "35"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 130
    assert told.stderr == (
        "Stopped. REHEARSAL us-33-rehearsal is recorded up to the end of its week 2 of 9. "
        f"Go on with the same command, and the same options: glitterball --store {desk.store} rehearse us-33 --seed 35\n"
    )
    assert desk.types("rehearse us-33 --seed 35 --prove").code == 3, "the weeks that are there were not to be proved"
    assert desk.types("rehearse us-33 --seed 35").code == 0
    assert re.search("us-33-rehearsal +rehearsal +13 +9", desk.types("season list").out)
    assert "nothing was recorded" in desk.types("rehearse us-33 --seed 35").err
    assert desk.types("rehearse us-33").code == 3, "that is another seed"


def test_pressed_twice_it_stops_at_once() -> None:
    with stopping_between() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
