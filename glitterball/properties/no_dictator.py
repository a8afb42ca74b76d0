"""No dictator: no single judge always decides the second stage; and how much of the deciding each judge does.

A judge's power share is the part of all swings that are the judge's: ways the panel can vote in which that judge, by
voting otherwise, changes who is saved (Penrose 1946, Banzhaf 1965).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from domain.exact import exact, write_exact
from domain.period.scoring_period import Panel, ScoringPeriod
from domain.rulebook import Form, Rulebook
from domain.tabulation.outcome import Outcome
from glitterball.properties import outlook
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor, panel_sizes
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.result import Covered
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Violation, counterexample, forms_that
from glitterball.properties.weeks_changed import with_ballots

Saves = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneJudgeDecides:
    """Whoever one judge saves stays, however all the others vote."""

    judge: str
    candidates: tuple[str, ...]

    def says(self) -> str:
        """The sentence."""
        name = self.judge.title()
        return f"{name} alone decides: whoever {name} saves stays, against all the other judges."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The judge is alone in the week shown, and has their way in every other vote of the panel."""
        (week,) = shown
        at = week.period.panel.judges.index(self.judge)
        alone = _alone(tuple(ballot.saves for ballot in week.period.ballots), at)
        every = product(self.candidates, repeat=len(week.period.panel.judges))
        outcomes = ((saves, rules.tabulate(week.rulebook, with_ballots(week.period, saves))) for saves in every)
        return alone and all(_has_their_way(saves[at], outcome) for saves, outcome in outcomes)


def _search(trial: Trial) -> Counterexample | None:
    for form in forms_that(trial.rulebook, outlook.judges_decide):
        for judges in panel_sizes(trial.rulebook, form):
            floor = _smallest(trial.rulebook, form, judges)
            if floor is None:
                continue
            week = _decided_week(floor)
            found = _dictator(trial, floor, week)
            if found is not None:
                return counterexample(trial, "no-dictator", found)
            kind = f"every way a panel of {judges} can vote"
            trial.covered.append(Covered(form.name, floor.n, 2**judges, kind, whole=True, counted="ways"))
    return None


def _smallest(rulebook: Rulebook, form: Form, judges: int) -> Floor | None:
    fitting = (Floor(rulebook, form, n, judges) for n in range(2, 9))
    return next((floor for floor in fitting if floor.fits()), None)


def _decided_week(floor: Floor) -> ScoringPeriod:
    """Judges and public agree on everybody, so that the bottom set is beyond doubt."""
    order = tuple(range(floor.n, 0, -1))
    return floor.week(order, order)


def _dictator(trial: Trial, floor: Floor, week: ScoringPeriod) -> Violation | None:
    outcome = trial.outcome(week)
    candidates = [couple for couple in outcome.bottom if couple not in outcome.leaving][-2:]
    if len(candidates) < 2:
        return None
    votes = {
        saves: trial.outcome(with_ballots(week, saves)) for saves in product(candidates, repeat=len(week.panel.judges))
    }
    trial.compared += 1
    if len(week.panel.judges) > 0:
        trial.notes.append(_powers(floor.form, week.panel, votes))
    for at, judge in enumerate(week.panel.judges):
        if all(_has_their_way(saves[at], out) for saves, out in votes.items()):
            alone = next(saves for saves in votes if _alone(saves, at) or len(saves) == 1)
            return Violation(
                OneJudgeDecides(judge, tuple(candidates)),
                f"Every way the {len(week.panel.judges)} judges can vote between {display(candidates[0])} and "
                f"{display(candidates[1])} was tried.",
                (("the week", with_ballots(week, alone)),),
            )
    return None


def _has_their_way(saves: str, outcome: Outcome) -> bool:
    return outcome.status == "decided" and saves not in outcome.leaving


def _alone(saves: Saves, at: int) -> bool:
    return all(other != saves[at] for place, other in enumerate(saves) if place != at)


def _powers(form: Form, panel: Panel, votes: dict[Saves, Outcome]) -> str:
    """Each judge's part of all swings."""
    names = sorted({name for saves in votes for name in saves})
    swings = dict.fromkeys(panel.judges, 0)
    for saves, outcome in votes.items():
        for at, judge in enumerate(panel.judges):
            other = names[0] if saves[at] == names[1] else names[1]
            turned = votes[(*saves[:at], other, *saves[at + 1 :])]
            swings[judge] += (outcome.status, outcome.leaving) != (turned.status, turned.leaving)
    all_swings = sum(swings.values())
    shares = [
        f"{judge.title()}{' (head judge)' if judge == panel.head else ''} "
        f"{write_exact(exact(Fraction(count, all_swings)) if all_swings else 0)}"
        for judge, count in swings.items()
    ]
    return f"{form.name}, panel of {len(panel.judges)}: power shares {', '.join(shares)}."


NO_DICTATOR = Property(
    "no-dictator",
    "No single judge always decides the second stage.",
    "US season 30, where viewers misread the head judge's double vote; power after Penrose 1946 and Banzhaf 1965",
    "Every way the panel can vote between two couples in danger, for every panel the rulebook names.",
    _search,
    lambda rulebook: (
        None
        if forms_that(rulebook, outlook.judges_decide)
        else "No form of this rulebook has a stage the judges decide."
    ),
)
