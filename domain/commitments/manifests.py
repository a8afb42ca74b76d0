"""What a closing manifest commits to: for each couple of a channel and voting body, the sum of its counts in all batches.

The blinding of each commitment is expanded from the manifest's nonce (RFC 9380, section 5.3.1), so that whoever has the
manifest's hidden part opens them all, and nobody keeps anything else. The bytes are those of decision 0026.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.commitments.committing import Opening, commit
from domain.commitments.hash_to_curve import expand_message
from domain.commitments.p256 import ORDER, decode, encode
from domain.commitments.refusals import PointRefused

_DOMAIN = b"glitterball-commitments-v1-blinding"
_BLINDING_BYTES = 48  # 128 bits more than the order has, so that the remainder is uniform


class Place(NamedTuple):
    """Whose counts are committed to."""

    season: str
    week: int
    gateway: str
    channel: str
    body: str


def blinding(nonce: str, place: Place, couple: str) -> int:
    """The number that blinds a couple's count. `nonce` is the manifest's: 64 hexadecimal digits."""
    named = json.dumps([*place, couple], separators=(",", ":"), ensure_ascii=False).encode()
    spread = expand_message(bytes.fromhex(nonce) + named, _DOMAIN, _BLINDING_BYTES)
    return int.from_bytes(spread, "big") % ORDER


def openings(nonce: str, place: Place, counts: Mapping[str, int]) -> dict[str, Opening]:
    """What opens the commitment of each couple."""
    return {couple: Opening(count, blinding(nonce, place, couple)) for couple, count in counts.items()}


def commitments(nonce: str, place: Place, order: Sequence[str], counts: Mapping[str, int]) -> tuple[str, ...]:
    """The commitments to the counts, in the order of the couples; a couple without a count has none of the votes."""
    return _spelled(nonce, place, tuple((couple, counts.get(couple, 0)) for couple in order))


@lru_cache(maxsize=1_024)
def _spelled(nonce: str, place: Place, counts: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """Asked again and again of a closed night, by whoever looks whether it is ready."""
    return tuple(encode(point).hex() for point in commit(list(openings(nonce, place, dict(counts)).values())))


def is_commitment(spelled: str) -> bool:
    """Whether hexadecimal digits are a point of the curve in its one spelling."""
    try:
        decode(bytes.fromhex(spelled))
    except PointRefused:
        return False
    return True
