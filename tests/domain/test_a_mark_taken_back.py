"""A mistyped mark is taken back before the dance is complete: the season is then as if it had not been given."""

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.season import commands as c
from domain.season import events as e
from domain.season.decide import decide
from domain.season.gathering import period_of
from domain.season.refusals import AlreadyScored
from domain.season.scoring.refusals import NotScoredYet, NotTakenBack
from domain.season.state import SeasonState
from tests.domain.given_when_then import BEGUN, DORA, THREE, danced, given, panel

A, B, _ = THREE
DANCE = f"1.1.{A}"
DANCES = (*BEGUN, panel("carrie", "len"), *danced(A), *danced(B))


def give(judge: str, mark: int, dance: str = DANCE) -> e.ScoreGiven:
    return e.ScoreGiven(week=1, dance=dance, judge=judge, mark=mark)


def back(judge: str, was: int, dance: str = DANCE) -> e.ScoreTakenBack:
    return e.ScoreTakenBack(week=1, dance=dance, judge=judge, was=was)


def take_back(past: tuple[object, ...], judge: str = "carrie", dance: str = DANCE) -> e.AnySeasonFact:
    (fact,) = decide(c.TakeBackScore(week=1, dance=dance, judge=judge), given(*past).state, DORA)
    return fact


def standing(state: SeasonState) -> dict[str, object]:
    """What stands of a week's dances: the marks with what was given and corrected of them."""
    return {
        name: replace(
            dance,
            taken_back=(),
            history=tuple(event.fact for event in dance.history),
            marks={judge: event.fact for judge, event in dance.marks.items()},
        )
        for name, dance in state.weeks[1].dances.items()
    }


def test_a_mistyped_mark_is_taken_back_with_what_it_was() -> None:
    assert take_back((*DANCES, give("carrie", 9))) == back("carrie", 9)


def test_the_judge_may_then_score_the_dance() -> None:
    state = given(*DANCES, give("carrie", 9), back("carrie", 9)).state
    assert decide(c.GiveScore(week=1, dance=DANCE, judge="carrie", mark=6), state, DORA) == (give("carrie", 6),)


def test_a_corrected_mark_is_taken_back_as_it_stands() -> None:
    corrected = e.ScoreCorrected(week=1, dance=DANCE, judge="carrie", mark=7, was=9, reason="misheard")
    assert take_back((*DANCES, give("carrie", 9), corrected)) == back("carrie", 7)


def test_it_is_corrected_once_every_judge_has_scored() -> None:
    with pytest.raises(NotTakenBack, match="every judge has scored it"):
        take_back((*DANCES, give("carrie", 9), give("len", 9)))


def test_an_absent_judge_is_not_waited_for() -> None:
    absent = e.JudgeAbsent(week=1, episode=1, judge="len", reason="ill")
    with pytest.raises(NotTakenBack):
        take_back((*DANCES, give("carrie", 9), absent))


def test_only_a_mark_that_stands_is_taken_back() -> None:
    for past in (DANCES, (*DANCES, give("carrie", 9), back("carrie", 9)), (*DANCES, give("len", 9))):
        with pytest.raises(NotScoredYet):
            take_back(past)


def test_nothing_is_lost_of_it() -> None:
    dance = given(*DANCES, give("carrie", 9), back("carrie", 9), give("carrie", 6)).state.weeks[1].dances[DANCE]
    assert [event.fact for event in dance.taken_back] == [give("carrie", 9), back("carrie", 9)]


@drawn(
    st.lists(st.tuples(st.sampled_from(("carrie", "len")), st.sampled_from((A, B)), st.integers(0, 9), st.booleans()))
)
def test_what_was_taken_back_might_as_well_not_have_been_given(night: list[tuple[str, str, int, bool]]) -> None:
    """Whatever is given and taken back in between, what stands at the end is what was given and not taken back."""
    past: list[e.AnySeasonFact] = []
    kept: list[e.AnySeasonFact] = []
    for judge, couple, mark, mistyped in night:
        state, dance = given(*DANCES, *past).state, f"1.1.{couple}"
        try:
            facts = decide(c.GiveScore(week=1, dance=dance, judge=judge, mark=mark), state, DORA)
        except AlreadyScored:
            continue
        past += facts
        if not mistyped:
            kept += facts
            continue
        try:
            past += decide(c.TakeBackScore(week=1, dance=dance, judge=judge), given(*DANCES, *past).state, DORA)
        except NotTakenBack:
            kept += facts
    there, plainly = given(*DANCES, *past).state, given(*DANCES, *kept).state
    assert standing(there) == standing(plainly)
    then, now = period_of(there, 1, {}), period_of(plainly, 1, {})
    assert replace(then, scores_rest_on=()) == replace(now, scores_rest_on=())
