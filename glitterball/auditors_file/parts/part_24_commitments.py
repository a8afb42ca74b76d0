"""Commitments of a manifest, made again from counts and nonce by whoever has them (decision 0026)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from .part_01_findings import Wrong
from .part_02_spellings import Json, written
from .part_03_p256 import P256_BASE, P256_ORDER, p256_point, p256_sum_of_multiples
from .part_03_p256_from_text import expanded, second_generator
from .part_13_tallies import Channel, Gateway
from .part_14_weeks import Week

_BLINDING = b"glitterball-commitments-v1-blinding"


class Claimed(NamedTuple):
    """A commitment in hexadecimal digits, and what it would be opened as."""

    point: str
    votes: int
    blinding: int


def blinding_of(manifest: Json, channel: str, body: str, couple: str) -> int:
    """What hides the count of a couple in a commitment: of the manifest's nonce and the place it stands in."""
    place = [manifest["season"], manifest["week"], manifest["gateway"], channel, body, couple]
    message = bytes.fromhex(manifest["nonce"]) + written(place)
    return int.from_bytes(expanded(message, _BLINDING, 48), "big") % P256_ORDER


def commits_to_what_it_delivered(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether a manifest that commits at all does so for every channel and body that counts and, as far as counts and
    nonce are known, to the counts delivered. One without commitments says nothing here: nobody asked for any."""
    manifest = gateway.manifest
    order = week.voting.fact.get("couples") if week.voting else None
    if order is None or "commitments" not in manifest:
        return True
    committed = {(channel, body): points for channel, body, points in manifest["commitments"]}
    claims = list[Claimed]()
    for where in sorted({*gateway.channels, *committed}):
        if not week.counts(name, *where):
            continue
        points, held = committed.get(where, ()), gateway.channels.get(where, Channel())
        if len(points) != len(order):
            return False
        if "nonce" in manifest and not held.hidden:
            claims += [
                Claimed(point, held.votes.get(couple, 0), blinding_of(manifest, *where, couple))
                for couple, point in zip(order, points, strict=True)
            ]
    return all_hold(claims)


def all_hold(claims: Sequence[Claimed]) -> bool:
    """Whether each point commits to its count: they are added up, each with a weight that nobody could foresee."""
    try:
        points = [p256_point(bytes.fromhex(claim.point)) for claim in claims]
    except Wrong:
        return False
    weights = [secrets.randbits(128) for _ in claims]
    of_base = -sum(weight * claim.votes for weight, claim in zip(weights, claims, strict=True))
    of_second = -sum(weight * claim.blinding for weight, claim in zip(weights, claims, strict=True))
    total = p256_sum_of_multiples([*points, P256_BASE, second_generator()], [*weights, of_base, of_second])
    return not total[2]
