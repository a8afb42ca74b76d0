"""Linear relations and their proofs (draft-irtf-cfrg-sigma-protocols-03, suite `sigma-proofs_Shake128_P256`).

A relation says: somebody knows scalars s with, for each equation, sum(image) = sum(coefficient * s[i] * element). The
proof shows that and nothing else. Two flavours of one proof: *batchable* (a commitment for each equation, then the
responses: longer, and verified with one sum for all equations) and *compact* (the challenge, then the responses).
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from domain.commitments.multiples import sum_of_multiples
from domain.commitments.p256 import (
    GENERATOR,
    ORDER,
    POINT_BYTES,
    SCALAR_BYTES,
    Point,
    Projective,
    decode,
    encode,
    negated,
    points_of,
)
from domain.commitments.refusals import PointRefused
from glitterball.sigma.refusals import RelationRefused, SigmaNotProved
from glitterball.sigma.sponge import Sponge, session_of

SUITE: Final = b"sigma-proofs_Shake128_P256"
_COUNT_BYTES = 4
_WEIGHT_BITS = 128


class Share(NamedTuple):
    """A part of an equation's image: coefficient * elements[element]."""

    element: int
    coefficient: int = 1


class Term(NamedTuple):
    """A part of an equation's other side: coefficient * scalars[scalar] * elements[element]."""

    scalar: int
    element: int
    coefficient: int = 1


class Equation(NamedTuple):
    """The sum of the image is the sum of the terms."""

    image: tuple[Share, ...]
    terms: tuple[Term, ...]


class LinearRelation(NamedTuple):
    """Equations over `scalars` secret scalars and public elements; element 0 is the generator of the curve."""

    scalars: int
    elements: tuple[Point, ...]
    equations: tuple[Equation, ...]

    def checked(self) -> "LinearRelation":
        """Itself. Refuses a relation without equations or scalars, an empty side, and what it does not have."""
        if not self.equations or not self.scalars:
            raise RelationRefused("it has no equation or no scalar")
        if not self.elements or self.elements[0] != GENERATOR:
            raise RelationRefused("its first element is not the generator of the curve")
        for equation in self.equations:
            self._check(equation)
        return self

    def _check(self, equation: Equation) -> None:
        if not equation.image or not equation.terms:
            raise RelationRefused("an equation has an empty side")
        spoken_of = [share.element for share in equation.image] + [term.element for term in equation.terms]
        if not all(0 <= element < len(self.elements) for element in spoken_of):
            raise RelationRefused("an equation speaks of an element it does not have")
        if not all(0 <= term.scalar < self.scalars for term in equation.terms):
            raise RelationRefused("an equation speaks of a scalar it does not have")

    def serialized(self) -> bytes:
        """`SerializeLinearRelation`: counts and places in 4 bytes, little end first; coefficients in 32, big end first."""
        parts = [_count(len(self.equations))]
        for equation in self.equations:
            parts.append(_count(len(equation.image)))
            parts += [_count(share.element) + _scalar(share.coefficient) for share in equation.image]
            parts.append(_count(len(equation.terms)))
            parts += [_count(term.scalar) + _count(term.element) + _scalar(term.coefficient) for term in equation.terms]
        return b"".join([*parts, *map(encode, self.elements[1:])])


class Proof(NamedTuple):
    """What a batchable NARG string says: a commitment for each equation, and a response for each scalar."""

    commitments: tuple[Point, ...]
    responses: tuple[int, ...]


def prove(relation: LinearRelation, witness: Sequence[int], tag: bytes, mapped: "Map | None" = None) -> bytes:
    """The batchable NARG string for `witness` under an application's `tag`.

    Refuses a witness that does not satisfy the relation: no proof of it exists. A prover who knows what every element is
    made of may bring a cheaper way to the sums, `mapped`, and has checked the witness by it.
    """
    relation.checked()
    if len(witness) != relation.scalars:
        raise RelationRefused(f"it has {relation.scalars} scalars and the witness {len(witness)}")
    image_of = mapped or map_of(relation)
    nonces = [secrets.randbelow(ORDER) for _ in witness]
    commitments = tuple(points_of(image_of(nonces)))
    challenge = _challenge(relation, tag, commitments)
    responses = tuple((nonce + challenge * scalar) % ORDER for nonce, scalar in zip(nonces, witness, strict=True))
    if mapped is None:
        _verify_all(relation, Proof(commitments, responses), challenge)
    return b"".join([*map(encode, commitments), *map(_scalar, responses)])


