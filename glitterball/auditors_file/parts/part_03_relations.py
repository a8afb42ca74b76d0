"""Linear relations, and proofs that somebody knows what satisfies one (draft-irtf-cfrg-sigma-protocols-03).

A relation is equations between points. On the left stand known points, each so many times; on the right known points too, each
times a number that only the prover knows. The suite is `sigma-proofs_Shake128_P256`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_03_fiat_shamir import Sponge, session_of_tag
from .part_03_p256 import (
    P256_ORDER,
    P256_PRIME,
    P256Point,
    P256Sum,
    p256_octets,
    p256_point,
    p256_points,
    p256_sum_of_multiples,
)

P256_SUITE = b"sigma-proofs_Shake128_P256"


class Equation(NamedTuple):
    """The sum of factor * point on the left is that of factor * unknown * point on the right; all by their numbers."""

    left: list[tuple[int, int]]
    """Point, factor."""
    right: list[tuple[int, int, int]]
    """Unknown, point, factor."""


class Relation(NamedTuple):
    """Equations with so many unknowns; point 0 is the base."""

    unknowns: int
    points: list[P256Point]
    equations: list[Equation]

    def octets(self) -> bytes:
        """`SerializeLinearRelation`: the equations by number, then the points but for the base."""
        pieces = [_four(len(self.equations))]
        for equation in self.equations:
            pieces.append(_four(len(equation.left)))
            pieces += [_four(point) + _scalar(factor) for point, factor in equation.left]
            pieces.append(_four(len(equation.right)))
            pieces += [_four(unknown) + _four(point) + _scalar(factor) for unknown, point, factor in equation.right]
        return b"".join([*pieces, *map(p256_octets, self.points[1:])])

    def challenge(self, tag: bytes, committed: Iterable[bytes]) -> int:
        """What the prover was asked after he had committed himself, under a tag that says what it is about."""
        sponge = Sponge(session_of_tag(tag))
        sponge.absorb(self.octets())
        sponge.absorb(b"".join(committed))
        return sponge.challenge(P256_ORDER)

    def right_less_left(
        self, weights: Sequence[int], responses: Sequence[int], challenge: int, equations: Sequence[Equation]
    ) -> tuple[list[P256Point], list[int]]:
        """The right sides at the responses less `challenge` times the left ones, weighed: each point with its factor."""
        factors = [0] * len(self.points)
        for equation, weight in zip(equations, weights, strict=True):
            for unknown, point, factor in equation.right:
                factors[point] += weight * factor * responses[unknown]
            for point, factor in equation.left:
                factors[point] -= weight * factor * challenge
        used = [at for at, factor in enumerate(factors) if factor]
        return [self.points[at] for at in used], [factors[at] for at in used]


def _four(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _scalar(number: int) -> bytes:
    return (number % P256_ORDER).to_bytes(32, "big")


def _scalars(octets: bytes) -> list[int]:
    """Numbers of 32 bytes; refuses one that is not below the order, which would be a second spelling."""
    numbers = [int.from_bytes(octets[at : at + 32], "big") for at in range(0, len(octets), 32)]
    demand(all(number < P256_ORDER for number in numbers), "a number in the proof is not below the order of the curve")
    return numbers


def check_proof(relation: Relation, proof: bytes, tag: bytes) -> None:
    """Refuses what is no batchable proof: a point committed to for each equation, then a response for each unknown.

    The equations are added up, each with a weight that nobody could foresee: one that fails goes unseen once in 2^128.
    """
    committed = 33 * len(relation.equations)
    demand(len(proof) == committed + 32 * relation.unknowns, f"a proof of {len(proof)} bytes is of another statement")
    spelled = [proof[at : at + 33] for at in range(0, committed, 33)]
    points, responses = [p256_point(octets) for octets in spelled], _scalars(proof[committed:])
    weights = [secrets.randbits(128) for _ in points]
    challenge = relation.challenge(tag, spelled)
    known, factors = relation.right_less_left(weights, responses, challenge, relation.equations)
    negated = [(x, P256_PRIME - y) for x, y in points]  # so that their factors stay as short as the weights
    if p256_sum_of_multiples([*known, *negated], [*factors, *weights])[2]:
        raise Wrong("the equations of the proof do not hold")


def check_compact_proof(relation: Relation, proof: bytes, tag: bytes) -> None:
    """Refuses what is no compact proof: the challenge, then a response for each unknown."""
    demand(len(proof) == 32 + 32 * relation.unknowns, f"a proof of {len(proof)} bytes is of another statement")
    challenge, *responses = _scalars(proof)
    committed: list[P256Sum] = []
    for equation in relation.equations:
        known, factors = relation.right_less_left([1], responses, challenge, [equation])
        committed.append(p256_sum_of_multiples(known, factors))
    again = relation.challenge(tag, map(p256_octets, p256_points(committed)))
    demand(again == challenge, "the challenge of the proof is another one")
