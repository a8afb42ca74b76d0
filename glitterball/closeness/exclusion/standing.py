"""The count as it stands, and what becomes of the outcome when some votes are taken out of it.

Taking votes out can only matter where two couples meet. So first, in whole numbers, the lines that decide are looked at;
the week is tabulated again only when an order may differ. That the short way and the long way agree is tested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

from domain.exact import Exact, exact
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import Form
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.exclusion.results import Seen, ending_of
from glitterball.closeness.implied import NotWorkedOut
from glitterball.closeness.margins.count import Count, count_of

Held = Mapping[str, Mapping[str, int]]
"""Votes by voting body and couple."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be left out: the votes it has in the count, and its batches by voting body."""

    week: int
    name: str
    votes: Held
    batches: Mapping[str, int]

    @property
    def total(self) -> int:
        """All its votes."""
        return sum(count for votes in self.votes.values() for count in votes.values())


@dataclass(slots=True)
class Standing:
    """The week as it stands. `batches` are those in the count by voting body; a body left without one is as though it
    had never voted. Bodies in `kept` have substituted votes and stay."""

    rulebook: Rulebook
    period: ScoringPeriod
    batches: Mapping[str, int]
    kept: frozenset[str]
    outcome: Outcome = field(init=False)
    seen: Seen = field(init=False)
    tabulated: int = 0
    _short: "ShortWay | None" = None

    def __post_init__(self) -> None:
        self.outcome = tabulate(self.rulebook, self.period, explain=False)
        self.seen = self._look(self.outcome, self.period)
        form = self.rulebook.form(self.period.form)
        if form is None or self.outcome.combined is None:
            return
        try:
            count = count_of(self.rulebook, self.period, form)
        except NotWorkedOut:
            return
        self._short = ShortWay.of(count, lines(form, self.period, self.outcome), self.seen.gap)

    def close(self, part: Part) -> "Close | None":
        """How close it is without the part where nothing else can differ; None where it must be tabulated again."""
        short = self._short
        if short is None:
            return None
        if len(part.votes) == 1:  # mostly
            ((body, votes),) = part.votes.items()
            if body in short.bodies and self._stays(body, part):
                return short.without(votes)
            return None
        taken: dict[str, int] = {}
        for body, votes in part.votes.items():
            if body not in short.bodies or not self._stays(body, part):
                return None
            for couple, count in votes.items():
                taken[couple] = taken.get(couple, 0) + count
        return short.without(taken)

    def without(self, part: Part) -> Seen:
        """The week tabulated again without the part."""
        period = self.period_without(part)
        self.tabulated += 1
        return self._look(tabulate(self.rulebook, period, explain=False), period)

    def period_without(self, part: Part) -> ScoringPeriod:
        """The scoring period without the part's votes."""
        votes = []
        for counted in self.period.votes:
            if not self._stays(counted.body, part):
                continue
            taken = part.votes.get(counted.body, {})
            left = (
                count - taken.get(couple, 0) for couple, count in zip(self.period.couples, counted.votes, strict=True)
            )
            votes.append(BodyVotes(counted.body, tuple(left), counted.rests_on))
        return replace(self.period, votes=tuple(votes))

    def seen_close(self, close: "Close") -> Seen:
        """What was seen the short way."""
        return Seen(self.seen.ending, close.gap, close.votes_apart)

    def _stays(self, body: str, part: Part) -> bool:
        return body in self.kept or self.batches.get(body, 0) > part.batches.get(body, 0)

    def _look(self, outcome: Outcome, period: ScoringPeriod) -> Seen:
        return look(self.rulebook, outcome, period)


def look(rulebook: Rulebook, outcome: Outcome, period: ScoringPeriod) -> Seen:
    """The ending of an outcome, and how close it was."""
    form = rulebook.form(period.form)
    gap = None
    if form is not None and outcome.combined is not None:
        index = {couple: at for at, couple in enumerate(period.couples)}
        combined = outcome.combined
        gaps = [combined[index[high]] - combined[index[low]] for high, low in lines(form, period, outcome)]
        gap = min(gaps, default=None)
    return Seen(ending_of(outcome), gap, _votes_apart(rulebook, outcome))


