"""A board somebody is reading stays as it was, whatever gateways deliver meanwhile."""

from collections.abc import Iterator
from copy import deepcopy
from threading import Thread
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.events import OfBatch, VoteBatchReceived
from domain.gateway.tally import WeekTally
from domain.record import Recorded
from glitterball.log.event_log import EventLog
from glitterball.store import Season, open_store
from projections import votes_over_time
from projections.fold import SeasonFold
from tests.engine import small_season as small

TIME = "2024-09-25T00:00:00Z"


def batch_at(number: int, minute: int, votes: int = 3) -> OfBatch:
    stamp = f"2024-09-25T00:{minute:02}:00Z"
    return small.batch(number, {"amy-ben": votes, "cat-dan": 2 * votes}).model_copy(
        update={"opens": stamp, "closes": stamp}
    )


def recorded(number: int, minute: int) -> Recorded[VoteBatchReceived]:
    batch = VoteBatchReceived.model_validate(batch_at(number, minute).model_dump())
    return Recorded(number, "votes/small/1/phones", number, TIME, small.PRODUCER, batch)


@pytest.fixture
def season() -> Season:
    store = open_store()
    for command, by in small.opening():
        store.engine.do("small", command, by)
    return store.season("small")


@given(st.lists(st.none() | st.integers(0, 3), max_size=25))
def test_every_reading_is_what_was_counted_then_and_stays_so(story: list[int | None]) -> None:
    """A minute is a batch of that minute; nothing is somebody reading."""
    live, counted = WeekTally(), list[Recorded[VoteBatchReceived]]()
    read: list[tuple[WeekTally, WeekTally]] = []
    for number, minute in enumerate([*story, None], start=1):
        if minute is None:
            afresh = WeekTally()
            for event in counted:
                afresh.count(event)
            read.append((live.frozen(), afresh))
        else:
            counted.append(recorded(number, minute))
            live.count(counted[-1])
    assert all(frozen == afresh for frozen, afresh in read)


def test_a_board_read_before_a_batch_does_not_count_it(season: Season) -> None:
    season.receive([batch_at(1, 0)])
    before = season.fold
    as_it_was = deepcopy(before)
    season.receive([batch_at(2, 0), batch_at(3, 1)])
    assert before == as_it_was
    assert season.fold.tallies[1].gateways["phones"].last == 3


def test_minutes_may_come_while_the_minutes_are_read(season: Season) -> None:
    season.receive([batch_at(1, 0), batch_at(2, 1)])
    rows = iter(votes_over_time.rows(season.fold, 1))
    next(rows)
    season.receive([batch_at(3, 2)])
    assert season.fold.tallies[1].gateways["phones"].last == 3
    list(rows)


def test_readers_and_gateways_work_at_once(season: Season) -> None:
    """Two readers, sixty minutes: every board read adds up, and none breaks off."""
    wrong: list[object] = []
    over: list[bool] = []

    def read() -> None:
        while not over:
            try:
                fold = season.fold
                phones = fold.tallies[1].gateways.get("phones") if 1 in fold.tallies else None
                channels = phones.channels.values() if phones else ()
                counted = sum(channel.batches for channel in channels)
                if phones and counted != phones.contiguous:
                    wrong.append((counted, phones.contiguous))
                list(votes_over_time.rows(fold, 1))
            except Exception as error:
                wrong.append(error)
                return

    readers = [Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 181):
        season.receive([batch_at(number, number % 60)])
    over.append(True)
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_reading_that_breaks_off_half_way_counts_nothing_twice(season: Season) -> None:
    season.receive([batch_at(1, 0), batch_at(2, 0)])
    real = EventLog.read

    def breaks_off(log: EventLog, **asked: object) -> Iterator[object]:
        for number, event in enumerate(real(log, **asked)):  # type: ignore[arg-type]
            if number == 15:
                raise OSError("the disk went away")
            yield event

    with patch.object(EventLog, "read", breaks_off), pytest.raises(OSError, match="went away"):
        assert season.fold
    assert season.fold.tallies[1].gateways["phones"].channels["sms", "viewers"].batches == 2


def test_weeks_without_news_are_shared_between_readings(season: Season) -> None:
    season.receive([batch_at(1, 0)])
    first = season.fold
    for command, by in small.scores(1, {"cat-dan": 7}):
        season.do(command, by)
    second = season.fold
    assert second is not first
    assert second.tallies[1] is first.tallies[1]
    assert isinstance(second, SeasonFold)
