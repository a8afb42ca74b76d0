"""How a week's last certification stands, as far as the public part of events says it: what came before, and what since."""

import pytest

from domain.season import commands as c
from glitterball.evidence.verifying.standing import Standing, standing_of
from glitterball.rulebooks import shipped_rulebook
from projections.fold import SeasonFold
from tests.proving.shows import ADJUDICATOR, COUPLES, DESK, SEASON, Show

MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}


@pytest.fixture(scope="module")
def show() -> Show:
    """A week that was certified and announced."""
    played = Show(shipped_rulebook("us-28-29"))
    played.play(1, "single", MARKS, COUNTS)
    return played


def certified_at(fold: SeasonFold) -> int:
    return fold.state.weeks[1].certified[-1].position


def test_what_was_recorded_before_it_does_not_stand_against_it(show: Show) -> None:
    """The marks, the votes and the last delivery came before: they are what was certified."""
    fold = show.engine.fold(SEASON)
    at = certified_at(fold)
    stands = Standing(at, touched=0, against="", delivered=0)
    for delivered in (0, 1, at - 1, at):
        assert standing_of(fold, 1, delivered) == stands
    assert not stands.explained
    assert list(stands.wrong_with({"certified": {"position": at}, "stands": True})) == []
    assert list(stands.wrong_with({"certified": {"position": at}, "stands": False}))


def test_a_delivery_since_may_be_why_it_does_not_stand(show: Show) -> None:
    fold = show.engine.fold(SEASON)
    at = certified_at(fold)
    since = standing_of(fold, 1, at + 1)
    assert since == Standing(at, touched=0, against="", delivered=at + 1)
    for stands in (True, False):
        assert list(since.wrong_with({"certified": {"position": at}, "stands": stands})) == []


def test_a_correction_since_keeps_it_from_standing(show: Show) -> None:
    correction = c.CorrectScore(week=1, dance="1.1.ada", judge="ines", mark=8, reason="misread")
    show.sign(correction, DESK, ADJUDICATOR)
    fold = show.engine.fold(SEASON)
    at = certified_at(fold)
    touched = standing_of(fold, 1)
    assert touched.touched == show.log.last_position() > at
    (found,) = touched.wrong_with({"certified": {"position": at}, "stands": True})
    assert found == f"it says that it stands, and event {touched.touched} changed what it rests on"
