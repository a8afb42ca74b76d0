"""Tie link: the points of one side, such as the televote points of the song contest from 2016."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.record import Slug
from domain.stages.clause import Clause


class SidePoints(Clause):
    """More points from that side is better."""

    kind: Literal["side_points"] = "side_points"
    side: Slug

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the side's points."""
        side = known.side(self.side)
        return divide(tied, side.points.__getitem__, side.rests_on)
