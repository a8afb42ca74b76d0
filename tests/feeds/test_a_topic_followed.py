"""The example for Kafka: an offset is committed only behind what is on record, so nothing is lost and nothing counts twice."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.log import EventLog
from glitterball.log.refusals import DiskFull
from glitterball.store import Season, Store, open_store
from tests.ingest.nights import delivery, lines_open

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "kafka_consumer.py"
STREAM = "votes/small/1/web"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kafka_consumer", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


take_in = loaded().take_in


class Killed(BaseException):
    """The process ends here."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the client hands it out."""

    octets: bytes
    place: int
    wrong: object | None = None

    def error(self) -> object | None:
        return self.wrong

    def value(self) -> bytes:
        return self.octets

    def topic(self) -> str:
        return "votes"

    def partition(self) -> int:
        return 0

    def offset(self) -> int:
        return self.place


class Topic:
    """A topic of one partition and the offset of one group. Who begins to consume begins behind that offset."""

    def __init__(self, values: list[bytes], committing: Callable[[Record], None] = lambda record: None) -> None:
        self.records = [Record(value, place) for place, value in enumerate(values)]
        self.offset, self.committing = 0, committing

    def consumed(self, season: Season) -> list[str]:
        """Consume to the end, or to where the process is killed; what was told."""
        told: list[str] = []
        consumer = Consumer(self)
        take_in(consumer, season, 1, tell=told.append, ended=lambda: consumer.at >= len(self.records))
        return told


class Consumer:
    """What is used of the client."""

    def __init__(self, topic: Topic) -> None:
        self.topic, self.at, self.idle = topic, topic.offset, True

    def poll(self, timeout: float) -> Record | None:
        """Nothing yet, and then a record: every second call brings one."""
        self.idle = not self.idle
        if not self.idle:
            return None
        self.at += 1
        return self.topic.records[self.at - 1]

    def commit(self, message: Record, *, asynchronous: bool) -> None:
        assert not asynchronous, "what is said before the broker has it may be lost"
        self.topic.committing(message)
        self.topic.offset = message.place + 1


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as store:
        lines_open(store.engine, gateways=("web",))
        yield store


def numbers(store: Store) -> list[int]:
    return [event.sequence for event in store.log.stream(STREAM)] if store.log.version(STREAM) else []


def test_an_offset_is_committed_only_when_the_delivery_is_on_record(store: Store) -> None:
    seen: list[int] = []
    topic = Topic(
        [delivery("web", number, number) for number in (1, 2, 3)], lambda record: seen.append(store.log.version(STREAM))
    )
    told = topic.consumed(store.season("small"))
    assert (seen, topic.offset) == ([1, 2, 3], 3)
    assert told[0] == "votes partition 0 offset 0: web, 1 lines, recorded"


def test_a_full_disk_commits_no_offset(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: EventLog, *words: Any) -> Any:
        raise DiskFull("show.sqlite")

    topic = Topic([delivery("web", 1, 1)])
    with monkeypatch.context() as patched:
        patched.setattr(EventLog, "append_lines", full)
        with pytest.raises(DiskFull):
            topic.consumed(store.season("small"))
    assert topic.offset == 0
    topic.consumed(store.season("small"))
    assert (topic.offset, numbers(store)) == (1, [1])


def test_a_bad_record_is_told_with_its_place_and_holds_up_no_other(store: Store) -> None:
    forged = delivery("web", 1, 1).replace(b"amy-ben", b"cat-dan", 1)
    told = Topic([b"", forged, delivery("web", 1, 1)]).consumed(store.season("small"))
    assert [line.partition(". ")[0] for line in told[:2]] == [
        f"votes partition 0 offset {offset}: NOT TAKEN IN" for offset in (0, 1)
    ]
    assert numbers(store) == [1]


def test_what_the_broker_says_is_wrong_is_no_delivery(store: Store) -> None:
    topic = Topic([delivery("web", 1, 1)])
    topic.records[0] = Record(b"", 0, "the broker is away")
    with pytest.raises(ConnectionError, match="offset 0: the broker is away"):
        topic.consumed(store.season("small"))
    assert (topic.offset, numbers(store)) == (0, [])


@pytest.mark.heavy("accidents")
@settings(deadline=None, max_examples=25)
@given(
    order=st.permutations([1, 2, 3, 4, *[1, 3]]),
    kills=st.lists(st.booleans(), max_size=8),
)
def test_killed_between_log_and_offset_at_any_record_each_line_is_there_once(
    order: list[int], kills: list[bool]
) -> None:
    left = list(kills)

    def committing(record: Record) -> None:
        if left and left.pop(0):
            raise Killed

    with open_store("memory:") as store:
        lines_open(store.engine, gateways=("web",))
        topic = Topic([delivery("web", number, number) for number in order], committing)
        while topic.offset < len(order):
            try:
                topic.consumed(store.season("small"))
            except Killed:
                continue
        assert numbers(store) == [1, 2, 3, 4]
