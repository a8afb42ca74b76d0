"""The library's `Mapper`, replaced: stable type names, validation on reading, upcasting; bytes as `envelope` writes them.

The library's stored event has one place for bytes. An event of two parts stands there as its line, a newline, and its hidden
part: neither of the two, being compact JSON, has a newline in it.
"""

from collections.abc import Sequence
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, Notification, StoredEvent

from glitterball.log.envelope import Entry, Line, decode_row, line_of


def as_state(line: bytes, hidden: bytes | None) -> bytes:
    """Both parts in the one place for bytes that the library has."""
    return line if hidden is None else b"%b\n%b" % (line, hidden)


def parts_in(state: bytes) -> tuple[bytes, bytes | None]:
    """The line, and the hidden part where there is one."""
    line, cut, hidden = state.partition(b"\n")
    return line, hidden if cut else None


class FactMapper(Mapper[UUID]):
    """Between entries and stored events. The library's own would name Python modules and validate nothing."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())  # never asked: the envelope does the work

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The stored event of an entry."""
        if not isinstance(domain_event, Entry):
            raise TypeError(f"the event log stores entries, not {type(domain_event).__name__}")
        (_, sequence, topic, line, hidden), *_rest = self.lines([domain_event])
        return StoredEvent(domain_event.originator_id, sequence, topic, as_state(line, hidden))

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry in a stored event, validated."""
        if not isinstance(stored_event.originator_id, UUID):
            raise TypeError("stream identities are UUIDs")
        position = stored_event.id if isinstance(stored_event, Notification) else 0
        identity = stored_event.originator_id.bytes
        line, hidden = parts_in(stored_event.state)
        row = position, identity, stored_event.originator_version, stored_event.topic, line, None, hidden
        event = decode_row(row)
        return Entry(event.stream, event.sequence, event.fact, event.actor, event.time)

    def lines(self, entries: Sequence[Entry]) -> list[Line]:
        """What the recorder inserts for these entries: the same as `to_stored_event`, without the objects between."""
        return [line_of(entry.stream, entry.sequence, entry.time, entry.actor, entry.fact) for entry in entries]
