"""Schedule: whatever saves, withdrawals and cancelled eliminations happen, the season ends on its date with its finalists.

A season that lost an elimination must be able to send two couples home on a later night; one that lost a couple must be
able to send nobody. Source: Strictly, December 2008, where three couples danced a final meant for two; US season 28.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form, Rulebook
from domain.season import commands as c
from domain.season.state import field_of
from glitterball.properties import outlook
from glitterball.properties.claim import witnessed
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor, panel_sizes
from glitterball.properties.played import begin, conclude, perform, season_name
from glitterball.properties.property import Property
from glitterball.properties.result import Covered
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import MOST_COUPLES, forms_that
from glitterball.properties.weeks_changed import given_to, with_ballots
from glitterball.testing.complete_weeks import NAMES, fits
from glitterball.testing.plain_log import PlainLog

WITHDRAWS, CANCELLED = "a couple withdraws", "the elimination is cancelled"
FINALISTS = (2, 3)
MOST_WEEKS = 5
"""Weeks before the finale at most."""

Incidents = tuple[tuple[int, str], ...]
"""Week and what happens in it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """So many weeks before the finale, one usual elimination each, to so many finalists; and what happens on the way."""

    weeks: int
    finalists: int
    usual: int
    incidents: Incidents

    @property
    def couples(self) -> int:
        """How many begin."""
        return self.finalists + self.weeks * self.usual


def _usual(rulebook: Rulebook) -> Form | None:
    """The form of an ordinary week: the fewest leave."""
    leaving = forms_that(rulebook, outlook.somebody_leaves, lambda form: form.select.kind == "lowest")
    return min(leaving, key=lambda form: form.leave, default=None)


def _plans(usual: int) -> Iterator[Plan]:
    """All plans with incidents that leave a quiet week after each to make up for it."""
    for weeks, finalists in product(range(2, MOST_WEEKS + 1), FINALISTS):
        for many in range(1, weeks):
            for at in combinations(range(1, weeks), many):
                if any(later - earlier < 2 for earlier, later in pairwise(at)):
                    continue
                for kinds in product((CANCELLED, WITHDRAWS), repeat=many):
                    plan = Plan(weeks, finalists, usual, tuple(zip(at, kinds, strict=True)))
                    if plan.couples <= MOST_COUPLES:
                        yield plan


def _forms(rulebook: Rulebook, field: int) -> list[Form]:
    return [form for form in rulebook.forms if form.select.kind != "everyone_placed" and fits(form, field)]


def _ways(rulebook: Rulebook, plan: Plan, week: int, field: int) -> Iterator[tuple[tuple[Form, ...], int]]:
    """Every choice of forms for the weeks left, and with how many couples it reaches the finale."""
    if week > plan.weeks:
        yield (), field
        return
    happens = dict(plan.incidents).get(week)
    choices = {form.leave: form for form in reversed(_forms(rulebook, field))}
    for leave, form in sorted(choices.items()):
        if happens is not None and leave != plan.usual:
            continue  # nobody saw it coming
        if happens == WITHDRAWS and not fits(form, field - 1):
            continue
        left = field - (0 if happens == CANCELLED else leave) - (1 if happens == WITHDRAWS else 0)
        if left >= 1:
            for forms, finalists in _ways(rulebook, plan, week + 1, left):
                yield (form, *forms), finalists


def _search(trial: Trial) -> Counterexample | None:
    usual = _usual(trial.rulebook)
    assert usual is not None, "silent without one"
    tried: dict[int, int] = {}
    plans = sorted(_plans(usual.leave), key=lambda plan: (plan.couples, plan.weeks, len(plan.incidents)))
    for plan in plans:
        trial.spend(1)
        ends = {finalists: forms for forms, finalists in _ways(trial.rulebook, plan, 1, plan.couples)}
        if not ends:
            continue
        if plan.finalists not in ends:
            nearest = min(ends, key=lambda finalists: (abs(finalists - plan.finalists), finalists))
            return _counterexample(trial, plan, ends[nearest], nearest)
        trial.compared += 1
        tried[plan.couples] = tried.get(plan.couples, 0) + 1
    kind = "every plan with incidents that leave a quiet week after each, and every choice of forms"
    trial.covered.extend(
        Covered("season", n, count, kind, whole=True, counted="plans") for n, count in sorted(tried.items())
    )
    return None


