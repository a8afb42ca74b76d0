"""The log in memory: for tests, demonstrations and what-ifs. Facts still go through the mapper, byte for byte."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder, POPOFactory
from eventsourcing.utils import Environment

from glitterball.addresses import Address
from glitterball.log.envelope import Line, Row
from glitterball.log.mapper import as_state, parts_in
from glitterball.log.recording import Group, KeyUsed, LogRecorder, Refused, Stand, StreamMoved
from glitterball.log.refusals import StoreRefusal, StoreUnwritable


class MemoryRecorder(LogRecorder, POPOApplicationRecorder):
    """The library's in-memory recorder with the reads of `LogRecorder`. Streams are read by sequence, not by arrival."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: dict[bytes, int] = {}
        self._keys: dict[str, KeyUsed] = {}

    def insert_lines(self, lines: Sequence[Line], stand: Stand | None = None) -> int:
        stored = [
            StoredEvent(UUID(bytes=stream), sequence, topic, as_state(line, hidden))
            for stream, sequence, topic, line, hidden in lines
        ]
        positions = self.insert_events(stored, stand=stand)
        return positions[0] if positions else (self.max_notification_id() or 0) + 1

    def insert_groups(self, groups: Sequence[Group]) -> list[int | Refused]:
        answers: list[int | Refused] = []
        for group in groups:
            try:
                with self._database_lock:
                    if group.key is not None and group.key.text in self._keys:
                        raise self._keys[group.key.text]
                    if group.only_at is not None and group.only_at != (self.max_notification_id() or 0):
                        raise StreamMoved("the log has moved on")
                    for stream, version in group.stands:
                        if self._versions.get(stream, 0) != version:
                            raise StreamMoved("the stream has moved on")
                    first = self.insert_lines(group.lines)
                    if group.key is not None:
                        self._keys[group.key.text] = KeyUsed(group.key.asked, first, len(group.lines))
                    answers.append(first)
            except IntegrityError as error:
                answers.append(error)
        return answers

    def refusal(self, error: BaseException) -> StoreRefusal:
        return StoreUnwritable("memory:", str(error))

    def cipher(self, season: str) -> None:
        return None

    def key_used(self, key: str) -> KeyUsed | None:
        with self._database_lock:
            return self._keys.get(key)

    def _assert_uniqueness(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        super()._assert_uniqueness(stored_events)
        stand: Stand | None = kwargs.get("stand")
        if stand is not None and self._versions.get(stand[0], 0) != stand[1]:
            raise IntegrityError("the stream has moved on")

    def _update_table(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        for event in stored_events:
            identity = _identity(event)
            self._versions[identity] = max(self._versions.get(identity, 0), event.originator_version)
        return super()._update_table(stored_events)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        with self._database_lock:
            index = self._stored_events_index.get(str(originator_id), {})
            chosen = (version for version in sorted(index, reverse=desc) if _between(version, gt, lte))
            return [self._stored_events[index[version]] for version in islice(chosen, limit)]

    def rows(
        self, after: int, until: int, streams: Sequence[bytes] | None = None, *, in_public: bool = False
    ) -> Iterator[Row]:
        wanted = None if streams is None else frozenset(streams)
        with self._database_lock:
            chosen = self._stored_events[max(after, 0) : max(until, 0)]
        for position, event in enumerate(chosen, start=max(after, 0) + 1):
            identity = _identity(event)
            if wanted is None or identity in wanted:
                yield _row(position, event)

    def stream_rows(
        self, stream: bytes, after: int, until_position: int | None, *, in_public: bool = False
    ) -> Iterator[Row]:
        with self._database_lock:
            index = sorted(self._stored_events_index.get(str(UUID(bytes=stream)), {}).items())
        for sequence, place in index:
            if sequence > after and (until_position is None or place < until_position):
                event = self._stored_events[place]
                yield _row(place + 1, event)

    def row(self, stream: bytes, sequence: int, *, in_public: bool = False) -> Row | None:
        with self._database_lock:
            place = self._stored_events_index.get(str(UUID(bytes=stream)), {}).get(sequence)
            if place is None:
                return None
            return _row(place + 1, self._stored_events[place])

    def raw(self, after: int, until: int, *, as_they_are: bool = False) -> Iterator[tuple[int, bytes]]:
        for row in self.rows(after, until):
            yield row[0], row[4]

    def version(self, stream: bytes) -> int:
        with self._database_lock:
            return self._versions.get(stream, 0)

    def first_rows(self, after: int, until: int) -> Iterator[Row]:
        return iter({row[1]: row for row in self.rows(after, until)}.values())


class MemoryFactory(POPOFactory):
    """Makes the recorder."""

    def application_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()


def factory(env: Environment, address: Address) -> MemoryFactory:
    """What makes a recorder in memory: see `glitterball.addresses.KINDS`."""
    return MemoryFactory(env)


def _row(position: int, event: StoredEvent) -> Row:
    line, hidden = parts_in(event.state)
    return position, _identity(event), event.originator_version, event.topic, line, None, hidden


def _identity(event: StoredEvent) -> bytes:
    if not isinstance(event.originator_id, UUID):
        raise TypeError("stream identities are UUIDs")
    return event.originator_id.bytes


def _between(version: int, gt: int | None, lte: int | None) -> bool:
    return (gt is None or version > gt) and (lte is None or version <= lte)
