"""No conversion: the raw values are the points."""

from collections.abc import Sequence
from typing import Literal

from domain.exact import Exact, over_one_denominator
from domain.period.scaled import Scaled
from domain.record import Frozen


class RawPoints(Frozen):
    """The side's raw values as they are."""

    kind: Literal["raw"] = "raw"

    @property
    def how(self) -> str:
        """The conversion in a word or two, for the working."""
        return "as they are"

    def of(self, raw: Sequence[Exact]) -> Scaled:
        """The values themselves."""
        return Scaled(*over_one_denominator(raw))
