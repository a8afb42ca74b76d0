"""A whole night through the engine: scores, votes, the seal, certificate, announcement."""

from collections.abc import Iterator

import pytest

from domain.gateway.refusals import BatchContradicts, GatewayIsClosed, VotesDoNotAddUp
from domain.season import commands as c
from domain.season.announcing.refusals import NotCertified
from domain.season.deciding.refusals import WeekNotReady
from domain.season.outcome import outcome_of
from domain.season.proposing.refusals import NeedsSecondPerson, SamePerson
from domain.season.readiness import is_ready, readiness
from glitterball.engine import Engine
from glitterball.log.event_log import EventLog
from tests.engine.small_season import (
    ADJUDICATOR,
    DESK,
    EXECUTIVE,
    PRODUCER,
    SECOND_DESK,
    SECOND_SUPERVISOR,
    SUPERVISOR,
    batch,
    manifest,
    opening,
    scores,
    week,
)

MARKS = {"amy-ben": 9, "cat-dan": 8, "eva-fin": 7, "gil-hal": 6}
VOTES = {"amy-ben": 10, "cat-dan": 20, "eva-fin": 40, "gil-hal": 30}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EventLog.open("memory:") as log:
        yield Engine(log)


def play(engine: Engine, script: list[tuple[c.SeasonCommand, object]]) -> None:
    for command, by in script:
        engine.do("small", command, by)  # type: ignore[arg-type] # the script pairs commands with actors


def voted(engine: Engine) -> None:
    play(engine, opening() + scores(1, MARKS))
    engine.receive([batch(1, VOTES)])
    engine.receive([manifest(1, 100)])
    engine.do("small", c.CloseVoting(week=1), PRODUCER)


def certify(engine: Engine, number: int = 1) -> None:
    engine.do("small", c.Propose(command=c.CertifyOutcome(week=number)), EXECUTIVE)
    engine.do("small", c.Approve(decision=max(engine.state("small").proposals)), ADJUDICATOR)


def test_the_lowest_by_points_of_both_sides_leaves(engine: Engine) -> None:
    voted(engine)
    certify(engine)
    fold = engine.fold("small")
    # judges 4 3 2 1, viewers 1 2 4 3: combined 5 5 6 4
    assert outcome_of(fold.state, 1, fold.tallies).leaving == ("gil-hal",)
    assert fold.state.weeks[1].certified[-1].fact.leaving == ("gil-hal",)


def test_a_week_with_a_missing_score_is_not_ready_and_says_whose(engine: Engine) -> None:
    play(engine, opening() + scores(1, MARKS)[:-1])
    fold = engine.fold("small")
    findings = readiness(fold.state, 1, fold.tallies)
    assert not is_ready(findings)
    assert any("1.1.gil-hal" in str(finding) and "kim" in str(finding) for finding in findings)
    with pytest.raises(WeekNotReady, match="NOT READY"):
        certify(engine)


def test_a_result_is_not_announced_before_it_is_certified(engine: Engine) -> None:
    voted(engine)
    with pytest.raises(NotCertified, match="has not been certified"):
        engine.do("small", c.AnnounceElimination(week=1, couple="gil-hal"), PRODUCER)
    certify(engine)
    engine.do("small", c.AnnounceElimination(week=1, couple="gil-hal"), PRODUCER)


def test_a_correction_after_certification_makes_the_certificate_stale(engine: Engine) -> None:
    voted(engine)
    certify(engine)
    fix = c.CorrectScore(week=1, dance="1.1.gil-hal", judge="kim", mark=10, reason="misread")
    with pytest.raises(NeedsSecondPerson):
        engine.do("small", fix, DESK)
    engine.do("small", c.Propose(command=fix), DESK)
    with pytest.raises(SamePerson):
        engine.do("small", c.Approve(decision=3), DESK)
    engine.do("small", c.Approve(decision=3), SECOND_DESK)
    with pytest.raises(NotCertified, match="changed what it rests on"):
        engine.do("small", c.AnnounceElimination(week=1, couple="gil-hal"), PRODUCER)


