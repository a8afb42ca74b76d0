"""Tie link of a package: what it compares is the package's, how couples are divided by it is not."""

from typing import ClassVar, Literal

from domain.period.errors import CannotTabulate
from domain.period.known import Division, Known, divide
from domain.period.ranges import merged
from domain.stages.clause import Clause
from domain.stages.plugged import Parameters, PlugInName, Tie, answered


class PlugInLink(Clause):
    """Compares one exact number a couple, as the kind `name` of a package works it out from `parameters`; more is better.

    A kind that fails leaves the couples tied, and the outcome waits for it. The week's marks are waited for. No season
    that uses one is certified. Source: the rulebook's clause.
    """

    kind: Literal["plug_in"] = "plug_in"
    looks_at_marks: ClassVar[bool] = True
    name: PlugInName
    parameters: Parameters = ()

    def divide(self, tied: tuple[int, ...], known: Known) -> Division:
        """By the numbers the kind gives the tied couples."""
        couples = known.period.couples
        tie = Tie(tuple(couples[index] for index in tied), known.period, known.sides)
        try:
            numbers = answered(self.name, "link", self.parameters, tie, len(tied))
        except CannotTabulate as lack:
            return Division((tied,), needs=f"{lack.needs} ({lack.why})")
        by_index = dict(zip(tied, numbers, strict=True))
        rests_on = merged([*known.period.scores_rest_on, *(span for side in known.sides for span in side.rests_on)])
        division = divide(tied, by_index.__getitem__, rests_on)
        return Division(division.groups, division.values, rests_on=rests_on, what=self.name)
