"""What is asked from Python with a value that cannot stand there is refused in a sentence, and a name is no list of letters."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import glitterball as gb
from domain.refusals import Refusal
from glitterball.naming.moments import MomentUnclear
from glitterball.refusals import ValueNotValid


@pytest.fixture(scope="module")
def us_33() -> Iterator[gb.Season]:
    season = gb.open_season("us-33")
    with season.store:
        yield season


WRONG: dict[str, Callable[[Any], object]] = {
    "a page of nothing": lambda season: season.store.timeline(limit=0),
    "a page of less than nothing": lambda season: season.store.timeline(limit=-1),
    "a name that is no identifier": lambda season: season.store.rehearse("us-33", name="Bad Name!", through=1),
    "exclusion of each nothing": lambda season: season.week(2).exclude("nope"),
    "later than what is known": lambda season: season.as_of(100).as_of(412),
}


@pytest.mark.parametrize("ask", WRONG.values(), ids=WRONG)
def test_a_value_that_cannot_stand_where_it_does_is_refused(us_33: gb.Season, ask: Callable[[Any], object]) -> None:
    with pytest.raises(ValueNotValid) as refused:
        ask(us_33)
    assert isinstance(refused.value, Refusal)
    assert us_33.store.seasons() == ("us-33",)


@pytest.mark.parametrize("said", [1.5, None, True, b"412"])
def test_a_moment_that_is_neither_number_nor_text_is_refused(us_33: gb.Season, said: Any) -> None:
    with pytest.raises(MomentUnclear, match="Write a position of the log"):
        us_33.as_of(said)


def test_one_season_and_one_kind_may_be_named_alone(us_33: gb.Season) -> None:
    timeline = us_33.store.timeline
    assert timeline("us-33", limit=5) == timeline(["us-33"], limit=5) != timeline([], limit=5)
    assert timeline(kinds="score-given") == timeline(kinds=["score-given"])


def test_of_a_season_as_it_was_known_nothing_later_is_told(us_33: gb.Season) -> None:
    known = us_33.as_of(100)
    assert known.as_of(100).position == 100
    assert known.as_of(50).position == 50
    assert known.as_of("2999-01-01T00:00").position == 100
