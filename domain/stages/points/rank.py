"""Rank points: the best of n couples gets n points, the last gets 1. Ties by one of four named conventions."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

from domain.exact import Exact
from domain.period.scaled import Scaled
from domain.record import Frozen

TieConvention = Literal["standard", "dense", "low", "average"]


class RankPoints(Frozen):
    """Points by place. With x(c) the raw value of couple c among n couples, two tied at the top of three get:

    - `standard` (1224): n - #{d : x(d) > x(c)}; 3, 3, 1
    - `dense` (1223): n - #{distinct values above x(c)}; 3, 3, 2
    - `low` (1334): n + 1 - #{d : x(d) >= x(c)}; 2, 2, 1
    - `average`: the mean of `standard` and `low`; 2.5, 2.5, 1
    """

    kind: Literal["rank"] = "rank"
    ties: TieConvention

    @property
    def how(self) -> str:
        """The conversion in a word or two, for the working."""
        return f"rank, {self.ties} ties"

    def of(self, raw: Sequence[Exact]) -> Scaled:
        """Points for raw values, higher is better."""
        n = len(raw)
        if self.ties == "dense":
            rising = sorted(set(raw))
            above = {value: len(rising) - 1 - index for index, value in enumerate(rising)}
            return Scaled(tuple(n - above[value] for value in raw))
        rising = sorted(raw)
        if self.ties == "standard":
            return Scaled(tuple(bisect_right(rising, value) for value in raw))
        if self.ties == "low":
            return Scaled(tuple(bisect_left(rising, value) + 1 for value in raw))
        return Scaled(tuple(bisect_right(rising, value) + bisect_left(rising, value) + 1 for value in raw), 2)
