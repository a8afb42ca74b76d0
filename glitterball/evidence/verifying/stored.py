"""Stored bytes back to events, and only in the one form they are stored in (bundle.md, section 4).

What is well said and not known here is newer than this program, and no damage. Written without the event log's own reader:
what is written there and read here has to agree.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from domain import parts
from domain.facts import FACTS, UPCASTERS
from domain.gateway.events import DeliverySigned, GatewayClosed, VoteBatchReceived, VoteBatchReceivedV2
from domain.parts import TwoParts, hidden_sha256, public_with
from domain.record import Actor, Fact, Recorded, canonical_json, digest
from glitterball.evidence.bundle.sealing import public_part, written
from glitterball.evidence.verifying.newer import is_newer_type, with_newer_kinds

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
_TYPE = re.compile(rb'[0-9]+,"type":"([^"]*)","time":"')
_PLAIN_HEAD = re.compile(
    rb'\{"stream":"([ !#-\[\]-~]*)","sequence":([1-9][0-9]{0,17}),"type":"([ !#-\[\]-~]*)","time":"'
    rb'([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?Z)"\}'
)
"""A head in the stored form in which no letter is escaped and none needs to be, as nearly all are."""

_HEAD = ["stream", "sequence", "type", "time"]
_NO_DIGEST = "0" * 64
_NO_VOTES = [{"couple": "sealed", "votes": 0}]


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as read: the bytes of its fact (none where they are sealed), and what in it is newer than this program."""

    event: Recorded[Any]
    octets: bytes | None
    newer: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether what it says cannot be taken in. A rulebook with newer stages can: it stands in the fact as JSON."""
        fact = self.event.fact
        return fact is None or any(isinstance(fact.__dict__.get(name), dict) for name in ("command", "signature"))


def has_hidden_part(octets: bytes) -> bool:
    """Whether stored bytes are of an event of two parts, as far as is known here."""
    return issubclass(FACTS.get(_type_in(octets), Fact), TwoParts)


def fits_together(octets: bytes, hidden: bytes) -> bool:
    """Whether a hidden part is the one that stored bytes name."""
    try:
        return hidden_sha256(octets[:-1]) == digest(hidden)
    except ValueError:
        return False


def _type_in(octets: bytes) -> str:
    found = _TYPE.search(octets)
    return found[1].decode("ascii", "replace") if found else ""


def read_stored(position: int, octets: bytes, hidden: bytes | None = None) -> Stored:
    """The event in stored bytes and, where its type has one and it is known, its hidden part; `ValueError` for any other form.

    A quotation mark inside a JSON string is always escaped, so the first `,"actor":` and `,"fact":` can only be the fields.
    """
    try:
        said, cut = octets.index(b',"actor":'), octets.index(b',"fact":')
        if octets[-1:] != b"}":
            raise ValueError("it does not end as an event")
        head, actor = _head(octets[:said] + b"}"), _actor(octets[said + 9 : cut])
        fact_bytes = octets[cut + 8 : -1]
        fact, newer = _fact(head["type"], fact_bytes, hidden)
        event = Recorded(position, head["stream"], head["sequence"], head["time"], actor, fact)
        return Stored(event, fact_bytes, newer)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no event ({type(error).__name__})") from None


def _head(octets: bytes) -> dict[str, Any]:
    plain = _PLAIN_HEAD.fullmatch(octets)
    if plain is not None:
        stream, sequence, topic, time = plain.groups()
        return {"stream": stream.decode(), "sequence": int(sequence), "type": topic.decode(), "time": time.decode()}
    head: dict[str, Any] = json.loads(octets)
    if list(head) != _HEAD or written(head) != octets:
        raise ValueError("its head is not in the stored form")
    if type(head["sequence"]) is not int or head["sequence"] < 1 or not _TIME.fullmatch(head["time"]):
        raise ValueError("its sequence or its time is none")
    return head


@lru_cache(maxsize=1_024)
def _actor(octets: bytes) -> Actor:
    actor = Actor.model_validate_json(octets)
    if canonical_json(actor) != octets:
        raise ValueError("its actor is not in the stored form")
    return actor


def _fact(topic: str, octets: bytes, hidden: bytes | None) -> tuple[Any, tuple[str, ...]]:
    """The fact as today's type, and what in it is newer; bytes of a type of today must be those it is stored as."""
    kind = FACTS.get(topic)
    if kind is not None and issubclass(kind, TwoParts):
        try:
            return _of_two_parts(kind, octets, hidden), ()
        except ValidationError as error:
            return with_newer_kinds(kind, octets, error)
    if kind is not None:
        fact, newer = _validated(kind, octets)
        if not newer and canonical_json(fact) != octets:
            raise ValueError("its fact is not in the stored form")
        return fact, newer
    value = json.loads(octets)
    if written(value) != octets:
        raise ValueError("its fact is not in the stored form")
    if is_newer_type(topic) and isinstance(value, dict):
        return None, (topic,)
    if topic not in UPCASTERS:
        raise ValueError(f"{topic[:60]!r} is no type of event")
    while topic in UPCASTERS:
        topic, upcast = UPCASTERS[topic]
        value = upcast(value)
    return FACTS[topic].model_validate_json(written(value)), ()


