"""P-256: points, sums of multiples, and ECDSA, verifying only (SP 800-186, 3.2.1.3; SEC 1, 2.3.4 and 4.1.4).

A point is its two coordinates. Sums are made of points stretched by a Z (Jacobian: x = X/Z^2, y = Y/Z^3), so that one
inversion does for all; Z is 0 for the sum that is nothing. The cofactor is 1: whatever is on the curve is in the group.
"""

from __future__ import annotations

from collections.abc import Sequence

from .part_01_findings import Wrong

P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256Point = tuple[int, int]
P256Sum = tuple[int, int, int]
P256_BASE: P256Point = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
P256_NOTHING: P256Sum = (1, 1, 0)


def p256_square(x: int) -> int:
    """What the square of the ordinate has to be at x."""
    return (x * x * x - 3 * x + P256_B) % P256_PRIME


def p256_root(square: int) -> int | None:
    """A square root modulo the prime, which is 3 modulo 4; nothing where there is none."""
    root = pow(square, (P256_PRIME + 1) // 4, P256_PRIME)
    return root if root * root % P256_PRIME == square % P256_PRIME else None


def p256_on_curve(x: int, y: int) -> bool:
    return 0 <= x < P256_PRIME and 0 <= y < P256_PRIME and y * y % P256_PRIME == p256_square(x)


def p256_at(x: int, y: int) -> P256Point:
    """The point with these coordinates; refuses what is not on the curve, or not below the prime."""
    if not p256_on_curve(x, y):
        raise Wrong("two coordinates are no point of P-256")
    return x, y


def p256_point(octets: bytes) -> P256Point:
    """The point that 33 bytes spell, 02 or 03 and the abscissa; refuses every other spelling, and what is no point."""
    x = int.from_bytes(octets[1:], "big")
    if len(octets) != 33 or octets[0] not in (2, 3) or x >= P256_PRIME:
        raise Wrong("a point of P-256 is not spelled in 33 bytes, 02 or 03 first")
    y = p256_root(p256_square(x))
    if y is None:
        raise Wrong("33 bytes spell no point of P-256")
    return x, y if y & 1 == octets[0] & 1 else P256_PRIME - y


def p256_octets(point: P256Point) -> bytes:
    """The one spelling in 33 bytes."""
    return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")


def p256_doubled(total: P256Sum) -> P256Sum:
    x, y, z = total
    z_square, y_square = z * z % P256_PRIME, y * y % P256_PRIME
    chord = 4 * x * y_square % P256_PRIME
    slope = 3 * (x - z_square) * (x + z_square) % P256_PRIME
    x3 = (slope * slope - 2 * chord) % P256_PRIME
    return x3, (slope * (chord - x3) - 8 * y_square * y_square) % P256_PRIME, 2 * y * z % P256_PRIME


def p256_plus(total: P256Sum, point: P256Point) -> P256Sum:
    """A sum and one point more."""
    (x1, y1, z1), (x2, y2) = total, point
    if not z1:
        return x2, y2, 1
    z_square = z1 * z1 % P256_PRIME
    rise = (y2 * z1 * z_square - y1) % P256_PRIME
    run = (x2 * z_square - x1) % P256_PRIME
    return _p256_drawn(total, z1, x1, y1, rise, run)


def p256_added(one: P256Sum, other: P256Sum) -> P256Sum:
    """Two sums together."""
    (x1, y1, z1), (x2, y2, z2) = one, other
    if not z1 or not z2:
        return other if not z1 else one
    square1, square2 = z1 * z1 % P256_PRIME, z2 * z2 % P256_PRIME
    from_x, from_y = x1 * square2 % P256_PRIME, y1 * z2 * square2 % P256_PRIME
    rise = (y2 * z1 * square1 - from_y) % P256_PRIME
    run = (x2 * square1 - from_x) % P256_PRIME
    return _p256_drawn(one, z1 * z2, from_x, from_y, rise, run)


def _p256_drawn(one: P256Sum, z: int, x: int, y: int, rise: int, run: int) -> P256Sum:
    """Where the line through two points meets the curve, turned over: the tangent where they are the same."""
    if not run:
        return P256_NOTHING if rise else p256_doubled(one)
    square = run * run % P256_PRIME
    cube, base = run * square % P256_PRIME, x * square % P256_PRIME
    x3 = (rise * rise - cube - 2 * base) % P256_PRIME
    return x3, (rise * (base - x3) - y * cube) % P256_PRIME, z * run % P256_PRIME


def p256_sum_of_multiples(points: Sequence[P256Point], scalars: Sequence[int]) -> P256Sum:
    """The sum of each point so many times (Pippenger): digit by digit, points of one digit together in a bucket."""
    scalars = [scalar % P256_ORDER for scalar in scalars]
    bits = max((scalar.bit_length() for scalar in scalars), default=0)
    width = min(range(1, 16), key=lambda width: -(-bits // width) * (len(points) + 2 ** (width + 1)))
    total = P256_NOTHING
    for shift in reversed(range(0, bits, width)):
        for _ in range(width):
            total = p256_doubled(total)
        total = p256_added(total, _p256_of_one_digit(points, [scalar >> shift for scalar in scalars], width))
    return total


def _p256_of_one_digit(points: Sequence[P256Point], scalars: Sequence[int], width: int) -> P256Sum:
    """The sum of each point as many times as the lowest digit of its scalar says."""
    buckets = [P256_NOTHING] * 2**width
    for point, scalar in zip(points, scalars, strict=True):
        if digit := scalar & (2**width - 1):
            buckets[digit] = p256_plus(buckets[digit], point)
    total = from_above = P256_NOTHING
    for bucket in reversed(buckets[1:]):
        from_above = p256_added(from_above, bucket)
        total = p256_added(total, from_above)
    return total


def p256_points(sums: Sequence[P256Sum]) -> list[P256Point]:
    """The points that sums are, with one inversion for all; refuses a sum that is nothing."""
    products = [1]
    for _, _, z in sums:
        products.append(products[-1] * z % P256_PRIME)
    if not products[-1]:
        raise Wrong("a sum of points is nothing, which has no coordinates")
    inverse = pow(products[-1], -1, P256_PRIME)
    points = []
    for (x, y, z), before in zip(reversed(sums), reversed(products[:-1]), strict=True):
        of_z = inverse * before % P256_PRIME
        inverse = inverse * z % P256_PRIME
        points.append((x * of_z * of_z % P256_PRIME, y * of_z * of_z * of_z % P256_PRIME))
    return points[::-1]


def ecdsa_verified(public: P256Point, digest: bytes, r: int, s: int) -> bool:
    """Whether (r, s) is the signature of a message with this hash under the key: x of (e*G + r*Q)/s is r.

    Only the leftmost 256 bits of a hash count. A key that is no point of the curve has signed nothing.
    """
    if not (p256_on_curve(*public) and 0 < r < P256_ORDER and 0 < s < P256_ORDER):
        return False
    inverse = pow(s, -1, P256_ORDER)
    e = int.from_bytes(digest[:32], "big")
    total = p256_sum_of_multiples([P256_BASE, public], [e * inverse, r * inverse])
    return total[2] != 0 and p256_points([total])[0][0] % P256_ORDER == r
