"""What a store says of its streams and keys, held against the events it has: counted by position, and through the index."""

import sqlite3
from collections.abc import Iterator

from domain.plurals import count_of
from glitterball.doctor.events import Events
from glitterball.doctor.rows import Row, at_most, damaged
from glitterball.log.group_writer import is_as_written

Counts = dict[bytes, tuple[int, int]]
"""By stream: how many events, and the highest sequence."""

_NONE = (0, 0)
_THROUGH_THE_INDEX = """SELECT originator_id, count(*), max(originator_version) FROM stored_events
INDEXED BY sqlite_autoindex_stored_events_1 GROUP BY originator_id"""


def through_the_index(db: sqlite3.Connection, events: Events) -> Iterator[Row]:
    """Whoever reads a stream reads through the index: it must have what there is by position, no less and no more."""
    found: Counts = {stream: (count, last) for stream, count, last in db.execute(_THROUGH_THE_INDEX)}
    yield from at_most(list(_apart(events, found, "the index has")), "streams")


def as_recorded(db: sqlite3.Connection, events: Events) -> Iterator[Row]:
    """How far each stream had come when its last event was acknowledged is where it ends today."""
    said: Counts = {
        stream: (count, last) for stream, count, last in db.execute("SELECT originator_id, events, last FROM streams")
    }
    yield from at_most(list(_apart(events, said, "it was recorded with")), "streams")


def _apart(events: Events, others: Counts, says: str) -> Iterator[Row]:
    for stream in sorted({*events.counted, *others}, key=repr):
        here, there = events.counted.get(stream, _NONE), others.get(stream, _NONE)
        if here != there:
            yield damaged(_named(events, stream), f"{_told(here)} by position, {says} {_told(there)}")


def _told(counts: tuple[int, int]) -> str:
    return f"{count_of(counts[0], 'event')} up to {counts[1]}" if counts[0] else "no events"


def _named(events: Events, stream: object) -> str:
    name = events.names.get(stream) if isinstance(stream, bytes) else None
    return f"stream {name or (stream.hex() if isinstance(stream, bytes) else repr(stream))}"


def without_gaps(events: Events) -> Iterator[Row]:
    """A season's sequences count from 1 without a gap. Vote batches carry the numbers of their gateway."""
    for stream, name in sorted(events.names.items(), key=lambda pair: pair[1]):
        count, last = events.counted[stream]
        if name.startswith("season/") and count != last:
            yield damaged(f"stream {name}", f"it has {count_of(count, 'event')}, and the last of them is {last}")


def keys(db: sqlite3.Connection, events: Events) -> Iterator[Row]:
    """Whoever repeats a command under its key is answered with events that are there, and that are nobody else's."""
    wrong, taken = [], 0
    rows = "SELECT key, asked, position, events, hash FROM idempotency_keys ORDER BY position, events"
    for key, asked, first, count, written in db.execute(rows):
        if not is_as_written((key, asked, first, count, written)):
            wrong.append(damaged(f"key {key!r}", "what stands under it is not what was written"))
            continue
        until = first + count - 1
        if first < 1 or count < 0 or until > events.last:
            wrong.append(damaged(f"key {key!r}", f"it stands for the events {first} to {until} of {events.last}"))
        elif count and first <= taken:
            wrong.append(damaged(f"key {key!r}", f"it stands for event {first}, and another key does so, too"))
        taken = max(taken, until)
    yield from at_most(wrong, "keys")


def hidden_parts(db: sqlite3.Connection, events: Events) -> Iterator[Row]:
    """A hidden part stands beside an event. Whether it is that event's own was seen when the event was read."""
    strays = db.execute(
        "SELECT position FROM hidden_parts WHERE position NOT IN (SELECT position FROM stored_events) ORDER BY position"
    )
    yield from at_most(
        [damaged(f"hidden part {position}", "it stands beside no event") for (position,) in strays], "hidden"
    )
