"""Whatever the marks and counts, with ties on every side: what was certified and announced is provable, and only that."""

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.claims.statement import violations
from domain.commitments.committing import commit
from domain.rulebook import Rulebook
from domain.season.proving.claimed import asked, bodies_of, question
from domain.season.proving.opened import opened, points
from domain.season.proving.refusals import ProofDoesNotFit
from glitterball.rulebooks import shipped_rulebook
from tests.proving.shows import COUPLES, SEASON, Show
from tests.proving.test_weeks_are_proved import BY_VOTE, forms_of
from tests.thoroughness import examples

pytestmark = pytest.mark.heavy("proofs")


FEW = COUPLES[:4]


@cache
def book(name: str) -> Rulebook:
    return shipped_rulebook(name)


@pytest.mark.parametrize("name", BY_VOTE)
@settings(max_examples=examples(40, fewest=3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_was_announced_is_provable_and_its_neighbours_are_not(name: str, data: st.DataObject) -> None:
    rulebook = book(name)
    forms = [form for form in forms_of(rulebook) if form.select.size(len(FEW)) < len(FEW)]
    form = data.draw(st.sampled_from(forms))
    highest = int(rulebook.scale.highest)
    marks = {couple: data.draw(st.integers(highest - 1, highest)) for couple in FEW}
    counts = {couple: data.draw(st.integers(0, 3)) for couple in FEW}
    counts["ada"] += 1  # somebody votes
    show = Show(rulebook, FEW)
    outcome = show.play(1, form.name, marks, {"viewers": counts})
    assert outcome.status == "decided"
    assert_provable(show, counts)


def assert_provable(show: Show, counts: Mapping[str, int]) -> None:
    fact = show.proved(1)
    fold = show.engine.fold(SEASON)
    about = question(fold.state, 1, fold.tallies)
    (body,) = bodies_of(about)
    held = opened(about, fold.tallies, body)
    assert {couple: opening.value for couple, opening in held.items()} == dict(counts)
    assert points(about, body) == dict(zip(held, commit(list(held.values())), strict=True))
    (statement,) = (each.statement for each in asked(about, fact))
    assert not violations(statement, counts)
    more = {**counts, "ada": counts["ada"] + 1}
    assert violations(statement, more), "the counts add up to the turnout"
    if len(fact.groups) > 1:
        swap = {fact.groups[0][0]: fact.groups[-1][-1], fact.groups[-1][-1]: fact.groups[0][0]}
        groups = tuple(tuple(sorted(swap.get(couple, couple) for couple in group)) for group in fact.groups)
        with pytest.raises(ProofDoesNotFit):
            asked(about, fact.model_copy(update={"groups": groups}))
