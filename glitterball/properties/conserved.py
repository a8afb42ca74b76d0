"""Conserved: the shares of each side add up to exactly 1, also when a judge was absent.

Source: the US show's official worked example (November 2010): shares of 48.72, 33.33 and 17.95 % are parts of one whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.exact import Exact, exact, write_exact
from domain.period.scoring_period import Panel, ScoringPeriod
from domain.rulebook import Rulebook
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor
from glitterball.properties.property import Property
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Violation
from glitterball.properties.week_property import HOW, search_weeks


@dataclass(frozen=True, slots=True)
class NotOne:
    """The shares of a side add up to something else than 1."""

    side: str
    whole: Exact

    def says(self) -> str:
        """The sentence."""
        return f"The shares of the {self.side} side add up to {write_exact(self.whole)}, not to 1."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The side's shares add up to that, added up one by one."""
        (week,) = shown
        at = [side.name for side in week.outcome.sides].index(self.side)
        whole = sum((Fraction(row.points[at]) for row in week.outcome.standings()), Fraction(0))
        return whole == self.whole != 1


def _look(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    fewer = _without_a_judge(period)
    return _sum(trial, period) or (_sum(trial, fewer) if fewer is not period else None)


def _sum(trial: Trial, period: ScoringPeriod) -> Violation | None:
    shared = {side.name for side in trial.rulebook.sides if side.points.kind == "share"}
    for side in trial.outcome(period).sides:
        trial.compared += side.name in shared
        if side.name in shared and sum(side.points.values) != side.points.over:
            whole = exact(sum(side.points.exact()))
            return Violation(
                NotOne(side.name, whole),
                "Added exactly, without rounding.",
                (("the week", period),),
            )
    return None


def _without_a_judge(period: ScoringPeriod) -> ScoringPeriod:
    """The week with the first judge absent, where another is left."""
    if len(period.panel.judges) < 2:
        return period
    absent = period.panel.judges[0]
    dances = tuple(
        replace(dance, marks=tuple((judge, mark) for judge, mark in dance.marks if judge != absent))
        for dance in period.dances
    )
    panel = Panel(period.panel.judges[1:], period.panel.head, period.panel.casting)
    ballots = tuple(ballot for ballot in period.ballots if ballot.judge != absent)
    return replace(period, dances=dances, panel=panel, ballots=ballots)


def _search(trial: Trial) -> Counterexample | None:
    return search_weeks(trial, "conserved", _look, lambda form: form.select.kind != "nobody")


def _silent(rulebook: Rulebook) -> str | None:
    shares = any(side.points.kind == "share" for side in rulebook.sides)
    return None if shares else "No side of this rulebook is turned into shares."


CONSERVED = Property(
    "conserved",
    "The shares of each side add up to exactly 1, also when a judge is absent.",
    "The US show's official worked example, November 2010",
    HOW + " Each with the whole panel and with a judge absent.",
    _search,
    _silent,
)
