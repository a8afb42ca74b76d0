"""Votes matter: for every couple there is a split of the others' votes in which more votes for it change who leaves.

Where some number of votes changes the result, one single vote does: the last of those that made the difference.
Source: votes for the third couple of the Strictly semi-final of 13 December 2008 could do nothing, and callers were refunded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from domain.exact import Exact
from domain.period.scoring_period import ScoringPeriod
from domain.tabulation.outcome import Outcome
from glitterball.properties import orders, outlook
from glitterball.properties.claim import more_votes_for
from glitterball.properties.counterexample import Counterexample, Shown, read_out
from glitterball.properties.floor import Floor, viewers_side
from glitterball.properties.orders import Numbers
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.reach import TRIED_AGAIN_UP_TO, no_votes_or_nobody_leaves
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Cases, Violation, forms_that, go_through
from glitterball.properties.votes_tried import LANDSLIDE, level, settles
from glitterball.properties.weeks_changed import levels

GROWING = (0, 1, 2, 3, 5, 10, 100, LANDSLIDE)
"""Votes for the couple where the size of votes matters, from none to more than all others together."""


@dataclass(frozen=True, slots=True)
class VotesDoNothing:
    """However many votes a couple gets, who leaves stays the same; after the marks shown."""

    couple: str
    marks: tuple[Exact, ...]
    floor: Floor
    judged: Numbers

    def says(self) -> str:
        """The sentence, with the marks read out."""
        what = "who is in danger" if outlook.judges_decide(self.floor.form) else "who leaves"
        marks = f" The judges gave {read_out(self.marks)}." if self.marks else ""
        return f"Votes for {display(self.couple)} do nothing: however many they get, {what} stays the same.{marks}"

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """Only the couple's votes rose, nothing follows from it, and nothing does from any of the smallest votes."""
        few, most = shown
        same = _decided(self.floor, few.outcome) == _decided(self.floor, most.outcome)
        given = few.outcome.sides[0].raw if few.outcome.sides else ()
        read = not self.marks or self.marks == given
        return read and same and more_votes_for(self.couple, few.period, most.period) and self._from_none(rules)

    def _from_none(self, rules: Rules) -> bool:
        """Among all small splits of the votes, those alike in the others' votes are alike in who leaves."""
        at = self.floor.couples.index(self.couple)
        decided: dict[Numbers, set[object]] = {}
        for voted in self.floor.all_voted() if self.floor.n <= TRIED_AGAIN_UP_TO else ():
            others = (*voted[:at], *voted[at + 1 :])
            outcome = rules.tabulate(self.floor.rulebook, self.floor.week(self.judged, voted))
            alike = levels(others) if self.floor.voted_by_order() else others
            decided.setdefault(alike, set()).add(_decided(self.floor, outcome))
        return all(len(ways) == 1 for ways in decided.values())


def _splits(trial: Trial, floor: Floor, judged: Numbers, couple: int) -> Iterator[Numbers]:
    """Votes of the other couples. Orders with gaps between them, so that a couple can come in anywhere; where the size of
    votes matters, votes for some of them alike, in every order, and those that lift just enough of them level with it."""
    others = floor.n - 1
    if floor.voted_by_order():
        for order in orders.strict_orders(others):
            yield tuple(2 * one for one in order)
        if others <= orders.LARGEST_WITH_TIES:
            for order in orders.orders_with_ties(others):
                yield tuple(2 * one for one in order)
        return
    yield from list(product((0, 10), repeat=others))[1:]
    side = viewers_side(floor.rulebook)
    for votes in level(trial, floor, side, judged, couple) if side is not None else ():
        yield (*votes[:couple], *votes[couple + 1 :])
    for order in orders.strict_orders(others):
        yield tuple(10 * one for one in order)


def _decided(floor: Floor, outcome: Outcome) -> tuple[frozenset[str], frozenset[str]]:
    return outlook.hurt(floor.form, outcome), outlook.open_about(outcome)


def _matters(trial: Trial, floor: Floor, judged: Numbers, couple: int) -> bool:
    side = viewers_side(floor.rulebook)
    if side is None:
        return False
    growing = range(1, 2 * floor.n) if floor.voted_by_order() else GROWING
    strict = side.points.kind == "table" or side.counts.kind == "bodies"
    for split in _splits(trial, floor, judged, couple):
        seen = set()
        for votes in growing:
            if strict and votes in split:
                continue
            voted = (*split[:couple], votes, *split[couple:])
            seen.add(_decided(floor, trial.outcome(floor.week(judged, voted))))
            if len(seen) > 1:
                return True
    return False


def _search(trial: Trial) -> Counterexample | None:
    judged_of: dict[ScoringPeriod, Numbers] = {}

    def look(trial: Trial, floor: Floor, week: ScoringPeriod) -> Violation | None:
        judged = judged_of[week]
        for at, couple in enumerate(floor.couples):
            trial.compared += 1
            if not _matters(trial, floor, judged, at):
                return _violation(trial, floor, judged, at, couple)
        return None

    def weeks(floor: Floor, judged: tuple[Numbers, ...]) -> Iterator[ScoringPeriod]:
        for order in judged:
            week = floor.week(order)
            judged_of[week] = order
            yield week

    def cases(floor: Floor) -> Cases | None:
        if not floor.can_list():
            return None
        judged = floor.all_judged(most=5)
        every = (
            "every tie pattern of the judges' totals, with splits of the votes that show every couple's votes at work"
        )
        if not floor.judged_by_order():
            every = "judges' totals in small numbers, with splits of the votes that show every couple's votes at work"
        return Cases(weeks(floor, judged), len(judged), every, floor.whole(), 6 * floor.n)

    return go_through(trial, "votes-matter", forms_that(trial.rulebook, outlook.somebody_leaves), cases, look)


def _violation(trial: Trial, floor: Floor, judged: Numbers, at: int, couple: str) -> Violation:
    split = next(_splits(trial, floor, judged, at))
    weeks = [floor.week(judged, (*split[:at], votes, *split[at:])) for votes in (1, 2 * floor.n - 1)]
    if not floor.voted_by_order():
        weeks = [floor.week(judged, (*split[:at], votes, *split[at:])) for votes in (0, LANDSLIDE)]
    outcome = trial.outcome(weeks[0])
    marks = outcome.sides[0].raw if judged and outcome.sides else ()
    tried = (
        f"Every order of the other couples' votes was tried, ties included, with {display(couple)} anywhere among them."
    )
    if not (floor.voted_by_order() and settles(floor)):
        tried = (
            "Tried with the others' votes on some of them alike, in every order and level with it, and from none to a "
            "million for it."
        )
    shown = (("few votes for them", weeks[0]), ("most votes for them", weeks[1]))
    return Violation(VotesDoNothing(couple, marks, floor, judged), tried, shown)


VOTES_MATTER = Property(
    "votes-matter",
    "There is a vote split where one more vote changes who leaves, and for every couple some number of votes does.",
    "Strictly Come Dancing, 13 December 2008: lines frozen and callers refunded, for votes could not save the third couple",
    "For every tie pattern of the judges' totals and every couple, a split of the others' votes is sought in which its own "
    "votes, growing from the fewest to the most, change who leaves (or who is in danger, where judges decide next).",
    _search,
    no_votes_or_nobody_leaves,
)
