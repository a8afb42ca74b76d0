"""A moment is a position, a time or what happened in a week; of a time nothing is shown that says it was recorded later."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.record import Actor
from domain.season import commands as c
from glitterball.log.times import times
from glitterball.moments import EPOCH, MICROSECOND, SECOND, micros, stamp
from glitterball.naming.moments import IN_A_WEEK, AtPosition, AtTime, MomentNotThere, MomentUnclear, moment_said
from glitterball.naming.refusals import WeekUnclear
from glitterball.refusals import NothingAtPosition, SeasonNotYet
from glitterball.store import Season, open_store
from tests.as_of.nights import FIRST, a_night
from tests.engine.small_season import PRODUCER


@pytest.fixture
def season() -> Iterator[Season]:
    night = a_night()
    with night.store:
        yield night


def position_of(season: Season, fact: str) -> int:
    return next(event.position for event in season.events() if type(event.fact).__name__ == fact)


def test_what_happened_in_a_week_is_the_event_that_says_so(season: Season) -> None:
    assert season.as_of("week 1 opened").position == position_of(season, "WeekOpened")
    assert season.as_of("Week 1  Voting Opened").position == position_of(season, "VotingOpened")
    sealed = season.as_of("week 1 sealed")
    assert sealed.position == position_of(season, "VotingClosed")
    assert sealed.fold.tallies[1].gateways["phones"].after_the_seal == 0
    assert season.fold.tallies[1].gateways["phones"].after_the_seal == 1


def test_a_week_is_named_as_people_name_it(season: Season) -> None:
    assert season.as_of("week single sealed").position == season.as_of("week 1 sealed").position


def test_a_time_is_the_last_position_recorded_by_then(season: Season) -> None:
    last_of = {told: position for position, told in times(season.store.log, "small")}
    for told, position in last_of.items():
        assert season.as_of(told).position == position
        assert season.as_of(told[:16]).position == position, "a time without a zone is in UTC, as the log shows it"
        a_second_later = stamp(micros(told) + SECOND)
        assert season.as_of(a_second_later).position == position


def test_an_offset_is_heeded(season: Season) -> None:
    assert season.as_of("2024-09-24T16:03-04:00").position == season.as_of("2024-09-24T20:03Z").position == 5


def test_a_moment_after_the_last_event_is_all_there_is(season: Season) -> None:
    assert season.as_of("2999-01-01T00:00").position == season.store.log.last_position()


def test_a_moment_before_the_season_is_refused_and_not_answered_with_an_empty_season(season: Season) -> None:
    with pytest.raises(SeasonNotYet) as refused:
        season.as_of("2024-09-24T19:59")
    assert refused.value.facts() == {
        "season": "small",
        "moment": "2024-09-24T19:59",
        "opened": FIRST,
        "position": 1,
    }
    later = c.OpenSeason(season="later", show="Later", number=2, mode="rehearsal")
    season.store.engine.do("later", later, PRODUCER)
    for moment in (3, "3", "2024-09-24T20:05"):
        with pytest.raises(SeasonNotYet):
            season.store.season("later").as_of(moment)


@pytest.mark.parametrize("said", ["0001-01-01T00:00", "0204-09-24T21:58", "0999-12-31T23:59:59"])
def test_a_year_typed_with_a_zero_too_many_is_before_the_season_and_not_behind_it(season: Season, said: str) -> None:
    with pytest.raises(SeasonNotYet):
        season.as_of(said)


@given(moment=st.datetimes())
def test_every_moment_is_written_so_that_it_is_read_again_and_in_order(moment: datetime) -> None:
    number = (moment.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
    assert micros(stamp(number)) == number
    assert stamp(number)[:19] == moment.isoformat()[:19]


@pytest.mark.parametrize("said", ["week 1 certified", "week 1 announced", "week 1 closed", "week 1 reopened"])
def test_what_has_not_happened_is_refused_with_what_has(season: Season, said: str) -> None:
    with pytest.raises(MomentNotThere, match="what is on record of it: opened, voting opened, sealed"):
        season.as_of(said)


def test_a_week_that_is_none_is_refused(season: Season) -> None:
    with pytest.raises(WeekUnclear, match="no week"):
        season.as_of("week 7 sealed")


@pytest.mark.parametrize(
    "said",
    [
        "", " ", "yesterday", "-1", "1.5", "٤١٢", "9" * 5_000, "2024-09-24", "2024-09-24T25:00", "2024-02-30T10:00",
        "2024-09-24T21:58+99:00", "0001-01-01T00:00+14:00", "week 1", "week  sealed", "sealed", "week 1 sealed now",
        "week 1 sealed\x00", "2024-09-24T21:58 Los Angeles",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_what_can_be_said(season: Season, said: str) -> None:
    with pytest.raises(MomentUnclear, match=r"Write a position of the log \(412\), a time in UTC"):
        season.as_of(said)


@pytest.mark.parametrize("said", [0, -1, 10**9, "0", "999999"])
def test_a_position_beyond_the_log_is_refused(season: Season, said: int | str) -> None:
    with pytest.raises(NothingAtPosition):
        season.as_of(said)


def test_every_word_for_what_happens_in_a_week_is_understood() -> None:
    for what in IN_A_WEEK:
        assert getattr(moment_said(f"week 2 {what}"), "what", None) == what


@given(position=st.integers(0, 10**18 - 1))
def test_a_number_is_a_position(position: int) -> None:
    assert moment_said(str(position)) == AtPosition(position)


@given(moment=st.datetimes(timezones=st.timezones()))
def test_every_time_with_an_offset_is_that_moment(moment: object) -> None:
    text = moment.isoformat()  # type: ignore[attr-defined] # a datetime
    if re.search(r":\d\d[+-]\d\d:\d\d$|\.\d{6}[+-]\d\d:\d\d$", text):  # offsets of whole minutes
        try:
            expected = stamp(micros(text))
        except OverflowError:
            return
        assert moment_said(text) == AtTime(expected)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12), st.integers(0, 13))
def test_of_a_time_nothing_is_shown_that_says_it_was_recorded_later(seconds: list[int], asked: int) -> None:
    """Also where clocks disagree: what was recorded behind an event of a later time came later still."""
    base = micros(FIRST)
    said = [stamp(base), *(stamp(base + second * SECOND // 2) for second in seconds)]
    with open_store("memory:") as store:
        begin = c.OpenSeason(season="small", show="A show", number=1, mode="rehearsal")
        store.engine.do("small", begin, PRODUCER, said[0])
        for number, time in enumerate(said[1:]):
            cast = c.CastCouple(couple=f"couple-{number}", celebrity=f"Amy {number}", professional=f"Ben {number}")
            store.engine.do("small", cast, Actor(name="Petra", role="producer"), time)
        then = base + asked * SECOND // 2
        position = store.season("small").as_of(stamp(then)).position
        assert position is not None
        assert all(micros(time) <= then for time in said[:position])
        assert position == len(said) or micros(said[position]) > then


@pytest.mark.parametrize("day", ["2024-09-24", " 2024-09-24 "])
def test_a_day_alone_is_refused_with_both_its_ends(day: str) -> None:
    """Before the show of that day or after it: either would be answered, and look right to whoever meant the other."""
    with pytest.raises(MomentUnclear) as refused:
        moment_said(day)
    for end in ("2024-09-24T23:59:59", "2024-09-24T00:00"):
        assert end in refused.value.sentence()
        moment_said(end)
