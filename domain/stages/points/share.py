"""Share: a couple's part of the side's sum, an exact fraction."""

from collections.abc import Sequence
from typing import Literal

from domain.exact import Exact, over_one_denominator
from domain.period.errors import CannotTabulate
from domain.period.scaled import Scaled
from domain.record import Frozen


class SharePoints(Frozen):
    """x(c) / sum of x. Undefined when the sum is 0 or a value is below 0: the period then cannot be tabulated, and says so.

    Over a sum below 0 the shares would run the other way round, and over a sum with negative parts they are no parts of it.
    """

    kind: Literal["share"] = "share"

    @property
    def how(self) -> str:
        """The conversion in a word or two, for the working."""
        return "share of the side"

    def of(self, raw: Sequence[Exact]) -> Scaled:
        """Shares adding to exactly 1."""
        numerators, _ = over_one_denominator(raw)
        whole = sum(numerators)
        if min(numerators, default=0) < 0:
            raise CannotTabulate("a share", "a share of a total below 0 is undefined: a couple of the side has one")
        if whole == 0:
            raise CannotTabulate("a share", "a share of nothing is undefined: the side's sum is 0")
        return Scaled(numerators, whole)
