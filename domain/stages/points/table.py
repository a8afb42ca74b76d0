"""A points table: the first place gets the first number, and so on; 12, 10, 8, ... of the song contest."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from domain.exact import Exact, ExactNumber, over_one_denominator
from domain.period.errors import CannotTabulate
from domain.period.scaled import Scaled
from domain.record import Frozen


class TablePoints(Frozen):
    """Points by place from `table`, 0 below it. A tie among the places that carry points cannot be tabulated."""

    kind: Literal["table"] = "table"
    table: Annotated[tuple[ExactNumber, ...], Field(min_length=1)]

    @property
    def how(self) -> str:
        """The conversion in a word or two, for the working."""
        return "points table"

    def of(self, raw: Sequence[Exact]) -> Scaled:
        """Points for raw values, higher is better."""
        falling = sorted(raw, reverse=True)
        scoring = falling[: len(self.table)]
        cut_in_a_tie = len(falling) > len(scoring) and falling[len(scoring)] == scoring[-1]
        if len(set(scoring)) < len(scoring) or cut_in_a_tie:
            raise CannotTabulate("a tie rule", "couples are tied for places that carry points, and no rule says how")
        points: dict[Exact, Exact] = dict(zip(falling, self.table, strict=False))
        values, over = over_one_denominator(points.get(value, 0) for value in raw)
        return Scaled(values, over)
