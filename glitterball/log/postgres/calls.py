"""One call of `append`: the groups of several writers as the arrays it is handed, and its answer for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventsourcing.persistence import IntegrityError

from domain.gateway.events import season_stream
from glitterball.log.envelope import Line, stream_key
from glitterball.log.group_writer import is_as_written
from glitterball.log.hidden import Sealing, season_of
from glitterball.log.recording import Broken, Group, KeyUsed, Refused, StreamMoved
from glitterball.proof.hashing import leaf_hash

_TYPES = (
    "int4", "bytea", "int8", "text", "bytea", "bytea", "int8", "bytea", "bytea", "int8", "int8", "int8", "int4", "bytea", "int8",
    "int4", "int8", "int4", "text", "bytea", "int8", "int8", "int4", "text", "bytea", "bytea",
)  # fmt: skip

STATEMENT = f"SELECT * FROM append({', '.join(f'%b::{kind}[]' for kind in _TYPES)})"
"""Binary parameters: as text the same rows take three times as long."""


def independent(groups: Sequence[Group]) -> Iterator[list[int]]:
    """The numbers of the groups, in order, by call: within one none bears on another, so all are judged as the call began."""
    call: list[int] = []
    alone = False
    written: set[bytes] = set()
    keys: set[str] = set()
    for number, group in enumerate(groups):
        streams = {line[0] for line in group.lines}
        touched = streams.union(stream for stream, _ in group.stands)
        key = group.key.text if group.key is not None else None
        apart = repeats(group)
        if call and (alone or apart or touched & written or key in keys or (group.only_at is not None and written)):
            yield call
            call, written, keys = [], set(), set()
        call.append(number)
        alone = apart
        written |= streams
        if key is not None:
            keys.add(key)
    if call:
        yield call


@dataclass
class Call:
    """The groups of one call. Seasons whose hidden parts are among them have their keys ready."""

    groups: Sequence[Group]
    first_of: list[int] = field(default_factory=list)
    """Where in the call each group begins, from 1."""

    def arguments(self, sealing: Sealing) -> list[Sequence[Any]]:
        """What `append` is handed."""
        lines = [line for group in self.groups for line in group.lines]
        numbers: list[int] = []
        self.first_of = []
        for number, group in enumerate(self.groups):
            self.first_of.append(len(numbers) + 1)
            numbers += [number] * len(group.lines)
        sealed = [*sealing.sealed(lines, 1)]
        return [
            numbers, *_columns(lines), [at for at, _ in sealed], [part for _, part in sealed], *self._grown(lines),
            *_turned(3, ((number, *stand) for number, group in enumerate(self.groups) for stand in group.stands)),
            *_turned(2, ((n, group.only_at) for n, group in enumerate(self.groups) if group.only_at is not None)),
            *_turned(5, self._keys()), *_turned(4, self._parts(sealing)),
        ]  # fmt: skip

    def _grown(self, lines: Sequence[Line]) -> tuple[Sequence[Any], ...]:
        """What is added to each stream: its lowest and highest sequence there, and how many."""
        grown: dict[bytes, list[int]] = {}
        for line in lines:
            sequence = line[1]
            added = grown.get(line[0])
            if added is None:
                grown[line[0]] = [sequence, sequence, 1]
                continue
            if sequence < added[0]:
                added[0] = sequence
            elif sequence > added[1]:
                added[1] = sequence
            added[2] += 1
        return _turned(4, ((stream, *added) for stream, added in grown.items()))

    def _keys(self) -> Iterator[tuple[Any, ...]]:
        for number, (group, first) in enumerate(zip(self.groups, self.first_of, strict=True)):
            if group.key is not None:
                yield number, group.key.text, group.key.asked, first, len(group.lines)

    def _parts(self, sealing: Sealing) -> Iterator[tuple[Any, ...]]:
        """The seasons of each group's hidden parts, with the key they are sealed under."""
        for number, group in enumerate(self.groups):
            for season in seasons_hidden_in(group):
                yield number, season, stream_key(season_stream(season))[0], sealing.key_id(season)


def seasons_hidden_in(group: Group) -> list[str]:
    """The seasons of which a group has hidden parts."""
    streams = {stream: line for stream, _, _, line, hidden in group.lines if hidden is not None}
    return sorted({season_of(line) for line in streams.values()})


def repeats(group: Group) -> bool:
    """Whether a group has the same stream and sequence twice."""
    return len({line[:2] for line in group.lines}) < len(group.lines)


def refused_for(why: str, position: int, events: int, asked: bytes, key: str, stored_hash: bytes) -> Refused:
    """What a writer is told."""
    if why == "moved":
        return StreamMoved("a stream or the log has moved on")
    if why == "taken":
        return IntegrityError("stream and sequence are taken")
    if not is_as_written((key, asked, position, events, stored_hash)):
        raise Broken(f"what is recorded under the key {key!r} is not what was written")
    return KeyUsed(asked, position, events)


def _columns(lines: Sequence[Line]) -> list[Sequence[Any]]:
    return [
        [line[0] for line in lines],
        [line[1] for line in lines],
        [line[2] for line in lines],
        [line[3] for line in lines],
        [leaf_hash(line[3]) for line in lines],
    ]


def _turned(width: int, rows: Iterable[tuple[Any, ...]]) -> tuple[Sequence[Any], ...]:
    """Rows turned into columns; so many empty ones where there is no row."""
    return tuple(list(column) for column in zip(*rows, strict=True)) or ([],) * width
