"""Couples drawn together to equal votes, so that under `dense` ties fewer different numbers stand between two others."""

from dataclasses import dataclass
from functools import cache

Placed = tuple[int, int]
"""(votes, couple)."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Neighbours brought to one level."""

    couples: tuple[int, ...]
    level: int
    given: int
    taken: int


def clustered(rising: list[Placed], most: int, removing: bool) -> list[tuple[Cluster, ...]] | None:
    """At most so many levels, for the fewest votes given and taken together (removed: all go down to the lowest). Two
    answers where the level of a cluster is free between its two middle couples. None where there is no level to stand on."""
    if not rising:
        return [()]
    if most < 1:
        return None

    @cache
    def best(start: int, left: int) -> tuple[int, tuple[int, ...]]:
        if start == len(rising):
            return 0, ()
        if not left:
            return 1 << 200, ()
        options = []
        for end in range(start + 1, len(rising) + 1):
            cost, rest = best(end, left - 1)
            one = _cluster(rising[start:end], removing, upper=False)
            options.append((cost + one.given + one.taken, (end, *rest)))
        return min(options)

    ends = best(0, most)[1]
    parts = [rising[start:end] for start, end in zip((0, *ends), ends, strict=False)]
    answers = [tuple(_cluster(part, removing, upper) for part in parts) for upper in (False, True)]
    return answers[:1] if removing or answers[0] == answers[1] else answers


def _cluster(part: list[Placed], removing: bool, upper: bool) -> Cluster:
    votes = [one for one, _ in part]
    level = votes[0] if removing else votes[len(votes) // 2 if upper else (len(votes) - 1) // 2]
    given = sum(level - one for one in votes if one < level)
    taken = sum(one - level for one in votes if one > level)
    return Cluster(tuple(couple for _, couple in part), level, given, taken)
