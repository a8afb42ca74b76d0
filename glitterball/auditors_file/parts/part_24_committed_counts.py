"""Statements about counts that are committed to, and never shown: numbers that are 0, or lie in a range.

A number in a range is shown bit by bit: each bit has a commitment C, and C = b*G + r*H together with C = b*C + s*H holds for
b = 0 and b = 1 only. What a number adds up from is never shown: its commitment follows from those of the counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_03_p256 import P256_BASE, P256Point, p256_point
from .part_03_p256_from_text import second_generator
from .part_03_relations import P256_SUITE, Equation, Relation, check_proof

PROVED_ABOUT = b"glitterball-outcome-v1-DSFS-with-" + P256_SUITE + b"-"
MOST_BITS = 192
"""Of the largest number in a statement, either way: no sum of such numbers comes round in the group, which has 256."""
_G, _H, _FIRST_COUNT = 0, 1, 2


class PubliclyFalse(Wrong):
    """No counts whatever would make a claim true; the text says which."""


class Number(NamedTuple):
    """A number said to be 0, or as many bits long as it has here. Points go by their numbers in the relation."""

    constant: int
    factors: list[tuple[int, int]]
    """Point, factor."""
    bits: range
    is_bit: bool = False
    """Whether it is one bit and nothing else: nothing has to add up to it then."""


class Statement:
    """What is said of the counts of these couples, which add up to a known turnout. No count is below 0."""

    def __init__(self, couples: Sequence[str], turnout: int) -> None:
        demand(0 < turnout.bit_length() <= MOST_BITS, "no votes were counted, or more than a statement can hold")
        self.couples, self.turnout = list(couples), turnout
        self.numbers: list[Number] = []
        self.bits = 0
        """How many bits were said so far."""
        for couple in couples:
            self.in_range({self.count(couple): 1}, 0, turnout.bit_length())
        self.is_zero({self.count(couple): 1 for couple in couples}, -turnout)

    def count(self, couple: str) -> int:
        """The point that commits to the count of a couple."""
        return _FIRST_COUNT + self.couples.index(couple)

    def is_zero(self, factors: Mapping[int, int], constant: int) -> None:
        self._add(factors, constant, 0)

    def in_range(self, factors: Mapping[int, int], constant: int, bits: int) -> None:
        self._add(factors, constant, bits)

    def is_bit(self) -> int:
        """One more bit, which says something by itself from here on; the point that commits to it."""
        point = _FIRST_COUNT + len(self.couples) + self.bits
        self.numbers.append(Number(0, [(point, 1)], range(point, point + 1), is_bit=True))
        self.bits += 1
        return point

    def at_least_0(self, factors: Mapping[int, int], constant: int) -> None:
        """In the bits of the largest value that counts up to the turnout, and bits, can give."""
        largest = least = constant
        for point, factor in factors.items():
            most = factor * (self.turnout if point < _FIRST_COUNT + len(self.couples) else 1)
            largest, least = largest + max(most, 0), least + min(most, 0)
        demand(max(largest.bit_length(), least.bit_length()) <= MOST_BITS, "its numbers are larger than can be proved")
        self.in_range(factors, constant, max(largest.bit_length(), 1))

    def _add(self, factors: Mapping[int, int], constant: int, bits: int) -> None:
        first = _FIRST_COUNT + len(self.couples) + self.bits
        told = [(point, factor) for point, factor in factors.items() if factor]
        self.numbers.append(Number(constant, told, range(first, first + bits)))
        self.bits += bits

    def relation(self, points: Sequence[P256Point]) -> Relation:
        """The statement as equations; `points` commit to the counts, then to the bits."""
        equations, unknowns = list[Equation](), 0
        for number in self.numbers:
            for bit in number.bits:
                b, r, s = range(unknowns, unknowns + 3)
                equations.append(Equation([(bit, 1)], [(b, _G, 1), (r, _H, 1)]))
                equations.append(Equation([(bit, 1)], [(b, bit, 1), (s, _H, 1)]))
                unknowns += 3
            if not number.is_bit:
                constant = [(_G, number.constant)] if number.constant else []
                less_bits = [(bit, -(2**place)) for place, bit in enumerate(number.bits)]
                equations.append(Equation([*constant, *number.factors, *less_bits], [(unknowns, _H, 1)]))
                unknowns += 1
        return Relation(unknowns, [P256_BASE, second_generator(), *points], equations)

    @property
    def proof_length(self) -> int:
        """Bytes of its proof: the commitments to bits, one for each equation, a response for each unknown."""
        sums = sum(not number.is_bit for number in self.numbers)
        return 33 * self.bits + 33 * (2 * self.bits + sums) + 32 * (3 * self.bits + sums)

    def check(self, counts: Sequence[P256Point], proof: bytes, about: bytes) -> None:
        """Refuses a proof that does not show it of the counts committed to, or that is about something else."""
        demand(len(proof) == self.proof_length, f"a proof of {len(proof)} bytes is of another statement")
        bits = [p256_point(proof[at : at + 33]) for at in range(0, 33 * self.bits, 33)]
        check_proof(self.relation([*counts, *bits]), proof[33 * self.bits :], PROVED_ABOUT + about)


def statement_of_body(couples: Sequence[str], turnout: int, placed: Sequence[str], places: int) -> Statement:
    """That a voting body gave its points to `placed`, best first, of whom each had votes, and no two as many."""
    demand(0 < len(placed) <= places, "a body gives points to somebody, and to no more than its table has")
    statement = Statement(couples, turnout)
    others = [couple for couple in couples if couple not in placed]
    for above, below in pairwise(placed):
        statement.at_least_0({statement.count(above): 1, statement.count(below): -1}, -1)
    last = statement.count(placed[-1])
    for couple in others:
        if len(placed) < places:
            statement.is_zero({statement.count(couple): 1}, 0)
        else:
            statement.at_least_0({last: 1, statement.count(couple): -1}, -1)
    statement.at_least_0({last: 1}, -1)
    return statement


def statement_of_save(couples: Sequence[str], turnout: int, kept: Sequence[str], left: Sequence[str]) -> Statement:
    """That in an instant save each of those kept had more votes than each of those who left by it."""
    statement = Statement(couples, turnout)
    for above in kept:
        for below in left:
            statement.at_least_0({statement.count(above): 1, statement.count(below): -1}, -1)
    return statement
