"""Sealed events: what they show of themselves, and whether what they hide could be guessed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from math import comb

from .part_01_findings import Wrong, demand
from .part_02_spellings import Json, sum_of, written
from .part_10_events import HEAD, Event, is_newer_type, read_event

PROPOSED = ("decision-proposed.v1", "decision-proposed.v2", "decision-proposed.v3")
OVER_VOTES = ("void-batch", "substitute-input", "replace-manifest", "certify-outcome")
HIDDEN = ("votes", "raw_sha256", "nonce")


def _shown(value: Json, hidden: Sequence[str] = HIDDEN) -> Json:
    return {name: held for name, held in value.items() if name not in hidden}


def public_part(value: Json) -> Json:
    """What a sealed event shows of itself; the same value where there is nothing to hide."""
    fact, kind = value["fact"], value["type"]
    if kind in ("vote-batch-received.v1", "batch-voided.v1", "input-substituted.v1", "manifest-replaced.v1"):
        fact = _shown(fact)
    elif kind == "outcome-certified.v1":
        lines = [_shown(line, ("raw", "points", "combined")) for line in fact["standings"]]
        fact = {**_shown(fact, ("inputs_sha256", "working_sha256", "nonce")), "standings": lines}
    elif kind == "decision-proposed.v1" or (kind == "decision-proposed.v2" and fact["command"]["do"] in OVER_VOTES):
        fact = {**_shown(fact, ("nonce",)), "command": _shown(fact["command"])}
    return {**value, "fact": fact}


def read_public(position: int, octets: bytes) -> Event:
    """A sealed event as far as it shows itself, with nothing where counts are hidden."""
    value = json.loads(octets)
    demand(isinstance(value, dict) and list(value) == HEAD and written(value) == octets, "it is not in the stored form")
    demand(public_part(value) == value, "it shows what is sealed")
    fact, kind = value["fact"], value["type"]
    if kind == "vote-batch-received.v1":
        accepted = fact["received"] - sum_of(fact["rejected"]) - fact["late"]
        fact = _filled(fact, "received", "votes", [["sealed", accepted]])
    elif kind == "batch-voided.v1":
        fact = {**fact, "votes": [{"couple": "sealed", "votes": 0}]}
    elif kind in ("input-substituted.v1", "manifest-replaced.v1"):
        fact = _filled(fact, "reason", "votes", [{"couple": "sealed", "votes": 0}])
    elif kind == "outcome-certified.v1":
        lines = [_filled(_filled(_filled(line, "place", "raw", []), "place", "points", []), "place", "combined", 0)
                 for line in fact["standings"]]  # fmt: skip
        fact = {**fact, "standings": lines}
        for name in ("inputs_sha256", "working_sha256"):
            fact = _filled(fact, "standings", name, "0" * 64)
    elif kind in ("decision-proposed.v1", "decision-proposed.v2"):
        command = fact["command"]
        if command["do"] in ("void-batch", "substitute-input", "replace-manifest"):
            before = "" if command["do"] == "void-batch" else "reason"
            command = _filled(command, before, "votes", [{"couple": "sealed", "votes": 0}])
        fact = {**fact, "command": command}
        if kind == "decision-proposed.v2":
            fact = _filled(fact, "", "nonce", "0" * 64)
    elif not is_newer_type(kind):
        raise Wrong("it is of a type that is not sealed")
    return replace(read_event(position, written({**value, "fact": fact})), octets=None)


def _filled(fact: Json, before: str, name: str, value: Json) -> Json:
    """The fact with a field put in before another, at the end where there is no such."""
    filled: dict[str, Json] = {}
    for key, held in fact.items():
        if key == before:
            filled[name] = value
        filled[key] = held
    filled.setdefault(name, value)
    return filled


def is_guessable(value: Json) -> bool:
    """Whether the counts of an event without a nonce could be found by trying (fewer than 2^112 ways)."""
    fact = value["fact"].get("command") or value["fact"]
    if "nonce" in fact or "nonce" in value["fact"]:
        return False
    counts = [line["votes"] if isinstance(line, dict) else line[1] for line in fact.get("votes", ())]
    votes, couples = sum(counts), len(counts)
    if value["type"] == "outcome-certified.v1":
        raws = zip(*(line["raw"] for line in fact["standings"]), strict=True)
        votes = max((sum(value for value in side if isinstance(value, int)) for side in raws), default=0)
        couples = len(fact["standings"])
    return couples == 0 or comb(votes + couples - 1, couples - 1) < 2**112