def test_the_same_batch_twice_is_counted_once_and_another_under_its_number_is_an_alarm(engine: Engine) -> None:
    play(engine, opening())
    first = engine.receive([batch(1, VOTES)])
    again = engine.receive([batch(1, VOTES), batch(2, VOTES)])
    assert again[0].position == first[0].position
    assert [receipt.duplicate for receipt in again] == [True, False]
    with pytest.raises(BatchContradicts, match="other contents"):
        engine.receive([batch(3, VOTES), batch(1, {"amy-ben": 1})])
    assert engine.fold("small").tallies[1].gateways["phones"].last == 2


def test_received_is_accepted_and_rejected_and_late(engine: Engine) -> None:
    play(engine, opening())
    short = batch(1, VOTES).model_copy(update={"received": 99})
    with pytest.raises(VotesDoNotAddUp, match="received 99"):
        engine.receive([short])


def test_a_gap_is_visible_and_keeps_the_week_from_being_ready(engine: Engine) -> None:
    play(engine, opening() + scores(1, MARKS))
    engine.receive([batch(1, VOTES), batch(3, VOTES)])
    engine.receive([manifest(3, 300)])
    engine.do("small", c.CloseVoting(week=1), PRODUCER)
    fold = engine.fold("small")
    text = "; ".join(map(str, readiness(fold.state, 1, fold.tallies)))
    assert "batch 2 had not arrived" in text
    engine.receive([batch(2, VOTES)])  # too late to be counted: it stands behind the seal
    with pytest.raises(GatewayIsClosed):
        engine.receive([batch(4, VOTES)])
    late = c.VoidBatch(week=1, gateway="phones", batch=2, channel="sms", body="viewers", votes=(), reason="late")
    engine.do("small", c.Propose(command=late), SUPERVISOR)
    engine.do("small", c.Approve(decision=2), SECOND_SUPERVISOR)
    fold = engine.fold("small")
    assert is_ready(readiness(fold.state, 1, fold.tallies))
    assert fold.tallies[1].gateways["phones"].channels["sms", "viewers"].votes == {k: 2 * v for k, v in VOTES.items()}


def test_a_voided_batch_restates_what_it_held_whatever_was_typed(engine: Engine) -> None:
    voted(engine)
    void = c.VoidBatch(week=1, gateway="phones", batch=1, channel="calls", body="nobody", votes=(), reason="test lines")
    engine.do("small", c.Propose(command=void), SUPERVISOR)
    event = engine.do("small", c.Approve(decision=2), SECOND_SUPERVISOR)[-1]
    assert event.fact.channel == "sms"
    assert {one.couple: one.votes for one in event.fact.votes} == VOTES


def test_two_engines_on_one_log_decide_again_instead_of_overwriting(engine: Engine) -> None:
    other = Engine(engine.log)
    play(engine, opening())
    other.state("small")
    marks = scores(1, MARKS)
    for index, (command, by) in enumerate(marks):
        (engine if index % 2 else other).do("small", command, by)
    state = engine.state("small")
    assert state == other.state("small")
    assert sum(len(dance.marks) for dance in state.weeks[1].dances.values()) == 12


def test_the_judges_save_one_of_the_two_lowest(engine: Engine) -> None:
    voted(engine)
    certify(engine)
    engine.do("small", c.AnnounceElimination(week=1, couple="gil-hal"), PRODUCER)
    engine.do("small", c.CloseWeek(week=1), PRODUCER)
    left = ("amy-ben", "cat-dan", "eva-fin")
    play(engine, week(2, "save", left) + scores(2, {"amy-ben": 9, "cat-dan": 8, "eva-fin": 7}))
    engine.receive([batch(1, {"amy-ben": 30, "cat-dan": 20, "eva-fin": 10}, week=2)])
    engine.receive([manifest(1, 60, week=2)])
    engine.do("small", c.CloseVoting(week=2), PRODUCER)
    for judge, saves in (("ines", "cat-dan"), ("jo", "eva-fin"), ("kim", "eva-fin")):
        engine.do("small", c.CastBallot(week=2, judge=judge, saves=saves), DESK)
    certify(engine, 2)
    certificate = engine.state("small").weeks[2].certified[-1].fact
    assert (certificate.bottom, certificate.saved, certificate.leaving) == (
        ("cat-dan", "eva-fin"),
        ("eva-fin",),
        ("cat-dan",),
    )
