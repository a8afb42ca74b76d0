"""A call that is said again under its key, because nobody saw the answer, is recorded once."""

import shutil
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    """The harbour season, its first week open, no mark given."""
    for file in HARBOUR.iterdir():
        shutil.copy(file, desk.folder)
    assert desk.types("season import {folder}/season.toml").code == 0
    assert desk.types("week open harbour-1 1 --from {folder}/week-1.toml --by 'Petra (producer)'").code == 0
    return desk


def events(desk: Desk) -> list[str]:
    return desk.types("events list --format csv").out.splitlines()[1:]


def test_a_mark_given_twice_under_one_key_is_one_mark_and_both_are_answered_alike(harbour: Desk) -> None:
    before = len(events(harbour))
    give = "--key card-7 score give harbour-1 1 pia-max ana 9 --by 'Dora (score desk)'"
    first, again = harbour.types(give), harbour.types(give)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert again.err == first.err
    assert len(events(harbour)) == before + 1


def test_a_decision_of_two_said_again_is_neither_proposed_nor_approved_twice(harbour: Desk) -> None:
    before = len(events(harbour))
    cancel = "--key fog week cancel harbour-1 1 --reason fog --by 'Eve (executive)' --with 'Ada (adjudicator)'"
    first, again = harbour.types(cancel), harbour.types(cancel)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert again.err == first.err
    assert len(events(harbour)) == before + 3


def test_a_key_used_for_something_else_is_refused(harbour: Desk) -> None:
    assert harbour.types("--key card-7 score give harbour-1 1 pia-max ana 9 --by 'Dora (score desk)'").code == 0
    before = events(harbour)
    other = harbour.types("--key card-7 score give harbour-1 1 pia-max ben 9 --by 'Dora (score desk)'")
    assert other.code == 3
    assert "was used for something else" in other.err
    assert events(harbour) == before
