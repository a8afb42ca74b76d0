"""What takes two people: who may, who may not, and what happens when the season moved on between the two."""

from typing import Any

import pytest

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.announcing.refusals import NotCertified
from domain.season.authority import AUTHORITY
from domain.season.deciding.refusals import BallotOutOfPlace, NoSuchTie, WeekNotReady
from domain.season.proposing.refusals import NeedsSecondPerson, NoSuchProposal, RoleMayNot, SamePerson
from domain.season.refusals import AlreadySo
from domain.season.roles import RECORD
from glitterball.testing import PEOPLE
from tests.domain.given_when_then import (
    BOOK,
    COUNTED,
    DORA,
    ELIN,
    HUGO,
    MARKED,
    OLGA,
    PIA,
    THREE,
    adopted,
    batch,
    danced,
    given,
    in_form,
    lines,
    manifest,
    opened,
    panel,
    refused,
    sealed,
    when,
)
from tests.domain.on_paper import SHARE, SINGLE, rules

A, B, C = THREE
CERTIFY = c.CertifyOutcome(week=1)
CORRECT = c.CorrectScore(week=1, dance=f"1.1.{C}", judge="len", mark=10, reason="misheard")
VOID = c.VoidChannel(week=1, channel="sms", reason="wrong numbers")
CANCEL = c.CancelElimination(week=1, reason="wrong numbers")
SUPERVISOR = PEOPLE["supervisor"]
SECOND_SUPERVISOR = Actor(name="Una", role="supervisor")


def proposing(command: Any) -> c.Propose:
    return c.Propose(command=command)


def test_two_people_of_different_roles_certify() -> None:
    log = given(*COUNTED)
    (proposed,) = when(log, proposing(CERTIFY), ELIN)
    approved, certified = when(log, c.Approve(decision=1), OLGA)
    assert isinstance(proposed, e.DecisionProposed)
    assert isinstance(approved, e.DecisionApproved)
    assert isinstance(certified, e.OutcomeCertified)
    assert (approved.proposed_by, approved.proposed_as) == ("Elin", "executive")
    assert (certified.leaving, certified.rulebook) == ((C,), "paper@1")


def test_the_proposer_cannot_approve() -> None:
    log = given(*COUNTED)
    when(log, proposing(CERTIFY), ELIN)
    refused(SamePerson, log, c.Approve(decision=1), ELIN)
    refused(SamePerson, log, c.Approve(decision=1), Actor(name="Elin", role="adjudicator"))


def test_governance_takes_another_role_and_supervision_only_another_person() -> None:
    log = given(*COUNTED)
    when(log, proposing(CERTIFY), ELIN)
    second_executive = Actor(name="Erik", role="executive")
    assert (
        "another person in another role" in refused(SamePerson, log, c.Approve(decision=1), second_executive).sentence()
    )
    when(log, proposing(VOID), SUPERVISOR)
    (_, voided) = when(log, c.Approve(decision=2), SECOND_SUPERVISOR)
    assert isinstance(voided, e.ChannelVoided)


@pytest.mark.parametrize("by", [DORA, PIA, PEOPLE["gateway"], PEOPLE["engine"], PEOPLE["auditor"], HUGO])
def test_roles_that_may_not_certify_may_neither_propose_nor_approve_nor_reject(by: Actor) -> None:
    log = given(*COUNTED)
    refused(RoleMayNot, log, proposing(CERTIFY), by)
    when(log, proposing(CERTIFY), ELIN)
    refused(RoleMayNot, log, c.Approve(decision=1), by)
    refused(RoleMayNot, log, c.Reject(decision=1, reason="no"), by)


def test_what_would_be_refused_is_refused_when_it_is_proposed() -> None:
    refused(WeekNotReady, given(*MARKED), proposing(CERTIFY), ELIN)
    refused(AlreadySo, given(*COUNTED), proposing(CORRECT.model_copy(update={"mark": 7})), DORA)


def test_an_approval_is_decided_as_things_stand_then() -> None:
    """Proposed while the elimination stood; cancelled by another proposal in between."""
    log = given(*COUNTED)
    when(log, proposing(CANCEL), ELIN)
    when(log, proposing(CANCEL), ELIN)
    when(log, c.Approve(decision=1), OLGA)
    refused(AlreadySo, log, c.Approve(decision=2), OLGA)
    when(log, c.Reject(decision=2, reason="it is cancelled already"), OLGA)


