"""A week is opened with panels and running order, all of it or nothing."""

import pytest

from domain.refusals import Refusal
from domain.season import commands as c
from glitterball.log.refusals import KeyReused
from glitterball.procedures import SettingUp, open_week, setting_up_of
from glitterball.store import Season, open_store
from tests.engine import small_season as small


@pytest.fixture
def season() -> Season:
    store = open_store()
    for command, by in small.opening():
        if not hasattr(command, "week"):
            store.engine.do("small", command, by)
    return store.season("small")


def planned() -> list[SettingUp]:
    setting_up = (c.OpenWeek, c.SeatPanel, c.ScheduleDance)
    return [command for command, _ in small.week(1, "single") if isinstance(command, setting_up)]


def test_a_week_stands_whole_after_one_commit(season: Season) -> None:
    before = season.store.log.last_position()
    events = open_week(season, planned(), small.PRODUCER)
    assert [event.position for event in events] == list(range(before + 1, before + 1 + len(planned())))
    week = season.state.weeks[1]
    assert len(week.dances) == len(small.COUPLES)
    assert list(week.panels) == [1]


def test_a_refused_dance_leaves_no_half_of_a_week(season: Season) -> None:
    before = season.store.log.last_position()
    stranger = c.ScheduleDance(week=1, episode=1, round="1", couples=("nobody-known",))
    with pytest.raises(Refusal):
        open_week(season, [*planned(), stranger], small.PRODUCER)
    assert season.store.log.last_position() == before
    assert season.state.weeks == {}


def test_a_running_order_names_no_couple_twice(season: Season) -> None:
    with pytest.raises(Refusal):
        open_week(season, [*planned(), planned()[-1]], small.PRODUCER)


def test_a_week_said_again_under_its_key_is_opened_once(season: Season) -> None:
    first = open_week(season, planned(), small.PRODUCER, key="monday")
    assert open_week(season, planned(), small.PRODUCER, key="monday") == first
    with pytest.raises(KeyReused):
        open_week(season, planned()[:-1], small.PRODUCER, key="monday")


def test_a_week_on_record_can_be_set_up_again_elsewhere(season: Season) -> None:
    open_week(season, planned(), small.PRODUCER)
    assert list(setting_up_of(season.state.weeks[1])) == planned()
