"""The outcome of a week as far as it is known: the one computation behind board, certificate and audit."""

from dataclasses import dataclass, replace

from domain.gateway.tally import Tallies
from domain.period.scoring_period import ScoringPeriod
from domain.season.gathering import period_of
from domain.season.lookup import rulebook_in
from domain.season.state import SeasonState
from domain.stages.measures.votes import NOT_PUBLISHED
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate

NOT_IN_YET = "no votes are on record for this period yet"
"""Why a week that is under way is not tabulated."""


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A week's scoring period, gathered from the log, and the outcome that follows from it."""

    period: ScoringPeriod
    outcome: Outcome


def tabulated(state: SeasonState, week: int, tallies: Tallies, explain: bool = True) -> Tabulated:
    """A week, gathered and tabulated under the rulebook in force. Refuses a week that was not opened or has no rulebook.

    `explain=False` leaves the working out and changes nothing else.
    """
    period = period_of(state, week, tallies)
    outcome = tabulate(rulebook_in(state, week), period, explain)
    return Tabulated(period, outcome if state.mode == "historic" else _under_way(outcome))


def _under_way(outcome: Outcome) -> Outcome:
    """Of votes that are not in nobody has said that they will never be published."""
    if not any(need.why == NOT_PUBLISHED for need in outcome.needs):
        return outcome
    needs = (replace(need, why=NOT_IN_YET) if need.why == NOT_PUBLISHED else need for need in outcome.needs)
    return replace(outcome, needs=tuple(needs))


def outcome_of(state: SeasonState, week: int, tallies: Tallies, explain: bool = True) -> Outcome:
    """A week's outcome alone. Refuses a week that was not opened or has no rulebook."""
    return tabulated(state, week, tallies, explain).outcome
