"""The curve P-256 (FIPS 186-5, SEC 2 `secp256r1`): points, their one spelling, adding and doubling.

A `Point` is never the identity: what is written, committed to or believed has coordinates. Sums are kept as `Projective`
(Jacobian: x = X / Z^2, y = Y / Z^3), where the identity is every triple with Z = 0; `points_of` brings many back to
coordinates with one inversion. Formulas: Explicit-Formulas Database, `dbl-2001-b`, `add-2007-bl`, `madd-2007-bl`.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from domain.commitments.refusals import PointRefused

FIELD: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
"""The prime of the coordinates."""

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points, the identity among them; a prime, so every point but the identity generates them all."""

B: Final = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""y^2 = x^3 - 3x + B."""

POINT_BYTES: Final = 33
SCALAR_BYTES: Final = 32


class Point(NamedTuple):
    """A point with coordinates, each 0 to FIELD - 1."""

    x: int
    y: int


Projective = tuple[int, int, int]
IDENTITY: Final[Projective] = (1, 1, 0)

GENERATOR: Final = Point(
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
"""G of the standard."""


def square_root(number: int) -> int | None:
    """The square root modulo FIELD that the exponent gives, or None where `number` is no square."""
    root = pow(number, (FIELD + 1) // 4, FIELD)
    return root if root * root % FIELD == number % FIELD else None


def right_side(x: int) -> int:
    """x^3 - 3x + B modulo FIELD."""
    return (x * x * x - 3 * x + B) % FIELD


def encode(point: Point) -> bytes:
    """SEC 1 section 2.3.3, compressed: 02 or 03 by the parity of y, then x in 32 bytes."""
    return bytes((2 + (point.y & 1),)) + point.x.to_bytes(SCALAR_BYTES, "big")


def decode(spelled: bytes) -> Point:
    """SEC 1 section 2.3.4, compressed only. Refuses every other spelling, x at or above FIELD, and x off the curve."""
    if len(spelled) != POINT_BYTES or spelled[0] not in (2, 3):
        raise PointRefused(spelled.hex(), "a point is 02 or 03 and 32 bytes")
    x = int.from_bytes(spelled[1:], "big")
    if x >= FIELD:
        raise PointRefused(spelled.hex(), "its coordinate is not below the prime of the curve")
    y = square_root(right_side(x))
    if y is None:
        raise PointRefused(spelled.hex(), "no point of the curve has this coordinate")
    return Point(x, y if y & 1 == spelled[0] & 1 else FIELD - y)


def projective(point: Point) -> Projective:
    """The same point with Z = 1."""
    return (point.x, point.y, 1)


def negated(point: Point) -> Point:
    """The point that adds up with `point` to the identity."""
    return Point(point.x, FIELD - point.y)  # no point of P-256 has y = 0: the order is odd


def doubled(point: Projective) -> Projective:
    """`dbl-2001-b`; the identity stays the identity."""
    x, y, z = point
    delta = z * z % FIELD
    gamma = y * y % FIELD
    beta = x * gamma % FIELD
    alpha = 3 * (x - delta) * (x + delta) % FIELD
    sum_x = (alpha * alpha - 8 * beta) % FIELD
    return (
        sum_x,
        (alpha * (4 * beta - sum_x) - 8 * gamma * gamma) % FIELD,
        2 * y * z % FIELD,
    )


def added(first: Projective, second: Projective) -> Projective:
    """`add-2007-bl` for any two points, equal, opposite and identity among them."""
    x1, y1, z1 = first
    x2, y2, z2 = second
    if not z1:
        return second
    if not z2:
        return first
    z1_squared, z2_squared = z1 * z1 % FIELD, z2 * z2 % FIELD
    u1, u2 = x1 * z2_squared % FIELD, x2 * z1_squared % FIELD
    s1, s2 = y1 * z2 * z2_squared % FIELD, y2 * z1 * z1_squared % FIELD
    h, r = (u2 - u1) % FIELD, (s2 - s1) % FIELD
    if not h:
        return IDENTITY if r else doubled(first)
    h_squared = h * h % FIELD
    h_cubed = h * h_squared % FIELD
    v = u1 * h_squared % FIELD
    x3 = (r * r - h_cubed - 2 * v) % FIELD
    return (x3, (r * (v - x3) - s1 * h_cubed) % FIELD, z1 * z2 * h % FIELD)


def added_point(first: Projective, second: Point) -> Projective:
    """`added` where the second has coordinates: a third cheaper, and what every sum of many is made of."""
    x1, y1, z1 = first
    x2, y2 = second
    if not z1:
        return (x2, y2, 1)
    z1_squared = z1 * z1 % FIELD
    h = (x2 * z1_squared - x1) % FIELD
    r = (y2 * z1 * z1_squared - y1) % FIELD
    if not h:
        return IDENTITY if r else doubled(first)
    h_squared = h * h % FIELD
    h_cubed = h * h_squared % FIELD
    v = x1 * h_squared % FIELD
    x3 = (r * r - h_cubed - 2 * v) % FIELD
    return (x3, (r * (v - x3) - y1 * h_cubed) % FIELD, z1 * h % FIELD)


def points_of(sums: Sequence[Projective]) -> list[Point]:
    """The coordinates of many sums with one inversion (Montgomery's trick). Refuses the identity, which has none."""
    if any(not z for _, _, z in sums):
        raise PointRefused("the identity", "it has no coordinates")
    running = list(accumulate((z for _, _, z in sums), lambda product, z: product * z % FIELD, initial=1))
    inverse = pow(running[-1], -1, FIELD)
    found: list[Point] = []
    for (x, y, z), before in zip(reversed(sums), reversed(running[:-1]), strict=True):
        inverse_z = inverse * before % FIELD
        inverse = inverse * z % FIELD
        squared = inverse_z * inverse_z % FIELD
        found.append(Point(x * squared % FIELD, y * squared * inverse_z % FIELD))
    found.reverse()
    return found


def sum_of(points: Iterable[Point]) -> Projective:
    """All points added up; the identity where there are none."""
    total = IDENTITY
    for point in points:
        total = added_point(total, point)
    return total
