"""Who may say what, and what takes two people. Each command says its own roles; this is where they are asked about.

A historic season is recorded by historians from the public record and decides nothing, so it asks no second person.
"""

from dataclasses import replace
from typing import get_args

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.lookup import open_proposal
from domain.season.people.roster import one_person
from domain.season.proposing.refusals import NeedsSecondPerson, RoleMayNot, SamePerson
from domain.season.roles import AFTER_THE_LOCK, DESK, FOUNDING, GOVERNANCE, PRODUCTION, RECORD, SUPERVISION, Authority
from domain.season.state import SeasonState, WeekState, has_judged

AUTHORITY: dict[str, Authority] = {
    command.model_fields["do"].default: command.authority for command in get_args(c.DirectCommand)
}
"""The whole table, by what a command is called. A correction of a score takes a second person once the week is locked."""


def authority_for(command: c.SeasonCommand, state: SeasonState) -> Authority:
    """Who may say this now. A proposal, an approval, a rejection and a withdrawal are somebody's own word, of whoever may say
    what they are about; refuses (`NoSuchProposal`) the last three of what is not open."""
    if isinstance(command, c.Propose):
        return replace(authority_for(command.command, state), second="nobody else")
    if isinstance(command, c.Approve | c.Reject | c.Withdraw):
        proposed = open_proposal(state, command.decision).proposed.fact
        return replace(authority_over(proposed, state), second="nobody else")
    if state.mode == "historic" and state.opened is not None:
        return RECORD
    if isinstance(command, c.OpenSeason) and command.mode == "historic":
        return RECORD
    if isinstance(command, c.CorrectScore):
        return correcting(state, command.week)
    if isinstance(command, c.MarkJudgeAbsent):
        return excusing(state, command.week, command.episode, command.judge)
    if isinstance(command, c.FoundSeason):
        return founding(state)
    if isinstance(command, c.StateRunningOrder):
        return ordering(state, command.week)
    return command.authority


def authority_over(proposed: e.DecisionProposed, state: SeasonState) -> Authority:
    """Who may say what is proposed, also where the command is hidden: its kind alone decides then."""
    if not isinstance(proposed, e.ProposalInParts):
        return authority_for(proposed.command, state)
    return RECORD if state.mode == "historic" and state.opened is not None else AUTHORITY[proposed.do]


def correcting(state: SeasonState, week: int) -> Authority:
    """Who may correct a score: two people once voting has closed, or the outcome is certified where nobody votes."""
    return AFTER_THE_LOCK if is_locked(state.weeks.get(week)) else DESK


def excusing(state: SeasonState, week: int, episode: int, judge: str) -> Authority:
    """Who may say that a judge is absent: two people where marks the judge has given would count no more."""
    found = state.weeks.get(week)
    return GOVERNANCE if found is not None and has_judged(found, episode, judge) else DESK


def ordering(state: SeasonState, week: int) -> Authority:
    """Who may say in which order was danced: two people once voting has closed, or the outcome is certified."""
    return SUPERVISION if is_locked(state.weeks.get(week)) else PRODUCTION


def is_locked(week: WeekState | None) -> bool:
    """Whether what a week's outcome rests on takes two people to change: nothing ever seals a week in which nobody votes."""
    return week is not None and (week.seal is not None or bool(week.certified))


def founding(state: SeasonState) -> Authority:
    """Who may name the first people: one of them, and two once anything was proposed in the season under names as typed."""
    return GOVERNANCE if state.proposals else FOUNDING


def require_role(command: c.DirectCommand, state: SeasonState, by: Actor) -> Authority:
    """The authority under which somebody speaks. Refuses a role that may not."""
    authority = authority_for(command, state)
    require_role_of(authority, command.do, by)
    return authority


def require_role_of(authority: Authority, what: str, by: Actor) -> None:
    """Refuses a role that may not say it."""
    if by.role not in authority.roles:
        raise RoleMayNot(by.name, by.role, what, ", ".join(authority.roles))


def require_alone(command: c.DirectCommand, authority: Authority) -> None:
    """Refuses what one person cannot do alone."""
    if authority.second != "nobody else":
        raise NeedsSecondPerson(command.do, authority.second)


def require_second(authority: Authority, proposer: Actor, by: Actor, state: SeasonState) -> None:
    """Refuses the proposer as the approver, however the name is spelled, and the proposer's role where another is needed."""
    same_role = authority.second == "another person in another role" and proposer.role == by.role
    if one_person(state, proposer.name, by.name) or same_role:
        raise SamePerson(by.name, by.role, f"{proposer.name} ({proposer.role})", authority.second)
