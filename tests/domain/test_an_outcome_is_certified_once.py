"""An outcome is certified once. What changes since is certified anew, and the new certificate says what it replaces."""

from typing import Any

from domain.season import commands as c
from domain.season import events as e
from domain.season.deciding.refusals import AlreadyCertified
from glitterball.testing import PlainLog
from projections.sentences import sentence
from tests.domain.given_when_then import COUNTED, ELIN, OLGA, THREE, given, refused, when

A, B, C = THREE
CERTIFY = c.CertifyOutcome(week=1)


def certified() -> PlainLog:
    log = given(*COUNTED)
    log.say(CERTIFY)
    return log


def correct(log: PlainLog, mark: int) -> tuple[Any, ...]:
    return log.say(c.CorrectScore(week=1, dance=f"1.1.{C}", judge="len", mark=mark, reason="misheard"))


def test_the_same_outcome_is_not_certified_again() -> None:
    """It was, without a word: events 52 and 56 of one night were two certificates of one outcome."""
    log = certified()
    first = log.state.weeks[1].certified[-1].position
    for command in (
        CERTIFY,
        CERTIFY.model_copy(update={"nonce": "0" * 32}),
        CERTIFY.model_copy(update={"source": "us"}),
    ):
        found = refused(AlreadyCertified, log, c.Propose(command=command), ELIN)
        assert (found.week, found.position) == (1, first)


def test_nor_is_a_proposal_approved_that_somebody_else_has_certified_meanwhile() -> None:
    log = given(*COUNTED)
    for _ in range(2):
        when(log, c.Propose(command=CERTIFY), ELIN)
    when(log, c.Approve(decision=1), OLGA)
    refused(AlreadyCertified, log, c.Approve(decision=2), OLGA)


def test_what_changed_is_certified_anew_and_says_what_it_replaces() -> None:
    log = certified()
    first = log.state.weeks[1].certified[-1].position
    correct(log, 10)
    *_, again = log.say(CERTIFY)
    assert isinstance(again, e.OutcomeCertified)
    assert sentence(again, log.state).endswith(f", in place of the certificate at position {first} ({C} & a leave).")


def test_a_change_that_was_undone_is_certified_anew_since_a_result_is_announced_from_what_is_not_stale() -> None:
    log = certified()
    correct(log, 10)
    correct(log, 7)
    *_, again = log.say(CERTIFY)
    assert again.leaving == (C,)
    refused(AlreadyCertified, log, c.Propose(command=CERTIFY), ELIN)


def test_the_first_certificate_replaces_nothing() -> None:
    log = certified()
    assert "in place of" not in sentence(log.state.weeks[1].certified[-1].fact, log.state)
