"""Who may say what, and what takes two people. Each command says its own roles; this is where they are asked about.

A historic season is recorded by historians from the public record and decides nothing, so it asks no second person.
"""

from typing import get_args

from domain.record import Actor
from domain.season import commands as c
from domain.season.people.roster import one_person
from domain.season.proposing.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.roles import AFTER_THE_LOCK, DESK, RECORD, Authority
from domain.season.state import SeasonState

AUTHORITY: dict[str, Authority] = {
    command.model_fields["do"].default: command.authority for command in get_args(c.DirectCommand)
}
"""The whole table, by what a command is called. A correction of a score takes a second person once voting has closed."""


def authority_for(command: c.SeasonCommand, state: SeasonState) -> Authority:
    """Who may say this now."""
    if state.mode == "historic" and state.opened is not None:
        return RECORD
    if isinstance(command, c.OpenSeason) and command.mode == "historic":
        return RECORD
    if isinstance(command, c.CorrectScore):
        week = state.weeks.get(command.week)
        return AFTER_THE_LOCK if week is not None and week.seal is not None else DESK
    return command.authority


def require_role(command: c.DirectCommand, state: SeasonState, by: Actor) -> Authority:
    """The authority under which somebody speaks. Refuses a role that may not."""
    authority = authority_for(command, state)
    if by.role not in authority.roles:
        raise RoleMayNot(by.name, by.role, command.do, ", ".join(authority.roles))
    return authority


def require_alone(command: c.DirectCommand, authority: Authority) -> None:
    """Refuses what one person cannot do alone."""
    if authority.second != "nobody else":
        raise NeedsSecondPerson(command.do, authority.second)


def require_second(authority: Authority, proposer: Actor, by: Actor, state: SeasonState) -> None:
    """Refuses the proposer as the approver, however the name is spelled, and the proposer's role where another is needed."""
    same_role = authority.second == "another person in another role" and proposer.role == by.role
    if one_person(state, proposer.name, by.name) or same_role:
        raise SamePerson(by.name, by.role, f"{proposer.name} ({proposer.role})", authority.second)