def verify(relation: LinearRelation, narg: bytes, tag: bytes) -> None:
    """Refuses unless the batchable NARG string proves the relation under `tag`.

    All equations are added up with fresh secret weights of 128 bits: a false one stays unseen once in 2^128.
    """
    relation.checked()
    proof = _read(relation, narg)
    _verify_all(relation, proof, _challenge(relation, tag, proof.commitments))


def verify_compact(relation: LinearRelation, narg: bytes, tag: bytes) -> None:
    """Refuses unless the compact NARG string (challenge, then responses) proves the relation under `tag`."""
    relation.checked()
    if len(narg) != (relation.scalars + 1) * SCALAR_BYTES:
        raise SigmaNotProved(f"it has {len(narg)} bytes")
    claimed, *responses = _scalars(narg)
    sums = [
        sum_of_multiples(*_in_one(relation, [equation], [1], responses, claimed)) for equation in relation.equations
    ]
    try:
        commitments = tuple(points_of(sums))
    except PointRefused:
        raise SigmaNotProved("a commitment would be the identity") from None
    if _challenge(relation, tag, commitments) != claimed:
        raise SigmaNotProved("the challenge is another one")


Map = Callable[[Sequence[int]], list[Projective]]


def map_of(relation: LinearRelation) -> Map:
    """For given scalars, the sum of each equation's terms."""

    def mapped(scalars: Sequence[int]) -> list[Projective]:
        return [sum_of_multiples(*_in_one(relation, [equation], [1], scalars, 0)) for equation in relation.equations]

    return mapped


def _verify_all(relation: LinearRelation, proof: Proof, challenge: int) -> None:
    """sum over the equations of weight * (terms at the responses - challenge * image - commitment) is the identity."""
    weights = [secrets.randbits(_WEIGHT_BITS) | 1 << _WEIGHT_BITS - 1 for _ in relation.equations]
    points, scalars = _in_one(relation, relation.equations, weights, proof.responses, challenge)
    total = sum_of_multiples(
        [*points, *map(negated, proof.commitments)],  # weights stay short this way round
        [*scalars, *weights],
    )
    if total[2]:
        raise SigmaNotProved("its equations do not hold")


def _in_one(
    relation: LinearRelation,
    equations: Sequence[Equation],
    weights: Sequence[int],
    responses: Sequence[int],
    challenge: int,
) -> tuple[list[Point], list[int]]:
    """Each element once, with what it counts in: sum of weight * (terms at the responses - challenge * image)."""
    counted: dict[int, int] = {}
    for equation, weight in zip(equations, weights, strict=True):
        for scalar, element, coefficient in equation.terms:
            counted[element] = counted.get(element, 0) + weight * coefficient * responses[scalar]
        for element, coefficient in equation.image:
            counted[element] = counted.get(element, 0) - weight * coefficient * challenge
    return [relation.elements[element] for element in counted], [number % ORDER for number in counted.values()]


def _challenge(relation: LinearRelation, tag: bytes, commitments: Sequence[Point]) -> int:
    sponge = Sponge(session_of(tag))
    sponge.absorb(relation.serialized())
    sponge.absorb(b"".join(map(encode, commitments)))
    return sponge.squeeze_scalar(ORDER)


def _read(relation: LinearRelation, narg: bytes) -> Proof:
    committed = len(relation.equations) * POINT_BYTES
    if len(narg) != committed + relation.scalars * SCALAR_BYTES:
        raise SigmaNotProved(f"it has {len(narg)} bytes and not {committed + relation.scalars * SCALAR_BYTES}")
    commitments = tuple(decode(narg[at : at + POINT_BYTES]) for at in range(0, committed, POINT_BYTES))
    return Proof(commitments, tuple(_scalars(narg[committed:])))


def _scalars(spelled: bytes) -> list[int]:
    numbers = [int.from_bytes(spelled[at : at + SCALAR_BYTES], "big") for at in range(0, len(spelled), SCALAR_BYTES)]
    if any(number >= ORDER for number in numbers):
        raise SigmaNotProved("a number in it is not below the order of the curve")
    return numbers


def _count(number: int) -> bytes:
    return number.to_bytes(_COUNT_BYTES, "little")


def _scalar(number: int) -> bytes:
    return (number % ORDER).to_bytes(SCALAR_BYTES, "big")
