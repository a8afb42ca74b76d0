"""The count of a night as margins see it: the one side whose votes can change, and everything else, which stands."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Literal

from domain.exact import Exact
from domain.period.errors import CannotTabulate
from domain.period.known import Known, SideResult
from domain.period.scaled import Scaled
from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook.book import Rulebook, Side
from domain.rulebook.forms import Form
from domain.stages.links import Authority, Lot, SidePoints, SideTotal
from domain.stages.measures import Votes
from domain.stages.points import TablePoints
from domain.stages.second_stages import ViewersSave
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import NotWorkedOut, refuse_other_counts

Split = tuple[int, ...]
"""Votes in the order of the period's couples."""

Tied = Literal["first", "second", "open"]


@dataclass(frozen=True, slots=True)
class Count:
    """Couples are indices into `period.couples`. `fixed` are the combined points of all other sides, `votes` the changeable
    side's counts, `bodies` the voting bodies they come from."""

    rulebook: Rulebook
    period: ScoringPeriod
    form: Form
    side: Side
    fixed: tuple[Exact, ...]
    known: Known
    votes: Split
    bodies: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many couples dance."""
        return len(self.votes)

    @property
    def total(self) -> int:
        """All votes."""
        return sum(self.votes)

    @property
    def by_order(self) -> bool:
        """Whether only the order of the votes counts, not how many."""
        return self.side.points.kind in ("rank", "table")

    def lead_needed(self, high: int, low: int) -> Fraction:
        """By how many viewers' points the first couple must lead the second to have equal combined points."""
        return Fraction(self.fixed[low] - self.fixed[high]) / Fraction(self.side.weight)

    def tied(self, high: int, low: int) -> Tied:
        """Which of two couples with equal combined points stands higher. Equal combined points fix which has more votes."""
        lead = self.lead_needed(high, low)
        for link in self.rulebook.tie_chain:
            if isinstance(link, SideTotal | SidePoints) and link.side == self.side.name:
                if lead:
                    return "first" if lead > 0 else "second"
                continue
            if isinstance(link, Lot | Authority):
                return "open"
            division = link.divide((high, low), self.known)
            if division.needs:
                return "open"
            if len(division.groups) == 2:
                return "first" if division.groups[0] == (high,) else "second"
        return "open"

    def equal_will_do(self, high: int, low: int, strictly: bool) -> bool:
        """Whether equal combined points put the first couple above the second; not `strictly`: or leave them tied. A recorded
        lot may settle an open tie, so then equality is let pass."""
        tied = self.tied(high, low)
        return tied == "first" or (tied == "open" and (not strictly or bool(self.period.settlements)))

    def with_votes(self, votes: Split) -> ScoringPeriod:
        """The period had these been the votes: more go to the first body, fewer are taken from each in turn."""
        bodies = {count.body: list(count.votes) for count in self.period.votes if count.body in self.bodies}
        for couple, (new, old) in enumerate(zip(votes, self.votes, strict=True)):
            change = new - old
            for body in self.bodies:
                step = change if change > 0 else max(change, -bodies[body][couple])
                bodies[body][couple] += step
                change -= step
        counts = tuple(
            BodyVotes(count.body, tuple(bodies[count.body]), count.rests_on) if count.body in bodies else count
            for count in self.period.votes
        )
        return replace(self.period, votes=counts)

    def outcome(self, votes: Split) -> Outcome:
        """The outcome had these been the votes."""
        return tabulate(self.rulebook, self.with_votes(votes), explain=False)


def count_of(rulebook: Rulebook, period: ScoringPeriod, form: Form) -> Count:
    """The count. Raises `NotWorkedOut` with a sentence where votes do not count, or not in a way that is covered."""
    refuse_other_counts(rulebook, form)
    sides = [side for side in rulebook.sides if isinstance(side.counts, Votes)]
    if any(side.counts.kind == "bodies" for side in rulebook.sides):
        raise NotWorkedOut("each voting body hands out points of its own; margins in votes cover one count of votes")
    if not sides:
        raise NotWorkedOut("no side counts votes")
    if len(sides) > 1:
        raise NotWorkedOut(f"the sides {' and '.join(side.name for side in sides)} both count votes")
    side = sides[0]
    assert isinstance(side.counts, Votes)
    bodies = tuple(one.body for one in period.votes if fnmatchcase(one.body, side.counts.bodies))
    stage = form.second_stage
    if isinstance(stage, ViewersSave) and any(fnmatchcase(body, stage.bodies) for body in bodies):
        raise NotWorkedOut("votes of the instant save count in both stages")
    if isinstance(side.points, TablePoints) and list(side.points.table) != sorted(side.points.table, reverse=True):
        raise NotWorkedOut(f"the points table of side {side.name} does not fall from place to place")
    try:
        votes = side.counts.of(period)
        fixed, known = _standing(rulebook, period, side)
    except CannotTabulate as lack:
        raise NotWorkedOut(lack.why) from None
    return Count(rulebook, period, form, side, fixed, known, votes, bodies)


def _standing(rulebook: Rulebook, period: ScoringPeriod, votes: Side) -> tuple[tuple[Exact, ...], Known]:
    """The weighted points of all sides but the votes', and what the tie chain can look at."""
    fixed: list[Exact] = [0] * len(period.couples)
    sides: list[SideResult] = []
    for side in rulebook.sides:
        if side is votes:
            blank = (0,) * len(period.couples)
            sides.append(SideResult(name=side.name, raw=blank, points=Scaled(blank)))
            continue
        raw = side.counts.of(period)
        points = side.points.of(raw)
        sides.append(SideResult(name=side.name, raw=raw, points=points, counts=side.counts))
        fixed = [total + side.weight * points[index] for index, total in enumerate(fixed)]
    return tuple(fixed), Known(period, tuple(sides))
