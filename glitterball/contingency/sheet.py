"""One week as it is exported: what is on record of it, gathered once for every file of its folder."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.findings import Finding
from domain.gateway.tally import Tallies
from domain.period.scoring_period import ScoringPeriod
from domain.rulebook import Rulebook
from domain.season.state import SeasonState, WeekState
from domain.tabulation.outcome import Outcome
from projections.outcomes import Certified


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A week up to a position of the log. `until` says which; `certified` whether the last certificate
    stands; `names` are couples and `judges` judges as they are called."""

    mode: str
    week: int
    until: str
    certified: Certified
    state: SeasonState
    tallies: Tallies
    rulebook: Rulebook
    period: ScoringPeriod
    outcome: Outcome
    findings: tuple[Finding, ...]
    working: tuple[str, ...]
    names: Mapping[str, str]
    judges: Mapping[str, str]

    @property
    def this(self) -> WeekState:
        """What is remembered of the week itself."""
        return self.state.weeks[self.week]

    def called(self, couples: tuple[str, ...]) -> str:
        """Couples as they are called, for a cell."""
        return ", ".join(self.names.get(couple, couple) for couple in couples)

    def standing(self) -> str:
        """How far the week is, for whoever is about to announce from it."""
        if self.state.mode == "historic":
            return "From the public record of a season that is over."
        if self.this.voting is not None and self.this.seal is None:
            return "NOT FINAL: lines are open, and votes are still coming in."
        if not self.this.certified:
            return "NOT FINAL: the outcome is not certified."
        at = self.this.certified[-1].position
        return (
            f"Certified at event {at}."
            if self.certified == "yes"
            else f"NOT FINAL: the certificate at event {at} is stale."
        )
