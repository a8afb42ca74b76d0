"""US 29: the danger set is said before the judges save anybody, and the wrong one is found while it can be put right.

The desk was told that it agreed with what was computed so far, since the outcome was not decided yet: the two in danger were.
"""

from functools import partial
from pathlib import Path

import pytest

from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.incidents import Desk, Incident, Typed, play, shipped_incident

SAID = "week announce us-29-cards 1 --danger heche,{other} --by 'Petra (producer)'"


def played(folder: Path, line: str) -> list[Typed]:
    """The night of US 29 up to what is said of the danger set, before any judge has saved; then handed over."""
    night = shipped_incident("us-29-wrong-cards").model_dump()
    before = night["steps"][:2]
    incident = Incident.model_validate({**night, "steps": (*before, {"says": "What is said.", "types": (line,)})})
    return list(play(incident, Desk(folder, partial(run, app))))


def answers(lines: list[Typed], begins: str) -> str:
    return " ".join(next(typed for typed in lines if typed.line.startswith(begins)).answer)


@pytest.mark.heavy("every one")
def test_the_wrong_couple_in_danger_is_found_before_the_save(tmp_path: Path) -> None:
    lines = played(tmp_path, SAID.format(other="davis"))
    said = answers(lines, "week announce")
    assert "announced in danger: Anne & Keo and Vernon & Peta; computed: Monica & Val and Anne & Keo" in said
    assert "It agrees" not in said


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(("other", "found"), [("davis", True), ("aldama", False)])
def test_both_verifiers_find_it_too(tmp_path: Path, other: str, found: bool) -> None:
    lines = played(tmp_path, SAID.format(other=other))
    for verifier in ("verify incident", "python verify_bundle.py incident"):
        assert ("danger" in answers(lines, verifier)) == found, verifier


@pytest.mark.heavy("every one")
def test_the_right_ones_agree(tmp_path: Path) -> None:
    said = answers(played(tmp_path, SAID.format(other="aldama")), "week announce")
    assert "Who was announced in danger are those who are computed to be." in said
    assert "The outcome is not decided, and nothing is certified. What is missing:" in said
    assert "It agrees" not in said
