"""Reading an event the slow way: each row by itself, each check spelled out, every fact by its model and nothing remembered.

What `glitterball.log.envelope` reads faster is held against this, and so is all that it refuses.
"""

import json
import re
from hashlib import sha256
from typing import Any
from uuid import uuid5

from pydantic import ValidationError

from domain.facts import FACTS, UPCASTERS
from domain.parts import TwoParts, hidden_sha256
from domain.record import Actor, Fact, Recorded
from glitterball.log.envelope import STREAMS, Row
from glitterball.log.refusals import FactNewer, RecordDamaged
from glitterball.proof.hashing import leaf_hash


def decode_row(row: Row) -> Recorded[Fact]:
    """The event of a row; `RecordDamaged` or `FactNewer` where there is none."""
    position, identity, sequence, topic, line, leaf, hidden = row
    try:
        if leaf is not None and leaf_hash(line) != leaf:
            raise ValueError("its bytes are not those that were acknowledged")
        named = line[len(b'{"stream":') : line.index(b',"sequence":')]
        stream = json.loads(named)
        if (uuid5(STREAMS, stream).bytes, json.dumps(stream, ensure_ascii=False).encode()) != (identity, named):
            raise ValueError("the stream named in the bytes is not the stream of the row")
        head = b'{"stream":%b,"sequence":%d,"type":"%b","time":"' % (named, sequence, topic.encode())
        if line[: len(head)] != head or line[-2:] != b"}}":
            raise ValueError("the bytes do not belong to its stream, sequence and type")
        if topic not in FACTS and topic not in UPCASTERS:
            raise FactNewer(position, topic)
        fact = line.index(b',"fact":', len(head))
        time, actor = line[len(head) : fact].split(b'","actor":', 1)
        if not re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", time):
            raise ValueError(f"{time.decode()!r} is not a moment in UTC such as 2024-09-25T00:00:00Z")
        speaker = Actor.model_validate_json(actor)
        return Recorded(position, stream, sequence, time.decode(), speaker, _fact(topic, line[fact + 8 : -1], hidden))
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged(position, _reason(error)) from error


def _fact(topic: str, public: bytes, hidden: bytes | None) -> Fact:
    name, value = topic, None
    while name in UPCASTERS:
        value = json.loads(public) if value is None else value
        name, upcast = UPCASTERS[name]
        value = upcast(value)
    kind = FACTS[name]
    if not issubclass(kind, TwoParts):
        if hidden is not None:
            raise ValueError("a hidden part stands beside it, which its type has not")
        return kind.model_validate_json(public if value is None else json.dumps(value))
    if hidden is None:
        raise ValueError("its hidden part is missing")
    return read_parts(kind, public, hidden)


def read_parts(kind: type[TwoParts], public: bytes, hidden: bytes) -> TwoParts:
    """The fact in both parts, each check by itself."""
    named = hidden_sha256(public)
    if named != sha256(hidden).hexdigest():
        raise ValueError("its hidden part is not the one it names")
    if hidden[:1] + hidden[-1:] != b"{}" or len(hidden) == 2:
        raise ValueError("its hidden part is not in the stored form")
    shown = public[: -len(b',"hidden_sha256":"' + named.encode() + b'"}')]
    return kind.model_validate_json(b"%b,%b}" % (hidden[:-1], shown[1:]))


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first: Any = error.errors(include_url=False, include_context=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'its bytes'}: {first['msg']}"
    return str(error).splitlines()[0] if str(error) else type(error).__name__
