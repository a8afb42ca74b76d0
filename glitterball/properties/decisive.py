"""Decisive: every week has one outcome under the declared tie chain, without a human; and how often it needs the chain.

Source: RULES 1, "tie rules are not an edge case"; Eurovision's chain ends in the running order so that it always decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from domain.period.scoring_period import ScoringPeriod
from domain.tabulation.outcome import Need, Outcome
from glitterball.properties import orders, outlook
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor, viewers_side
from glitterball.properties.played import listed
from glitterball.properties.property import Property
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Violation, floors, forms_that
from glitterball.properties.week_property import HOW, search_weeks
from glitterball.properties.weeks_changed import with_ballots

COUNTED_FOR = (3, 4, 5)
"""Couples in the weeks of which it is counted how many need the tie chain."""

MOST_COUNTED = 3_000
"""Weeks of one size at most for that."""


def _look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    outcome = trial.outcome(period)
    trial.compared += 1
    for need in outcome.needs:
        if not need.clause.endswith("second_stage") or not outlook.judges_decide(floor.form):
            return _violation(floor, period, need)
    if outcome.needs:
        return _ballots(trial, floor, period, outcome)
    return None


def _ballots(trial: Trial, floor: Floor, period: ScoringPeriod, outcome: Outcome) -> Violation | None:
    """Every way the judges present can vote."""
    candidates = [couple for couple in outcome.bottom if couple not in outcome.leaving]
    for saves in product(candidates, repeat=len(period.panel.judges)):
        week = with_ballots(period, saves)
        for need in trial.outcome(week).needs:
            return _violation(floor, week, need)
    return None


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The rulebook leaves a week open."""

    need: Need
    by_judges: bool
    """Whether judges decide the second stage, so that they are what is equal in it."""

    def says(self) -> str:
        """The sentence."""
        need, about = self.need, listed(self.need.couples) if self.need.couples else "The couples"
        if need.clause.endswith("second_stage"):
            equal = "The judges' ballots" if self.by_judges else "The votes of the second stage"
            return f"{equal} for {about} can tie, and no clause says who is saved."
        if need.clause.startswith("tie_chain"):
            return (
                f"{about} can be equal in everything the tie chain compares; the rulebook then waits for {need.what}."
            )
        if need.clause.endswith((".select.couples", ".select.wildcards")):
            return f"{about} can be {need.why}."
        return f"The week cannot be tabulated: {need.why}."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The week waits for just that; and where it waits for ballots, every judge has cast one."""
        (week,) = shown
        voted = {ballot.judge for ballot in week.period.ballots} == set(week.period.panel.judges)
        by_ballots = self.by_judges and self.need.clause.endswith("second_stage")
        return self.need in week.outcome.needs and (voted or not by_ballots)


def _violation(floor: Floor, period: ScoringPeriod, need: Need) -> Violation:
    claim = LeftOpen(need, outlook.judges_decide(floor.form))
    return Violation(claim, f"Open under clause {need.clause}.", (("the week", period),))


def _search(trial: Trial) -> Counterexample | None:
    found = search_weeks(trial, "decisive", _look, lambda form: form.select.kind != "nobody")
    trial.notes.extend(_how_often(trial))
    return found


def _how_often(trial: Trial) -> list[str]:
    """In how many weeks the tie chain decides who leaves, or who is in danger where a second stage follows: the cut falls
    inside equal combined points. Counted over all public orders without ties."""
    notes = []
    for form in forms_that(trial.rulebook, outlook.somebody_is_selected):
        told = []
        for n in COUNTED_FOR:
            for floor in list(floors(trial.rulebook, (form,), n))[:1]:
                if viewers_side(trial.rulebook) is not None and floor.whole():
                    if len(floor.all_judged()) * len(orders.strict_orders(n)) > MOST_COUNTED:
                        continue
                    weeks = [floor.week(one, two) for one in floor.all_judged() for two in orders.strict_orders(n)]
                    needed = sum(_cut_in_a_tie(floor, trial.outcome(week)) for week in weeks)
                    told.append(f"{needed} of {len(weeks)} with {n} couples")
        if told:
            what = "who leaves" if form.second_stage is None else "who is in danger"
            notes.append(f"{form.name}: the tie chain decides {what} in {', '.join(told)} (votes never equal).")
    return notes


def _cut_in_a_tie(floor: Floor, outcome: Outcome) -> bool:
    if outcome.combined is None:
        return False
    rising = sorted(outcome.combined.exact())
    form = floor.form
    size = form.select.size(floor.n) if form.second_stage is not None else form.leave
    return 0 < size < floor.n and rising[size - 1] == rising[size]


DECISIVE = Property(
    "decisive",
    "Every week has one outcome under the declared tie chain, without a lot or a decision by anybody.",
    "RULES 1 and 5; Eurovision's tie chain ends in the running order (rules since 2008)",
    HOW + " Where judges decide next, every way they can vote.",
    _search,
)
