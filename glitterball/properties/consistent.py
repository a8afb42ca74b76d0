"""Consistent: rank points and share send the same couple home. It fails; the counterexample shows where.

Source: the US show changed its method between seasons 27 and 28, and the two methods were compared (COMAP MCM 2026, C).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.rulebook.variants import fitting
from domain.stages.points import Conversion, RankPoints, SharePoints
from glitterball.properties import orders, outlook
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.drawn_weeks import drawn_weeks
from glitterball.properties.floor import Floor, all_weeks, every
from glitterball.properties.property import Property
from glitterball.properties.reach import nobody_leaves
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Cases, Violation, draw, forms_that, go_through

METHODS = ("rank", "share")
MOST = 4


def with_method(rulebook: Rulebook, method: Conversion) -> Rulebook:
    """The rulebook with rank points or shares turned into the other, on every side that has either. An assumption about a
    clause that is gone by that goes with it, so that the rulebook can be written and read."""
    sides = tuple(
        side.model_copy(update={"points": method}) if side.points.kind in METHODS else side for side in rulebook.sides
    )
    return fitting(rulebook.model_copy(update={"sides": sides}))


def _both(rulebook: Rulebook) -> tuple[Rulebook, Rulebook]:
    """By rank points (with the rulebook's own tie conventions, else standard ones) and by share."""
    ranked = any(side.points.kind == "rank" for side in rulebook.sides)
    by_rank = rulebook if ranked else with_method(rulebook, RankPoints(ties="standard"))
    return by_rank, with_method(rulebook, SharePoints())


@dataclass(frozen=True, slots=True)
class MethodsDiffer:
    """By rank points and by shares others are hurt, on the same marks and votes."""

    floor: Floor

    def says(self) -> str:
        """The sentence."""
        what = "send another couple home than"
        if outlook.judges_decide(self.floor.form):
            what = "put others in danger than"
        return f"On the same marks and votes rank points {what} shares."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """One week, tabulated twice, decided by its marks and votes each time."""
        one, other = shown
        settled = all(outlook.settled_by_votes(week.outcome) for week in shown)
        differ = outlook.hurt(self.floor.form, one.outcome) != outlook.hurt(self.floor.form, other.outcome)
        return one.period == other.period and settled and differ


def _search(trial: Trial) -> Counterexample | None:
    by_rank, by_share = _both(trial.rulebook)

    def look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
        one, other = trial.under(by_rank, period), trial.under(by_share, period)
        gone = outlook.hurt(floor.form, one), outlook.hurt(floor.form, other)
        if not (outlook.settled_by_votes(one) and outlook.settled_by_votes(other)):
            return None
        trial.compared += 1
        if gone[0] == gone[1]:
            return None
        return Violation(
            MethodsDiffer(floor),
            "Both are decided by the votes and marks alone.",
            (("by rank points", period), ("by share", period)),
            (by_rank, by_share),
        )

    forms = forms_that(trial.rulebook, outlook.somebody_leaves)

    def cases(floor: Floor) -> Cases | None:
        if floor.n > orders.LARGEST_WITH_TIES:
            return None
        shared = Floor(by_share, floor.form, floor.n, floor.judges)
        count = len(shared.all_judged(most=MOST)) * len(orders.small_numbers(floor.n, MOST))
        return Cases(all_weeks(shared, False, MOST, MOST), count, every(shared, MOST, MOST), whole=False, each=2)

    found = go_through(trial, "consistent", forms, cases, look)
    return found if found is not None else draw(trial, "consistent", drawn_weeks(trial.rulebook, forms), look)


def _silent(rulebook: Rulebook) -> str | None:
    if not any(side.points.kind in METHODS for side in rulebook.sides):
        return "No side of this rulebook is turned into rank points or shares."
    return nobody_leaves(rulebook)


CONSISTENT = Property(
    "consistent",
    "Rank points and shares send the same couple home.",
    "The US show's two methods, seasons 3 to 27 and 28 on, compared (COMAP MCM 2026, problem C)",
    "The same small weeks under both methods, marks and votes in small numbers; then weeks drawn at random.",
    _search,
    _silent,
)
