"""One couple above another under rank points: in which ways the couples between them may come to stand.

What decides is how many viewers' points the first leads the second by, and that is a count of who stands between them in
the public order (counted as the tie convention counts). To lead by more, others must come between; to trail by less, those
between must leave. An exchange shows that nothing is lost by taking them in the order they stand: two couples that cross
could swap places for no more votes. So the ways are few, and each is a `Meeting`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from domain.stages.points import RankPoints
from glitterball.closeness.margins.clusters import Cluster, clustered
from glitterball.closeness.margins.count import Count, Split
from glitterball.closeness.margins.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Way:
    """One way for couple `high` to come above `low`: the meeting, who is lifted and lowered with which shift, and which
    couples between are drawn to one level."""

    meeting: Meeting
    high: int
    low: int
    lifted: tuple[tuple[int, int], ...]
    lowered: tuple[tuple[int, int], ...]
    clusters: tuple[Cluster, ...] = ()

    def votes(self, before: Split, x: int, y: int) -> list[int]:
        """The votes with the couples brought to x and y (not yet as many as before)."""
        after = list(before)
        after[self.high], after[self.low] = x, y
        for couple, shift in self.lifted:
            after[couple] = max(after[couple], y + shift)
        for couple, shift in self.lowered:
            after[couple] = min(after[couple], x - shift)
        for cluster in self.clusters:
            for couple in cluster.couples:
                after[couple] = cluster.level
        return after


def ways(count: Count, votes: Split, high: int, low: int, strictly: bool, removing: bool) -> Iterator[Way]:
    """Every way that may be the cheapest one."""
    assert isinstance(count.side.points, RankPoints)
    ties = count.side.points.ties
    twice = 2 * count.lead_needed(high, low)
    halves = ceil(twice) if count.equal_will_do(high, low, strictly) else floor(twice) + 1
    others = sorted((votes[at], at) for at in range(count.size) if at not in (high, low))
    sought = _Sought(votes, high, low, others, removing)
    if ties == "average":
        yield from _average(sought, halves)
        return
    lead = -(-halves // 2)
    if lead <= 0:
        yield sought.way([], [], 0, True)
    else:
        yield from _ahead(sought, lead, ties)
    if lead < 0:
        if ties == "dense":
            yield from _behind_dense(sought, -lead)
        else:
            yield from _behind(sought, -lead, ties)


@dataclass(frozen=True, slots=True)
class _Sought:
    votes: Split
    high: int
    low: int
    others: list[tuple[int, int]]
    removing: bool

    @property
    def distinct(self) -> bool:
        """Whether no two of the others have equal votes."""
        return len({votes for votes, _ in self.others}) == len(self.others)

    def between(self, ends: bool) -> list[int]:
        """The others that now stand between the two, both ends counted or not; rising."""
        a, b = self.votes[self.high], self.votes[self.low]
        return [at for votes, at in self.others if (a <= votes <= b if ends else a < votes < b)]

    def way(
        self,
        lifted: list[tuple[int, int]],
        lowered: list[tuple[int, int]],
        gap: int,
        above: bool,
        clusters: tuple[Cluster, ...] = (),
    ) -> Way:
        votes = self.votes
        meeting = Meeting(
            votes[self.high],
            votes[self.low],
            tuple(votes[at] - shift for at, shift in lifted),
            tuple(votes[at] + shift for at, shift in lowered),
            gap,
            above,
            sum(cluster.given for cluster in clusters),
            sum(cluster.taken for cluster in clusters),
            max((shift for _, shift in lowered), default=0),
        )
        return Way(meeting, self.high, self.low, tuple(lifted), tuple(lowered), clusters)


def _ahead(sought: _Sought, lead: int, ties: str) -> Iterator[Way]:
    """To lead by so many: the couple itself and `lead` - 1 others between, neighbours in the public order."""
    drawn = lead - 1
    everyone = [at for _, at in sought.others]
    lists = [everyone]
    if ties == "dense" and not sought.distinct:
        lists.append(list(dict(sought.others).values()))
    for number, listed in enumerate(lists):
        spread = ties == "dense" and (sought.distinct or number == 1)
        for start in range(len(listed) - drawn + 1):
            window = listed[start : start + drawn]
            up = [(at, _least(ties, place, spread)) for place, at in enumerate(window)]
            down = [(at, _most(ties, drawn - place, spread)) for place, at in enumerate(window)]
            yield sought.way(up, down, drawn + 1 if spread else 2 if ties == "dense" and drawn else 1, True)


def _least(ties: str, place: int, spread: bool) -> int:
    """How far above the lower couple one of the couples between must stand."""
    return {"standard": 1, "low": 0}.get(ties, place + 1 if spread else 1)


def _most(ties: str, from_top: int, spread: bool) -> int:
    """How far below the higher couple."""
    return {"standard": 0, "low": 1}.get(ties, from_top if spread else 1)


def _behind(sought: _Sought, trail: int, ties: str) -> Iterator[Way]:
    """To trail by no more: all but `trail` - 1 of those between must go, the lower ones down and the upper ones up."""
    between = sought.between(ends=True)
    go = max(len(between) - (trail - 1), 0)
    up, down = (1, 0) if ties == "standard" else (0, 1)
    for first in range(go + 1):
        lifted = [(at, up) for at in between[len(between) - (go - first) :]] if go > first else []
        yield sought.way(lifted, [(at, down) for at in between[:first]], 1, False)


def _behind_dense(sought: _Sought, trail: int) -> Iterator[Way]:
    """Only different numbers of votes count: those between may also be drawn together to `trail` - 1 levels."""
    between = sought.between(ends=False)
    for first in range(len(between) + 1):
        for last in range(len(between) - first + 1):
            middle = between[first : len(between) - last]
            clusters = clustered([(sought.votes[at], at) for at in middle], trail - 1, sought.removing)
            if clusters is None:
                continue
            lifted = [(at, 0) for at in between[len(between) - last :]] if last else []
            for drawn in clusters:
                yield sought.way(lifted, [(at, 0) for at in between[:first]], 1, False, drawn)


def _average(sought: _Sought, halves: int) -> Iterator[Way]:
    """The mean of both countings: a couple between counts two halves, one at either end one half."""
    if halves <= 0:
        yield sought.way([], [], 0, True)
    else:
        yield from _ahead_average(sought, max(halves - 2, 0))
    if halves <= -2:
        yield from _behind_average(sought, -halves - 2)


def _ahead_average(sought: _Sought, halves: int) -> Iterator[Way]:
    everyone = [at for _, at in sought.others]
    for inside in range(halves // 2 + 1):
        ends = halves - 2 * inside
        for start in range(len(everyone) - inside - ends + 1):
            window = everyone[start : start + inside + ends]
            for lower in range(ends + 1):
                full = range(lower, lower + inside)
                shifts = [(at, 1 if place in full else 0) for place, at in enumerate(window)]
                yield sought.way(shifts, shifts, 2 if inside else 1, True)


def _behind_average(sought: _Sought, halves: int) -> Iterator[Way]:
    between = sought.between(ends=True)
    size = len(between)
    surplus = max(2 * size - halves, 0)
    for down in range(size + 1):
        for up in range(size - down + 1):
            for half_down in range(down + 1):
                half_up = 2 * (down + up) - half_down - surplus
                if not 0 <= half_up <= up:
                    continue
                lowered = [(at, 1 if place < down - half_down else 0) for place, at in enumerate(between[:down])]
                upper = between[size - up :] if up else []
                lifted = [(at, 1 if place >= half_up else 0) for place, at in enumerate(upper)]
                yield sought.way(lifted, lowered, 1, False)
