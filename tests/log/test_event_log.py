"""What the log promises to whoever records and reads."""

import threading
from pathlib import Path

import pytest

from domain.record import Actor, Recorded
from glitterball.log import AlreadyRecorded, Entry, EventLog, LogClosed, StaleStream
from glitterball.log.envelope import encode
from tests.log.live_night import AT, DESK, SMS, batch, opened, saved, score

SEASON, SMS_STREAM, WEB_STREAM = "season/us-33", "votes/us-33/2/sms-east", "votes/us-33/2/web"


def at(sequence: int, stream: str = SMS_STREAM) -> Entry:
    return Entry(stream, sequence, batch(sequence), SMS, AT)


def test_a_fact_is_given_the_next_position_and_the_next_sequence(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    log.append(SMS_STREAM, 0, [batch(1)], SMS, AT)

    said = log.append(SEASON, 1, [score("len"), score("carrie-ann")], DESK, AT)

    assert [(event.position, event.sequence) for event in said] == [(3, 2), (4, 3)]
    assert tuple(log.stream(SEASON, after=1)) == said
    assert [event.position for event in log.read()] == [1, 2, 3, 4]
    assert (log.version(SEASON), log.version(SMS_STREAM), log.version(WEB_STREAM)) == (3, 1, 0)
    assert log.last_position() == 4


def test_an_empty_log_says_so(log: EventLog) -> None:
    assert log.last_position() == 0
    assert list(log.read()) == []
    assert log.stream_names() == ()
    assert log.get(SEASON, 1) is None


def test_what_is_read_is_what_was_said(log: EventLog) -> None:
    (said,) = log.append(SEASON, 0, [opened()], DESK, AT)

    assert log.get(SEASON, 1) == said == Recorded(1, SEASON, 1, AT, DESK, opened())
    assert list(log.raw()) == [(1, encode(SEASON, 1, AT, DESK, opened()))]


@pytest.mark.parametrize("after", [0, 2])
def test_a_decision_on_a_stream_that_is_elsewhere_is_refused(log: EventLog, after: int) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)

    with pytest.raises(StaleStream) as stale:
        log.append(SEASON, after, [score()], DESK, AT)

    assert (stale.value.stream, stale.value.after, stale.value.version) == (SEASON, after, 1)
    assert log.last_position() == 1


def test_a_batch_that_comes_twice_is_recorded_once(log: EventLog) -> None:
    first = log.append_at(SMS_STREAM, 7, batch(7), SMS, AT)

    with pytest.raises(AlreadyRecorded) as again:
        log.append_at(SMS_STREAM, 7, batch(7), SMS, "2024-09-25T00:00:20Z")

    assert again.value.existing == first
    assert again.value.raw == encode(SMS_STREAM, 7, AT, SMS, batch(7))
    assert log.last_position() == 1


def test_batches_that_overtake_each_other_are_read_in_the_gateways_order(log: EventLog) -> None:
    for number in (1, 4, 2):
        log.append_at(SMS_STREAM, number, batch(number), SMS, AT)

    assert [(event.sequence, event.position) for event in log.stream(SMS_STREAM)] == [(1, 1), (2, 3), (4, 2)]
    assert [event.sequence for event in log.stream(SMS_STREAM, until_position=2)] == [1, 4]
    assert log.version(SMS_STREAM) == 4


def test_a_group_is_recorded_whole_or_not_at_all(log: EventLog) -> None:
    assert log.append_many([at(1), at(2), at(1, WEB_STREAM)]) == range(1, 4)

    with pytest.raises(AlreadyRecorded) as taken:
        log.append_many([at(3), at(2), at(4)])
    with pytest.raises(ValueError, match="twice"):
        log.append_many([at(3), at(3)])

    assert taken.value.existing.sequence == 2
    assert log.last_position() == 3
    assert log.append_many([at(3)]) == range(4, 5), "what was refused took no position"
    assert log.append_many([]) == range(5, 5)


def test_the_streams_are_named_by_their_events(log: EventLog) -> None:
    log.append_many([at(5), at(1, WEB_STREAM), Entry(SEASON, 1, opened(), DESK, AT)])

    assert log.stream_names() == (SEASON, SMS_STREAM, WEB_STREAM)
    assert log.stream_names("votes/us-33/") == (SMS_STREAM, WEB_STREAM)


@pytest.mark.parametrize("others", [3, 60], ids=["many of the log", "few of the log"])
def test_a_reader_sees_only_the_streams_it_asks_for(log: EventLog, others: int) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    log.append_many([at(number) for number in range(1, others + 1)])
    log.append_many([at(1, WEB_STREAM)])
    log.append(SEASON, 1, [score()], DESK, AT)

    ours = [event.position for event in log.read(streams={SEASON, WEB_STREAM})]

    assert ours == [1, others + 2, others + 3]
    assert [event.position for event in log.read(prefix="season/")] == [1, others + 3]
    assert [event.position for event in log.read(prefix="votes/", streams={WEB_STREAM, SEASON})] == [others + 2]
    assert [event.position for event in log.read(after=1, until=others + 2, streams=[SEASON, WEB_STREAM])] == [
        others + 2
    ]
    assert list(log.read(streams=["season/nobody"])) == list(log.read(prefix="rehearsal/")) == []


