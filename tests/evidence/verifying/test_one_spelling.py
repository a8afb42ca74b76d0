"""An event has one spelling. Two spellings of one event would be two leaves, and each could be called the true one."""

import json
from typing import Any

import pytest

from glitterball.evidence.verifying.stored import read_stored
from tests.evidence.verifying.taken_apart import Parts

HEAD = ("stream", "sequence", "type", "time")


def spelled(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.fixture
def octets(parts: Parts) -> bytes:
    """The first event of the season, as it is stored."""
    return parts.lines[0][1]


def test_every_event_of_a_season_is_read_in_its_own_spelling(parts: Parts) -> None:
    for position, octets in parts.lines:
        event = read_stored(position, octets).event
        stored = json.loads(octets)
        assert [event.stream, event.sequence, event.time] == [stored[name] for name in ("stream", "sequence", "time")]
        assert event.position == position


def test_a_head_in_another_spelling_is_none(octets: bytes) -> None:
    event = json.loads(octets)
    assert spelled(event) == octets, "the spelling that is taken"
    another_order = {name: event[name] for name in (*reversed(HEAD), "actor", "fact")}
    one_more = {"note": 1, **event}
    one_fewer = {name: value for name, value in event.items() if name != "time"}
    for other in (
        spelled(another_order),
        spelled(one_more),
        spelled(one_fewer),
        octets.replace(b'"sequence":', b'"sequence": '),
        octets.replace(b'"stream":', b'"stream":"x","stream":'),
        octets.replace(b"season/", b"\\u0073eason/", 1),
    ):
        assert other != octets
        with pytest.raises(ValueError, match="its head is not in the stored form"):
            read_stored(1, other)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sequence", 0), ("sequence", -1), ("sequence", True), ("sequence", 1.0), ("sequence", "1"),
        ("time", "2024-09-25"), ("time", "2024-09-25T00:00:00"), ("time", "2024-09-25T00:00:00.5Z"), ("time", ""),
    ],
)  # fmt: skip
def test_a_sequence_begins_at_1_and_a_time_is_one_moment(field: str, value: object, octets: bytes) -> None:
    with pytest.raises(ValueError, match="its sequence or its time is none"):
        read_stored(1, spelled(json.loads(octets) | {field: value}))


def test_an_actor_and_a_fact_have_one_spelling_too_and_the_end_is_the_end(octets: bytes) -> None:
    for other, words in (
        (octets.replace(b'"actor":{', b'"actor":{ '), "its actor is not in the stored form"),
        (octets.replace(b'"fact":{', b'"fact":{ '), "its fact is not in the stored form"),
        (octets + b" ", "it does not end as an event"),
        (octets[:-2], "it does not end as an event"),
    ):
        with pytest.raises(ValueError, match=words):
            read_stored(1, other)
