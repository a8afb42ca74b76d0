"""A week is called as people call it: by its number, its title or its form, by the one rule of names there is."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.season import commands as c
from domain.season import events as e
from domain.season.decide import decide
from domain.season.setting_up.refusals import TitleTaken
from domain.season.state import SeasonState, title_of
from glitterball.naming import WeekUnclear, week_named
from tests.domain.given_when_then import BEGUN, PIA, given, week


def titled(number: int, title: str, form: str = "single") -> e.WeekOpenedV2:
    return e.WeekOpenedV2(**{**week(number, form).model_dump(), "episodes": week(number).episodes, "title": title})


def season(*opened: e.WeekOpened) -> SeasonState:
    return given(*BEGUN[:-1], *opened).state


FINALS = season(
    week(1), titled(2, "Movie Night"), titled(3, "Semi-Final"), titled(4, "Final", "finale"), week(5, "nobody-leaves")
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4", 4), ("final", 4), ("FINAL", 4), ("finale", 4), ("semi-final", 3), ("Semi", 3), ("movie", 2), ("Mov", 2),
        ("movie night", 2), ("nobody-leaves", 5), ("nobody", 5),
    ],
)  # fmt: skip
def test_a_week_is_found_as_people_call_it(said: str, meant: int) -> None:
    assert week_named(said, FINALS) == meant


def test_a_semi_final_is_no_final() -> None:
    """Its second word would have been a whole word, which goes before the beginning of `finale`: votes of another week."""
    assert week_named("final", season(week(1, "semi-final"), week(2, "finale"))) == 2


@pytest.mark.parametrize("said", ["single", "sin", "fin ale", "inale", "mo", "quarter-final"])
def test_a_name_that_fits_none_or_several_is_refused_with_what_there_is(said: str) -> None:
    with pytest.raises(WeekUnclear) as unclear:
        week_named(said, season(week(1), week(2), titled(3, "Movie Night")))
    assert "1 (single), 2 (single)" in unclear.value.sentence()


@drawn(st.integers(1, 5))
def test_a_number_is_the_week_of_that_number_whatever_weeks_are_called(number: int) -> None:
    assert week_named(str(number), FINALS) == number


def opening(number: int, title: str | None) -> c.OpenWeek:
    said = week(number)
    return c.OpenWeek(
        week=number, form="nobody-leaves", episodes=said.episodes, scores_from=(1,), votes_from=(1,), title=title
    )


def test_a_title_is_of_one_week_and_stays_when_the_week_is_stated_anew() -> None:
    past = (*BEGUN[:-1], titled(1, "Movie Night", "nobody-leaves"), e.WeekClosed(week=1))
    state = given(*past).state
    with pytest.raises(TitleTaken, match="Week 1 has the title"):
        decide(opening(2, "MOVIE NIGHT"), state, PIA)
    (fact,) = decide(opening(2, "Disco Night"), state, PIA)
    assert isinstance(fact, e.WeekOpenedV2)
    said = {**week(1, "single").model_dump(), "episodes": week(1).episodes, "reason": "x"}
    assert title_of(given(*past, e.WeekRestated(**said)).state.weeks[1]) == "Movie Night"


def test_a_week_without_a_title_is_opened_in_the_form_it_always_was() -> None:
    (fact,) = decide(opening(1, None), given(*BEGUN[:-1]).state, PIA)
    assert fact.TYPE == "week-opened.v1"
