"""The people of a season with a roster: each speaks under the name and in the roles it has there."""

from typing import Any

from domain.record import Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season.people import rules
from domain.season.people.roster import require_on_roster
from domain.season.state import SeasonState
from glitterball.evidence.verifying.findings import Findings

COMMANDS: dict[type[Any], type[Any]] = {
    e.SeasonFounded: c.FoundSeason,
    e.PersonIntroduced: c.IntroducePerson,
    e.PersonChanged: c.ChangePerson,
    e.PersonRevoked: c.RevokePerson,
}
"""What each fact about people was decided from: the same rules are asked again."""


def check_people(event: Recorded[Any], state: SeasonState, findings: Findings) -> None:
    """Look at the next event of a season's stream; `state` is what stands before it."""
    week = getattr(event.fact, "week", None)
    try:
        require_on_roster(state, event.actor)
        if type(event.fact) in COMMANDS:
            command = COMMANDS[type(event.fact)].model_validate(event.fact.model_dump())
            if isinstance(command, c.FoundSeason) and event.actor.role not in command.authority.roles:
                findings.add("people", f"a {event.actor.role} founded the roster", event.position)
            rules.decide(command, state, event.actor)
    except Refusal as refusal:
        findings.add("people", refusal.says.format(**refusal.facts()).rstrip("."), event.position, week)
