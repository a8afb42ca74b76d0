"""The stored form of an event: one line of compact JSON, and how it is read back.

Fields in this order: stream, sequence, type, time, actor, fact. The bytes are what is hashed and exported, so they are
written once and never again: an older fact is upcast while it is read, and its bytes stay. Of a fact of two parts
(`domain.parts`) the line holds the public one; the hidden one goes beside it.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid5

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from domain.facts import FACTS, UPCASTERS
from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2
from domain.parts import TwoParts, joined, parts_of, read_public
from domain.record import LARGEST_RECORD, Actor, Fact, Name, Recorded, Role
from glitterball.log.recognising import Recognising
from glitterball.log.refusals import FactNewer, RecordDamaged, RecordTooLarge
from glitterball.proof.hashing import leaf_hash

STREAMS = UUID("8b1f3f0a-5c55-5f0e-9d2a-6f5c1e7a4b21")
"""The namespace of stream identities. Fixed for ever: it is in every store."""

Line = tuple[bytes, int, str, bytes, bytes | None]
"""What is inserted: stream identity (16 bytes), sequence, type name, stored bytes; the hidden part where there is one."""

Row = tuple[int, bytes, int, str, bytes, bytes | None, bytes | None]
"""What is selected: the position, stream identity, sequence, type name and stored bytes; the leaf hash it was acknowledged
with (none in memory or layout 1); the hidden part, as it was handed in, where there is one."""

DESTROYED = b"destroyed"
"""What stands in a row in the place of a hidden part that was destroyed with its season's key. No hidden part is like it."""

MANY = (VoteBatchReceived, VoteBatchReceivedV2)
"""The types of which a log has millions, in the words of few."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
_TYPED = re.compile(rb'[0-9]+,"type":"([^"]*)","time":"')
_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact to be recorded at a place in a stream. To the library it is a domain event."""

    stream: str
    sequence: int
    fact: Fact
    actor: Actor
    time: str

    @property
    def originator_id(self) -> UUID:
        """The identity of the stream."""
        return stream_id(self.stream)

    @property
    def originator_version(self) -> int:
        """The sequence in the stream."""
        return self.sequence


@lru_cache(maxsize=65_536)
def stream_id(stream: str) -> UUID:
    """The identity of the stream of that name. `ValueError` unless the name is 1 to 200 printable characters."""
    return uuid5(STREAMS, _NAME.validate_python(stream))


@lru_cache(maxsize=65_536)
def stream_key(stream: str) -> tuple[bytes, bytes]:
    """The identity's 16 bytes, and the name as it is stored."""
    return stream_id(stream).bytes, to_json(stream)


def line_of(stream: str, sequence: int, time: str, actor: Actor, fact: Fact) -> Line:
    """The row of an event. `RecordTooLarge` over 65,535 bytes; `ValueError` for what is no event at all."""
    if sequence < 1:
        raise ValueError(f"sequences count from 1, {sequence} is none")
    identity, topic, before, after, to_parts = _head(stream, type(fact), time, actor.name, actor.role)
    public, hidden = to_parts(fact)
    line = b"%b%d%b%b}" % (before, sequence, after, public)
    size = len(line) if hidden is None else max(len(line), len(hidden))
    if size > LARGEST_RECORD:
        raise RecordTooLarge(stream, sequence, size, LARGEST_RECORD)
    return identity, sequence, topic, line, hidden


def lines_in_a_row(
    stream: str,
    first: int,
    time: str,
    actor: Actor,
    kind: type[Fact],
    facts: Sequence[bytes],
    hidden: Sequence[bytes] | None = None,
) -> list[Line]:
    """The rows of facts of one kind that follow one another in a stream: as `line_of`. They come as `public_json`, and where
    they have hidden parts with those."""
    identity, topic, before, after, _ = _head(stream, kind, time, actor.name, actor.role)
    beside: Sequence[bytes | None] = [None] * len(facts) if hidden is None else hidden
    lines: list[Line] = [
        (identity, sequence, topic, b"%b%d%b%b}" % (before, sequence, after, fact), part)
        for sequence, (fact, part) in enumerate(zip(facts, beside, strict=True), start=first)
    ]
    longest = max(map(len, facts), default=0) + len(before) + len(after) + 21
    if longest > LARGEST_RECORD or max(map(len, hidden or ()), default=0) > LARGEST_RECORD:
        for _, sequence, _, line, part in lines:
            size = max(len(line), len(part or b""))
            if size > LARGEST_RECORD:
                raise RecordTooLarge(stream, sequence, size, LARGEST_RECORD)
    return lines


