"""Whole generated seasons: what was decided is remembered, replay equals live, and nothing depends on chance."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.facts import FACTS
from domain.record import canonical_json
from domain.refusals import Refusal
from domain.season import events as e
from domain.season.decide import decide
from domain.season.state import announced, field_of
from domain.season.voting.measuring import tallies_for
from domain.tabulation.outcome import Outcome
from glitterball.testing import PEOPLE, Delivered, PlainLog, Said, Script, seasons
from glitterball.testing.plain_log import replayed
from tests.scripts import said_here
from tests.thoroughness import examples, part

slow = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(seasons())
def test_a_season_can_be_played_again_to_the_same_log(script: Script) -> None:
    """`decide` is pure: the same commands in the same order give the same facts."""
    first, second = script.played(), script.played()
    assert first.events == second.events
    assert first.events, "a season has at least been opened"


@slow
@given(seasons())
def test_replay_equals_live_and_the_stored_form_reads_back_as_the_same_fact(script: Script) -> None:
    """`evolve` takes everything `decide` emits, from the events alone."""
    live = script.played()
    again = replayed(live.events, live.season)
    assert (again.state, again.tallies) == (live.state, live.tallies)
    for event in live.events:
        kind = FACTS[event.fact.TYPE]
        assert kind.model_validate_json(canonical_json(event.fact)) == event.fact
    positions = [event.position for event in live.events]
    assert positions == list(range(1, len(positions) + 1))


@slow
@given(seasons(), st.data())
def test_what_is_refused_leaves_season_and_votes_as_they_were(script: Script, data: st.DataObject) -> None:
    """Every command of the season is said again at its end, by somebody drawn: mostly a refusal, never a change."""
    log = script.played()
    before = (repr(log.state), repr(log.tallies))
    by = PEOPLE[data.draw(st.sampled_from(sorted(PEOPLE)))]
    for step in script.steps:
        if isinstance(step, Said):
            try:
                decide(step.command, log.state, by, tallies_for(step.command, log.state, log.tallies, log.events))
            except Refusal as refusal:
                assert refusal.sentence()
        else:
            try:
                log.deliver(step.message)
            except Refusal as refusal:
                assert refusal.sentence()
    assert (repr(log.state), repr(log.tallies)) == before


@slow
@given(seasons())
def test_local_what_happens_later_changes_no_week_that_is_closed(script: Script) -> None:
    log = PlainLog(script.season)
    closed: dict[int, Outcome] = {}
    for step in script.steps:
        facts = log.deliver(step.message) if isinstance(step, Delivered) else log.say(step.command, step.by)
        for fact in facts:
            if isinstance(fact, e.WeekClosed):
                closed[fact.week] = log.outcome(fact.week)
    for number, outcome in closed.items():
        assert log.outcome(number) == outcome


@slow
@given(seasons(mode="live"))
def test_a_live_season_announces_what_it_certified_and_nobody_dances_on_after_leaving(script: Script) -> None:
    log = script.played()
    for number, week in log.state.weeks.items():
        said = announced(week)
        if said.eliminated and week.certified:
            assert set(said.eliminated) <= set(week.certified[-1].fact.leaving)
        if number + 1 in log.state.weeks:
            assert not set(said.eliminated or ()) & set(field_of(log.state, number + 1))


DIGESTS = """
from random import Random
from tests.naive.seeded_weeks import random_rulebook, random_week
from tests.domain.given_when_then import COUNTED, given, in_form
from domain.record import canonical_json, digest
from domain.season import commands as c
from domain.tabulation.hashing import inputs_sha256
from domain.tabulation.tabulate import tabulate
from domain.tabulation.hashing import working_sha256

chance = Random(33)
for _ in range(300):
    rulebook = random_rulebook(chance)
    period = random_week(chance, rulebook)
    print(rulebook.hash(), inputs_sha256(period), working_sha256(tabulate(rulebook, period)))
for form in ("single", "bottom-two", "finale"):
    log = given(*in_form(form, COUNTED))
    log.say(c.CertifyOutcome(week=1))
    for event in log.events:
        print(digest(canonical_json(event.fact)))
"""


@pytest.mark.heavy("processes")
def test_the_same_bytes_under_every_hash_seed() -> None:
    here = Path(__file__).parent
    path = os.pathsep.join([*sys.path, str(here), str(here.parent)])
    said = {said_here(DIGESTS)}
    for seed in part(("0", "1", "20240924"), 0, of=3):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        run = subprocess.run(
            [sys.executable, "-c", DIGESTS], env=environment, capture_output=True, text=True, check=True
        )
        said.add(run.stdout)
    assert len(said) == 1
    assert len(said.pop().splitlines()) > 300
