"""Changing votes along one straight line, vote by vote: exact, because the order of the couples can only change where two
of them meet, and where they meet is a root of a straight line."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from glitterball.closeness.margins.count import Count, Split

Direction = tuple[int, ...]
"""What one step adds to each couple's votes: 1, 0 or -1."""


def towards(size: int, up: int | None = None, down: int | None = None) -> Direction:
    """One vote for `up`, one fewer for `down`."""
    return tuple((couple == up) - (couple == down) for couple in range(size))


def stops(count: Count, direction: Direction) -> Iterator[int]:
    """The numbers of steps, rising, at which the answer can change; between two stops it cannot.

    Every meeting point of two couples, by votes and by combined points, and the whole steps next to it.
    """
    roots: set[Fraction] = set()
    for couple in range(count.size):
        for other in range(couple):
            roots.update(_meetings(count, direction, couple, other))
    limit = min((count.votes[at] for at, step in enumerate(direction) if step < 0), default=None)
    steps = {1} | {step for root in roots for step in (floor(root), ceil(root), floor(root) + 1)}
    if limit is not None:
        steps.add(limit)
    return iter(sorted(step for step in steps if step >= 1 and (limit is None or step <= limit)))


def _meetings(count: Count, direction: Direction, one: int, other: int) -> Iterator[Fraction]:
    """Where two couples have equal votes, and where they have equal combined points (of the share, times all votes)."""
    votes, slope = count.votes[one] - count.votes[other], direction[one] - direction[other]
    if slope:
        yield Fraction(-votes, slope)
    if count.by_order:
        return
    lead = count.lead_needed(one, other)
    if count.side.points.kind == "share":
        gap, turn = votes - lead * count.total, slope - lead * sum(direction)
    else:
        gap, turn = votes - lead, Fraction(slope)
    if turn:
        yield -gap / turn


def at_step(count: Count, direction: Direction, steps: int) -> Split:
    """The votes after so many steps."""
    return tuple(votes + steps * step for votes, step in zip(count.votes, direction, strict=True))
