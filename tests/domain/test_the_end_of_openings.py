"""The openings of a season are destroyed by two people, when nobody has to look at a count any more; then the season is over."""

import pytest

from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.custody.refusals import (
    HistoryHidesNothing,
    NoSuchDispute,
    OpeningsAreDestroyed,
    OpeningsStillNeeded,
)
from domain.season.decide import decide
from domain.season.proposing.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.voting.terms import voting_terms
from glitterball.testing.plain_log import PlainLog
from tests.domain.given_when_then import BEGUN, given
from tests.domain.test_every_refusal import CERTIFIED, ELIN, HISTORY, HUGO, C

ADA = Actor(name="Ada", role="adjudicator")
KEY = "0a" * 32
DESTROY = c.DestroyOpenings(key=KEY, reason="the year of complaints is over")
OUT, CLOSED = e.CoupleEliminated(week=1, couple=C), e.WeekClosed(week=1)
OVER = (*CERTIFIED, OUT, CLOSED)
DISPUTED = e.AnnouncementDisputed(week=1, what="eliminated", couples=(C,), claim="it was another", source="a paper")


def destroyed(log: PlainLog, command: c.DestroyOpenings = DESTROY, by: tuple[Actor, Actor] = (ELIN, ADA)) -> PlainLog:
    """Proposed by one and approved by another."""
    (proposed,) = decide(c.Propose(command=command), log.state, by[0])
    log.record((proposed,), by[0])
    log.record(decide(c.Approve(decision=proposed.decision), log.state, by[1]), by[1])
    return log


def test_two_people_destroy_the_openings_of_a_season_that_is_over() -> None:
    log = destroyed(given(*OVER))
    assert log.state.destroyed is not None
    assert log.state.destroyed.fact == e.OpeningsDestroyed(key=KEY, reason=DESTROY.reason)


def test_one_person_alone_destroys_nothing() -> None:
    log = given(*OVER)
    with pytest.raises(NeedsSecondPerson):
        decide(DESTROY, log.state, ELIN)
    with pytest.raises(SamePerson):
        destroyed(log, by=(ELIN, Actor(name="elin", role="adjudicator")))
    with pytest.raises(SamePerson):
        destroyed(log, by=(ELIN, Actor(name="Eve", role="executive")))
    with pytest.raises(RoleMayNot):
        destroyed(log, by=(Actor(name="Petra", role="producer"), ADA))
    assert log.state.destroyed is None


@pytest.mark.parametrize(
    ("past", "because"),
    [
        (BEGUN, "week 1 is open"),
        (CERTIFIED, "week 1 is open"),
        ((*OVER, e.WeekReopened(week=1, reason="late")), "week 1 is open"),
        (
            (*OVER, e.ChannelVoided(week=1, channel="sms", reason="a wrong number")),
            "the certificate of week 1 does not stand",
        ),
        ((*OVER, DISPUTED), "week 1 is disputed at event"),
        ((*OVER, e.DecisionProposed(decision=1, command=c.ReopenWeek(week=1, reason="late"))), "proposal 1 is open"),
    ],
)
def test_openings_are_kept_while_a_count_may_still_have_to_be_looked_at(past: tuple[object, ...], because: str) -> None:
    with pytest.raises(OpeningsStillNeeded, match=because):
        destroyed(given(*past))


def test_an_approval_is_refused_once_something_needs_the_openings_again() -> None:
    log = given(*OVER)
    log.record(decide(c.Propose(command=DESTROY), log.state, ELIN), ELIN)
    log.record((DISPUTED,), ELIN)
    with pytest.raises(OpeningsStillNeeded, match="disputed"):
        decide(c.Approve(decision=1), log.state, ADA)


def test_a_dispute_is_settled_when_both_people_say_so() -> None:
    log = given(*OVER, DISPUTED, DISPUTED)
    first, second = (dispute.position for dispute in log.state.weeks[1].disputes)
    with pytest.raises(OpeningsStillNeeded, match=f"at event {second}"):
        destroyed(log, DESTROY.model_copy(update={"settled": (first,)}))
    with pytest.raises(NoSuchDispute, match="Event 1 is no dispute"):
        destroyed(log, DESTROY.model_copy(update={"settled": (1, first, second)}))
    gone = destroyed(given(*OVER, DISPUTED, DISPUTED), DESTROY.model_copy(update={"settled": (second, first, second)}))
    assert gone.state.destroyed is not None
    assert gone.state.destroyed.fact.settled == (first, second)


def test_another_proposal_to_destroy_them_is_in_nobodys_way() -> None:
    log = given(*OVER)
    log.record(decide(c.Propose(command=DESTROY), log.state, ADA), ADA)
    assert destroyed(log).state.destroyed is not None


def test_a_historic_season_has_none() -> None:
    with pytest.raises(HistoryHidesNothing):
        decide(DESTROY, given(*HISTORY).state, HUGO)


@pytest.mark.parametrize(
    "command",
    [
        DESTROY,
        c.Propose(command=DESTROY),
        c.ReopenWeek(week=1, reason="late"),
        c.Propose(command=c.ReopenWeek(week=1, reason="late")),
        c.DisputeAnnouncement(week=1, what="eliminated", couples=(C,), claim="another", source="a paper"),
        c.OpenSeason(season="us-33", show="Dancing", number=33, mode="live"),
    ],
)
def test_nothing_more_is_said_of_a_season_whose_openings_are_destroyed(command: c.SeasonCommand) -> None:
    log = destroyed(given(*OVER))
    with pytest.raises(OpeningsAreDestroyed) as refused:
        decide(command, log.state, ELIN)
    assert refused.value.position == log.state.destroyed.position  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="nothing more is recorded"):
        voting_terms(log.state, 1)
