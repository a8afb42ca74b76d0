"""Leaving something out gives the outcome of a log in which it never stood; what was voided is answered both ways."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.record import Recorded
from domain.season import events as e
from domain.season.gathering import period_of
from domain.season.outcome import outcome_of
from domain.season.refusals import WeekUnknown
from domain.season.state import rulebook_of
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.exclusion import Each, Excluded, exclude
from glitterball.closeness.exclusion.results import Seen, ending_of
from glitterball.closeness.exclusion.standing import look
from tests.thoroughness import examples
from tests.votes.nights import Night, nights, out_of, remembered

MANY = settings(max_examples=examples(120), deadline=None, suppress_health_check=list(HealthCheck))
OF: dict[Each, Callable[[Any], str]] = {
    "batch": lambda fact: f"{fact.gateway} {fact.batch}",
    "channel": lambda fact: fact.channel,
    "gateway": lambda fact: fact.gateway,
    "minute": lambda fact: fact.opens[:16],
}


def seen_without(night: Night, *events: Recorded[Any]) -> Seen:
    """The week replayed from a log in which these events never stood."""
    left = out_of(events)
    fold = remembered([event for event in night.events if id(event) not in left])
    period, rulebook = period_of(fold.state, night.week, fold.tallies), rulebook_of(fold.state, night.week)
    assert rulebook is not None
    return look(rulebook, tabulate(rulebook, period), period)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("each", list(OF))
@MANY
@given(night=nights())
def test_each_item_left_out_gives_the_outcome_of_a_log_without_it(each: Each, night: Night) -> None:
    answer = exclude(night.fold, night.events, night.week, each, keep=1_000)
    stands = outcome_of(night.fold.state, night.week, night.fold.tallies)
    assert answer.stands.ending == ending_of(stands)
    for one in answer.listed:
        named = [event for event in night.batches if event.fact.week == one.week and OF[each](event.fact) == one.name]
        replayed = seen_without(night, *named, *night.voids_of(named))
        assert one.without == replayed
        assert one.same == replayed.ending.same_as(ending_of(stands))
    assert answer.items == len(answer.listed)
    assert answer.changing == sum(not one.same for one in answer.listed)
    assert answer.votes == sum(one.votes for one in answer.listed)


@MANY
@given(night=nights())
def test_every_item_in_the_count_is_looked_at(night: Night) -> None:
    counted = sum(
        sum(sum(one.votes) for one in period_of(night.fold.state, night.week, night.fold.tallies).votes)
        for _ in (0,)
        if not any(isinstance(event.fact, e.InputSubstituted) for event in night.events)
    )
    assume(counted)
    for each in OF:
        assert exclude(night.fold, night.events, night.week, each, keep=1_000).votes == counted


@MANY
@given(night=nights())
def test_what_was_left_out_is_answered_both_ways(night: Night) -> None:
    answer = exclude(night.fold, night.events, night.week)
    weeks = night.fold.state.weeks[night.week].opened.fact.votes_from
    by_position = {event.position: event for event in night.events}
    for one in answer.made:
        if one.why in ("batch voided", "channel voided", "votes substituted"):
            assert one.with_it == seen_without(night, by_position[one.position or 0])
            assert one.without_it == answer.stands
    decided = (e.BatchVoided, e.ChannelVoided, e.InputSubstituted)
    said = [event.position for event in night.events if isinstance(event.fact, decided) and event.fact.week in weeks]
    told = [one.position for one in answer.made if one.why not in ("outage", "all of these", "after the seal")]
    assert sorted(told, key=lambda at: at or 0) == said


@MANY
@given(night=nights())
def test_with_the_late_batches_it_is_as_though_the_seal_had_come_after_them(night: Night) -> None:
    for one in (one for one in exclude(night.fold, night.events, night.week).made if one.why == "after the seal"):
        seals = [
            event for event in night.events if isinstance(event.fact, e.VotingClosed) and event.fact.week == one.week
        ]
        assert one.with_it == seen_without(night, *seals)


@MANY
@given(night=nights())
def test_an_outage_leaves_out_what_its_channel_delivered_meanwhile(night: Night) -> None:
    by_position = {event.position: event for event in night.events}
    for one in (one for one in exclude(night.fold, night.events, night.week).made if one.why == "outage"):
        fact = by_position[one.position or 0].fact
        meanwhile = [
            event
            for event in night.batches
            if (event.fact.week, event.fact.channel) == (fact.week, fact.channel)
            if fact.began[:16] <= event.fact.opens[:16] <= (fact.ended or "9")[:16]
        ]
        assert one.without_it == seen_without(night, *meanwhile, *night.voids_of(meanwhile))


@MANY
@given(night=nights(), keep=st.integers(0, 3))
def test_of_many_batches_those_that_change_it_and_the_closest_are_listed(night: Night, keep: int) -> None:
    whole = exclude(night.fold, night.events, night.week, "batch", keep=1_000)
    some = exclude(night.fold, night.events, night.week, "batch", keep=keep)
    changes = [one for one in whole.listed if not one.same]
    closest = sorted((one for one in whole.listed if one.same), key=_closeness)
    assert some.listed[: min(keep, len(changes))] == tuple(changes[:keep])
    assert [_closeness(one) for one in some.listed[len(changes[:keep]) :]] == [
        _closeness(one) for one in closest[:keep]
    ]
    assert (some.items, some.changing, some.made) == (whole.items, whole.changing, whole.made)


def _closeness(one: Excluded) -> Any:
    return one.without.gap or 0, one.without.votes_apart or 0


def test_a_week_that_was_never_opened_is_refused() -> None:
    with pytest.raises(WeekUnknown):
        exclude(remembered(()), (), 3)
