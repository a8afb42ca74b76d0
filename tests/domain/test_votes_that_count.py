"""Which votes and scores count towards a week: voids, channels, weeks carried in, the seal, substitutions."""

from collections import Counter
from itertools import pairwise, permutations
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch
from domain.period.ranges import merged
from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from domain.season.deciding.refusals import WeekNotReady
from domain.season.gathering import period_of
from domain.season.readiness import readiness
from domain.season.refusals import CoupleNotDancing, JudgeNotOnPanel
from domain.tabulation.hashing import inputs_sha256
from glitterball.testing import PlainLog, manifest_of, vote_batches
from tests.domain.given_when_then import (
    BEGUN,
    BOOK,
    COUNTED,
    MARKED,
    THREE,
    VOTES,
    adopted,
    batch,
    cast,
    danced,
    given,
    in_form,
    lines,
    manifest,
    opened,
    panel,
    refused,
    sealed,
    week,
    when,
)
from tests.thoroughness import examples

A, B, C = THREE


def votes(log: PlainLog, number: int = 1, body: str = "viewers") -> tuple[int, ...]:
    counted = period_of(log.state, number, log.tallies).votes
    return next((one.votes for one in counted if one.body == body), ())


def totals(log: PlainLog, number: int = 1) -> tuple[Any, ...]:
    return log.outcome(number).sides[0].raw


def void(number: int, split: dict[str, int], channel: str = "sms") -> c.VoidBatch:
    held = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in split.items())
    return c.VoidBatch(
        week=1, gateway="vox", batch=number, channel=channel, body="viewers", votes=held, reason="sent twice"
    )


TWO = (*MARKED, lines(), batch(1, VOTES), batch(2, {C: 60}, channel="online"), sealed())


def test_a_voided_channel_does_not_count_and_the_elimination_stands() -> None:
    """US season 27, October 2018: no phone votes were collected; online votes alone decided."""
    log = given(*TWO)
    assert (votes(log), log.outcome(1).leaving) == ((30, 20, 70), (B,))
    when(log, c.VoidChannel(week=1, channel="online", reason="lost"))
    assert (votes(log), log.outcome(1).leaving) == ((30, 20, 10), (C,))


def test_a_voided_batch_does_not_count() -> None:
    log = given(*TWO)
    when(log, void(2, {C: 60}, "online"))
    assert votes(log) == (30, 20, 10)


def test_a_batch_voided_in_a_voided_channel_is_not_taken_out_twice() -> None:
    log = given(*TWO)
    when(log, void(2, {C: 60}, "online"))
    when(log, c.VoidChannel(week=1, channel="online", reason="lost"))
    assert votes(log) == (30, 20, 10)


def test_votes_after_the_seal_stay_in_the_log_and_do_not_count() -> None:
    log = given(*TWO)
    when(log, batch(3, {A: 10**6}))
    assert votes(log) == (30, 20, 70)
    assert log.tallies[1].gateways["vox"].votes_after_the_seal == 10**6


def test_a_retry_never_counts_twice() -> None:
    log = given(*TWO[:-1])
    assert when(log, batch(1, VOTES)) == ()
    assert votes(log) == (30, 20, 70)


def test_a_whole_period_voided_and_cancelled_is_carried_into_the_next() -> None:
    """US season 17, October 2013: wrong numbers on one feed; the votes were discarded and nobody left; scores carried on."""
    carried = week(2, scores_from=(1, 2), votes_from=(2,))
    log = given(
        *COUNTED,
        *(e.ChannelVoided(week=1, channel=channel, reason="wrong numbers") for channel in ("sms", "online")),
        e.EliminationCancelled(week=1, reason="wrong numbers"),
        e.WeekClosed(week=1),
        carried,
        panel("carrie", "len", week=2),
        *(fact for couple, mark in zip(THREE, (5, 6, 7), strict=True) for fact in danced(couple, mark, mark, week=2)),
        lines(2),
        batch(1, {A: 1, B: 2, C: 3}, week=2),
    )
    assert (log.outcome(1).status, totals(log, 2), votes(log, 2)) == ("not tabulated", (28, 28, 28), (1, 2, 3))
    assert period_of(log.state, 1, log.tallies).cancelled


