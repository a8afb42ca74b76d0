"""Recording from the command line: one person says it, or two sign it."""

from typing import Any

from domain.record import Actor, Recorded
from domain.season import commands as c
from domain.season.authority import authority_for
from glitterball.cli.asking import person
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import say
from glitterball.store import Season
from projections.sentences import sentence


def record(season: Season, command: c.SeasonCommand, by: str, second: str | None = None) -> None:
    """Record a command. What takes two people is proposed, and approved at once when the second is named.

    Without the second it stands proposed, and the command ends with exit code 4.
    """
    actor = person(by)
    if isinstance(command, c.Approve | c.Reject) or authority_for(command, season.state).second == "nobody else":
        told(season, season.do(command, actor))
        return
    other = person(second) if second else None
    told(season, season.do(c.Propose.model_validate({"command": command}), actor))
    decision = max(season.state.proposals)
    if other is None:
        say(f"It takes two people. To approve: glitterball decision approve {season.name} {decision} --by ...")
        raise leave(Exit.NEEDS_A_HUMAN)
    _approve(season, decision, other)


def _approve(season: Season, decision: int, by: Actor) -> None:
    told(season, season.do(c.Approve(decision=decision), by))


def told(season: Season, events: tuple[Recorded[Any], ...]) -> None:
    """Say what was recorded, on standard error."""
    for event in events:
        say(f"recorded {event.position}: {sentence(event.fact, season.state)}")
