"""The fewest votes of a unit for one question: a proven least number, and the cheapest witness found."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from domain.tabulation.outcome import Outcome
from glitterball.closeness.margins.count import Count
from glitterball.closeness.margins.lines import Direction, at_step, stops, towards
from glitterball.closeness.margins.pairs import Brought, Cheaply, Pairing, Prices
from glitterball.closeness.margins.questions import Question, Target
from glitterball.closeness.margins.results import Answer, Margin, UnitMargins, VoteWitness
from glitterball.closeness.margins.witnesses import by_one_pair, by_steps, witness

MOST_TARGETS_TRIED = 12
"""Orders with several pairs that are built one after another in search of a witness."""

NEVER = "no number of votes does it"
BETWEEN = "between a proven least number and the best change found: several couples must change places at once"
BY_ORDER = (
    "proven is only that two couples must first meet in the public order: a points table is not gone into further"
)
OPEN_NOW = "the question is open now; proven is only that some vote must change"
TOO_MANY = "too many bottom sets are possible to go through them all"


def added(count: Count, question: Question, now: Answer) -> tuple[UnitMargins, tuple[tuple[str, UnitMargins], ...]]:
    """Votes added for one couple, for the couple that needs fewest, and couple by couple. Exact."""
    each = []
    for couple, name in enumerate(count.period.couples):
        direction = towards(count.size, up=couple)
        disturbed, overturned = (_along(count, question, direction, now, decided) for decided in (False, True))
        each.append((name, UnitMargins("added", disturbed, overturned)))
    best = [
        min((getattr(one, kind) for _, one in each), key=lambda margin: (margin.votes is None, margin.votes or 0))
        for kind in ("disturbed", "overturned")
    ]
    return UnitMargins("added", *best), tuple(each)


def _along(count: Count, question: Question, direction: Direction, now: Answer, decided: bool) -> Margin:
    found = next(_flips(count, question, direction, now, decided, None), None)
    return Margin(found.changed, found) if found else Margin(None, None, NEVER)


def _flips(
    count: Count, question: Question, direction: Direction, now: Answer, decided: bool, below: int | None
) -> Iterator[VoteWitness]:
    for steps in stops(count, direction):
        if below is not None and steps >= below:
            return
        found = witness(count, question, at_step(count, direction, steps), now, decided)
        if found is not None:
            yield found
            return


def fewest(prices: Prices, question: Question, unit: Cheaply, now: Answer) -> UnitMargins:
    """Votes moved or removed."""
    overturned = _fewest(prices, question, unit, now, decided=True)
    disturbed = _fewest(prices, question, unit, now, decided=False)
    best = overturned.witness
    if best is not None and (disturbed.at_most is None or disturbed.at_most > best.changed):
        disturbed = Margin(disturbed.at_least, best, disturbed.why)
    if disturbed.at_least is not None and (overturned.at_least or 0) < disturbed.at_least and best is not None:
        overturned = Margin(disturbed.at_least, best, overturned.why)
    return UnitMargins(unit, _plain(disturbed), _plain(overturned))


def _plain(margin: Margin) -> Margin:
    """An exact number needs no excuse."""
    exact = margin.exact and margin.witness is not None
    return Margin(margin.at_least, margin.witness) if exact else margin


def _fewest(prices: Prices, question: Question, unit: Cheaply, now: Answer, decided: bool) -> Margin:
    count = prices.count
    search = _Search(prices, question, unit, now, decided)
    if count.side.points.kind == "table":
        at_least: int | None = _first_meeting(count, unit)
        why = BY_ORDER
    elif now is None and not question.when_open:
        at_least, why = 1, OPEN_NOW
    else:
        at_least, why = search.by_targets()
    if at_least is None:
        return Margin(None, None, NEVER) if search.best is None else Margin(search.best.changed, search.best)
    if search.best is None or search.best.changed > at_least:
        search.along_lines()
    if search.best is None and at_least > count.total:
        return Margin(None, None, NEVER)
    return Margin(at_least, search.best, why)


def _first_meeting(count: Count, unit: Cheaply) -> int:
    """As long as no two couples meet, the public order stays as it is, and with it everything that follows from it."""
    rising = sorted(count.votes)
    gap = min((high - low for low, high in pairwise(rising)), default=0)
    return max(1, gap if unit == "removed" else -(-gap // 2))


class _Search:
    """The best witness so far, and how it is looked for."""

    def __init__(self, prices: Prices, question: Question, unit: Cheaply, now: Answer, decided: bool) -> None:
        self.prices, self.count = prices, prices.count
        count = prices.count
        self.question, self.unit, self.now, self.decided = question, unit, now, decided
        self.pairing = Pairing(count, unit, strictly=decided and not question.sharing)
        self.best: VoteWitness | None = None

    def note(self, found: VoteWitness | None) -> None:
        """Keep the cheaper witness."""
        if found is not None and (self.best is None or found.changed < self.best.changed):
            self.best = found

    def by_targets(self) -> tuple[int | None, str]:
        """The least any target costs, and a witness of the cheapest that can be built."""
        outcome = self.count.outcome(self.count.votes)
        targets = self.question.targets(outcome)
        if targets is None:
            return 1, TOO_MANY
        priced = [(cost, target) for target in targets if (cost := self._price(target)) is not None]
        if not self.decided:
            priced += self._ties(outcome)
            self._all_removed()
        priced.sort(key=lambda entry: entry[0])
        if not priced:
            return None, NEVER
        for cost, target in priced[:MOST_TARGETS_TRIED]:
            if self.best is not None and self.best.changed <= cost:
                break
            self._build(target)
        least = priced[0][0]
        return (least if self.decided else min(least, self.count.total)), BETWEEN

    def _ties(self, outcome: Outcome) -> list[tuple[int, Target]]:
        """Targets that count only where an open tie leaves a cut undecided: directly, or between two other couples when
        the target stands."""
        priced = [(cost, target) for target in self.question.ties(outcome) if (cost := self._price(target)) is not None]
        tie = self._open_tie() if priced else None
        if tie is None:
            return []
        direct = {target for _, target in priced if any(self.count.tied(high, low) == "open" for high, low in target)}
        return [(cost if target in direct else max(cost, tie), target) for cost, target in priced]

    def _open_tie(self) -> int | None:
        """The least it costs to tie two couples whom the chain leaves equal; None where it leaves none."""
        costs = []
        for couple, other in combinations(range(self.count.size), 2):
            if self.count.tied(couple, other) == "open":
                there, back = self._brought(couple, other), self._brought(other, couple)
                if there is not None and back is not None:
                    costs.append(max(there.at_least, back.at_least, 1))
        return min(costs, default=None)

    def _all_removed(self) -> None:
        """Without a single vote a share is undefined and the week cannot be tabulated."""
        if self.unit == "removed":
            self.note(witness(self.count, self.question, (0,) * self.count.size, self.now, self.decided))

    def _brought(self, high: int, low: int) -> Brought | None:
        return self.prices.of(self.unit, self.pairing.strictly, high, low)

    def _price(self, target: Target) -> int | None:
        """No target costs less than its dearest pair. None where a pair cannot be had at all."""
        dearest = 0
        for high, low in target:
            brought = self._brought(high, low)
            if brought is None:
                return None
            dearest = max(dearest, brought.at_least)
        return max(dearest, 1)

    def _build(self, target: Target) -> None:
        dearest = max((self._brought(*pair) for pair in target), key=lambda one: one.cost if one else 0)
        assert dearest is not None
        if dearest.cost <= self.count.total:
            self.note(by_one_pair(self.count, self.question, dearest, self.unit, self.now, self.decided))
        if len(target) > 1:
            limit = self.best.changed - 1 if self.best else self.count.total
            self.note(by_steps(self.pairing, self.question, target, self.now, self.decided, limit))

    def along_lines(self) -> None:
        """Votes of one couple removed, or moved to one other: every straight line there is."""
        everyone = range(self.count.size)
        ups = everyone if self.unit == "moved" else (None,)
        for down in everyone:
            for up in ups:
                if up == down or not self.count.votes[down]:
                    continue
                direction: Direction = towards(self.count.size, up, down)
                below = self.best.changed if self.best else None
                flips = _flips(self.count, self.question, direction, self.now, self.decided, below)
                self.note(next(flips, None))