def lines(form: Form, period: ScoringPeriod, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """The neighbours in the order between which something is decided: (the higher, the lower)."""
    order = [couple for group in outcome.order for couple in group]
    if form.select.kind == "everyone_placed":
        return tuple(pairwise(order))
    if period.cancelled or not form.by_order_alone:
        return ()
    eligible = [couple for couple in order if couple not in period.immune]
    size = form.select.size(len(eligible))
    cuts = {min(form.leave, size)} if form.second_stage is None else {size, min(form.out_at_once, size)}
    places = (len(eligible) - cut for cut in sorted(cuts))
    return tuple((eligible[at - 1], eligible[at]) for at in places if 0 < at < len(eligible))


def _votes_apart(rulebook: Rulebook, outcome: Outcome) -> int | None:
    """Where one side counts votes and only their order gives points."""
    counting = [side for side in rulebook.sides if side.counts.kind == "votes"]
    if len(counting) != 1 or counting[0].points.kind not in ("rank", "table"):
        return None
    raw = next(
        (sorted(int(value) for value in side.raw) for side in outcome.sides if side.name == counting[0].name), []
    )
    return min((high - low for low, high in pairwise(raw)), default=None)


@dataclass(frozen=True, slots=True)
class Close:
    """How close it is: the gap as numerator and denominator (`over` 0: there is none), and the votes apart."""

    points: int
    over: int
    votes_apart: int | None

    @property
    def gap(self) -> int | Fraction | None:
        """The gap as an exact number."""
        return exact(Fraction(self.points, self.over)) if self.over else None

    def closer_than(self, other: "Close") -> bool:
        """By the gap, then by the votes apart."""
        mine, theirs = self.points * max(other.over, 1), other.points * max(self.over, 1)
        return mine < theirs or (mine == theirs and (self.votes_apart or 0) < (other.votes_apart or 0))


@dataclass(frozen=True, slots=True)
class ShortWay:
    """Orders of couples in whole numbers. Under points by order, `order` is by votes: (couple, votes) best first. Otherwise it
    is by combined points, which are `(fixed * whole + weight * votes) / (over * whole)`; `whole` is all votes under shares,
    else 1."""

    bodies: frozenset[str]
    by_order: bool
    by_share: bool
    order: tuple[tuple[str, int, int], ...]
    """(couple, fixed, votes), best first."""
    weight: int
    over: int
    total: int
    lines: tuple[tuple[int, int], ...]
    """Places in the order between which something is decided: (the higher, the lower)."""
    gap: tuple[int, int]
    """As it stands; where points go by order and the order stays, so does it. `(0, 0)`: there is none."""

    @classmethod
    def of(cls, count: Count, decided: tuple[tuple[str, str], ...], gap: Exact | None) -> "ShortWay | None":
        """None where couples have equal combined points, which a tie chain then looks into: that takes the long way."""
        couples, weight = count.period.couples, count.side.weight
        over = lcm(weight.denominator, *(value.denominator for value in count.fixed))
        fixed = [int(value * over) for value in count.fixed]
        by_share = count.side.points.kind == "share"
        if not by_share and not count.by_order and count.side.points.kind != "raw":
            return None
        whole = count.total if by_share else 1
        scaled = int(weight * over)
        if count.by_order:
            rank = count.votes
        else:
            rank = tuple(one * whole + scaled * votes for one, votes in zip(fixed, count.votes, strict=True))
            if len(set(rank)) < len(rank):
                return None
        best = sorted(range(len(couples)), key=lambda at: -rank[at])
        order = tuple((couples[at], fixed[at], count.votes[at]) for at in best)
        place = {couple: at for at, (couple, _, _) in enumerate(order)}
        at_lines = tuple((place[high], place[low]) for high, low in decided)
        stays = (0, 0) if gap is None else (gap.numerator, gap.denominator)
        return cls(
            frozenset(count.bodies), count.by_order, by_share, order, scaled, over, count.total, at_lines, stays
        )  # fmt: skip

    def without(self, taken: Mapping[str, int]) -> Close | None:
        """How close it is without these votes, if every order stays; None if one may change."""
        return self._by_order(taken) if self.by_order else self._by_points(taken)

    def _by_order(self, taken: Mapping[str, int]) -> Close | None:
        apart: int | None = None
        before = left_before = -1
        for couple, _, votes in self.order:
            left = votes - taken.get(couple, 0)
            if before >= 0:
                distance = left_before - left
                if distance < 0 or (distance == 0) is not (before == votes):
                    return None
                if apart is None or distance < apart:
                    apart = distance
            before, left_before = votes, left
        return Close(*self.gap, apart)

    def _by_points(self, taken: Mapping[str, int]) -> Close | None:
        whole = self.total - sum(taken.get(couple, 0) for couple, _, _ in self.order) if self.by_share else 1
        if whole <= 0:
            return None
        weight = self.weight
        points = [fixed * whole + weight * (votes - taken.get(couple, 0)) for couple, fixed, votes in self.order]
        if any(high <= low for high, low in pairwise(points)):
            return None
        gap = min((points[high] - points[low] for high, low in self.lines), default=None)
        return Close(0, 0, None) if gap is None else Close(gap, self.over * whole, None)
