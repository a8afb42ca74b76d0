"""The outcome of a week as far as it is known: the one computation behind board, certificate and audit."""

from dataclasses import dataclass

from domain.gateway.tally import Tallies
from domain.period.scoring_period import ScoringPeriod
from domain.season.gathering import period_of
from domain.season.lookup import rulebook_in
from domain.season.state import SeasonState
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate


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
    return Tabulated(period, tabulate(rulebook_in(state, week), period, explain))


def outcome_of(state: SeasonState, week: int, tallies: Tallies, explain: bool = True) -> Outcome:
    """A week's outcome alone. Refuses a week that was not opened or has no rulebook."""
    return tabulated(state, week, tallies, explain).outcome
