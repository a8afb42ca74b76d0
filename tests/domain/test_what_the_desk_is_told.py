"""What the desk is told of votes: which batches are missing, what came too late, and that nothing is counted under two names."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.gateway import refusals as gateway_no
from domain.gateway.spans import Spans, include
from domain.season import commands as c
from domain.season import refusals as no
from domain.season.readiness import readiness
from glitterball.testing import PlainLog
from tests.domain.given_when_then import (
    MARKED,
    THREE,
    VOTES,
    batch,
    given,
    in_form,
    lines,
    manifest,
    refused,
    sealed,
    when,
)

A, B, C = THREE


def findings(log: PlainLog) -> list[str]:
    return [str(finding) for finding in readiness(log.state, 1, log.tallies)]


def void(number: int) -> c.VoidBatch:
    """Two people say that a batch is lost."""
    return c.VoidBatch(week=1, gateway="vox", batch=number, channel="sms", body="viewers", votes=(), reason="lost")


@pytest.mark.parametrize(
    ("voided", "still_missing"),
    [((), "2 to 6"), ((2,), "3 to 6"), ((6,), "2 to 5"), ((4,), "2 to 3, 5 to 6"), ((3, 5), "2, 4, 6")],
)
def test_batches_voided_as_lost_are_missing_no_more_and_their_neighbours_are(
    voided: tuple[int, ...], still_missing: str
) -> None:
    """Whoever rings the gateway up must name exactly the batches that it is to send again."""
    sent = [batch(number, VOTES) for number in range(1, 8)]
    log = given(*MARKED, lines(), sent[0], sent[6], sealed(), manifest(*sent))
    for number in voided:
        when(log, void(number))
    told = next(text for text in findings(log) if "had not arrived" in text)
    assert f"batches {still_missing} had not arrived" in told.replace("–", " to ").replace("-", " to ")


def test_every_batch_after_the_seal_is_told_of_and_none_is_counted() -> None:
    sent = [batch(number, VOTES) for number in (1, 2, 3)]
    log = given(*MARKED, lines(), sent[0], sealed(), sent[1], sent[2], manifest(*sent))
    assert any("batches after the seal, not counted: 2" in text for text in findings(log))
    gateway = log.tallies[1].gateways["vox"]
    assert (gateway.after_the_seal, gateway.votes_after_the_seal) == (2, 2 * sum(VOTES.values()))
    assert gateway.channels["sms", "viewers"].votes == VOTES


def test_a_batch_gives_each_reason_for_rejecting_votes_once() -> None:
    """One of the two counts would be lost, and the batch would still add up."""
    twice = (("over the cap", 2), ("over the cap", 3))
    log = given(*MARKED, lines())
    found = refused(
        gateway_no.BatchRepeatsCouple,
        log,
        batch(1, VOTES, rejected=twice, received=sum(VOTES.values()) + 5),
    )
    assert "over the cap" in found.sentence()


def test_a_judge_saves_a_couple_that_dances_in_a_word_that_says_so() -> None:
    """A slip of the pen at the desk is told as one, not as a couple out of danger."""
    log = given(*in_form("save"))
    refused(no.CoupleUnknown, log, c.CastBallot(week=1, judge="len", saves="anna-ezrah"))
    gone = given(*in_form("save", MARKED))
    when(gone, c.WithdrawCouple(week=1, couple=A, reason="injury"))
    refused(no.CoupleNotDancing, gone, c.CastBallot(week=1, judge="len", saves=A))


def test_a_couple_withdraws_once_and_only_if_it_was_cast() -> None:
    log = given(*MARKED)
    refused(no.CoupleUnknown, log, c.WithdrawCouple(week=1, couple="dan-eve", reason="injury"))
    when(log, c.WithdrawCouple(week=1, couple=A, reason="injury"))
    again = refused(no.CoupleNotDancing, log, c.WithdrawCouple(week=1, couple=A, reason="illness"))
    assert "it withdrew in week 1" in again.sentence()
    assert log.state.withdrawals[A].fact.reason == "injury"


def test_a_batch_counts_once_in_whatever_order_numbers_arrive() -> None:
    """Two stretches with one number between them: its arrival makes one of both, and disturbs no other."""
    ranges: Spans = []
    for number in (1, 2, 5, 6, 9, 3):
        include(ranges, number)
    assert ranges == [(1, 3), (5, 6), (9, 9)]
    include(ranges, 4)
    assert ranges == [(1, 6), (9, 9)]
    include(ranges, 8)
    assert ranges == [(1, 6), (8, 9)]


@drawn(st.lists(st.integers(1, 24), max_size=40))
def test_the_stretches_hold_the_numbers_that_arrived_and_no_two_touch(numbers: list[int]) -> None:
    ranges: Spans = []
    for number in numbers:
        include(ranges, number)
    assert [number for first, last in ranges for number in range(first, last + 1)] == sorted(set(numbers))
    assert all(ranges[at][1] + 1 < ranges[at + 1][0] for at in range(len(ranges) - 1))
