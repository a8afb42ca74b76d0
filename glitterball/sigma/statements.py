"""A statement about hidden counts as one linear relation: proved by whoever knows the counts, verified by everybody.

A number in a range is the sum of its bits: each bit has a commitment C of its own, and two equations, C = b G + r H and
C = b C + s H, which only 0 and 1 satisfy (the draft's `Bit`). One equation more says that the bits add up to the number,
whose commitment follows from those of the totals. So a night is an AND of linear equations, and one proof.

The proof is the commitments of all bits and a batchable NARG string. What is proved is never read from it: the verifier
compiles the statement himself, and the tag binds the context, 32 bytes that stand for the week it is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from domain.claims.statement import Above, InRange, IsZero, Linear, Statement, Total, Unknown, violations
from domain.commitments.committing import Opening, commit, second_generator, weighed
from domain.commitments.p256 import GENERATOR, ORDER, POINT_BYTES, SCALAR_BYTES, Point, Projective, decode, encode
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.refusals import SigmaNotProved, StatementNotTrue
from glitterball.sigma.relations import SUITE, Equation, LinearRelation, Share, Term, prove, verify

LABEL: Final = b"glitterball-outcome-v1-DSFS-with-" + SUITE + b"-"
G, H = 0, 1
_FIRST_TOTAL = 2


def prove_statement(statement: Statement, openings: Mapping[str, Opening], context: bytes) -> bytes:
    """The proof that the counts opened fulfil the statement. Refuses where they do not: no proof of it exists."""
    counts = {couple: opening.value for couple, opening in openings.items()}
    broken = violations(statement, counts)
    if broken:
        raise StatementNotTrue(broken[0].why)
    bits = [
        fresh_opening(value >> place & 1)
        for constraint in statement.constraints
        if isinstance(constraint, InRange)
        for value in [constraint.linear.value(counts)]
        for place in range(constraint.bits)
    ]
    return proof_from(statement, openings, bits, context)


def proof_from(statement: Statement, openings: Mapping[str, Opening], bits: Sequence[Opening], context: bytes) -> bytes:
    """The bytes of a proof from the openings of the totals and of every bit: a proof only where these make it true."""
    opened = [Opening(1, 0), Opening(0, 1), *(openings[couple] for couple in statement.couples), *bits]
    points = commit(opened[_FIRST_TOTAL:])
    relation = _relation(statement, [GENERATOR, second_generator(), *points])

    def mapped(scalars: Sequence[int]) -> list[Projective]:
        return _mapped(relation, opened, scalars)

    narg = prove(relation, _witness(statement, opened), LABEL + context, mapped)
    return b"".join([*map(encode, points[len(statement.couples) :]), narg])


def proof_bytes(statement: Statement) -> int:
    """How long every proof of the statement is: it follows from the statement alone."""
    equations = scalars = 0
    for placed in _placed(statement):
        equations += 2 * len(placed.bits) + (not placed.is_comparison)
        scalars = placed.scalar + 3 * len(placed.bits) + (not placed.is_comparison)
    return (statement.bits + equations) * POINT_BYTES + scalars * SCALAR_BYTES


def verify_statement(statement: Statement, totals: Mapping[str, Point], proof: bytes, context: bytes) -> None:
    """Refuses unless the counts committed to in `totals` fulfil the statement."""
    committed = statement.bits * POINT_BYTES
    if len(proof) < committed:
        raise SigmaNotProved(f"it has {len(proof)} bytes, and the bits alone take {committed}")
    bits = [decode(proof[at : at + POINT_BYTES]) for at in range(0, committed, POINT_BYTES)]
    elements = [GENERATOR, second_generator(), *(totals[couple] for couple in statement.couples), *bits]
    verify(_relation(statement, elements), proof[committed:], LABEL + context)


class _Placed(NamedTuple):
    """A constraint with where its bits stand among the elements, where its scalars begin, and its number as shares."""

    constraint: InRange | IsZero
    bits: range
    scalar: int
    image: tuple[Share, ...]
    is_comparison: bool
    """Whether it says for the first time that an unknown is a bit: then the bit's commitment is the unknown's from there on, and
    nothing adds up."""


def _placed(statement: Statement) -> Iterator[_Placed]:
    """Each constraint with its place; a comparison stands before what uses it, or its unknown has no element yet."""
    element_of: dict[Unknown, int] = {Total(couple): _FIRST_TOTAL + at for at, couple in enumerate(statement.couples)}
    element, scalar = _FIRST_TOTAL + len(statement.couples), 0
    for constraint in statement.constraints:
        many = constraint.bits if isinstance(constraint, InRange) else 0
        bits = range(element, element + many)
        defines = isinstance(constraint, InRange) and _says_bit(constraint)
        unknown = constraint.linear.coefficients[0][0]
        defines = defines and unknown not in element_of  # said again, it is a number like any other
        if defines:
            element_of[unknown] = element
        yield _Placed(constraint, bits, scalar, _shares(constraint.linear, element_of), defines)
        element += many
        scalar += 3 * many + (not defines)


def _says_bit(constraint: InRange) -> bool:
    (unknown, factor), *others = constraint.linear.coefficients
    return isinstance(unknown, Above) and not others and factor == 1 and not constraint.linear.constant


def _shares(linear: Linear, element_of: Mapping[Unknown, int]) -> tuple[Share, ...]:
    constant = (Share(G, linear.constant),) if linear.constant else ()
    return (*constant, *(Share(element_of[unknown], factor) for unknown, factor in linear.coefficients))


def _relation(statement: Statement, elements: Sequence[Point]) -> LinearRelation:
    equations: list[Equation] = []
    scalars = 0
    for placed in _placed(statement):
        for at, bit in enumerate(placed.bits):
            b, r, s = range(placed.scalar + 3 * at, placed.scalar + 3 * at + 3)
            equations.append(Equation((Share(bit),), (Term(b, G), Term(r, H))))
            equations.append(Equation((Share(bit),), (Term(b, bit), Term(s, H))))
        scalars = placed.scalar + 3 * len(placed.bits)
        if not placed.is_comparison:
            together = tuple(Share(bit, -(1 << at)) for at, bit in enumerate(placed.bits))
            equations.append(Equation((*placed.image, *together), (Term(scalars, H),)))
            scalars += 1
    return LinearRelation(scalars, tuple(elements), tuple(equations))


def _witness(statement: Statement, opened: Sequence[Opening]) -> list[int]:
    witness: list[int] = []
    for placed in _placed(statement):
        for bit in placed.bits:
            value, blinding = opened[bit]
            witness += [value, blinding, blinding * (1 - value) % ORDER]
        if not placed.is_comparison:
            blinding = sum(share.coefficient * opened[share.element].blinding for share in placed.image)
            blinding -= sum(opened[bit].blinding << at for at, bit in enumerate(placed.bits))
            witness.append(blinding % ORDER)
    return witness


def _mapped(relation: LinearRelation, opened: Sequence[Opening], scalars: Sequence[int]) -> list[Projective]:
    """The sums of the terms for a prover who knows what every element is made of: two multiples by table each."""
    sums: list[Projective] = []
    for equation in relation.equations:
        of_first = of_second = 0
        for scalar, element, coefficient in equation.terms:
            factor = scalars[scalar] * coefficient
            of_first += factor * opened[element].value
            of_second += factor * opened[element].blinding
        sums.append(weighed(of_first, of_second))
    return sums
