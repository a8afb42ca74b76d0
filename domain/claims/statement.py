"""A statement about hidden counts: linear expressions that are 0 or lie in a range, and which of them given counts break."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

Counts = Mapping[str, int]
"""The hidden count of each couple, as an adjudicator or the prover knows it."""


class Total(NamedTuple):
    """The hidden count of one couple."""

    couple: str

    def value(self, counts: Counts) -> int:
        """The count."""
        return counts[self.couple]


class Above(NamedTuple):
    """1 where the first couple has more votes than the second, else 0."""

    first: str
    second: str

    def value(self, counts: Counts) -> int:
        """By the counts."""
        return int(counts[self.first] > counts[self.second])


Unknown = Total | Above


class Linear(NamedTuple):
    """A constant and so many times each unknown, all whole numbers."""

    coefficients: tuple[tuple[Unknown, int], ...]
    constant: int = 0

    def value(self, counts: Counts) -> int:
        """At given counts."""
        return self.constant + sum(factor * unknown.value(counts) for unknown, factor in self.coefficients)


class InRange(NamedTuple):
    """0 <= linear < 2^bits."""

    linear: Linear
    bits: int
    why: str

    def holds(self, counts: Counts) -> bool:
        """At given counts."""
        return 0 <= self.linear.value(counts) < 1 << self.bits


class IsZero(NamedTuple):
    """linear = 0."""

    linear: Linear
    why: str

    def holds(self, counts: Counts) -> bool:
        """At given counts."""
        return self.linear.value(counts) == 0


Constraint = InRange | IsZero


class Statement(NamedTuple):
    """Every constraint on the counts of `couples`, whose sum is public; the comparisons come before what uses them."""

    couples: tuple[str, ...]
    turnout: int
    constraints: tuple[Constraint, ...]

    @property
    def bits(self) -> int:
        """How many bits are proved in all: what a proof's size and time follow."""
        return sum(constraint.bits for constraint in self.constraints if isinstance(constraint, InRange))


def violations(statement: Statement, counts: Counts) -> list[Constraint]:
    """The constraints that do not hold at `counts`: none where the claim is true, and only then can it be proved."""
    return [constraint for constraint in statement.constraints if not constraint.holds(counts)]


def counted(couples: tuple[str, ...], turnout: int, equal: Iterable[tuple[str, ...]]) -> list[Constraint]:
    """What holds of every count: none is below 0, together they are the turnout, and those said to be equal are.

    The range of each total is what keeps a prover from giving one couple less than no votes and another more.
    """
    bits = max(turnout.bit_length(), 1)
    totals: list[Constraint] = [
        InRange(Linear(((Total(couple), 1),)), bits, f"nobody has less than no votes: {couple}") for couple in couples
    ]
    sum_of_all = Linear(tuple((Total(couple), 1) for couple in couples), -turnout)
    return [
        *totals,
        IsZero(sum_of_all, "the counts add up to the turnout"),
        *(
            IsZero(Linear(((Total(first), 1), (Total(second), -1))), f"{first} and {second} have equal counts")
            for group in equal
            for first, second in pairwise(group)
        ),
    ]


def compared(first: str, second: str, turnout: int) -> list[Constraint]:
    """`Above(first, second)` is a bit, and says which of two unequal counts is the larger.

    first - second + 2^bits - (2^bits + 1) * bit lies in the range for a bit of 1 where first > second, and for a bit of 0
    where first < second; for equal counts there is neither.
    """
    bits = max(turnout.bit_length(), 1)
    bit = Above(first, second)
    larger = Linear(((Total(first), 1), (Total(second), -1), (bit, -(1 << bits) - 1)), 1 << bits)
    return [
        InRange(Linear(((bit, 1),)), 1, f"{first} is above {second} by votes, or is not"),
        InRange(larger, bits, f"the votes of {first} and {second} say which"),
    ]
