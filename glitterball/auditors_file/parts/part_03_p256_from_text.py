"""A point of P-256 made from a text, so that nobody knows its logarithm (RFC 9380, `P256_XMD:SHA-256_SSWU_RO_`)."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from .part_03_p256 import (
    P256_B,
    P256_NOTHING,
    P256_PRIME,
    P256Point,
    p256_plus,
    p256_points,
    p256_root,
    p256_square,
)

_P256_A, _P256_Z = -3, -10
_OF_ONE_ELEMENT = 48
_SECOND_TEXT = b"Glitterball: the second generator, whose logarithm nobody knows"
_SECOND_DOMAIN = b"glitterball-commitments-v1-with-P256_XMD:SHA-256_SSWU_RO_"


def expanded(message: bytes, domain: bytes, length: int) -> bytes:
    """Section 5.3.1, `expand_message_xmd`: so many bytes from a message, under a domain of 1 to 255 bytes."""
    suffix = domain + bytes([len(domain)])
    first = sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\x00" + suffix).digest()
    blocks = [sha256(first + b"\x01" + suffix).digest()]
    while 32 * len(blocks) < length:
        mixed = int.from_bytes(first, "big") ^ int.from_bytes(blocks[-1], "big")
        blocks.append(sha256(mixed.to_bytes(32, "big") + bytes([len(blocks) + 1]) + suffix).digest())
    return b"".join(blocks)[:length]


def mapped_to_p256(u: int) -> P256Point:
    """Section 6.6.2: of two abscissas one is on the curve for every u; the ordinate is odd where u is."""
    step = _P256_Z * u * u % P256_PRIME
    inverse = pow(step * step + step, P256_PRIME - 2, P256_PRIME)  # 0 where there is none, as `inv0` has it
    x = -P256_B * pow(_P256_A, -1, P256_PRIME) * (1 + inverse) % P256_PRIME
    if not inverse:
        x = P256_B * pow(_P256_Z * _P256_A, -1, P256_PRIME) % P256_PRIME
    y = p256_root(p256_square(x))
    if y is None:
        x = step * x % P256_PRIME
        y = p256_root(p256_square(x)) or 0
    return x, y if y & 1 == u & 1 else P256_PRIME - y


def p256_from_text(message: bytes, domain: bytes) -> P256Point:
    """Section 3, `hash_to_curve`: the sum of the points of two elements of the field."""
    octets, total = expanded(message, domain, 2 * _OF_ONE_ELEMENT), P256_NOTHING
    for element in (octets[:_OF_ONE_ELEMENT], octets[_OF_ONE_ELEMENT:]):
        total = p256_plus(total, mapped_to_p256(int.from_bytes(element, "big") % P256_PRIME))
    return p256_points([total])[0]


@lru_cache(maxsize=1)
def second_generator() -> P256Point:
    """H of every commitment v*G + r*H. It is made here and never read: who knew its logarithm could prove any outcome."""
    return p256_from_text(_SECOND_TEXT, _SECOND_DOMAIN)
