"""A week by itself: the season as though only this week's own scores and votes counted."""

from dataclasses import replace
from typing import Any

from domain.period.scoring_period import ScoringPeriod
from domain.record import Recorded
from domain.season.state import SeasonState
from domain.stages.measures import Marks


def alone(state: SeasonState, week: int) -> SeasonState:
    """The season with `week` carrying nothing in."""
    this = state.weeks[week]
    stands: Recorded[Any] = this.opened
    fact = stands.fact.model_copy(update={"scores_from": (week,), "votes_from": (week,)})
    opened = replace(this, opened=stands._replace(fact=fact))
    return replace(state, weeks={**state.weeks, week: opened})


def before_withdrawals(state: SeasonState, week: int) -> SeasonState:
    """The season with the couples that withdrew in `week` still in it: they may have danced."""
    earlier = {couple: event for couple, event in state.withdrawals.items() if event.fact.week < week}
    return replace(state, withdrawals=earlier)


def marks_so_far(period: ScoringPeriod) -> ScoringPeriod:
    """The period with what is scored so far taken as all, for boards that are read while the show runs."""
    return replace(period, unmarked=())


def danced(period: ScoringPeriod) -> frozenset[str]:
    """The couples with at least one mark, total or bonus in the period."""
    scored = (
        couple for dance in period.dances if dance.marks or dance.stated_total is not None for couple in dance.couples
    )
    return frozenset((*scored, *(bonus.couple for bonus in period.bonuses)))


MARKS = Marks()
"""How the judges' side counts; the boards count with the same rule as the outcome."""
