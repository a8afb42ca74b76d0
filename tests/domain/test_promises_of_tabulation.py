"""Promises that hold for every rulebook and week: neutral, scale-free, conserved, and the working is the computation."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.exact import Exact
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.tabulate import tabulate
from glitterball.testing import rulebooks, weeks
from tests.domain.on_paper import SHARE, period, rules
from tests.thoroughness import examples

slow = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
a_week = rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), weeks(rulebook)))


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The same value with every couple's name replaced."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(member, names) for member in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: renamed(getattr(value, name), names) for name in value.__dataclass_fields__})
    return value


@slow
@given(a_week, st.randoms(use_true_random=False))
def test_neutral_renaming_the_couples_renames_the_outcome(week: tuple[Rulebook, ScoringPeriod], chance: Any) -> None:
    rulebook, before = week
    names = dict(zip(before.couples, chance.sample(before.couples, len(before.couples)), strict=True))
    after = renamed(before, names)
    index = {couple: at for at, couple in enumerate(after.couples)}
    in_order = tuple(sorted(after.couples))
    after = replace(
        after,
        couples=in_order,
        votes=tuple(replace(one, votes=tuple(one.votes[index[c]] for c in in_order)) for one in after.votes),
        immune=tuple(sorted(after.immune)),
    )
    one, other = tabulate(rulebook, before), tabulate(rulebook, after)
    assert one.status == other.status
    assert [{names[c] for c in group} for group in one.order] == [set(group) for group in other.order]
    for said in ("bottom", "leaving", "saved"):
        assert {names[c] for c in getattr(one, said)} == set(getattr(other, said))
    assert {(need.what, frozenset(names[c] for c in need.couples)) for need in one.needs} == {
        (need.what, frozenset(need.couples)) for need in other.needs
    }


@slow
@given(a_week, st.integers(2, 1000))
def test_scale_free_as_long_as_no_side_counts_raw_votes(week: tuple[Rulebook, ScoringPeriod], times: int) -> None:
    rulebook, before = week
    if any(side.points.kind == "raw" and side.counts.kind == "votes" for side in rulebook.sides):
        return
    more = tuple(BodyVotes(one.body, tuple(votes * times for votes in one.votes)) for one in before.votes)
    one, other = tabulate(rulebook, before), tabulate(rulebook, replace(before, votes=more))
    assert (one.status, one.order, one.leaving, one.saved) == (other.status, other.order, other.leaving, other.saved)


@slow
@given(a_week)
def test_conserved_shares_add_to_exactly_one_on_each_side(week: tuple[Rulebook, ScoringPeriod]) -> None:
    rulebook, scoring_period = week
    conversions = {side.name: side.points.kind for side in rulebook.sides}
    for side in tabulate(rulebook, scoring_period).sides:
        if conversions[side.name] == "share":
            assert sum(side.points.exact()) == 1


@slow
@given(a_week)
def test_every_couple_has_one_line_and_those_who_leave_were_in_danger(week: tuple[Rulebook, ScoringPeriod]) -> None:
    outcome = tabulate(*week)
    rows = outcome.standings()
    assert sorted(row.couple for row in rows) == list(outcome.couples)
    assert set(outcome.leaving) <= set(outcome.bottom)
    assert set(outcome.saved) <= set(outcome.bottom) - set(outcome.leaving)
    assert not set(outcome.bottom) & set(outcome.immune)
    assert (outcome.status == "decided") == (not outcome.needs)


@slow
@given(a_week)
def test_the_working_shows_what_the_outcome_says(week: tuple[Rulebook, ScoringPeriod]) -> None:
    outcome = tabulate(*week)
    for step in outcome.working:
        assert len(step.compared()) in (0, len(step.about))
    if outcome.status != "not tabulated":
        assert next(step.groups for step in outcome.working if step.stage == "order") == outcome.order


@given(st.lists(st.integers(0, 50), min_size=2, max_size=6), st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_shares_are_exact_however_the_marks_fall(marks: list[int], votes: list[int]) -> None:
    names = [f"c{at}" for at in range(len(marks))]
    judges: dict[str, Exact] = dict(zip(names, marks, strict=True))
    outcome = tabulate(rules(SHARE), period(judges, dict(zip(names, votes, strict=False))))
    if outcome.combined is not None:
        assert sum(outcome.combined.exact()) == 2
