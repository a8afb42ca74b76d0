"""Sealing: votes for couples taken out of events, whose leaf hashes stay as commitments (bundle.md, section 9).

A hash hides only what cannot be guessed: an event to be sealed has a nonce, or more ways to divide its votes than anybody
can try.
"""

import json
from collections.abc import Callable
from math import comb
from typing import Any

Json = dict[str, Any]

_encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)

ENOUGH_WAYS = 2**112
"""As many as one must expect an attacker never to try: NIST SP 800-57 part 1, table 2, the weakest strength still allowed."""

OVER_VOTES = ("void-batch", "substitute-input", "replace-manifest", "certify-outcome")
"""Commands in which votes stand, or from which a fact follows in which they do."""

HIDDEN = ("votes", "raw_sha256", "nonce")
_OF_CERTIFICATE = ("inputs_sha256", "working_sha256", "nonce")
_OF_LINE = ("raw", "points", "combined")


def _plain(fact: Json) -> Json:
    return _without(fact, HIDDEN)


def _certified(fact: Json) -> Json:
    shown = _without(fact, _OF_CERTIFICATE)
    return {**shown, "standings": [_without(line, _OF_LINE) for line in fact["standings"]]}


def _proposed(fact: Json) -> Json:
    return {**fact, "command": _without(fact["command"], HIDDEN)}


def _signed(fact: Json) -> Json:
    """Also the nonce goes, where the digests that were signed are over votes: with it they could be guessed."""
    return _without(_proposed(fact), ("nonce",)) if fact["command"]["do"] in OVER_VOTES else fact


_TAKE_OUT: dict[str, Callable[[Json], Json]] = {
    "vote-batch-received.v1": _plain,
    "batch-voided.v1": _plain,
    "input-substituted.v1": _plain,
    "manifest-replaced.v1": _plain,
    "outcome-certified.v1": _certified,
    "decision-proposed.v1": _proposed,
    "decision-proposed.v2": _signed,
}


def public_part(stored: bytes) -> bytes | None:
    """What a sealed event shows; nothing where there is nothing to hide. `stored` is canonical."""
    kind = _type_of(stored)
    if kind not in _TAKE_OUT:
        return None
    event = json.loads(stored)
    shown = written({**event, "fact": _TAKE_OUT[kind](event["fact"])})
    return None if shown == stored else shown


def is_guessable(stored: bytes) -> bool:
    """Whether somebody who knows everything but the counts could find them by trying."""
    event = json.loads(stored)
    fact = event["fact"].get("command") or event["fact"]
    if "nonce" in fact or "nonce" in event["fact"]:
        return False
    counts = [_votes(one) for one in fact.get("votes", ())]
    if event["type"] == "outcome-certified.v1":
        return ways(max(_totals(fact), default=0), len(fact["standings"])) < ENOUGH_WAYS
    return ways(sum(counts), len(counts)) < ENOUGH_WAYS


def ways(votes: int, couples: int) -> int:
    """In how many ways votes divide among couples."""
    return comb(votes + couples - 1, couples - 1) if couples else 1


def _votes(one: Any) -> int:
    return int(one["votes"] if isinstance(one, dict) else one[1])


def _totals(fact: Json) -> list[int]:
    """What each side's whole raw values add up to: the viewers' is by far the largest."""
    sides = zip(*(line["raw"] for line in fact["standings"]), strict=True)
    return [sum(value for value in side if isinstance(value, int)) for side in sides]


def written(value: Json) -> bytes:
    """Compact JSON, as events are stored."""
    return _encoder.encode(value).encode()


def _type_of(stored: bytes) -> str:
    start = stored.index(b',"type":"') + 9
    return stored[start : stored.index(b'"', start)].decode()


def _without(value: Json, names: tuple[str, ...]) -> Json:
    return {name: held for name, held in value.items() if name not in names}
