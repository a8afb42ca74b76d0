"""What is answered of what was just recorded: each event with where it stands and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.record import Recorded
from domain.season.state import SeasonState
from glitterball.answers import Answer
from projections.sentences import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as a command answers it. `position` is none where it was only tried."""

    position: int | None
    type: str
    state: str
    by: str
    role: str
    sentence: str


def said(event: Recorded[Any], state: SeasonState, how: str, *, is_there: bool = True) -> Said:
    """An event, told of the season as it then is; `how` is what became of it."""
    return Said(
        position=event.position if is_there else None,
        type=event.fact.TYPE,
        state=how,
        by=event.actor.name,
        role=event.actor.role,
        sentence=sentence(event.fact, state),
    )


def recorded(season: str, mode: str, rows: Sequence[Said], basis: Mapping[str, Any]) -> Answer:
    """All that a call recorded, or found on record."""
    return Answer(schema="recorded", mode=mode, title=season, rows=rows, basis=basis, row=Said)
