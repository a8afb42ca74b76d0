"""A point nobody knows the logarithm of: RFC 9380, suite `P256_XMD:SHA-256_SSWU_RO_`."""

from hashlib import sha256

from domain.commitments.p256 import FIELD, B, Point, added, points_of, projective, right_side, square_root

_Z = -10 % FIELD
_A = -3 % FIELD
_UNIFORM_BYTES = 48  # L of the suite: 256 bits and 128 more, so that the remainder is uniform
_HASH_BYTES, _BLOCK_BYTES = 32, 64


def hash_to_curve(message: bytes, domain: bytes) -> Point:
    """Section 3, `hash_to_curve`: two field elements, two points, their sum. `domain` is the DST, 1 to 255 bytes."""
    spread = expand_message(message, domain, 2 * _UNIFORM_BYTES)
    elements = [int.from_bytes(spread[at : at + _UNIFORM_BYTES], "big") % FIELD for at in (0, _UNIFORM_BYTES)]
    first, second = (map_to_curve(element) for element in elements)
    (point,) = points_of([added(projective(first), projective(second))])
    return point


def expand_message(message: bytes, domain: bytes, length: int) -> bytes:
    """Section 5.3.1, `expand_message_xmd` with SHA-256: `length` uniform bytes, at most 8160."""
    tag = domain + bytes((len(domain),))
    first = sha256(bytes(_BLOCK_BYTES) + message + length.to_bytes(2, "big") + b"\x00" + tag).digest()
    block = sha256(first + b"\x01" + tag).digest()
    spread = block
    for count in range(2, -(-length // _HASH_BYTES) + 1):
        mixed = bytes(left ^ right for left, right in zip(first, block, strict=True))
        block = sha256(mixed + bytes((count,)) + tag).digest()
        spread += block
    return spread[:length]


def map_to_curve(element: int) -> Point:
    """Section 6.6.2, the simplified Shallue-van de Woestijne-Ulas map."""
    weighed = _Z * element * element % FIELD
    denominator = (weighed * weighed + weighed) % FIELD
    if denominator:
        x = -B * pow(_A, -1, FIELD) * (1 + pow(denominator, -1, FIELD)) % FIELD
    else:
        x = B * pow(_Z * _A, -1, FIELD) % FIELD
    y = square_root(right_side(x))
    if y is None:  # then the other candidate is on the curve
        x = weighed * x % FIELD
        y = square_root(right_side(x))
        assert y is not None, "one of both candidates is a square (RFC 9380 section 6.6.2)"
    return Point(x, y if y & 1 == element & 1 else FIELD - y)
