"""Many multiples added up: a table for a point used again and again, Pippenger's buckets for many points used once."""

from collections.abc import Sequence

from domain.commitments.p256 import (
    IDENTITY,
    ORDER,
    SCALAR_BYTES,
    Point,
    Projective,
    added,
    added_point,
    doubled,
    points_of,
    projective,
)


class Table:
    """All multiples k * 256^i of one point (k 1 to 255, i 0 to 31), so that a multiple is at most 32 additions."""

    def __init__(self, point: Point) -> None:
        self._rows: list[list[Point]] = []
        base = point
        for _ in range(SCALAR_BYTES):
            multiples: list[Projective] = [projective(base)]
            for _ in range(255):
                multiples.append(added_point(multiples[-1], base))
            *row, base = points_of(multiples)
            self._rows.append(row)

    def add_multiple(self, total: Projective, scalar: int) -> Projective:
        """`total` plus `scalar` times the point; the scalar is taken modulo the order."""
        for row, digit in zip(self._rows, (scalar % ORDER).to_bytes(SCALAR_BYTES, "little"), strict=True):
            if digit:
                total = added_point(total, row[digit - 1])
        return total


def sum_of_multiples(points: Sequence[Point], scalars: Sequence[int]) -> Projective:
    """scalars[0] * points[0] + scalars[1] * points[1] + ..., each scalar 0 to ORDER - 1 (Pippenger 1976).

    Digits of the width that makes the fewest additions; a scalar that is short, as half a verifier's weights are, costs
    only the digits it has.
    """
    if not points:
        return IDENTITY
    width = _width_for(scalars)
    mask = (1 << width) - 1
    longest = max(scalar.bit_length() for scalar in scalars)
    total = IDENTITY
    for shift in range((longest - 1) // width * width if longest else 0, -1, -width):
        for _ in range(width):
            total = doubled(total)
        buckets: list[Projective] = [IDENTITY] * (mask + 1)
        for point, scalar in zip(points, scalars, strict=True):
            digit = scalar >> shift & mask
            if digit:
                buckets[digit] = added_point(buckets[digit], point)
        total = added(total, _weighed(buckets))
    return total


def _weighed(buckets: Sequence[Projective]) -> Projective:
    """1 * buckets[1] + 2 * buckets[2] + ...: each bucket enters the running sum once and stays in it."""
    running = weighed = IDENTITY
    for bucket in reversed(buckets[1:]):
        running = added(running, bucket)
        weighed = added(weighed, running)
    return weighed


def _width_for(scalars: Sequence[int]) -> int:
    """The width of a digit, 1 to 16 bits, with the fewest additions: one a digit, two a bucket."""
    bits = sum(scalar.bit_length() for scalar in scalars)
    longest = max(scalar.bit_length() for scalar in scalars)
    return min(range(1, 17), key=lambda width: bits // width + (longest // width + 1) * (2 << width))
