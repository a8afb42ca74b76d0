"""Shamir's scheme for two of three: each byte of a secret is where a straight line begins, and each share a point of it.

The field is GF(2^8) with the polynomial of AES, as in draft-mcgrew-tss-03, whose vector the tests hold. A field of bytes
makes a share as long as the secret, with nothing to reduce and no bias; two points are all that two of three asks for.

The line through a secret byte has a slope of its own, drawn evenly from all 256. Whatever the secret is, each value of a share
follows from exactly one slope: so one share fits every secret equally well, and tells nothing.
"""

from collections.abc import Sequence

SHARES = (1, 2, 3)
"""The places at which shares lie. Place 0 is the secret's."""

_REDUCE = 0x11B


def times(left: int, right: int) -> int:
    """The product in the field."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= _REDUCE
        right >>= 1
    return product


def inverse(value: int) -> int:
    """What gives 1 in a product with the value: its power 254. `ValueError` for 0, which has none."""
    if not value:
        raise ValueError("0 has no inverse")
    power = value
    for _ in range(6):
        power = times(times(power, power), value)
    return times(power, power)


def share(secret: bytes, slopes: bytes, place: int) -> bytes:
    """The share at a place. `slopes` are as many random bytes as the secret has, the same for all shares and then forgotten."""
    if len(slopes) != len(secret) or place not in SHARES:
        raise ValueError("a share lies at 1, 2 or 3, and each byte of the secret has a slope")
    return bytes(byte ^ times(slope, place) for byte, slope in zip(secret, slopes, strict=True))


def joined(first: tuple[int, Sequence[int]], second: tuple[int, Sequence[int]]) -> bytes:
    """The secret of two shares, each with its place. `ValueError` where they lie at one place, or are not of one length."""
    (here, left), (there, right) = first, second
    if here == there:
        raise ValueError("two shares at one place are one share")
    across = inverse(here ^ there)
    by_left, by_right = times(there, across), times(here, across)
    return bytes(times(by_left, near) ^ times(by_right, far) for near, far in zip(left, right, strict=True))
