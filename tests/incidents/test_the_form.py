"""What an incident's file may say, and that a play holds what followed against it."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

from glitterball.incidents import Desk, Incident, Step, play, shipped_incident, shipped_incidents

SHIPPED = [shipped_incident(name) for name in shipped_incidents()]


def told(told_as: Incident, **changed: object) -> Incident:
    return Incident.model_validate({**told_as.model_dump(), **changed})


@pytest.mark.parametrize("incident", SHIPPED, ids=lambda incident: incident.incident)
def test_what_is_made_up_is_said_to_be(incident: Incident) -> None:
    assert "synthetic" in incident.synthetic
    assert not any("--mode live" in line for step in incident.steps for line in step.types)
    opened = [line for step in incident.steps for line in step.types if line.startswith("season open")]
    assert [line for line in opened if "--mode rehearsal" not in line] == []


@pytest.mark.parametrize("incident", SHIPPED, ids=lambda incident: incident.incident)
def test_whoever_speaks_in_an_incident_is_named(incident: Incident) -> None:
    """An incident is played alike at every desk: nothing in it rests on the settings of whoever plays it."""
    spoken = ("season open", "season adopt", "week certify", "week announce", "votes void", "votes close", "score row")
    lines = [line for step in incident.steps for line in step.types if line.startswith(spoken)]
    assert [line for line in lines if "--by" not in line] == []


@pytest.mark.parametrize("changed", [
    {"sources": ()}, {"synthetic": ""}, {"date": "October 2024"}, {"steps": ()}, {"incident": "Two Words"}, {"night": "x"},
    {"files": ({"name": "../secret.toml", "text": "x"},)},
])  # fmt: skip
def test_a_file_that_does_not_say_what_it_must_is_none(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        told(SHIPPED[0], **changed)


def test_an_answer_without_what_the_incident_says_of_it_is_told(tmp_path: Path) -> None:
    def answers(words: Sequence[str]) -> int:
        print("Bo   \n stays")
        return 0

    step = Step(says="Who leaves?", types=("week standings a 1",), answers=("Ann leaves", "Bo stays"), ends=1)
    incident = told(SHIPPED[0], steps=(step.model_dump(),), files=())
    first = next(play(incident, Desk(tmp_path, answers)))
    assert (first.lacking, first.code, first.expected, first.as_told) == (("Ann leaves",), 0, 1, False)


def test_a_play_is_deaf_to_the_settings_of_whoever_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLITTERBALL_BY", "Mallory (executive)")
    heard: list[str | None] = []

    def listens(words: Sequence[str]) -> int:
        heard.append(os.environ.get("GLITTERBALL_BY"))
        return 0

    Desk(tmp_path, listens).types("whoami")
    assert (heard, os.environ["GLITTERBALL_BY"]) == ([None], "Mallory (executive)")
