"""Tie link: more 12s, then more 10s, and so on down to the 1s (the song contest's count-back, since 1989)."""

from dataclasses import replace
from typing import Literal

from domain.period.known import Division, Known, divide
from domain.record import Slug
from domain.stages.clause import Clause
from domain.stages.links.given import given


class CountOf(Clause):
    """Compares how many bodies of the side gave the couple the highest points, then the next lower, through all given.

    It divides at the first points the tied couples differ in; those still equal are compared again on their own.
    """

    kind: Literal["count_of"] = "count_of"
    side: Slug

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the count of the highest points in which the tied couples differ."""
        bodies = given(self.side, known)
        rests_on = known.side(self.side).rests_on
        for value in sorted({points[index] for points in bodies for index in tied if points[index] > 0}, reverse=True):
            counts = {index: sum(1 for points in bodies if points[index] == value) for index in tied}
            division = divide(tied, counts.__getitem__, rests_on)
            if len(division.groups) > 1:
                return replace(division, what=f"count of {value}s", again=True)
        return Division((tied,), rests_on=rests_on)
