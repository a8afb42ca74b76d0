"""The search: all small weeks one by one, fewest couples first, then larger ones drawn at random and made smaller."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hypothesis.strategies import SearchStrategy

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form, Rulebook
from domain.rulebook.promises import PromiseName
from glitterball.properties.claim import Claim, witnessed
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.drawing import smallest_drawn
from glitterball.properties.floor import Floor, panel_sizes
from glitterball.properties.result import Covered
from glitterball.properties.rules import Trial

MOST_COUPLES = 8
"""Couples at most in the weeks gone through one by one: as many as have names."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A week that breaks a property: what is claimed of it, what makes it certain, and the weeks to show, each with the
    rulebook it was computed under where that is not the one tried; or `shown`, where they were played as seasons."""

    claim: Claim
    tried: str
    weeks: tuple[tuple[str, ScoringPeriod], ...] = ()
    rulebooks: tuple[Rulebook, ...] = ()
    shown: tuple[Shown, ...] = ()


Look = Callable[[Trial, Floor, ScoringPeriod], Violation | None]


@dataclass(frozen=True, slots=True)
class Cases:
    """All small weeks of a floor: how many, of what kind, and roughly how many outcomes each takes."""

    weeks: Iterable[ScoringPeriod]
    count: int
    every: str
    whole: bool
    each: int = 1


def forms_that(rulebook: Rulebook, *conditions: Callable[[Form], bool]) -> tuple[Form, ...]:
    """The forms of a rulebook that meet all the conditions."""
    return tuple(form for form in rulebook.forms if all(condition(form) for condition in conditions))


def floors(rulebook: Rulebook, forms: tuple[Form, ...], n: int) -> Iterator[Floor]:
    """The floors of n couples that a show would use these forms on."""
    for form in forms:
        for judges in panel_sizes(rulebook, form):
            floor = Floor(rulebook, form, n, judges)
            if floor.fits():
                yield floor


def go_through(
    trial: Trial, name: PromiseName, forms: tuple[Form, ...], cases: Callable[[Floor], Cases | None], look: Look
) -> Counterexample | None:
    """All small weeks, fewest couples first, as far as the budget goes. `cases` answers None where there are too many."""
    trial.expected.update(form.name for form in forms)
    full: set[tuple[str, int]] = set()
    for n in range(2, MOST_COUPLES + 1):
        for floor in floors(trial.rulebook, forms, n):
            key = (floor.form.name, floor.judges)
            these = None if key in full else cases(floor)
            if these is None or trial.outcomes + these.count * these.each > trial.budget.outcomes:
                full.add(key)
                if these is not None and not any(size.form == floor.form.name for size in trial.covered):
                    trial.left_out.add(floor.form.name)
                continue
            found = _each(trial, name, floor, these, look)
            if found is not None:
                return found
    return None


def _each(trial: Trial, name: PromiseName, floor: Floor, cases: Cases, look: Look) -> Counterexample | None:
    """All weeks of one size. Where the work is spent among them, what was looked at is still counted."""
    looked, whole = 0, False
    try:
        for week in cases.weeks:
            violation = look(trial, floor, week)
            if violation is not None:
                return counterexample(trial, name, violation)
            looked += 1
        whole = True
    finally:
        if whole:
            trial.covered.append(Covered(floor.form.name, floor.n, looked, cases.every, cases.whole))
        elif looked:
            trial.covered.append(Covered(floor.form.name, floor.n, looked, f"the first of {cases.every}", False))
    return None


def draw(
    trial: Trial, name: PromiseName, drawn: SearchStrategy[tuple[Floor, ScoringPeriod]], look: Look
) -> Counterexample | None:
    """Weeks drawn from the seed; the first that breaks the property is made smaller, as far as the work goes."""

    def breaks(case: tuple[Floor, ScoringPeriod]) -> bool:
        violation = look(trial, *case)
        if trial.found is None:
            trial.drawn += 1
            trial.drawn_forms.add(case[0].form.name)
        if violation is None:
            return False
        trial.found = counterexample(trial, name, violation)
        return True

    if trial.budget.max_examples < 1 or drawn.is_empty:
        return None
    smallest = smallest_drawn(drawn, breaks, trial.budget.max_examples, trial.budget.seed)
    if smallest is None:
        return None
    violation = look(trial, *smallest)
    assert violation is not None, "what was found is found again"
    return counterexample(trial, name, violation)


def counterexample(trial: Trial, name: PromiseName, violation: Violation) -> Counterexample:
    """The violation with its outcomes, checked against its own sentence."""
    if violation.shown:
        return witnessed(trial.rules, name, violation.claim, violation.tried, violation.shown)
    rulebooks = violation.rulebooks or (trial.rulebook,) * len(violation.weeks)
    shown = tuple(
        Shown(what, period, trial.rules.tabulate(rulebook, period), rulebook)
        for (what, period), rulebook in zip(violation.weeks, rulebooks, strict=True)
    )
    return witnessed(trial.rules, name, violation.claim, violation.tried, shown)
