"""Who dances with whom, and in which order: a couple stays the couple it is, and what is put right might as well have been said
so from the first."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.period.scoring_period import ScoringPeriod
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import authority_for
from domain.season.decide import decide
from domain.season.gathering import period_of
from domain.season.outcome import outcome_of
from domain.season.readiness import readiness
from domain.season.roles import PRODUCTION, SUPERVISION
from domain.season.state import SeasonState, field_of, last_touched
from domain.stages.links import RunningOrder
from glitterball.naming import couple_choices, dances_in_order, named
from glitterball.naming.of_a_season import COUPLE
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.season_grid import rows as grid
from tests.domain.given_when_then import BEGUN, COUNTED, MARKED, PIA, THREE, danced, given, in_form, panel, sealed, week
from tests.domain.on_paper import SHARE, SINGLE, SOURCE, rules

A, B, C = THREE
DANCES = (*BEGUN, panel("carrie", "len"))
WITHDREW = e.CoupleWithdrew(week=1, couple=A, reason="a torn ligament")
BACK = e.WithdrawalTakenBack(week=1, couple=A, reason="it was Bea")


def ordered(*dances: str) -> e.RunningOrderStated:
    return e.RunningOrderStated(week=1, episode=1, dances=dances, reason="a set was stuck")


def recast(couple: str = A, professional: str = "Una Voss", **more: Any) -> e.CastChanged:
    said = {"couple": couple, "celebrity": couple, "professional": professional, "from_week": 2, "reason": "hurt"}
    return e.CastChanged.model_validate({**said, **more})


def without_positions(period: ScoringPeriod) -> ScoringPeriod:
    return replace(period, scores_rest_on=(), decisions_rest_on=())


def state_of(*past: Any) -> SeasonState:
    return given(*past).state


@drawn(st.permutations([(A, "1"), (B, "1"), (C, "1"), (A, "2"), (B, "2")]), st.data())
def test_an_order_that_is_stated_might_as_well_have_been_scheduled(
    order: list[tuple[str, str]], data: st.DataObject
) -> None:
    scheduled = data.draw(st.permutations(order))
    names = tuple(f"1.{turn}.{couple}" for couple, turn in order)
    marks = {name: data.draw(st.integers(1, 10)) for name in names}

    def night(dances: list[tuple[str, str]]) -> tuple[Any, ...]:
        return tuple(
            fact for couple, turn in dances for fact in danced(couple, *[marks[f"1.{turn}.{couple}"]] * 2, turn=turn)
        )

    stated = state_of(*DANCES, *night(scheduled), ordered(*names))
    assert without_positions(period_of(stated, 1, {})) == without_positions(
        period_of(state_of(*DANCES, *night(order)), 1, {})
    )


def test_an_order_of_one_episode_leaves_the_dances_of_another_where_they_stand() -> None:
    two = week(1, episodes=(week().episodes[0], week(2).episodes[0]))
    past = tuple(two if isinstance(fact, e.WeekOpened) else fact for fact in BEGUN)
    dances = [
        e.DanceScheduled(week=1, episode=episode, round="1", couples=(couple,))
        for couple in (A, B)
        for episode in (1, 2)
    ]
    state = state_of(*past, *dances, ordered(f"1.1.{B}", f"1.1.{A}"))
    assert list(state.weeks[1].dances) == [f"1.1.{B}", f"2.1.{A}", f"1.1.{A}", f"2.1.{B}"]


@pytest.mark.parametrize("order", [(A, B, C), (C, B, A)])
def test_a_tie_goes_to_whoever_was_on_earlier_as_the_order_was_stated(order: tuple[str, ...]) -> None:
    by_order = rules(SHARE, SINGLE, chain=(RunningOrder(source=SOURCE),))
    level = {A: 10, B: 10, C: 10}
    past = [
        e.RulebookAdopted(rulebook=by_order, from_week=1, sha256=by_order.hash())
        if isinstance(fact, e.RulebookAdopted)
        else fact.model_copy(update={"mark": 8})
        if isinstance(fact, e.ScoreGiven)
        else fact
        for fact in COUNTED
    ]
    votes = e.InputSubstituted(
        week=1, body="viewers", votes=tuple({"couple": couple, "votes": level[couple]} for couple in THREE), reason="x"
    )
    names = tuple(f"1.1.{couple}" for couple in order)
    stated = () if order == THREE else (ordered(*names),)
    log = given(*past, votes, *stated)
    outcome = outcome_of(log.state, 1, log.tallies)
    assert outcome.leaving == (order[-1],)
    tie = next(step for step in outcome.working if step.stage == "tie")
    cited = {position for first, last in tie.rests_on for position in range(first, last + 1)}
    assert {event.position for event in log.state.weeks[1].orders} <= cited, "the tie rests on the order, and says so"


def test_an_order_takes_two_people_once_the_lines_are_closed() -> None:
    """A tie may rest on it, and then everybody knows which way."""
    order = c.StateRunningOrder(week=1, episode=1, dances=(f"1.1.{A}",), reason="x")
    assert authority_for(order, state_of(*MARKED)) == PRODUCTION
    assert authority_for(order, state_of(*MARKED, e.VotingOpened(week=1, gateways=()), sealed())) == SUPERVISION


def test_an_order_after_the_certificate_makes_it_stale() -> None:
    log = given(*COUNTED)
    before = last_touched(log.state, 1)
    log.record((ordered(f"1.1.{C}", f"1.1.{A}", f"1.1.{B}"),))
    assert last_touched(log.state, 1) == log.events[-1].position > before


def test_dances_are_named_in_order_as_people_name_them() -> None:
    """A couple that dances twice is named twice, and each time its next dance is meant."""
    state = state_of(*DANCES, *danced(A), *danced(B), *danced(A, turn="2"), *danced(B, turn="2"))
    assert dances_in_order(["bea", "anna", "bea", "1.2.anna-ezra"], state, 1, 1) == (
        f"1.1.{B}", f"1.1.{A}", f"1.2.{B}", f"1.2.{A}",
    )  # fmt: skip


def test_a_withdrawal_that_is_taken_back_might_as_well_not_have_been_said() -> None:
    log, plainly = given(*COUNTED, WITHDREW, BACK), given(*COUNTED)
    assert field_of(log.state, 1) == field_of(plainly.state, 1) == THREE
    then, now = period_of(log.state, 1, log.tallies), period_of(plainly.state, 1, plainly.tallies)
    assert without_positions(then) == without_positions(now)
    assert readiness(log.state, 1, log.tallies) == readiness(plainly.state, 1, plainly.tallies)
    assert [event.fact for event in log.state.taken_back] == [WITHDREW, BACK]
    assert last_touched(log.state, 1) == log.events[-1].position


def test_a_couple_that_is_back_may_withdraw_after_all() -> None:
    state = state_of(*COUNTED, WITHDREW, BACK)
    command = c.WithdrawCouple(week=1, couple=A, reason="a torn ligament")
    assert decide(command, state, PIA) == (WITHDREW,)
    assert field_of(state_of(*COUNTED, WITHDREW, BACK, WITHDREW), 1) == (B, C)


def test_a_stand_in_is_shown_in_the_week_of_the_stand_in_alone() -> None:
    weeks = (*in_form("nobody-leaves"), e.WeekClosed(week=1), week(2), e.WeekClosed(week=2), week(3))
    log = given(*weeks[:-3], recast(to_week=2), *weeks[-3:])
    shown = {number: couple_names(log.state, number)[A] for number in (1, 2, 3)}
    assert shown == {1: "anna-ezra & a", 2: "anna-ezra & Una", 3: "anna-ezra & a"}
    assert couple_names(log.state)[A] == shown[3]
    cells = {row.week: row.name for row in grid(SeasonFold(state=log.state, tallies=log.tallies)) if row.couple == A}
    assert cells == shown


def test_what_is_said_last_of_a_week_holds_in_it() -> None:
    state = state_of(*BEGUN, recast(from_week=1), recast(professional="Uli Vogt", from_week=1, to_week=1))
    assert couple_names(state, 1)[A] == "anna-ezra & Uli"
    assert couple_names(state, 2)[A] == "anna-ezra & Una"


def test_a_celebrity_who_is_replaced_before_the_start_leaves_the_couple_what_it_is() -> None:
    command = c.ChangeCast(couple=A, celebrity="Zoe Ash", professional="a pro", from_week=1, reason="hurt in training")
    (fact,) = decide(command, state_of(*BEGUN), PIA)
    state = state_of(*BEGUN, fact)
    assert couple_names(state, 1)[A] == "Zoe & a"
    assert field_of(state, 1) == THREE


def test_a_stand_in_decides_nothing() -> None:
    log, plainly = given(*COUNTED, recast(from_week=1)), given(*COUNTED)
    assert period_of(log.state, 1, log.tallies) == period_of(plainly.state, 1, plainly.tallies)
    assert last_touched(log.state, 1) == last_touched(plainly.state, 1)


def test_a_couple_is_found_under_everybody_who_was_ever_in_it() -> None:
    state = state_of(*BEGUN, recast(to_week=2))
    for said in ("una", "voss", "anna-ezra"):
        assert named(said, COUPLE, couple_choices(state)) == A


@drawn(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3) | st.none(), st.sampled_from(("Una", "Uli", "Ute")))))
def test_in_each_week_a_couple_is_who_was_said_last_to_be_in_it(said: list[tuple[int, int | None, str]]) -> None:
    changes = [
        recast(professional=pro, from_week=first, to_week=None if more is None else first + more)
        for first, more, pro in said
    ]
    state = state_of(*BEGUN, *changes)
    for number in range(1, 11):
        spans = [(first, 60 if more is None else first + more, pro) for first, more, pro in said]
        covering = [pro for first, last, pro in spans if first <= number <= last]
        assert couple_names(state, number)[A] == f"anna-ezra & {covering[-1] if covering else 'a'}"
