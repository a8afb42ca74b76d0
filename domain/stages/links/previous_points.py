"""Tie link: the combined points of the previous period."""

from typing import Literal

from domain.period.known import Division, Known, divide
from domain.stages.clause import Clause


class PreviousPoints(Clause):
    """Compares last period's combined points. In a first period all have 0 and the link divides nobody."""

    kind: Literal["previous_points"] = "previous_points"

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the previous period's combined points."""
        previous = dict(known.period.previous_points)
        couples = known.period.couples
        return divide(tied, lambda index: previous.get(couples[index], 0))