@lru_cache(maxsize=4_096)
def _head(
    stream: str, kind: type[Fact], time: str, name: str, role: Role
) -> tuple[bytes, str, bytes, bytes, Callable[[Any], tuple[bytes, bytes | None]]]:
    """What a line has around its sequence and its fact: the stream's identity, the stored type name, the bytes before the
    sequence and those between it and the fact, and what writes the fact's parts. Few of them differ in a second of a night."""
    topic = kind.TYPE
    if FACTS.get(topic) is not kind:
        raise ValueError(f"{kind.__name__} is not a fact that is recorded today")
    identity, stream_json = stream_key(stream)
    before = b'{"stream":%b,"sequence":' % stream_json
    parts = topic.encode(), _time_bytes(time), to_json(Actor(name=name, role=role))
    return (
        identity,
        topic,
        before,
        b',"type":"%b","time":"%b","actor":%b,"fact":' % parts,
        parts_of if issubclass(kind, TwoParts) else _whole_of(kind),
    )


def _whole_of(kind: type[Fact]) -> Callable[[Any], tuple[bytes, None]]:
    """What writes a fact that has no hidden part: `canonical_json`."""
    to_json_ = kind.__pydantic_serializer__.to_json
    return lambda fact: (to_json_(fact, exclude_none=True), None)


def encode(stream: str, sequence: int, time: str, actor: Actor, fact: Fact) -> bytes:
    """The stored bytes of an event."""
    return line_of(stream, sequence, time, actor, fact)[3]


def decode(position: int, topic: str, line: bytes, hidden: bytes | None = None) -> Recorded[Fact]:
    """The event in stored bytes that come without a row. `RecordDamaged` or `FactNewer` when they hold none."""
    try:
        end = line.index(b',"type":"')
        head = json.loads(line[:end] + b"}")
        return decode_row((position, stream_id(head["stream"]).bytes, head["sequence"], topic, line, None, hidden))
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged(position, _reason(error)) from error


def decode_row(row: Row) -> Recorded[Fact]:
    """The event of a row, validated, the bytes agreeing with the row. `RecordDamaged` or `FactNewer` when not.

    Only the one form `encode` writes is accepted, so the head is compared, not parsed: a quotation mark inside a JSON
    string is always escaped, hence the first `,"fact":` can only be the field. The fact is validated by pydantic.
    """
    position, identity, sequence, topic, line, leaf, hidden = row
    try:
        if leaf is not None and leaf_hash(line) != leaf:
            raise ValueError("its bytes are not those that were acknowledged")
        key = identity, topic
        stream, before, after, read = _READERS.get(key) or _learn(identity, topic, line)
        said, time, actor = _LAST_SAID.get(key) or _said_in(key, line, before, sequence, after)
        head = b"%b%d%b" % (before, sequence, said)
        if not line.startswith(head):
            said, time, actor = _said_in(key, line, before, sequence, after)
            head = b"%b%d%b" % (before, sequence, said)
        if not line.endswith(b"}}"):
            raise ValueError(_ELSEWHERE)
        return Recorded(position, stream, sequence, time, actor, read(line[len(head) : -1], hidden))
    except _TypeUnknown:
        raise FactNewer(position, topic) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged(position, _reason(error)) from error


_Reader = Callable[[bytes, bytes | None], Fact]
"""The fact in its stored bytes and, where its type has one, its hidden part. `ValueError` for any other."""

_Reading = tuple[str, bytes, bytes, _Reader]

_READERS: dict[tuple[bytes, str], _Reading] = {}
"""For each stream and type met so far: the stream's name, the head before and after the sequence, the fact's reader."""


_Said = tuple[bytes, str, Actor]

_LAST_SAID: dict[tuple[bytes, str], _Said] = {}
"""For each stream and type what was said when and by whom last: the bytes between the sequence and the fact, and what they
say. The batches of a delivery have these in common, and are told by them in one comparison."""

_ELSEWHERE = "the bytes do not belong to its stream, sequence and type"


