"""The end of a season's openings: two people destroyed them when the rules allow it; they are asked again."""

from domain.season import commands as c
from domain.season import events as e
from domain.season.custody import rules
from domain.season.state import SeasonState


def require_destroyable(fact: e.OpeningsDestroyed, state: SeasonState) -> None:
    """Refuses what would have been refused when it was said; `state` is what stands before it."""
    if rules.decide(c.DestroyOpenings.model_validate(fact.model_dump()), state) != fact:
        raise ValueError("disputes are named once, in order")
