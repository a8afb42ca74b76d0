"""Casting: what was said of who dances, and in which order, is what the rules allow; they are asked again."""

from typing import Any

from domain.season import commands as c
from domain.season import events as e
from domain.season.casting import rules
from domain.season.state import SeasonState

COMMANDS: dict[type[Any], type[Any]] = {
    e.CastChanged: c.ChangeCast,
    e.RunningOrderStated: c.StateRunningOrder,
    e.WithdrawalTakenBack: c.TakeBackWithdrawal,
}
"""What each fact of casting was decided from."""


def require_castable(fact: e.CastingFact, state: SeasonState) -> None:
    """Refuses what would have been refused when it was said; `state` is what stands before it."""
    rules.decide(COMMANDS[type(fact)].model_validate(fact.model_dump()), state)