def _of_two_parts(kind: type[TwoParts], octets: bytes, hidden: bytes | None) -> TwoParts:
    """Both parts, or the public one alone, each exactly as it would be stored."""
    if hidden is None:
        shown = parts.read_public(kind, octets)
        if public_with(shown, hidden_sha256(octets)) != octets:
            raise ValueError("its fact is not in the stored form")
        return shown
    fact = parts.read_parts(kind, octets, hidden)
    if parts.parts_of(fact) != (octets, hidden):
        raise ValueError("its parts are not in the stored form")
    return fact


def _validated(kind: type[Fact], octets: bytes) -> tuple[Any, tuple[str, ...]]:
    try:
        return kind.model_validate_json(octets), ()
    except ValidationError as error:
        return with_newer_kinds(kind, octets, error)


def read_public(position: int, octets: bytes) -> Stored:
    """A sealed event's public part as an event, with nothing where counts are hidden; `ValueError` in any other form."""
    try:
        event = json.loads(octets)
        if written(event) != octets or list(event) != [*_HEAD, "actor", "fact"]:
            raise ValueError("what it shows is not in the stored form")
        if public_part(octets) is not None:
            raise ValueError("it shows what is sealed")
        head = _head(written({name: event[name] for name in _HEAD}))
        actor = _actor(written(event["actor"]))
        if head["type"] in _FILLED:
            fact, newer = _validated(FACTS[head["type"]], written(_FILLED[head["type"]](event["fact"])))
        elif is_newer_type(head["type"]) and isinstance(event["fact"], dict):
            fact, newer = None, (head["type"],)
        else:
            raise ValueError("it is of a type that is not sealed")
        return Stored(Recorded(position, head["stream"], head["sequence"], head["time"], actor, fact), None, newer)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no event ({type(error).__name__})") from None


def _batch(fact: dict[str, Any]) -> dict[str, Any]:
    """All accepted votes as if for one couple: what was accepted is what is left of those received."""
    accepted = fact["received"] - sum(count for _, count in fact["rejected"]) - fact["late"]
    return {**fact, "votes": [["sealed", accepted]]}


def _certified(fact: dict[str, Any]) -> dict[str, Any]:
    lines = [{**line, "raw": [], "points": [], "combined": 0} for line in fact["standings"]]
    return {**fact, "inputs_sha256": _NO_DIGEST, "working_sha256": _NO_DIGEST, "standings": lines}


def _proposed(fact: dict[str, Any]) -> dict[str, Any]:
    counted = fact["command"]["do"] in ("void-batch", "substitute-input", "replace-manifest")
    return {**fact, "command": {**fact["command"], "votes": _NO_VOTES}} if counted else fact


def _signed(fact: dict[str, Any]) -> dict[str, Any]:
    return {**_proposed(fact), "nonce": _NO_DIGEST}


_FILLED = {
    "vote-batch-received.v1": _batch,
    "batch-voided.v1": lambda fact: {**fact, "votes": _NO_VOTES},
    "input-substituted.v1": lambda fact: {**fact, "votes": _NO_VOTES},
    "manifest-replaced.v1": lambda fact: {**fact, "votes": _NO_VOTES},
    "outcome-certified.v1": _certified,
    "decision-proposed.v1": _proposed,
    "decision-proposed.v2": _signed,
}


def belongs(event: Recorded[Any]) -> bool:
    """Whether the fact stands in the stream, and at the sequence, where such facts stand; of a newer one nobody can say."""
    fact = event.fact
    if fact is None:
        return True
    if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2):
        return (event.stream, event.sequence) == (f"votes/{fact.season}/{fact.week}/{fact.gateway}", fact.batch)
    if isinstance(fact, GatewayClosed):
        return (event.stream, event.sequence) == (f"votes/{fact.season}/{fact.week}/{fact.gateway}", fact.batches + 1)
    if isinstance(fact, DeliverySigned):
        return (event.stream, event.sequence) == (f"deliveries/{fact.season}/{fact.week}/{fact.gateway}", fact.first)
    return event.stream.startswith("season/") and event.stream.count("/") == 1
