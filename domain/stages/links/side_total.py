"""Tie link: the raw total of one side, such as the viewers' votes or the judges' total."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.record import Slug
from domain.stages.clause import Clause


class SideTotal(Clause):
    """More on that side is better: "the couple with the fewest public votes goes" (US 34, showrunner, Nov 2025)."""

    kind: Literal["side_total"] = "side_total"
    side: Slug

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the side's raw values."""
        side = known.side(self.side)
        return divide(tied, side.raw.__getitem__, side.rests_on)
