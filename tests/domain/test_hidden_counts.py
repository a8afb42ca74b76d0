"""A week whose lines state an order of the couples hides what tells its counts: both forms, who draws bits, what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from domain.parts import TwoParts, hash_of_hidden, hidden_json, parts_of, public_json, read_public
from domain.record import digest
from domain.season import commands as c
from domain.season import events as e
from domain.season.decide import decide
from domain.season.deciding.refusals import AlreadyCertified
from domain.season.hiding import hides_counts, with_nonces
from domain.season.proposing.signing import follows_digest
from domain.season.refusals import NonceMissing
from domain.season.words import CoupleVotes
from glitterball.testing.plain_log import PlainLog
from tests.domain.given_when_then import COUNTED, ELIN, MARKED, THREE, given, lines, opened

SALT = "5" * 64
ORDERED = e.VotingOpenedV2(**dict(lines()), couples=THREE)
HIDDEN = tuple(ORDERED if isinstance(fact, e.VotingOpened) else fact for fact in COUNTED)
"""A week that is ready, counts in a stated order."""
VOTED = tuple(CoupleVotes(couple=couple, votes=votes) for couple, votes in zip(THREE, (5, 4, 3), strict=True))
VOID = c.VoidBatch(week=1, gateway="vox", batch=1, channel="sms", body="viewers", votes=VOTED, reason="a test")
SUBSTITUTE = c.SubstituteInput(week=1, body="viewers", votes=VOTED, reason="an aggregate")
REPLACE = c.ReplaceManifest(week=1, gateway="vox", channel="sms", body="viewers", votes=VOTED, reason="it is wrong")
CERTIFY = c.CertifyOutcome(week=1)
ASKED = {
    "void-batch": (VOID, e.BatchVoidedV2),
    "substitute-input": (SUBSTITUTE, e.InputSubstitutedV2),
    "replace-manifest": (REPLACE, e.ManifestReplacedV2),
    "certify-outcome": (CERTIFY, e.OutcomeCertifiedV2),
}


def followed(log: PlainLog, command: Any) -> Any:
    """What two people record of a command: the proposal and the fact."""
    first, _, fact = log.say(command)
    return first, fact


def test_a_week_hides_its_counts_where_its_lines_or_those_of_a_week_it_counts_state_an_order() -> None:
    state = given(*HIDDEN).state
    assert hides_counts(state, 1)
    assert not hides_counts(given(*COUNTED).state, 1)
    later = replace(state.weeks[1], voting=None, opened=state.weeks[1].opened)
    assert not hides_counts(replace(state, weeks={1: later}), 1)


@pytest.mark.parametrize("do", ASKED)
def test_what_tells_counts_is_recorded_in_two_parts_there_and_in_one_elsewhere(do: str) -> None:
    command, kind = ASKED[do]
    proposed, fact = followed(given(*HIDDEN), command)
    assert (type(proposed), type(fact)) == (e.ProposalInParts, kind)
    assert (proposed.do, proposed.week, proposed.command.nonce) == (do, 1, fact.nonce)
    before, plain = followed(given(*COUNTED), command)
    assert type(before) is e.DecisionProposed
    assert not isinstance(plain, TwoParts)
    assert isinstance(fact, type(plain)), "who knows the first form reads both"


@pytest.mark.parametrize("do", ASKED)
def test_what_would_show_counts_there_is_refused(do: str) -> None:
    command, _ = ASKED[do]
    log = given(*HIDDEN)
    for nonce in (None, "0" * 32):
        shown = command.model_copy(update={"nonce": nonce})
        with pytest.raises(NonceMissing) as found:
            decide(c.Propose(command=shown, nonce=SALT), log.state, ELIN, log.tallies)
        assert f"{do} cannot be recorded: week 1 hides its counts" in found.value.sentence()
    salted = command.model_copy(update={"nonce": SALT})
    with pytest.raises(NonceMissing):
        decide(c.Propose(command=salted), log.state, ELIN, log.tallies)


def test_bits_are_drawn_once_for_a_proposal_and_those_of_its_command_follow_from_them() -> None:
    state = given(*HIDDEN).state
    asked = with_nonces(c.Propose(command=CERTIFY), state, lambda: SALT)
    again = with_nonces(c.Propose(command=CERTIFY, nonce=SALT), state, lambda: "6" * 64)
    assert asked == again
    assert asked.command.nonce not in (None, SALT), "the command's bits are not the proposal's"
    assert with_nonces(asked, state, lambda: "7" * 64) == asked
    other = with_nonces(c.Propose(command=c.CertifyOutcome(week=1, nonce=SALT)), state, lambda: "8" * 64)
    assert other.command.nonce == SALT, "whoever gives the command's bits is not given others"
    assert other.nonce not in (None, SALT, "8" * 64), "and the proposal's follow from them"
    plain = c.Propose(command=c.CancelElimination(week=1, reason="a storm"))
    assert with_nonces(plain, state, lambda: SALT) == plain
    assert with_nonces(CERTIFY, given(*COUNTED).state, lambda: SALT) == CERTIFY


def test_a_certification_names_sets_in_the_order_of_the_alphabet_and_danger_as_it_was_announced() -> None:
    log = given(*HIDDEN)
    _, certified = followed(log, CERTIFY)
    assert certified.in_danger is None
    assert certified.replaces is None
    danger = tuple(reversed(certified.bottom))
    announced = given(*HIDDEN, e.DangerAnnounced(week=1, couples=danger))
    assert followed(announced, CERTIFY)[1].in_danger == tuple(sorted(danger))
    others = tuple(couple for couple in THREE if couple not in danger)
    wrong = given(*HIDDEN, e.DangerAnnounced(week=1, couples=others))
    assert followed(wrong, CERTIFY)[1].in_danger is None
    again = given(*HIDDEN)
    again.say(CERTIFY)
    position = again.state.weeks[1].certified[0].position
    again.record([e.ImmunityGranted(week=1, couple=THREE[0], reason="a prize")])
    assert followed(again, CERTIFY)[1].replaces == position


def test_the_hash_of_a_hidden_command_is_the_digest_that_people_sign() -> None:
    proposed, fact = followed(given(*HIDDEN), VOID)
    hidden = hidden_json(proposed)
    assert hidden.startswith(b'{"command":{"')
    assert hidden.endswith(b'"nonce":"%b"}' % proposed.nonce.encode())
    public, _ = parts_of(proposed)
    shown = read_public(e.ProposalInParts, public)
    assert hash_of_hidden(shown) == hash_of_hidden(proposed) == digest(hidden)
    assert follows_digest(fact, "") == digest(b'{"follows":%b}' % public_json(fact))
    voided = read_public(e.BatchVoidedV2, public_json(fact))
    assert follows_digest(voided, "") == follows_digest(fact, ""), "also where the votes are not known"


def test_a_proposal_names_in_public_the_command_that_it_hides() -> None:
    with pytest.raises(ValueError, match="not the one that its public part names"):
        e.ProposalInParts(decision=1, command=CERTIFY, do="void-batch", week=1, nonce=SALT)
    with pytest.raises(ValueError, match="not the one that its public part names"):
        e.ProposalInParts(decision=1, command=CERTIFY, do="certify-outcome", week=2, nonce=SALT)


def test_the_same_certification_is_refused_a_second_time_although_its_bits_are_others() -> None:
    log = given(*HIDDEN)
    log.say(CERTIFY)
    with pytest.raises(AlreadyCertified):
        log.say(CERTIFY)


def test_in_a_season_that_hides_its_counts_every_week_does_and_its_lines_state_an_order() -> None:
    opening = e.SeasonOpenedV2(**dict(opened()), counts="hidden")
    log = given(opening, *MARKED[1:])
    assert hides_counts(log.state, 1)
    (stated,) = log.say(c.OpenVoting(week=1, gateways=lines().gateways))
    assert isinstance(stated, e.VotingOpenedV2)
    assert stated.couples == tuple(sorted(THREE)), "in the order of the alphabet, where none is given"
    other = given(opening, *MARKED[1:]).say(
        c.OpenVoting(week=1, gateways=lines().gateways, couples=tuple(reversed(THREE)))
    )
    assert getattr(other[0], "couples", None) == tuple(reversed(THREE))


def test_a_season_says_when_it_is_opened_that_its_counts_are_hidden() -> None:
    asked = c.OpenSeason(season="us-40", show="Dancing", number=40, mode="live", counts="hidden")
    (hidden,) = PlainLog("us-40").say(asked)
    assert isinstance(hidden, e.SeasonOpenedV2)
    (plain,) = PlainLog("us-40").say(asked.model_copy(update={"counts": None}))
    assert type(plain) is e.SeasonOpened


def test_lines_of_a_week_in_which_nobody_dances_any_more_state_no_order() -> None:
    """All withdrew, and the lines are opened by plan: found by a drawn season, where it ended as an unforeseen error."""
    hiding = e.SeasonOpenedV2(**dict(opened()), counts="hidden")
    withdrawn = [e.CoupleWithdrew(week=1, couple=couple, reason="ill") for couple in THREE]
    log = given(hiding, *MARKED[1:], *withdrawn)
    (fact,) = log.say(c.OpenVoting(week=1, gateways=lines().gateways))
    assert type(fact) is e.VotingOpened
