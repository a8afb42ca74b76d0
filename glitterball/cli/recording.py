"""Recording from the command line: one person says it, or two sign it; said again under the same key it is recorded once."""

from contextvars import ContextVar
from typing import Any

from domain.record import Actor, Fact, Recorded
from domain.season import commands as c
from domain.season.people.roster import as_on_roster
from glitterball.cli.asking import person
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import say
from glitterball.cli.signing import signer_for
from glitterball.procedures import propose, sign, takes_two
from glitterball.store import Season
from projections.sentences import sentence

_KEY: ContextVar[str | None] = ContextVar("the idempotency key of this call", default=None)
_STEP: ContextVar[int] = ContextVar("how much of this call has been recorded", default=0)


def under_key(key: str | None) -> None:
    """What this call records is recorded under an idempotency key, each step of it under one of its own."""
    _KEY.set(key)
    _STEP.set(0)


def next_key() -> str | None:
    """The idempotency key of the next step of this call."""
    key = _KEY.get()
    _STEP.set(_STEP.get() + 1)
    return None if key is None else f"{key}/{_STEP.get()}"


def record(season: Season, command: c.SeasonCommand, by: str, second: str | None = None) -> None:
    """Record a command. What takes two people is proposed, and approved at once when the second is named.

    Without the second it stands proposed, and the command ends with exit code 4.
    """
    actor = as_on_roster(season.state, person(by))
    other = as_on_roster(season.state, person(second, "--with")) if second is not None else None

    def do(said: c.SeasonCommand, who: Actor) -> list[Fact]:
        events = season.do(said, who, key=next_key(), signer=signer_for(who, season.state))
        told(season, events)
        return [event.fact for event in events]

    if not takes_two(command, season.state):
        do(command, actor)
    elif other is not None:
        sign(do, command, actor, other)
    else:
        decision = propose(do, command, actor)
        say(f"It takes two people. To approve: glitterball decision approve {season.name} {decision} --by ...")
        raise leave(Exit.NEEDS_A_HUMAN)


def told(season: Season, events: tuple[Recorded[Any], ...]) -> None:
    """Say what was recorded, on standard error."""
    for event in events:
        say(f"recorded {event.position}: {sentence(event.fact, season.state)}")
