"""Rank points: the best of n couples gets n points, the last gets 1. Ties by one of four named conventions."""

from collections.abc import Mapping, Sequence
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
        rising = sorted(raw)
        if self.ties == "dense":
            distinct = dict.fromkeys(rising)
            best = {value: place for place, value in enumerate(distinct, start=len(rising) - len(distinct) + 1)}
            return _each(raw, best)
        best = {value: place for place, value in enumerate(rising, start=1)}  # of equal ones the last is kept
        if self.ties == "standard":
            return _each(raw, best)
        falling = enumerate(reversed(rising), start=-len(rising))
        least = {value: -place for place, value in falling}
        if self.ties == "low":
            return _each(raw, least)
        return _each(raw, {value: place + least[value] for value, place in best.items()}, over=2)


def _each(raw: Sequence[Exact], points: Mapping[Exact, int], over: int = 1) -> Scaled:
    return Scaled(tuple(map(points.__getitem__, raw)), over)
