"""Points of a package: how raw values become points, as the package works it out."""

from collections.abc import Sequence
from typing import Literal

from domain.exact import Exact, over_one_denominator
from domain.period.scaled import Scaled
from domain.record import Frozen
from domain.stages.plugged import Parameters, PlugInName, answered


class PlugInPoints(Frozen):
    """Points as the kind `name` of a package makes them of a side's raw values and `parameters`; more is better.

    The kind sees values, and neither couples nor weeks. Source: the rulebook's clause.
    """

    kind: Literal["plug_in"] = "plug_in"
    name: PlugInName
    parameters: Parameters = ()

    @property
    def how(self) -> str:
        """The package's kind, for the working."""
        return self.name

    def of(self, raw: Sequence[Exact]) -> Scaled:
        """Points for raw values, one for each."""
        values, over = over_one_denominator(answered(self.name, "points", self.parameters, tuple(raw), len(raw)))
        return Scaled(values, over)
