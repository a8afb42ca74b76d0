"""Commitments to counts: C = value * G + blinding * H. They hide perfectly, and they add up as the counts do."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from domain.commitments.hash_to_curve import hash_to_curve
from domain.commitments.multiples import Table
from domain.commitments.p256 import GENERATOR, IDENTITY, Point, Projective, points_of

_SENTENCE: Final = b"Glitterball: the second generator, whose logarithm nobody knows"
_DOMAIN: Final = b"glitterball-commitments-v1-with-P256_XMD:SHA-256_SSWU_RO_"


class Opening(NamedTuple):
    """What a commitment hides: the value, and the number that blinds it (below the order of the curve)."""

    value: int
    blinding: int


@cache
def second_generator() -> Point:
    """H: made from a fixed sentence by everybody anew and never read from a file.

    Whoever knew its logarithm to the base G could open a commitment as any count and prove any outcome.
    """
    return hash_to_curve(_SENTENCE, _DOMAIN)


def commit(openings: Sequence[Opening]) -> list[Point]:
    """The commitment of each opening."""
    return points_of([weighed(opening.value, opening.blinding) for opening in openings])


def weighed(of_first: int, of_second: int) -> Projective:
    """of_first * G + of_second * H, by tables."""
    first, second = _tables()
    return second.add_multiple(first.add_multiple(IDENTITY, of_first), of_second)


@cache
def _tables() -> tuple[Table, Table]:
    return Table(GENERATOR), Table(second_generator())