def _said_in(key: tuple[bytes, str], line: bytes, before: bytes, sequence: int, after: bytes) -> _Said:
    """What stands between the sequence and the fact, read and remembered."""
    head = b"%b%d%b" % (before, sequence, after)
    if not line.startswith(head) or not line.endswith(b"}}"):
        raise ValueError(_ELSEWHERE)
    fact = line.index(b',"fact":', len(head))
    time, actor = _said(line[len(head) : fact])
    found = _LAST_SAID[key] = after + line[len(head) : fact + 8], time, actor
    return found


def _learn(identity: bytes, topic: str, line: bytes) -> _Reading:
    stream = _stream_of(identity, line)
    before = b'{"stream":%b,"sequence":' % stream_key(stream)[1]
    typed = _TYPED.match(line, len(before))
    if typed is None or typed[1] != topic.encode():
        raise ValueError(_ELSEWHERE)  # damage, not a newer version
    reading = stream, before, b',"type":"%b","time":"' % topic.encode(), _reader(topic)
    _READERS[identity, topic] = reading
    return reading


def _stream_of(identity: bytes, line: bytes) -> str:
    """The name in the bytes, which must be the row's stream: an identity cannot be turned back into a name."""
    stream_json = line[len(b'{"stream":') : line.index(b',"sequence":')]
    stream: str = json.loads(stream_json)
    if stream_key(stream) != (identity, stream_json):
        raise ValueError("the stream named in the bytes is not the stream of the row")
    return stream


def stream_name(position: int, identity: bytes, line: bytes) -> str:
    """The name of the stream an event belongs to. `RecordDamaged` when its bytes do not say."""
    try:
        return _stream_of(identity, line)
    except (ValueError, TypeError) as error:
        raise RecordDamaged(position, _reason(error)) from error


@lru_cache(maxsize=4_096)
def _time_bytes(time: str) -> bytes:
    if not _TIME.fullmatch(time):
        raise ValueError(f"{time!r} is not a moment in UTC such as 2024-09-25T00:00:00Z")
    return time.encode()


@lru_cache(maxsize=4_096)
def _said(middle: bytes) -> tuple[str, Actor]:
    """When something was said and by whom, from the bytes between the head and the fact."""
    time, actor = middle.split(b'","actor":', 1)
    text = time.decode()
    _time_bytes(text)
    return text, Actor.model_validate_json(actor)


class _TypeUnknown(Exception):
    """No fact of this type is recorded today, and no upcaster reads it."""


@cache
def _reader(topic: str) -> _Reader:
    """What turns the stored parts of a fact of this type into a validated fact of today."""
    kind = FACTS.get(topic)
    if kind is None and topic not in UPCASTERS:
        raise _TypeUnknown
    if kind is None:
        return _of_one_part(_older(topic))
    whole = Recognising(kind) if kind in MANY else kind.__pydantic_validator__.validate_json
    return _of_two_parts(kind, whole) if issubclass(kind, TwoParts) else _of_one_part(whole)


def _of_two_parts(kind: type[TwoParts], whole: Callable[[bytes], Fact]) -> _Reader:
    def read(public: bytes, hidden: bytes | None) -> Fact:
        if hidden is None:
            raise ValueError("its hidden part is missing")
        if hidden is DESTROYED:
            return read_public(kind, public)
        return whole(joined(public, hidden))

    return read


def _of_one_part(whole: Callable[[bytes], Fact]) -> _Reader:
    def read(fact: bytes, hidden: bytes | None) -> Fact:
        if hidden is not None:
            raise ValueError("a hidden part stands beside it, which its type has not")
        return whole(fact)

    return read


def _older(topic: str) -> Callable[[bytes], Fact]:
    def read_older(fact: bytes) -> Fact:
        name, value = topic, json.loads(fact)
        while name in UPCASTERS:
            name, upcast = UPCASTERS[name]
            value = upcast(value)
        return FACTS[name].model_validate_json(json.dumps(value))

    return read_older


def _reason(error: Exception) -> str:
    """What is wrong, on one line."""
    if isinstance(error, ValidationError):
        first: Any = error.errors(include_url=False, include_context=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'its bytes'}: {first['msg']}"
    return str(error).splitlines()[0] if str(error) else type(error).__name__