def test_last_weeks_votes_met_this_weeks_scores() -> None:
    """US seasons 17 and 22: lines stayed open after the show, and counted in the week after."""
    log = given(*in_form("nobody-leaves"), e.WeekClosed(week=1), week(2, votes_from=(1,)))
    log.record((panel("carrie", "len", week=2), *danced(A, 1, 1, week=2), *danced(B, 9, 9, week=2)))
    log.record(danced(C, 9, 9, week=2))
    assert (totals(log, 2), votes(log, 2)) == ((2, 18, 18), (30, 20, 10))
    assert log.outcome(2).leaving == (A,)


def test_a_withdrawn_couples_scores_and_votes_count_for_nobody() -> None:
    """US season 28, 2019: a couple withdrew, the elimination was cancelled, scores and votes rolled into the next week."""
    log = given(*COUNTED)
    when(log, c.WithdrawCouple(week=1, couple=A, reason="injury"))
    when(log, c.CancelElimination(week=1, reason="a couple withdrew"))
    assert log.outcome(1).couples == (B, C)
    assert (votes(log), log.outcome(1).leaving) == ((20, 10), ())
    when(log, c.CloseWeek(week=1))
    log.record((week(2, scores_from=(1, 2), votes_from=(1, 2)),))
    assert (totals(log, 2), votes(log, 2)) == ((16, 14), (20, 10))
    refused(CoupleNotDancing, log, c.ScheduleDance(week=2, episode=2, round="1", couples=(A,)))


def test_a_substituted_body_counts_in_place_of_its_votes() -> None:
    """Eurovision 2022: the votes of six juries were replaced by a computed aggregate."""
    log = given(*TWO)
    instead = (w.CoupleVotes(couple=A, votes=1), w.CoupleVotes(couple=B, votes=2))
    when(log, c.SubstituteInput(week=1, body="viewers", votes=instead, reason="an irregular pattern"))
    assert votes(log) == (1, 2, 0)


def test_instant_votes_are_kept_apart_from_the_viewers_votes() -> None:
    log = given(*MARKED, lines(), batch(1, VOTES), batch(2, {C: 99}, body="instant"))
    assert (votes(log), votes(log, 1, "instant")) == ((30, 20, 10), (0, 0, 99))


def test_the_score_submitted_stands_whatever_the_paddle_showed() -> None:
    """US seasons 22 and 34: the paddle shown differed from the score submitted."""
    log = given(*COUNTED)
    before = totals(log)
    when(log, c.ShowPaddle(week=1, dance=f"1.1.{A}", judge="len", mark=1))
    assert totals(log) == before
    warned = [finding for finding in readiness(log.state, 1, log.tallies) if finding.severity == "warning"]
    assert "paddle showed 1, the score submitted is 9 and stands" in str(warned[0])


def test_an_absent_judge_adds_nothing_and_keeps_nobody_waiting() -> None:
    judges = ("carrie", "derek", "len")
    log = given(*BEGUN, panel(*judges))
    when(log, c.MarkJudgeAbsent(week=1, episode=1, judge="derek", reason="ill"))
    for couple, mark in zip(THREE, (9, 8, 7), strict=True):
        log.record(danced(couple, mark, mark, judges=("carrie", "len")))
    assert totals(log) == (18, 16, 14)
    assert period_of(log.state, 1, {}).unmarked == ()
    refused(JudgeNotOnPanel, log, c.GiveScore(week=1, dance=f"1.1.{A}", judge="derek", mark=1))


def test_half_points_and_bonuses_add_up_exactly() -> None:
    """Half points exist (US season 1); bonus points come from relays and team challenges."""
    log = given(*BEGUN, panel("carrie", "len"), *danced(A, "17/2", 8), *danced(B, "8.5", "7.5"), *danced(C, 9, 9))
    when(log, c.AwardBonus(week=1, couple=B, points=3, reason="relay"))
    team = e.DanceScheduled(week=1, episode=1, round="2", couples=(A, C), team="stars")
    log.record((team, e.ScoreGiven(week=1, dance=team.dance, judge="carrie", mark=10)))
    assert period_of(log.state, 1, {}).unmarked == ("1.2.stars",)
    log.record((e.ScoreGiven(week=1, dance=team.dance, judge="len", mark=9), lines()))
    log.deliver(batch(1, VOTES))
    assert [str(total) for total in totals(log)] == ["71/2", "19", "37"]