def test_a_certificate_approved_after_a_correction_rests_on_the_correction() -> None:
    log = given(*COUNTED)
    when(log, proposing(CERTIFY), ELIN)
    when(log, CORRECT)
    (_, certified) = when(log, c.Approve(decision=1), OLGA)
    assert isinstance(certified, e.OutcomeCertified)
    assert next(line.raw[0] for line in certified.standings if line.couple == C) == 17


def test_a_stale_certificate_announces_nobody() -> None:
    """US season 29, October 2020: the outcome is certified before it is announced."""
    log = given(*COUNTED)
    when(log, CERTIFY)
    when(log, CORRECT)
    stale = refused(NotCertified, log, c.AnnounceElimination(week=1, couple=C), PIA)
    assert "changed what it rests on" in stale.sentence()
    when(log, CERTIFY)
    when(log, c.AnnounceElimination(week=1, couple=C), PIA)
    when(log, c.CloseWeek(week=1), PIA)


def test_a_decision_is_settled_once() -> None:
    log = given(*COUNTED)
    when(log, proposing(CERTIFY), ELIN)
    when(log, c.Approve(decision=1), OLGA)
    refused(NoSuchProposal, log, c.Approve(decision=1), OLGA)
    refused(NoSuchProposal, log, c.Reject(decision=1, reason="late"), OLGA)


def test_a_rejected_proposal_has_no_effect() -> None:
    log = given(*COUNTED)
    when(log, proposing(CANCEL), ELIN)
    when(log, c.Reject(decision=1, reason="it stands"), OLGA)
    assert log.outcome(1).leaving == (C,)
    refused(NoSuchProposal, log, c.Approve(decision=1), OLGA)


def test_nobody_corrects_alone_what_a_certificate_rests_on_though_nobody_votes_in_that_week() -> None:
    """Nothing seals a week without lines; its certificate locks it."""
    marks = next(side for side in BOOK.sides if side.counts.kind == "marks")
    judged = adopted(BOOK.model_copy(update={"sides": (marks,), "tie_chain": ()}))
    log = given(*(judged if isinstance(fact, e.RulebookAdopted) else fact for fact in MARKED))
    when(log, CORRECT.model_copy(update={"mark": 6}), DORA)
    when(log, CERTIFY)
    refused(NeedsSecondPerson, log, CORRECT, DORA)
    when(log, proposing(CORRECT), DORA)
    when(log, c.Approve(decision=max(log.state.proposals)), OLGA)
    assert log.outcome(1).status == "decided"


def test_a_score_is_corrected_by_one_person_before_the_lock_and_by_two_after() -> None:
    when(given(*MARKED, lines()), CORRECT, DORA)
    log = given(*COUNTED)
    refused(NeedsSecondPerson, log, CORRECT, DORA)
    when(log, proposing(CORRECT), DORA)
    (_, corrected) = when(log, c.Approve(decision=1), Actor(name="Dan", role="score desk"))
    assert isinstance(corrected, e.ScoreCorrected)
    assert (corrected.was, corrected.mark) == (7, 10)


def test_an_open_proposal_keeps_the_week_from_being_certified() -> None:
    log = given(*COUNTED)
    when(log, proposing(VOID), SUPERVISOR)
    assert "proposal 1 (void-channel) waits" in refused(WeekNotReady, log, proposing(CERTIFY), ELIN).sentence()


@pytest.mark.parametrize("command", [VOID, CANCEL, c.AdoptRulebook(rulebook=BOOK, from_week=1)])
def test_history_takes_no_second_person(command: Any) -> None:
    log = given(opened("historic"), *COUNTED[1:])
    assert len(when(log, command, HUGO)) == 1
    refused(RoleMayNot, given(opened("historic"), *COUNTED[1:]), command, ELIN)


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_a_rehearsal_follows_the_same_rules_as_a_live_night(mode: Any) -> None:
    refused(NeedsSecondPerson, given(opened(mode), *COUNTED[1:]), CERTIFY, ELIN)


