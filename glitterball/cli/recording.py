"""Recording from the command line: one person says it, or two sign it; said again under the same key it is recorded once."""

from contextvars import ContextVar
from typing import Any

from domain.record import Actor, Recorded
from domain.season import commands as c
from domain.season.authority import authority_for
from glitterball.cli.asking import person
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import say
from glitterball.store import Season
from projections.sentences import sentence

_KEY: ContextVar[str | None] = ContextVar("the idempotency key of this call", default=None)
_STEP: ContextVar[int] = ContextVar("how much of this call has been recorded", default=0)


def under_key(key: str | None) -> None:
    """What this call records is recorded under an idempotency key, each step of it under one of its own."""
    _KEY.set(key)
    _STEP.set(0)


def do(season: Season, command: c.SeasonCommand, by: Actor) -> tuple[Recorded[Any], ...]:
    """Record one command, the next step of this call."""
    key = _KEY.get()
    _STEP.set(_STEP.get() + 1)
    return season.do(command, by, key=None if key is None else f"{key}/{_STEP.get()}")


def record(season: Season, command: c.SeasonCommand, by: str, second: str | None = None) -> None:
    """Record a command. What takes two people is proposed, and approved at once when the second is named.

    Without the second it stands proposed, and the command ends with exit code 4.
    """
    actor = person(by)
    other = person(second, "--with") if second is not None else None
    if isinstance(command, c.Approve | c.Reject) or authority_for(command, season.state).second == "nobody else":
        told(season, do(season, command, actor))
        return
    proposed = do(season, c.Propose.model_validate({"command": command}), actor)
    told(season, proposed)
    decision = proposed[0].fact.decision  # its own, never the newest: somebody else may have proposed since
    if other is None:
        say(f"It takes two people. To approve: glitterball decision approve {season.name} {decision} --by ...")
        raise leave(Exit.NEEDS_A_HUMAN)
    _approve(season, decision, other)


def _approve(season: Season, decision: int, by: Actor) -> None:
    told(season, do(season, c.Approve(decision=decision), by))


def told(season: Season, events: tuple[Recorded[Any], ...]) -> None:
    """Say what was recorded, on standard error."""
    for event in events:
        say(f"recorded {event.position}: {sentence(event.fact, season.state)}")
