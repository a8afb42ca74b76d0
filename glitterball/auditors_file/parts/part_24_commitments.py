"""Commitments of manifests and batches, made again from counts and nonce by whoever has them (decisions 0026 and 0033)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .part_01_findings import Wrong
from .part_02_spellings import Json, written
from .part_03_p256 import (
    P256_BASE,
    P256_NOTHING,
    P256_ORDER,
    P256Point,
    P256Sum,
    p256_octets,
    p256_plus,
    p256_point,
    p256_points,
    p256_sum_of_multiples,
)
from .part_03_p256_from_text import expanded, second_generator
from .part_13_tallies import Channel, Gateway
from .part_14_weeks import Week

_BLINDING = b"glitterball-commitments-v1-blinding"
_OF_A_BATCH = b"glitterball-commitments-v1-batch-blinding"


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


def blinding_in_batch(batch: Json, couple: str) -> int:
    """What hides the count of a couple in a batch that commits by itself."""
    place = [batch[name] for name in ("season", "week", "gateway", "batch", "channel", "body")]
    message = bytes.fromhex(batch["nonce"]) + written([*place, couple])
    return int.from_bytes(expanded(message, _OF_A_BATCH, 48), "big") % P256_ORDER


@lru_cache(maxsize=16_384)
def points_of_batch(spelled: tuple[str, ...]) -> tuple[P256Point, ...]:
    """The points of a batch, read; refuses what is none. A night asks again and again."""
    return tuple(p256_point(bytes.fromhex(point)) for point in spelled)


def batches_commit_to_their_counts(week: Week, name: str, gateway: Gateway) -> bool:
    """Whether the points of the batches that count are points and, as far as counts and nonces are known, are opened by these."""
    order = week.voting.fact.get("couples", ()) if week.voting else ()
    for where, held in gateway.channels.items():
        if not week.counts(name, *where):
            continue
        counted = [batch for number, batch in held.committing.items() if (name, number) not in week.voids]
        if not _are_opened(counted, order):
            return False
    return True


def _are_opened(batches: Sequence[Json], order: Sequence[str]) -> bool:
    claims, points = list[Claimed](), list[P256Point]()
    for batch in batches:
        try:
            read = points_of_batch(tuple(batch["commitments"]))
        except Wrong:
            return False
        if len(read) != len(order):
            return False
        if "nonce" in batch:
            points += read
            claims += [
                Claimed(point, votes, blinding_in_batch(batch, couple))
                for point, votes, couple in zip(batch["commitments"], batch["counts"], order, strict=True)
            ]
    return _add_up(points, claims)


def _is_the_sum(week: Week, name: str, held: Channel, where: tuple[str, str], points: Sequence[str]) -> bool:
    """Whether a manifest's points are the sum of its batches'; not asked where some are void, commit to nothing, or are none."""
    voided = any(
        void.fact["gateway"] == name and (void.fact["channel"], void.fact["body"]) == where
        for void in week.voids.values()
    )
    if held.silent or voided:
        return True
    try:
        read = [points_of_batch(tuple(batch["commitments"])) for batch in held.committing.values()]
        sums = [_sum(column) for column in zip(*read, strict=True)]
    except (Wrong, ValueError):
        return True  # which is found of the batch
    if not all(total[2] for total in sums):
        return False  # they cancel each other out, and no point is that
    return [p256_octets(point).hex() for point in p256_points(sums)] == list(points)


def _sum(points: Sequence[P256Point]) -> P256Sum:
    total = P256_NOTHING
    for point in points:
        total = p256_plus(total, point)
    return total


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
        if held.committing or held.silent:
            if not _is_the_sum(week, name, held, where, points):
                return False
            continue
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
    return _add_up(points, claims)


def _add_up(points: Sequence[P256Point], claims: Sequence[Claimed]) -> bool:
    weights = [secrets.randbits(128) for _ in claims]
    of_base = -sum(weight * claim.votes for weight, claim in zip(weights, claims, strict=True))
    of_second = -sum(weight * claim.blinding for weight, claim in zip(weights, claims, strict=True))
    total = p256_sum_of_multiples([*points, P256_BASE, second_generator()], [*weights, of_base, of_second])
    return not total[2]