def test_every_command_has_an_authority_and_every_authority_a_role() -> None:
    commands = {member.model_fields["do"].default for member in c.SeasonCommand.__args__}
    assert commands - set(AUTHORITY) == {"propose", "approve", "reject", "withdraw"}
    assert all(authority.roles for authority in (*AUTHORITY.values(), RECORD))


def test_a_tie_is_settled_by_two_people_and_names_exactly_the_tied_couples() -> None:
    tied = given(*in_form("finale", _even()))
    assert tied.outcome(1).needs[0].couples == (B, C)
    for order in ((A, B), (B, C, B), (C, B, A)):
        settle = c.SettleTie(week=1, link="lot", order=order, how="drawn on stage")
        assert "open are: bea-cole, cleo-dov" in refused(NoSuchTie, tied, settle).sentence()
    settled = when(tied, c.SettleTie(week=1, link="lot", order=(C, B), how="drawn on stage"))[-1]
    assert isinstance(settled, e.TieSettled)
    assert settled.by == "Olga (adjudicator)"
    assert tied.outcome(1).order == ((A,), (C,), (B,))
    refused(NoSuchTie, tied, c.SettleTie(week=1, link="lot", order=(B, C), how="drawn again"))


def _even() -> tuple[Any, ...]:
    """The same night with Bea and Cleo equal on both sides."""
    split = {A: 30, B: 10, C: 10}
    marked = [
        fact.model_copy(update={"mark": 7}) if isinstance(fact, e.ScoreGiven) and B in fact.dance else fact
        for fact in MARKED
    ]
    return (*marked, lines(), batch(1, split), sealed(), manifest(batch(1, split)))


def test_the_season_31_save_from_ballots_to_the_announcement() -> None:
    """US season 31, week 2: 2-2, the head judge decided; a ballot for a couple out of danger is refused."""
    judges = ("bruno", "carrie", "derek", "len")
    past = [fact for fact in in_form("save") if not isinstance(fact, e.PanelSeated | e.DanceScheduled | e.ScoreGiven)]
    log = given(*past)

    log.record((panel(*judges),))
    for couple, mark in zip(THREE, (9, 8, 7), strict=True):
        log.record(danced(couple, *(mark,) * 4, judges=judges))
    refused(WeekNotReady, log, CERTIFY)
    for judge, saves in zip(judges, (B, B, C, C), strict=True):
        refused(BallotOutOfPlace, log, c.CastBallot(week=1, judge=judge, saves=A))
        when(log, c.CastBallot(week=1, judge=judge, saves=saves), DORA)
        refused(AlreadySo, log, c.CastBallot(week=1, judge=judge, saves=saves))
    assert (log.outcome(1).saved, log.outcome(1).leaving) == ((C,), (B,))
    when(log, CERTIFY)
    when(log, c.AnnounceSave(week=1, couple=C, by="judges"))
    when(log, c.AnnounceElimination(week=1, couple=B))
    when(log, c.CloseWeek(week=1))
    assert log.state.weeks[1].closed is not None


def test_immunity_excused_from_the_dance_off_still_leaves_a_couple_eliminable() -> None:
    """US seasons 28 and 33; in season 24, week 7 it meant safe from elimination."""

    goes = {}
    for means in ("excused from the dance-off", "safe from elimination"):
        book = rules(SHARE, SINGLE, immunity=means)
        past = (adopted(book) if isinstance(fact, e.RulebookAdopted) else fact for fact in COUNTED)
        log = given(*past)
        when(log, c.GrantImmunity(week=1, couple=C, reason="top of the leaderboard"))
        goes[means] = log.outcome(1).leaving
    assert goes == {"excused from the dance-off": (C,), "safe from elimination": (B,)}


def test_an_announcement_made_in_error_is_a_fact_and_so_is_taking_it_back() -> None:
    """US season 29, October 2020: the host announced the wrong bottom two and called a couple back."""
    log = given(*COUNTED)
    when(log, c.AnnounceDanger(week=1, couples=(A, B)))
    when(log, c.CorrectAnnouncement(week=1, what="danger", couples=(B, C), reason="the wrong card"))
    said = [type(event.fact).__name__ for event in log.state.weeks[1].announcements]
    assert said == ["DangerAnnounced", "AnnouncementCorrected"]
