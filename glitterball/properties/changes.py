"""Neutral, scale-free, withdrawal-proof: a change to a week that should change nothing about who leaves.

Sources: neutrality (May 1952) and independence of irrelevant alternatives (Arrow 1951) in the show's words; RULES 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Form
from domain.tabulation.outcome import Outcome
from glitterball.properties import outlook
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.floor import Floor, no_public_vote, ranked_by_placings
from glitterball.properties.played import display
from glitterball.properties.property import Property
from glitterball.properties.reach import nobody_leaves
from glitterball.properties.rules import Rules, Trial
from glitterball.properties.search import Violation
from glitterball.properties.week_property import HOW, search_weeks
from glitterball.properties.weeks_changed import renamed, times, without
from glitterball.testing.complete_weeks import fits

FACTORS = (2, 3, 1000)
"""What all votes are multiplied by."""

Said = tuple[str, tuple[frozenset[str], ...], frozenset[str], frozenset[str], frozenset[str]]


def _said(outcome: Outcome) -> Said:
    """What an outcome says, in whatever order it lists couples that are equal."""
    order = tuple(frozenset(group) for group in outcome.order)
    waiting = frozenset(name for need in outcome.needs for name in need.couples)
    return outcome.status, order, frozenset(outcome.bottom), frozenset(outcome.leaving), waiting


def _exchanged(said: Said, one: str, other: str) -> Said:
    names = {one: other, other: one}

    def of(couples: frozenset[str]) -> frozenset[str]:
        return frozenset(names.get(couple, couple) for couple in couples)

    status, order, bottom, leaving, waiting = said
    return status, tuple(of(group) for group in order), of(bottom), of(leaving), of(waiting)


@dataclass(frozen=True, slots=True)
class NamesMatter:
    """Two couples exchange all they were given, and the outcome is another."""

    one: str
    other: str

    def says(self) -> str:
        """The sentence."""
        who = f"{display(self.one)} and {display(self.other)}"
        return f"{who} exchange all they were given, and the outcome is not merely exchanged."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """Nothing but the two names differs, and the outcomes differ by more."""
        before, after = shown
        exchanged = _exchanged(_said(before.outcome), self.one, self.other)
        return after.period == renamed(before.period, self.one, self.other) and _said(after.outcome) != exchanged


@dataclass(frozen=True, slots=True)
class SizeMatters:
    """Everybody's votes are multiplied, and the outcome is another."""

    factor: int

    def says(self) -> str:
        """The sentence."""
        return f"With {self.factor} times the votes for everybody the outcome is another."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """All votes are multiplied, nothing else differs, and the outcomes do."""
        before, after = shown
        return after.period == times(before.period, self.factor) and _said(after.outcome) != _said(before.outcome)


@dataclass(frozen=True, slots=True)
class AbsenceMatters:
    """A couple that was safe is taken out, and others leave."""

    couple: str
    floor: Floor

    def says(self) -> str:
        """The sentence."""
        what = "in danger" if outlook.judges_decide(self.floor.form) else "leaving"
        return f"{display(self.couple)} are safe; without them the couples {what} are others."

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """The couple was safe, the others are as they were, and others are hurt."""
        before, after = shown
        hurt = [outlook.hurt(self.floor.form, week.outcome) for week in shown]
        settled = all(outlook.settled_by_votes(week.outcome) for week in shown)
        safe = self.couple not in before.outcome.bottom and self.couple not in before.outcome.leaving
        fewer = without(before.period, self.couple, ranked_by_placings(self.floor.rulebook))
        return settled and safe and after.period == fewer and bool(hurt[0]) and hurt[0] != hurt[1]


def _names_matter(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    said = _said(trial.outcome(period))
    trial.compared += 1
    for couple, other in combinations(period.couples, 2):
        week = renamed(period, couple, other)
        if _said(trial.outcome(week)) != _exchanged(said, couple, other):
            return Violation(
                NamesMatter(couple, other),
                "Nothing but the two names differs.",
                (("before", period), ("after, with the two names exchanged", week)),
            )
    return None


def _size_matters(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    said = _said(trial.outcome(period))
    trial.compared += 1
    for factor in FACTORS:
        week = times(period, factor)
        if _said(trial.outcome(week)) != said:
            return Violation(
                SizeMatters(factor),
                f"Every couple has exactly {factor} times its votes.",
                (("before", period), (f"after, with {factor} times the votes", week)),
            )
    return None


def _absence_matters(trial: Trial, floor: Floor, period: ScoringPeriod) -> Violation | None:
    """Who leaves (or who is in danger, where judges decide next), with one of the others gone."""
    outcome = trial.outcome(period)
    gone = outlook.hurt(floor.form, outcome)
    if not outlook.settled_by_votes(outcome) or not fits(floor.form, floor.n - 1) or not gone:
        return None
    for couple in period.couples:
        if couple in gone or couple in outcome.bottom or len(period.couples) < 3:
            continue
        week = without(period, couple, ranked_by_placings(floor.rulebook))
        after = trial.outcome(week)
        if not outlook.settled_by_votes(after):
            continue
        trial.compared += 1
        if outlook.hurt(floor.form, after) != gone:
            marks = "places among each other" if ranked_by_placings(floor.rulebook) else "marks"
            return Violation(
                AbsenceMatters(couple, floor),
                f"The others' {marks} and votes are the same.",
                (("before", period), (f"after, without {display(couple)}", week)),
            )
    return None


def somebody_decides(form: Form) -> bool:
    """Whether anything follows from the week under the form."""
    return form.select.kind != "nobody"


def _every_pair(floor: Floor) -> int:
    """Its own outcome and one for every two couples that exchange their names."""
    return 1 + floor.n * (floor.n - 1) // 2


def _neutral(trial: Trial) -> Counterexample | None:
    return search_weeks(trial, "neutral", _names_matter, somebody_decides, named=True, each=_every_pair)


def _scale_free(trial: Trial) -> Counterexample | None:
    return search_weeks(trial, "scale-free", _size_matters, somebody_decides, each=lambda floor: 1 + len(FACTORS))


def _withdrawal_proof(trial: Trial) -> Counterexample | None:
    return search_weeks(trial, "withdrawal-proof", _absence_matters, outlook.somebody_leaves)


NEUTRAL = Property(
    "neutral",
    "Renaming the couples renames the outcome, and changes nothing else.",
    "Neutrality (May 1952)",
    HOW + " In each, every two couples exchange all they were given.",
    _neutral,
)
SCALE_FREE = Property(
    "scale-free",
    "Multiplying everybody's votes by the same number changes nothing.",
    "RULES 5: how many vote is not to decide who leaves",
    HOW + f" In each, all votes are multiplied by {', '.join(map(str, FACTORS))}.",
    _scale_free,
    no_public_vote,
)
WITHDRAWAL_PROOF = Property(
    "withdrawal-proof",
    "Taking out a couple that was not leaving does not change who leaves.",
    "Independence of irrelevant alternatives (Arrow 1951); withdrawals happen (US season 28)",
    HOW + " In each, every couple that is safe is taken out.",
    _withdrawal_proof,
    nobody_leaves,
)
