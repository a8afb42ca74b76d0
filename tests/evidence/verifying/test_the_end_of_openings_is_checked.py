"""The openings of a season are destroyed: sound where two people said so when it was over, and found by both verifiers where the
log says what the rules do not allow, also in a sealed bundle, which is all there is afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.record import Fact
from domain.season import commands as c
from domain.season import events as e
from domain.season.custody.refusals import OpeningsStillNeeded
from glitterball.evidence.ledger import make_bundle
from glitterball.testing import PEOPLE
from tests.auditors_file.both import Both, Told
from tests.evidence.verifying import night

KEY = "0a" * 32
DESTROY = c.DestroyOpenings(key=KEY, reason="the year of complaints is over")
DESTROYED = e.OpeningsDestroyed(key=KEY, reason=DESTROY.reason)
DISPUTE = e.AnnouncementDisputed(week=1, what="eliminated", couples=("bea-cole",), claim="another", source="a paper")
STREAM = f"season/{night.SEASON}"


@pytest.fixture(params=[False, True], ids=["an open night", "a night that hides its counts"])
def show(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[night.Night]:
    """Two weeks, closed."""
    played = night.played(tmp_path, second_form=request.param)
    yield played
    played.close()


def forge(show: night.Night, *facts: Fact) -> None:
    """Facts that nobody asked the rules about, by the executive."""
    show.log.append(STREAM, show.log.version(STREAM), list(facts), PEOPLE["executive"], night.TIME)


def told(show: night.Night, folder: Path) -> Told:
    """What both say of the sealed bundle, without openings."""
    show.publisher.publish()
    bundle = make_bundle(show.ledger, show.register, night.SEASON, sealed=True, guessable=True)
    return Both(folder, show.policy())(bundle.octets)


def decided(show: night.Night, fact: e.OpeningsDestroyed) -> None:
    """Proposed by one, approved by another, past the rules: what follows is as given."""
    number = len(show.engine.state(night.SEASON).proposals) + 1
    command = c.DestroyOpenings.model_validate(fact.model_dump())
    forge(show, e.DecisionProposed(decision=number, command=command))
    approved = e.DecisionApproved(decision=number, proposed_by="Elin", proposed_as="executive")
    show.log.append(STREAM, show.log.version(STREAM), [approved, fact], PEOPLE["adjudicator"], night.TIME)


def test_both_verifiers_follow_a_season_whose_openings_two_people_destroyed(show: night.Night, tmp_path: Path) -> None:
    show.say(c.DisputeAnnouncement(week=1, what="eliminated", couples=("bea-cole",), claim="another", source="a paper"))
    (dispute,) = show.engine.state(night.SEASON).weeks[1].disputes
    show.say(DESTROY.model_copy(update={"settled": (dispute.position,)}))
    verdict = told(show, tmp_path)
    assert (verdict.exit_code, verdict.findings) == (0, frozenset())


def test_after_a_hundred_and_one_disputes_openings_are_destroyed_as_after_one(
    show: night.Night, tmp_path: Path
) -> None:
    """No event ends a dispute and each has to be named; a hundred could be, and one more kept the counts for ever."""
    forge(show, *[DISPUTE] * 101)
    disputes = tuple(dispute.position for dispute in show.engine.state(night.SEASON).weeks[1].disputes)
    with pytest.raises(OpeningsStillNeeded):
        show.say(DESTROY.model_copy(update={"settled": disputes[1:]}))
    show.say(c.DestroyOpenings(key=KEY, reason=DESTROY.reason, settled=disputes))
    verdict = told(show, tmp_path)
    assert (verdict.exit_code, verdict.findings) == (0, frozenset())


def test_that_one_person_destroyed_them_is_found_by_both(show: night.Night, tmp_path: Path) -> None:
    forge(show, DESTROYED)
    assert told(show, tmp_path).codes == {"two-persons"}


def test_that_they_were_destroyed_too_early_is_found_by_both(show: night.Night, tmp_path: Path) -> None:
    show.say(c.ReopenWeek(week=2, reason="late"))
    decided(show, DESTROYED)
    assert told(show, tmp_path).codes == {"replay"}


def test_that_a_dispute_was_open_is_found_by_both(show: night.Night, tmp_path: Path) -> None:
    forge(show, DISPUTE, DISPUTE)
    first, _ = (dispute.position for dispute in show.engine.state(night.SEASON).weeks[1].disputes)
    decided(show, DESTROYED.model_copy(update={"settled": (first,)}))
    assert told(show, tmp_path).codes == {"replay"}


def test_disputes_out_of_order_are_found_by_both(show: night.Night, tmp_path: Path) -> None:
    forge(show, DISPUTE, DISPUTE)
    first, second = (dispute.position for dispute in show.engine.state(night.SEASON).weeks[1].disputes)
    decided(show, DESTROYED.model_copy(update={"settled": (second, first)}))
    assert told(show, tmp_path).codes == {"replay"}


def test_a_dispute_that_is_none_is_found_by_both(show: night.Night, tmp_path: Path) -> None:
    decided(show, DESTROYED.model_copy(update={"settled": (1,)}))
    assert told(show, tmp_path).codes == {"replay"}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("fact", [DISPUTE, DESTROYED, e.WeekReopened(week=2, reason="late")])
def test_whatever_is_said_afterwards_is_found_by_both(show: night.Night, tmp_path: Path, fact: Fact) -> None:
    show.say(DESTROY)
    at = show.log.last_position() + 1
    forge(show, fact)
    assert told(show, tmp_path).findings == {("replay", at)}
