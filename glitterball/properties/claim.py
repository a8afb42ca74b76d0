"""A claim: what the sentence of a counterexample says of the weeks under it, and the check that they show it.

Sentence and check are one value, so that no week goes out under a sentence it does not bear out. The check looks at the
weeks and outcomes shown and computes them again; it takes nothing from the search that found them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.promises import PromiseName
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.rules import Rules


class Claim(Protocol):
    """What a counterexample says: the sentence, and whether the weeks shown bear it out."""

    def says(self) -> str:
        """The sentence for a person."""
        ...

    def shown_by(self, rules: Rules, shown: Sequence[Shown]) -> bool:
        """Whether the weeks show what the sentence says, computed under these rules."""
        ...


@dataclass
class NotAWitness(Exception):
    """A week was found, and looked at again it does not show what its sentence says. Nothing is printed of it."""

    says: str


def witnessed(rules: Rules, name: PromiseName, claim: Claim, tried: str, shown: tuple[Shown, ...]) -> Counterexample:
    """The counterexample, once its weeks were computed again and bear out its sentence. Raises `NotAWitness` otherwise."""
    if not (all(_computed_again(rules, week) for week in shown) and claim.shown_by(rules, shown)):
        raise NotAWitness(claim.says())
    return Counterexample(name, rules.rulebook.ref, claim.says(), tried, shown)


def _computed_again(rules: Rules, shown: Shown) -> bool:
    """Whether the outcome shown is the outcome of the week shown, under the rulebook shown."""
    if shown.log is None:
        return rules.tabulate(shown.rulebook, shown.period) == shown.outcome
    return rules.outcome_in(shown.log.state, shown.week, shown.log.tallies) == shown.outcome


def same_but_for_votes_of(couple: str, before: ScoringPeriod, after: ScoringPeriod) -> bool:
    """Whether two weeks differ in the couple's own votes and in nothing else."""
    at = before.couples.index(couple)
    if replace(before, votes=()) != replace(after, votes=()) or len(before.votes) != len(after.votes):
        return False
    return all(
        was.body == now.body and was.votes[:at] == now.votes[:at] and was.votes[at + 1 :] == now.votes[at + 1 :]
        for was, now in zip(before.votes, after.votes, strict=True)
    )


def more_votes_for(couple: str, before: ScoringPeriod, after: ScoringPeriod) -> bool:
    """Whether two weeks differ in that the couple got more votes, from one body or several, and in nothing else."""
    at = before.couples.index(couple)
    risen = [now.votes[at] - was.votes[at] for was, now in zip(before.votes, after.votes, strict=False)]
    return same_but_for_votes_of(couple, before, after) and min(risen) >= 0 < max(risen)