def test_a_couple_announced_out_does_not_dance_the_week_after() -> None:
    log = given(*COUNTED, e.CoupleEliminated(week=1, couple=C), e.WeekClosed(week=1), week(2))
    assert period_of(log.state, 2, {}).couples == (A, B)


def test_a_rulebook_is_in_force_from_its_week_on() -> None:
    later = BOOK.model_copy(update={"version": 2})
    log = given(opened(), adopted(), adopted(later, from_week=2), *cast(*THREE), week(1, "nobody-leaves"))
    log.record((e.WeekClosed(week=1), week(2)))
    assert (log.outcome(1).rulebook, log.outcome(2).rulebook) == ("paper@1", "paper@2")


@settings(max_examples=examples(60), deadline=None)
@for_all(st.lists(vote_batches(THREE, season="us-33", batch=1), min_size=1, max_size=4), st.randoms())
def test_batches_in_any_order_give_the_same_outcome(sent: list[OfBatch], chance: Any) -> None:
    numbered = [one.model_copy(update={"batch": number}) for number, one in enumerate(sent, start=1)]
    closing = manifest_of(numbered, season="us-33", week=1, gateway="vox")
    seen: Counter[tuple[str, str]] = Counter()
    for order in list(permutations(numbered))[:6]:
        log = given(*MARKED, lines(), *order, sealed(), closing)
        outcome = log.outcome(1)
        seen[inputs_sha256(period_of(log.state, 1, log.tallies)), f"{outcome.order} {outcome.leaving}"] += 1
        assert log.tallies[1].gateways["vox"].missing == ()
        assert not [
            f
            for f in readiness(log.state, 1, log.tallies)
            if "manifest" in f.code or f.code in ("batches-missing", "more-batches-than-sent")
        ]
    assert len(seen) == 1


@for_all(st.dictionaries(st.sampled_from(THREE), st.integers(0, 50), min_size=1), st.data())
def test_a_batch_split_in_two_counts_the_same(split: dict[str, int], data: st.DataObject) -> None:
    part = {couple: data.draw(st.integers(0, count)) for couple, count in split.items()}
    rest = {couple: count - part[couple] for couple, count in split.items()}
    whole = given(*MARKED, lines(), batch(1, split))
    halves = given(*MARKED, lines(), batch(1, part), batch(2, rest))
    assert votes(whole) == votes(halves)


def test_a_batch_that_never_came_is_named_until_it_is_voided_as_lost() -> None:
    log = given(*MARKED, lines(), batch(2, VOTES), sealed(), manifest(batch(1, {}), batch(2, VOTES)))
    findings = [str(finding) for finding in readiness(log.state, 1, log.tallies) if finding.severity == "error"]
    assert findings == ["week 1, gateway vox: batch 1 had not arrived when voting closed"]
    when(log, void(1, {}))
    assert not [finding for finding in readiness(log.state, 1, log.tallies) if finding.severity == "error"]


def test_a_manifest_that_counts_otherwise_keeps_the_week_from_being_certified() -> None:
    log = given(*MARKED, lines(), batch(1, VOTES), sealed(), manifest(batch(1, {A: 61})))
    findings = [str(finding) for finding in readiness(log.state, 1, log.tallies)]
    assert "week 1, gateway vox, channel sms: the manifest says 61 received, the batches say 60" in findings
    refused(WeekNotReady, log, c.CertifyOutcome(week=1))


SPANS = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(lambda ends: (min(ends), max(ends))) | st.just((0, 0))


@for_all(st.lists(SPANS, max_size=8))
def test_ranges_of_positions_name_the_same_positions(ranges: list[Any]) -> None:
    joined = merged(ranges)
    assert {p for a, b in joined for p in range(a, b + 1)} == {p for a, b in ranges for p in range(a, b + 1)} - {0}
    assert all(b + 1 < c_ for (_, b), (c_, _) in pairwise(joined))
