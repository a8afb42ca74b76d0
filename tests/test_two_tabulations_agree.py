"""The engine's tabulation and the naive one agree on every week, in everything an outcome says."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.testing import rulebooks, weeks
from tests.naive.seeded_weeks import decided_on, random_rulebook, random_week
from tests.naive.tabulation import Naive, tabulated_naively
from tests.thoroughness import examples

SEED = 20240924
WEEKS = examples(100_000, of=20)
WEEKS_A_RULEBOOK = 50


def differences(rulebook: Rulebook, period: ScoringPeriod, outcome: Outcome) -> tuple[Naive, list[str]]:
    """What the naive tabulation says, and every respect in which the engine says otherwise."""
    naive = tabulated_naively(rulebook, period)
    said: dict[str, Any] = {
        "status": outcome.status,
        "raw": tuple(side.raw for side in outcome.sides),
        "points": tuple(side.points.exact() for side in outcome.sides),
        "combined": None if outcome.combined is None else outcome.combined.exact(),
        "order": outcome.order,
        "bottom": outcome.bottom,
        "leaving": outcome.leaving,
        "saved": outcome.saved,
        "immune": outcome.immune,
        "needs": frozenset((need.what, frozenset(need.couples), need.clause) for need in outcome.needs),
    }
    found = [
        f"{what}: {is_} and not {getattr(naive, what)}" for what, is_ in said.items() if is_ != getattr(naive, what)
    ]
    group_of = {couple: at for at, group in enumerate(naive.order) for couple in group}
    for row in outcome.standings():
        place = None
        if naive.order:
            place = 1 + sum(at < group_of[row.couple] for at in group_of.values())
        shared = bool(naive.order) and len(naive.order[group_of[row.couple]]) > 1
        if (row.place, row.shared) != (place, shared):
            found.append(f"{row.couple}: place {row.place} ({row.shared}) and not {place} ({shared})")
        if row.result != (result := _result(row.couple, naive, rulebook, period)):
            found.append(f"{row.couple}: {row.result} and not {result}")
    return naive, found


def _result(couple: str, naive: Naive, rulebook: Rulebook, period: ScoringPeriod) -> str:
    """The word for a couple: what is certain of it first, then what is open, then how it ended."""
    if couple in naive.leaving:
        return "leaves"
    if any(couple in couples for _, couples, _ in naive.needs) or naive.status == "not tabulated":
        return "not known"
    form = next(form for form in rulebook.forms if form.name == period.form)
    if form.select.kind == "everyone_placed":
        return "placed"
    if couple in naive.saved:
        return "saved"
    if couple in naive.bottom:
        return "in danger"
    return "immune" if couple in naive.immune else "safe"


@pytest.mark.heavy("nights")
@settings(
    max_examples=examples(1_200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), weeks(rulebook))))
def test_they_agree_on_weeks_that_shrink(rulebook_and_week: tuple[Rulebook, ScoringPeriod]) -> None:
    rulebook, period = rulebook_and_week
    assert differences(rulebook, period, tabulate(rulebook, period))[1] == []


def test_they_agree_on_seeded_weeks() -> None:
    chance = Random(SEED)
    met: Counter[str] = Counter()
    for number in range(WEEKS):
        if number % WEEKS_A_RULEBOOK == 0:
            rulebook = random_rulebook(chance)
        period = random_week(chance, rulebook)
        outcome = tabulate(rulebook, period, explain=False)
        naive, found = differences(rulebook, period, outcome)
        assert found == [], f"week {number} of seed {SEED}: {found}\n{rulebook!r}\n{period!r}"
        met[naive.status] += 1
        if naive.status == "undecided" and chance.random() < 0.5:
            period = decided_on(chance, period, naive.needs, naive.bottom)
            outcome = tabulate(rulebook, period, explain=False)
            after, found = differences(rulebook, period, outcome)
            assert found == [], f"week {number} of seed {SEED}, decided: {found}\n{rulebook!r}\n{period!r}"
            met[f"then {after.status}"] += 1
    assert min(met[status] for status in ("decided", "undecided", "not tabulated", "then decided")) > WEEKS // 20, met


@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), weeks(rulebook))))
def test_leaving_the_working_out_changes_nothing_else(rulebook_and_week: tuple[Rulebook, ScoringPeriod]) -> None:
    explained, bare = tabulate(*rulebook_and_week), tabulate(*rulebook_and_week, explain=False)
    assert replace(explained, working=()) == bare
    assert bare.working == ()
