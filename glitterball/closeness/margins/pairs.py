"""What it costs to bring one couple above another: a proven least number of votes, and votes that do it."""

from dataclasses import dataclass, field
from typing import Literal

from glitterball.closeness.margins import shares
from glitterball.closeness.margins.count import Count, Split
from glitterball.closeness.margins.ranks import Way, ways

Cheaply = Literal["moved", "removed"]


@dataclass(frozen=True, slots=True)
class Brought:
    """No fewer than `at_least` votes bring `high` above `low`; `votes` do it for `cost` (still to be balanced: moved votes
    may not yet add up to as many as before)."""

    at_least: int
    cost: int
    high: int
    low: int
    votes: Split


@dataclass(slots=True)
class Prices:
    """What each pair costs on the night, worked out once for all questions."""

    count: Count
    known: dict[tuple[Cheaply, int, int, bool], Brought | None] = field(default_factory=dict)

    def of(self, unit: Cheaply, strictly: bool, high: int, low: int) -> Brought | None:
        """The cheapest way to bring the first couple above the second (not `strictly`: or to an open tie with it)."""
        key = (unit, high, low, self.count.equal_will_do(high, low, strictly))
        if key not in self.known:
            self.known[key] = Pairing(self.count, unit, strictly).brought(high, low, self.count.total)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A question of cost between two couples; `limit` is a cost beyond which nobody wants to know."""

    count: Count
    unit: Cheaply
    strictly: bool

    def brought(self, high: int, low: int, limit: int, votes: Split | None = None) -> Brought | None:
        """The cheapest way, or None where there is none within the limit."""
        before = self.count.votes if votes is None else votes
        if self.count.by_order:
            return self._by_rank(before, high, low, limit)
        work = shares.moved if self.unit == "moved" else shares.removed
        after = work(self.count, before, high, low, self.strictly)
        if after is None:
            return None
        cost = sum(max(old - new, 0) for old, new in zip(before, after, strict=True))
        return Brought(cost, cost, high, low, tuple(after)) if cost <= limit else None

    def _by_rank(self, before: Split, high: int, low: int, limit: int) -> Brought | None:
        bound: int | None = None
        best: Brought | None = None
        for way in ways(self.count, before, high, low, self.strictly, self.unit == "removed"):
            within = limit if best is None else best.cost - 1
            if way.clusters and self.unit == "moved":
                least = -(-way.meeting.together() // 2)
                if least <= within:
                    bound = least if bound is None else min(bound, least)
            found = way.meeting.move(within) if self.unit == "moved" else way.meeting.removal()
            if found is None or found[0] > within:
                continue
            best = _made(way, before, found)
        if best is None:
            return None if bound is None else Brought(bound, limit + 1, high, low, before)
        if bound is not None and bound < best.cost:
            return Brought(bound, best.cost, high, low, best.votes)
        return best


def _made(way: Way, before: Split, found: tuple[int, int, int]) -> Brought:
    cost, x, y = found
    return Brought(cost, cost, way.high, way.low, tuple(way.votes(before, x, y)))
