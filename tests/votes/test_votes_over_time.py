"""Votes over time add up to a slow recount of every batch, at every position, in memory and in the persisted tables."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from domain.season.events import VotingClosed
from glitterball.log import Entry, EventLog
from glitterball.testing import PEOPLE
from glitterball.views import Views
from projections import turnout, votes_over_time
from projections.fold import SeasonFold
from tests.thoroughness import examples
from tests.votes.batches import received
from tests.votes.nights import AT, Night, nights

MANY = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


def recount(night: Night, position: int) -> tuple[Counter[Any], Counter[Any]]:
    """Votes by week, minute, gateway, channel, body and couple, and what was received; batch by batch, without a tally."""
    votes: Counter[Any] = Counter()
    came: Counter[Any] = Counter()
    sealed: set[int] = set()
    for event in night.events[:position]:
        fact = event.fact
        if isinstance(fact, VotingClosed):
            sealed.add(fact.week)
        elif event in night.batches and fact.week not in sealed:
            key = (fact.week, fact.opens[:16], fact.gateway, fact.channel, fact.body)
            came[key] += fact.received
            for couple, count in fact.votes:
                votes[(*key, couple)] += count
    return votes, came


def told(rows: Any) -> tuple[Counter[Any], list[Any]]:
    """Rows as the recount has them, and their keys in the order they were told."""
    keys = [(row.week, row.minute, row.gateway, row.channel, row.body, row.couple) for row in rows]
    return Counter({key: row.votes for key, row in zip(keys, rows, strict=True)}), keys


@MANY
@given(night=nights())
def test_as_of_every_position_they_equal_a_recount_of_every_batch(night: Night) -> None:
    fold = SeasonFold()
    for position, event in enumerate(night.events, start=1):
        fold.apply(event)
        votes, came = recount(night, position)
        found, keys = told(votes_over_time.rows(fold))
        assert (found, keys) == (votes, sorted(votes))
        minutes = votes_over_time.minutes(fold)
        assert {(r.week, r.minute, r.gateway, r.channel, r.body): r.received for r in minutes} == dict(came)
        assert all(row.received == row.accepted + row.rejected + row.late for row in minutes)


@MANY
@given(night=nights())
def test_the_minutes_of_a_gateway_add_up_to_its_turnout(night: Night) -> None:
    summed: Counter[Any] = Counter()
    for row in votes_over_time.minutes(night.fold):
        summed[row.week, row.gateway, row.channel, row.body] += row.received
    shown = {(r.week, r.gateway, r.channel, r.body): r.received for r in turnout.rows(night.fold) if r.body is not None}
    assert shown == dict(summed)


@pytest.mark.heavy("every one")
@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(night=nights())
def test_the_persisted_tables_say_the_same_after_every_page_and_every_restart(night: Night) -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        for event in night.events:
            log.append_many([Entry(event.stream, event.sequence, event.fact, event.actor, event.time)])
        path = Path(folder, "v.sqlite")
        for position in range(1, len(night.events) + 1, 3):
            with Views.open(path, log) as views:
                views.catch_up(position, page=2)
                votes, came = recount(night, position)
                found, keys = told(tuple(views.rows("votes_over_time", "us-33")))
                assert (found, keys) == (votes, sorted(votes))
                assert sum(row.received for row in views.rows("turnout_over_time", "us-33")) == came.total()


def test_memory_grows_with_minutes_and_not_with_batches() -> None:
    fold = SeasonFold()
    with EventLog.open("memory:") as log:
        for start in range(0, 3_000, 500):
            facts = [received(n + 1, {"anna-ezra": 1}, minute=n % 7) for n in range(start, start + 500)]
            log.append_many([Entry("votes/us-33/1/vox", fact.batch, fact, PEOPLE["gateway"], AT) for fact in facts])
        for event in log.read():
            fold.apply(event)
    assert len(votes_over_time.rows(fold)) == 7
    assert len(fold.tallies[1].gateways["vox"].channels["sms", "viewers"].minutes) == 7