def test_a_long_log_is_read_in_pages_without_a_seam(log: EventLog) -> None:
    log.append_many([at(number) for number in range(1, 2_501)])

    assert [event.position for event in log.read()] == list(range(1, 2_501))
    assert [position for position, _ in log.raw(until=1_001)] == list(range(1, 1_002))
    assert [event.sequence for event in log.stream(SMS_STREAM, after=499)] == list(range(500, 2_501))


def test_what_was_known_then_stays_what_was_known_then(log: EventLog) -> None:
    log.append(SEASON, 0, [opened(), score()], DESK, AT)
    reading = log.read()
    next(reading)

    log.append(SEASON, 2, [saved()], DESK, AT)

    assert [event.position for event in reading] == [2], "a reader reads up to where the log was when it began"
    assert [event.sequence for event in log.stream(SEASON, until_position=2)] == [1, 2]


@pytest.mark.parametrize(
    "time", ["2024-09-25 00:00:00", "2024-09-25T00:00:00+02:00", "now", "", "٢٠٢٤-09-25T00:00:00Z"]
)
def test_a_time_that_is_not_utc_is_not_recorded(log: EventLog, time: str) -> None:
    with pytest.raises(ValueError, match="not a moment in UTC"):
        log.append(SEASON, 0, [opened()], DESK, time)
    assert log.last_position() == 0


@pytest.mark.parametrize("stream", ["", "a\nb", "x" * 201])
def test_a_stream_needs_a_name_one_can_print(log: EventLog, stream: str) -> None:
    with pytest.raises(ValueError, match="string"):
        log.append(stream, 0, [opened()], DESK, AT)
    with pytest.raises(ValueError, match="count from 1"):
        log.append_at(SEASON, 0, opened(), DESK, AT)


@pytest.mark.heavy("processes")
def test_a_live_board_follows_the_night(log: EventLog) -> None:
    log.append(SEASON, 0, [opened()], DESK, AT)
    seen: list[int] = []
    following = log.follow(timeout=10)
    seen.append(next(following).position)

    desk = threading.Timer(0.1, lambda: log.append(SEASON, 1, [score(), saved()], DESK, AT))
    desk.start()
    seen += [next(following).position, next(following).position]
    desk.join()

    assert seen == [1, 2, 3]
    assert list(log.follow(after=3, timeout=0.05)) == []


def test_the_library_sees_the_same_log(log: EventLog) -> None:
    application = log.application
    (recording,) = application.events.put([at(1)])
    application.save(at(2))
    log.append(SMS_STREAM, 2, [batch(3)], SMS, AT)

    assert recording.notification.id == 1
    assert [entry.originator_version for entry in application.events.get(at(1).originator_id)] == [1, 2, 3]
    section = application.notification_log["1,10"]
    assert [(item.id, item.topic) for item in section.items] == [(n, "vote-batch-received.v1") for n in (1, 2, 3)]
    assert [item.state for item in section.items] == [raw for _, raw in log.raw()]
    with pytest.raises(TypeError, match="stores entries"):
        application.events.put([object()])  # type: ignore[list-item]


def test_a_log_is_there_for_the_next_who_opens_it(store: Path) -> None:
    with EventLog.open(f"sqlite:{store}") as log:
        log.append(SEASON, 0, [opened(), score()], DESK, AT)
        before = list(log.raw())
    with EventLog.open(f"sqlite:{store}") as log:
        assert list(log.raw()) == before
        log.append(SEASON, 2, [saved()], DESK, AT)
    assert not Path(f"{store}-wal").exists(), "a closed store is one file, to be copied and mailed"


@pytest.mark.heavy("processes")
def test_closing_ends_a_tail_in_another_thread(log: EventLog) -> None:
    log.append_many([at(number) for number in range(1, 3_001)])
    begun, ended = threading.Event(), threading.Event()

    def tail() -> None:
        for _ in log.follow():
            begun.set()
        ended.set()

    threading.Thread(target=tail).start()
    assert begun.wait(10)
    log.close()
    assert ended.wait(10)


def test_actors_of_the_same_name_keep_their_roles(log: EventLog) -> None:
    both = (Actor(name="Dana", role="score desk"), Actor(name="Dana", role="supervisor"))
    for sequence, actor in enumerate(both):
        log.append(SEASON, sequence, [score()], actor, AT)

    assert tuple(event.actor for event in log.read()) == both


def test_a_closed_log_is_closed(log: EventLog) -> None:
    log.close()
    log.close()
    assert list(log.follow()) == []
    with pytest.raises(LogClosed):
        log.append(SEASON, 0, [opened()], DESK, AT)
