"""Who may say what, and what takes two people.

A historic season is recorded by historians from the public record and decides nothing, so it asks no second person.
"""

from dataclasses import dataclass
from typing import Literal

from domain.record import Actor, Role
from domain.season import commands as c
from domain.season.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.state import SeasonState

Second = Literal["nobody else", "another person", "another person in another role"]


@dataclass(frozen=True, slots=True)
class Authority:
    """Roles that may say it, and whom else it takes."""

    roles: tuple[Role, ...]
    second: Second = "nobody else"


DESK = Authority(("score desk", "producer", "supervisor"))
PRODUCTION = Authority(("producer", "executive", "supervisor"))
SUPERVISION = Authority(("supervisor", "executive", "adjudicator"), "another person")
GOVERNANCE = Authority(("executive", "adjudicator"), "another person in another role")
RECORD = Authority(("historian", "auditor"))

AUTHORITY: dict[str, Authority] = {
    "open-season": PRODUCTION,
    "adopt-rulebook": GOVERNANCE,
    "cast-couple": PRODUCTION,
    "withdraw-couple": PRODUCTION,
    "open-week": PRODUCTION,
    "seat-panel": PRODUCTION,
    "mark-judge-absent": DESK,
    "schedule-dance": PRODUCTION,
    "give-score": DESK,
    "give-total": Authority(("historian",)),
    "correct-score": DESK,
    "show-paddle": DESK,
    "award-bonus": DESK,
    "grant-immunity": PRODUCTION,
    "introduce-gateway-key": SUPERVISION,
    "rotate-gateway-key": SUPERVISION,
    "revoke-gateway-key": SUPERVISION,
    "open-voting": PRODUCTION,
    "close-voting": PRODUCTION,
    "void-batch": SUPERVISION,
    "void-channel": SUPERVISION,
    "note-outage": PRODUCTION,
    "substitute-input": GOVERNANCE,
    "cancel-elimination": GOVERNANCE,
    "cast-ballot": DESK,
    "settle-tie": GOVERNANCE,
    "certify-outcome": GOVERNANCE,
    "announce-danger": PRODUCTION,
    "announce-save": PRODUCTION,
    "announce-elimination": PRODUCTION,
    "award-places": PRODUCTION,
    "correct-announcement": GOVERNANCE,
    "dispute-announcement": RECORD,
    "close-week": PRODUCTION,
    "reopen-week": GOVERNANCE,
}
"""One line a command. A correction of a score takes a second person once voting has closed."""

AFTER_THE_LOCK = Authority(("score desk", "producer", "supervisor", "adjudicator"), "another person")


def authority_for(command: c.SeasonCommand, state: SeasonState) -> Authority:
    """Who may say this now."""
    if state.mode == "historic" and state.opened is not None:
        return RECORD
    if isinstance(command, c.OpenSeason) and command.mode == "historic":
        return RECORD
    if isinstance(command, c.CorrectScore):
        week = state.weeks.get(command.week)
        return AFTER_THE_LOCK if week is not None and week.seal is not None else DESK
    return AUTHORITY[command.do]


def require_role(command: c.SeasonCommand, state: SeasonState, by: Actor) -> Authority:
    """The authority under which somebody speaks. Refuses a role that may not."""
    authority = authority_for(command, state)
    if by.role not in authority.roles:
        raise RoleMayNot(by.name, by.role, command.do, ", ".join(authority.roles))
    return authority


def require_alone(command: c.SeasonCommand, authority: Authority) -> None:
    """Refuses what one person cannot do alone."""
    if authority.second != "nobody else":
        raise NeedsSecondPerson(command.do, authority.second)


def require_second(authority: Authority, proposer: Actor, by: Actor) -> None:
    """Refuses the proposer as the approver, and the proposer's role where another is needed."""
    same_role = authority.second == "another person in another role" and proposer.role == by.role
    if proposer.name == by.name or same_role:
        raise SamePerson(by.name, by.role, f"{proposer.name} ({proposer.role})", authority.second)
