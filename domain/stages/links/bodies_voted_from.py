"""Tie link: points from more voting bodies (the song contest: from more countries, since 2008)."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.record import Slug
from domain.stages.clause import Clause
from domain.stages.links.given import given


class BodiesVotedFrom(Clause):
    """Compares how many bodies of the side gave the couple any points."""

    kind: Literal["bodies_voted_from"] = "bodies_voted_from"
    side: Slug

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the number of bodies with points for the couple."""
        bodies = given(self.side, known)
        rests_on = known.side(self.side).rests_on
        return divide(tied, lambda index: sum(1 for points in bodies if points[index] > 0), rests_on)
