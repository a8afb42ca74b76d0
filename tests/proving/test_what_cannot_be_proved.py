"""Weeks that cannot be proved are refused by name, with what stands against them; each is certified all the same."""

from collections.abc import Callable

import pytest

from domain.season import commands as c
from domain.season import words as w
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from glitterball.rulebooks import shipped_rulebook
from tests.proving.shows import ADJUDICATOR, COUPLES, DESK, PRODUCER, Show

RANKS = shipped_rulebook("us-28-29")
MARKS = dict(zip(COUPLES, (9, 8, 7, 6, 5), strict=True))
COUNTS = {"viewers": dict(zip(COUPLES, (310, 205, 420, 64, 100), strict=True))}
REASON = "as two people decided"


def voted(show: Show, form: str = "single", in_order: bool = True, **how: object) -> None:
    show.open_week(1, form)
    show.open_lines(1, in_order)
    show.score(1, MARKS)
    show.vote(1, COUNTS, **how)  # type: ignore[arg-type]
    show.close_lines(1)


def ended(show: Show, danger: bool = True) -> None:
    outcome = show.decide(1)
    show.certify(1)
    show.announce(1, outcome, danger=danger)


def voided(show: Show) -> None:
    voted(show)
    show.govern(c.VoidBatch(week=1, gateway="south", batch=1, channel="app", body="viewers", votes=(), reason=REASON))


def lost(show: Show) -> None:
    voted(show, lost=("south", 2))
    show.govern(c.VoidBatch(week=1, gateway="south", batch=2, channel="sms", body="viewers", votes=(), reason=REASON))


def stated(show: Show) -> None:
    voted(show)
    votes = tuple(w.CoupleVotes(couple=couple, votes=10) for couple in COUPLES)
    command = c.ReplaceManifest(week=1, gateway="south", channel="app", body="viewers", votes=votes, reason=REASON)
    show.govern(command)


def substituted(show: Show) -> None:
    voted(show)
    votes = tuple(w.CoupleVotes(couple=couple, votes=10 + at) for at, couple in enumerate(COUPLES))
    show.govern(c.SubstituteInput(week=1, body="viewers", votes=votes, reason=REASON))


def given_up(show: Show) -> None:
    voted(show)
    show.govern(c.GiveUpGateway(week=1, gateway="south", taken="as delivered", reason=REASON))


def half_committed(show: Show) -> None:
    voted(show, commits={"north": True, "south": False})


def withdrawn(show: Show) -> None:
    voted(show)
    show.say(c.WithdrawCouple(week=1, couple="ada", reason="hurt"), PRODUCER)


AGAINST: dict[str, tuple[Callable[[Show], None], str]] = {
    "a batch is void": (voided, "batch-voided"),
    "a batch was lost": (lost, "batch-voided"),
    "a manifest is replaced": (stated, "counts-stated"),
    "a body is substituted": (substituted, "counts-stated"),
    "a gateway is given up as delivered": (given_up, "counts-stated"),
    "a gateway commits to nothing": (half_committed, "not-committed"),
    "a couple with votes has left": (withdrawn, "others-voted-for"),
}


@pytest.mark.heavy("proofs")
@pytest.mark.parametrize("what", AGAINST)
def test_it_is_refused_with_what_stands_against_it(what: str) -> None:
    happens, obstacle = AGAINST[what]
    show = Show(RANKS)
    happens(show)
    ended(show)
    with pytest.raises(CannotBeProved) as caught:
        show.proved(1)
    assert caught.value.obstacle == obstacle
    assert obstacle in caught.value.sentence()


def test_a_gateway_of_which_nothing_counts_and_a_channel_that_is_void_stand_against_nothing() -> None:
    show = Show(RANKS)
    voted(show, commits={"north": True, "south": False})
    show.govern(c.GiveUpGateway(week=1, gateway="south", taken="not at all", reason=REASON))
    show.govern(c.VoidChannel(week=1, channel="sms", reason=REASON))
    ended(show)
    fact = show.proved(1)
    assert fact.proved[0].turnout < sum(COUNTS["viewers"].values())


def test_nothing_is_proved_before_it_was_announced() -> None:
    show = Show(RANKS)
    voted(show)
    with pytest.raises(ProofDoesNotFit, match="has not been certified"):
        show.proved(1)
    show.decide(1)
    show.certify(1)
    with pytest.raises(CannotBeProved, match="not-announced"):
        show.proved(1)


@pytest.mark.heavy("proofs")
def test_a_second_stage_needs_its_couples_named_in_danger_and_a_plain_form_does_not() -> None:
    show = Show(RANKS)
    voted(show, "save")
    ended(show, danger=False)
    with pytest.raises(CannotBeProved, match="not named in danger"):
        show.proved(1)
    plain = Show(RANKS)
    voted(plain)
    ended(plain, danger=False)
    assert [len(group) for group in plain.proved(1).groups] == [4, 1]


def test_couples_named_in_danger_that_were_not_the_lowest_are_claimed_to_be_nothing() -> None:
    show = Show(shipped_rulebook("us-3-27"))
    voted(show, "single")
    outcome = show.decide(1)
    show.certify(1)
    show.announce(1, outcome, danger=False)
    best = tuple(sorted((outcome.order[0][0], *outcome.leaving)))
    show.say(c.AnnounceDanger(week=1, couples=best), PRODUCER)
    assert len(show.proved(1).groups) == 2


@pytest.mark.heavy("proofs")
def test_said_again_nothing_is_recorded_as_long_as_the_proof_is_there() -> None:
    show = Show(RANKS)
    voted(show)
    ended(show)
    show.proved(1)
    before = show.log.last_position()
    show.proved(1)
    assert show.log.last_position() == before
    show.proofs._held.clear()
    show.proved(1)
    assert show.log.last_position() == before + 1


def test_a_certification_that_was_touched_since_is_not_proved() -> None:
    show = Show(RANKS)
    voted(show)
    ended(show)
    correction = c.CorrectScore(week=1, dance="1.1.ada", judge="ines", mark=8, reason="misread")
    show.sign(correction, DESK, ADJUDICATOR)
    with pytest.raises(ProofDoesNotFit, match="changed what certification"):
        show.proved(1)
