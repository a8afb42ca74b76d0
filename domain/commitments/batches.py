"""What a batch commits to by itself, in a season that asks for it: the counts of its couples (decision 0033).

A batch's own nonce blinds its points, so that the sum of some batches opens to the sum of their counts, whichever batches
count in the end. Reading a point takes far longer than adding it: what was read is kept for a while.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from domain.commitments.committing import Opening, commit, weighed
from domain.commitments.hash_to_curve import expand_message
from domain.commitments.manifests import Place
from domain.commitments.multiples import sum_of_multiples
from domain.commitments.p256 import ORDER, POINT_BYTES, Point, added, decode, encode, points_of, sum_of
from domain.commitments.refusals import PointRefused

_DOMAIN = b"glitterball-commitments-v1-batch-blinding"
_BLINDING_BYTES = 48
_WEIGHT_BYTES = 16


class CommittedBatch(NamedTuple):
    """A batch with its points, 33 bytes a couple, in the order stated; counts and nonce where they are known."""

    number: int
    points: bytes
    counts: tuple[int, ...] | None = None
    nonce: str | None = None


def batch_blinding(nonce: str, place: Place, batch: int, couple: str) -> int:
    """The number that blinds a couple's count in a batch. `nonce` is the batch's: 64 hexadecimal digits."""
    season, week, gateway, channel, body = place
    named = json.dumps([season, week, gateway, batch, channel, body, couple], separators=(",", ":"), ensure_ascii=False)
    spread = expand_message(bytes.fromhex(nonce) + named.encode(), _DOMAIN, _BLINDING_BYTES)
    return int.from_bytes(spread, "big") % ORDER


def batch_openings(place: Place, order: Sequence[str], batch: CommittedBatch) -> list[Opening]:
    """What opens the points of a batch, in the couples' order. Only of one whose counts and nonce are known."""
    assert batch.counts is not None, "counts that are hidden open nothing"
    assert batch.nonce is not None, "and the nonce is hidden with them"
    return [
        Opening(count, batch_blinding(batch.nonce, place, batch.number, couple))
        for couple, count in zip(order, batch.counts, strict=True)
    ]


def batch_commitments(
    nonce: str, place: Place, batch: int, order: Sequence[str], counts: Mapping[str, int]
) -> tuple[str, ...]:
    """The points a batch carries, in the couples' order; a couple without a count has none of the votes."""
    given = CommittedBatch(batch, b"", tuple(counts.get(couple, 0) for couple in order), nonce)
    return tuple(encode(point).hex() for point in commit(batch_openings(place, order, given)))


@lru_cache(maxsize=16_384)
def points_in(spelled: bytes) -> tuple[Point, ...]:
    """The points of a batch, read. Refuses (`PointRefused`) what is none."""
    return tuple(decode(spelled[at : at + POINT_BYTES]) for at in range(0, len(spelled), POINT_BYTES))


@lru_cache(maxsize=1_024)
def sum_of_batches(spelled: tuple[bytes, ...]) -> tuple[Point, ...]:
    """The points of batches added up, couple by couple. Refuses (`PointRefused`) what is no point, and a sum that is none."""
    columns = zip(*(points_in(points) for points in spelled), strict=True)
    return tuple(points_of([sum_of(column) for column in columns]))


def spelled_sum(batches: Sequence[CommittedBatch]) -> tuple[str, ...]:
    """What a manifest says of these batches: the sum of their points. Refuses as `sum_of_batches`."""
    return tuple(encode(point).hex() for point in sum_of_batches(tuple(batch.points for batch in batches)))


@lru_cache(maxsize=1_024)
def differing(place: Place, order: tuple[str, ...], batches: tuple[CommittedBatch, ...]) -> tuple[int, ...]:
    """The numbers of the batches whose points are none or, where counts and nonce are known, do not open to these.

    All are looked at at once, and one by one only where that finds something: asked again and again of a closed night.
    """
    if _hold(place, order, batches):
        return ()
    return tuple(batch.number for batch in batches if not _hold(place, order, (batch,)))


def _hold(place: Place, order: tuple[str, ...], batches: tuple[CommittedBatch, ...]) -> bool:
    """Whether all points are points and open as they should: added up under weights that nobody can choose counts for."""
    points: list[Point] = []
    openings: list[Opening] = []
    if any(len(batch.points) != POINT_BYTES * len(order) for batch in batches):
        return False
    try:
        for batch in batches:
            read = points_in(batch.points)
            if batch.nonce is not None:
                points += read
                openings += batch_openings(place, order, batch)
    except PointRefused:
        return False
    weights = list(_weights(points, openings))
    values = sum(weight * opening.value for weight, opening in zip(weights, openings, strict=True))
    blindings = sum(weight * opening.blinding for weight, opening in zip(weights, openings, strict=True))
    _, _, z = added(sum_of_multiples(points, weights), weighed(-values, -blindings))
    return not z


def _weights(points: Sequence[Point], openings: Sequence[Opening]) -> Iterator[int]:
    """128 bits for each point, which follow from all of them and from what they are said to open to."""
    everything = sha256()
    for point, opening in zip(points, openings, strict=True):
        everything.update(b"%b %d %d\n" % (encode(point), opening.value, opening.blinding))
    seed = everything.digest()
    for at in range(len(points)):
        yield int.from_bytes(sha256(seed + at.to_bytes(8, "big")).digest()[:_WEIGHT_BYTES], "big")
