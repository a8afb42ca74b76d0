"""What is recorded: a fact, wrapped with where it stands in the log, when it was said and by whom.

Order comes from the log (`position`, and `sequence` within a stream), never from a clock.
"""

import hashlib
from typing import Annotated, Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.stated import Stated

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Words for a person: printable, not empty."""

Slug = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An identifier: lower-case letters, digits and single hyphens, such as `anna-ezra`."""

Timestamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$")]
"""A moment in UTC: `2024-09-25T00:00:00Z`."""

Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
"""A day: `2024-09-24`."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hexadecimal."""

Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""128 random bits in hexadecimal, drawn by whoever speaks: with them a hash of the event cannot be guessed at."""

Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""256 random bits in hexadecimal: with them the hash of a hidden part cannot be guessed at, whoever tries for however long."""

NonceOrSalt = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32}|[0-9a-f]{64})$")]
"""Random bits in hexadecimal, of which a command gives as many as the form it is recorded in asks for."""

Week = Annotated[int, Field(ge=1, le=60)]
"""A week's number, as viewers count."""

MOST_VOTES = 10**12
"""The largest count of votes that is taken."""

Votes = Annotated[int, Field(ge=0, le=MOST_VOTES)]
"""A count of votes."""

KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
"""How signatures name a key: the first four bytes of a hash over its name and itself, in hexadecimal."""

Role = Literal[
    "score desk", "gateway", "supervisor", "producer", "executive", "adjudicator", "engine", "historian",
    "witness", "auditor",
]  # fmt: skip
"""In what capacity somebody speaks; `domain.season.authority` says what each may say."""

LARGEST_RECORD = 65_535
"""Bytes of one recorded event at most, so that the log can be exported in the C2SP tlog-tiles form."""


class Frozen(BaseModel):
    """A value: frozen, strict, nothing extra. How it is read is worked out when it is first read: a command reads few."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


class Actor(Frozen, metaclass=Stated):
    """Who said it, and in what capacity."""

    name: Name
    role: Role


class Fact(Frozen):
    """What happened, in the past tense. `TYPE` is its stable stored name; a changed meaning is a new version of it."""

    TYPE: ClassVar[str]


M = TypeVar("M", bound=Frozen)


F = TypeVar("F", bound=Fact, covariant=True)


class Recorded(NamedTuple, Generic[F]):
    """One event of the log. `position` counts all events of a store from 1; `sequence` those of one stream from 1.

    A named tuple, since a log is read by the million and nothing frozen is made as fast.
    """

    position: int
    stream: str
    sequence: int
    time: str
    actor: Actor
    fact: F


def made_of(kind: type[M], fields: dict[str, Any]) -> M:
    """A value of fields that were validated already: all that the type has, in its order. The mapping becomes the value's own.

    What pydantic's `model_construct` makes, which looks for each field's aliases and default anew: that takes five times as long,
    and a night of the second form makes a value of each batch.
    """
    made = kind.__new__(kind)
    put = object.__setattr__
    put(made, "__dict__", fields)
    put(made, "__pydantic_fields_set__", set(fields))
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


def canonical_json(value: BaseModel) -> bytes:
    """The one stored form of a value: compact JSON in field order, what is absent left out, UTF-8. Same value, same bytes."""
    return value.__pydantic_serializer__.to_json(value, exclude_none=True)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
