"""Votes matter: for every couple there is a split of the others' votes in which more votes for it change who leaves.

Where some number of votes changes the result, one single vote does: the last of those that made the difference.
Source: votes for the third couple of the Strictly semi-final of 13 December 2008 could do nothing, and callers were refunded.
"""

from collections.abc import Iterator

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.tabulation.outcome import Outcome
from glitterball.properties import orders, outlook
from glitterball.properties.counterexample import Counterexample, marks_of
from glitterball.properties.floor import Floor, viewers_side
from glitterball.properties.orders import Numbers
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.reach import nobody_leaves
from glitterball.properties.rules import Trial
from glitterball.properties.search import Cases, Violation, forms_that, go_through
from glitterball.properties.votes_tried import LANDSLIDE, settles

GROWING = (0, 1, 2, 3, 5, 10, 100, LANDSLIDE)
"""Votes for the couple where the size of votes matters, from none to more than all others together."""


def _splits(floor: Floor) -> Iterator[Numbers]:
    """Votes of the other couples. Orders with gaps between them, so that a couple can come in anywhere."""
    others = floor.n - 1
    if floor.voted_by_order():
        for order in orders.strict_orders(others):
            yield tuple(2 * one for one in order)
        if others <= orders.LARGEST_WITH_TIES:
            for order in orders.orders_with_ties(others):
                yield tuple(2 * one for one in order)
        return
    for one in range(others):
        yield tuple(10 if at == one else 0 for at in range(others))
    yield (10,) * others
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
    for split in _splits(floor):
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
            if not _matters(trial, floor, judged, at):
                return _violation(trial, floor, judged, at, couple)
        return None

    def weeks(floor: Floor, judged: tuple[Numbers, ...]) -> Iterator[ScoringPeriod]:
        for one in judged:
            week = floor.week(one)
            judged_of[week] = one
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
    side = viewers_side(floor.rulebook)
    if side is None:
        week = floor.week(judged)
        return Violation(
            "Votes change nothing: the rulebook counts none.", "It follows from the rulebook.", (("the week", week),)
        )
    split = next(_splits(floor))
    weeks = [floor.week(judged, (*split[:at], votes, *split[at:])) for votes in (1, 2 * floor.n - 1)]
    if not floor.voted_by_order():
        weeks = [floor.week(judged, (*split[:at], votes, *split[at:])) for votes in (0, LANDSLIDE)]
    outcome = trial.outcome(weeks[0])
    what = "who is in danger" if outlook.judges_decide(floor.form) else "who leaves"
    marks = f" The judges gave {marks_of(outcome)}." if judged else ""
    says = f"Votes for {display(couple)} do nothing: however many they get, {what} stays the same.{marks}"
    tried = (
        f"Every order of the other couples' votes was tried, ties included, with {display(couple)} anywhere among them."
    )
    if not (floor.voted_by_order() and settles(floor)):
        tried = "Tried with the others' votes on one couple, on all alike and in every order, and from none to a million for it."
    return Violation(says, tried, (("few votes for them", weeks[0]), ("most votes for them", weeks[1])))


def _silent(rulebook: Rulebook) -> str | None:
    return nobody_leaves(rulebook)


VOTES_MATTER = Property(
    "votes-matter",
    "There is a vote split where one more vote changes who leaves, and for every couple some number of votes does.",
    "Strictly Come Dancing, 13 December 2008: lines frozen and callers refunded, for votes could not save the third couple",
    "For every tie pattern of the judges' totals and every couple, a split of the others' votes is sought in which its own "
    "votes, growing from the fewest to the most, change who leaves (or who is in danger, where judges decide next).",
    _search,
    _silent,
)
