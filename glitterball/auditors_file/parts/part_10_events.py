"""An event: stored bytes read back, in the one form they are stored in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction

from .part_01_findings import demand
from .part_02_spellings import Json, plain, said_in, written
from .part_08_forms import FORMS
from .part_09_form_checks import LONGEST_KIND, SOUND, check_of


@dataclass(frozen=True)
class Event:
    """One event of the log. `octets` are the stored bytes of its fact, unless they are sealed. `newer` names what in it is
    newer than this file: its own type, the command it proposes, kinds of stages of a rulebook."""

    position: int
    stream: str
    sequence: int
    type: str
    time: str
    actor: dict[str, str]
    fact: dict[str, Json]
    octets: bytes | None
    newer: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether what it says cannot be taken in. A rulebook with newer stages can: only its outcomes cannot be computed."""
        return not all(name.split(" ")[0].isupper() for name in self.newer)


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
_TYPE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*\.v[1-9][0-9]{0,3}")
PROPOSED_IN_PARTS = "decision-proposed.v3"
HEAD = ["stream", "sequence", "type", "time", "actor", "fact"]


def read_event(position: int, octets: bytes, hidden: bytes | None = None) -> Event:
    """The event in stored bytes, with its hidden part where it has one that is known; refuses any other form than the one."""
    value = said_in(octets)
    demand(isinstance(value, dict) and list(value) == HEAD and written(value) == octets, "it is not in the stored form")
    kind, fact, newer = value["type"], value["fact"], SOUND
    if kind == "score-given.v1":  # an older form, read as the present one
        kind, fact = "score-given.v2", _older_score(fact)
    elif is_newer_type(kind):
        demand(isinstance(fact, dict), "its fact is none")
        newer = (kind,)
    else:
        demand(kind in FORMS and "." in kind and " " not in kind, f"{str(kind)[:60]!r} is no type of event")
        newer = check_of(kind)(fact)
        if has_hidden_part(kind):
            fact = _joined(kind, fact, hidden)
    demand(isinstance(value["stream"], str) and type(value["sequence"]) is int, "stream or sequence is none")
    demand(value["sequence"] > 0 and _TIME.fullmatch(value["time"]), "sequence or time is none")
    check_of("ACTOR")(value["actor"])
    start = octets.index(b',"fact":') + 8
    return Event(
        position, value["stream"], value["sequence"], kind, value["time"], value["actor"], fact, octets[start:-1], newer
    )


def has_hidden_part(kind: Json) -> bool:
    """Whether events of a type have a part that stands beside them, and is named in them by its hash."""
    return f"hidden {kind}" in FORMS


def _joined(kind: str, shown: Json, hidden: bytes | None) -> Json:
    """What everybody sees of a fact and, where it is known, what is hidden. Fields of the second that are not known lack."""
    fact = {name: held for name, held in shown.items() if name != "hidden_sha256"}
    if hidden is None:
        return fact
    value = json.loads(hidden)
    demand(written(value) == hidden, "its hidden part is not in the stored form")
    demand(not check_of(f"hidden {kind}")(value), "its hidden part holds what is not known")
    if kind == PROPOSED_IN_PARTS:
        named = (value["command"]["do"], value["command"].get("week"))
        demand(named == (fact["do"], fact["week"]), "the command proposed is not the one that its public part names")
    return {**fact, **value}


def is_newer_type(kind: Json) -> bool:
    """Whether it is well said, as the type of an event, and none that this file knows."""
    unknown = isinstance(kind, str) and kind not in FORMS and kind != "score-given.v1"
    return bool(unknown and len(kind) <= LONGEST_KIND and _TYPE.fullmatch(kind))


def _older_score(fact: Json) -> Json:
    dance = f"{fact['episode']}.{fact['round']}.{fact['couple']}"
    kept = {name: value for name, value in fact.items() if name not in ("episode", "round", "couple")}
    value = {**kept, "dance": dance}
    if isinstance(value.get("mark"), str):
        value["mark"] = plain(Fraction(value["mark"]))
    names = [name for name in ("source", "week", "dance", "judge", "mark") if name in value]
    demand(set(names) == set(value), "it has more than its fields")
    check_of("score-given.v2")({name: value[name] for name in names})
    return value


SIGNED = ("delivery-signed.v1", "delivery-signed.v2")
BATCHES = ("vote-batch-received.v1", "vote-batch-received.v2")
CLOSINGS = ("gateway-closed.v1", "gateway-closed.v2")


def belongs(event: Event) -> bool:
    """Whether the fact stands in the stream, and at the number, where such facts stand; of a newer type nobody can say."""
    fact = event.fact
    if is_newer_type(event.type):
        return True
    numbered = ((BATCHES, "batch"), (CLOSINGS, "batches"), (SIGNED, "first"))
    number = next((field for types, field in numbered if event.type in types), None)
    if number is None:
        return event.stream.startswith("season/") and event.stream.count("/") == 1
    folder = "deliveries" if event.type in SIGNED else "votes"
    sequence = fact[number] + (event.type in CLOSINGS)
    place = f"{folder}/{fact['season']}/{fact['week']}/{fact['gateway']}"
    return (event.stream, event.sequence) == (place, sequence)