@dataclass(frozen=True, slots=True)
class WrongFinale:
    """However the other weeks end, a plan does not end with its finalists."""

    plan: Plan
    finalists: int

    def says(self) -> str:
        """The sentence."""
        plan = self.plan
        happened = " and ".join(f"in week {week} {what}" for week, what in plan.incidents)
        return (
            f"{plan.couples} couples, {plan.weeks} weeks to a finale of {plan.finalists}: {happened}, and however the other "
            f"weeks end, the finale has {self.finalists} couples, not {plan.finalists}."
        )

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The season played has the weeks, the incidents and the finalists said."""
        (last,) = shown
        log = last.played()
        left = len(field_of(log.state, self.plan.weeks + 1))
        happened = {(event.fact.week, WITHDRAWS) for event in log.state.withdrawals.values()}
        happened |= {(number, CANCELLED) for number, week in log.state.weeks.items() if week.cancelled is not None}
        whole = (len(log.state.couples), len(log.state.weeks)) == (self.plan.couples, self.plan.weeks)
        return whole and happened == set(self.plan.incidents) and left == self.finalists != self.plan.finalists


def _counterexample(trial: Trial, plan: Plan, forms: tuple[Form, ...], finalists: int) -> Counterexample:
    log, period = _played(trial, plan, forms)
    number = len(forms)
    outcome = trial.rules.outcome_in(log.state, number, log.tallies)
    what = f"week {number}, the last before the finale"
    return witnessed(
        trial.rules,
        "schedule",
        WrongFinale(plan, finalists),
        f"Every form for every week was tried; the nearest is shown: {', '.join(form.name for form in forms)}.",
        (Shown(what, period, outcome, trial.rulebook, log, number),),
    )


def _played(trial: Trial, plan: Plan, forms: tuple[Form, ...]) -> tuple[PlainLog, ScoringPeriod]:
    """The season with the nearest choice of forms, up to its finale. Judges and public agree on everybody."""
    happens = dict(plan.incidents)
    trial.play()
    log = begin(trial.rulebook, NAMES[: plan.couples], season_name(trial.rulebook, "schedule"))
    for number, form in enumerate(forms, start=1):
        field = field_of(log.state, number)
        withdraws = field[0] if happens.get(number) == WITHDRAWS else None
        week = _week(trial, form, tuple(couple for couple in field if couple != withdraws))
        perform(log, number, week, withdraws=withdraws)
        if happens.get(number) == CANCELLED:
            log.say(c.CancelElimination(week=number, reason="wrong numbers on one feed"))
        conclude(log, number)
    return log, week


def _week(trial: Trial, form: Form, field: tuple[str, ...]) -> ScoringPeriod:
    """A week of these couples, decided beyond doubt."""
    floor = Floor(trial.rulebook, form, len(field), panel_sizes(trial.rulebook, form)[0])
    numbers = tuple(range(1, floor.n + 1))
    week = given_to(floor.week(numbers, numbers), field)
    outcome = trial.outcome(week)
    if any(need.clause.endswith("second_stage") for need in outcome.needs):
        week = with_ballots(week, (outcome.bottom[0],) * len(week.panel.judges))
    return week


def _silent(rulebook: Rulebook) -> str | None:
    return None if _usual(rulebook) else "No form of this rulebook sends the lowest home week by week."


SCHEDULE = Property(
    "schedule",
    "Whatever saves, withdrawals and cancelled eliminations happen, the season ends on its date with its number of finalists.",
    "Strictly, December 2008: three couples in a final meant for two, after an elimination was cancelled; US season 28",
    f"Every plan of 2 to {MOST_WEEKS} weeks to a finale of {' or '.join(map(str, FINALISTS))}, with every pattern of "
    "incidents that leaves a quiet week after each, and every choice of the rulebook's forms. A save in which nobody leaves "
    "counts as a cancelled elimination.",
    _search,
    _silent,
)
