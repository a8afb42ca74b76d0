"""Decisions that take two people: one proposes, another approves that very proposal."""

from collections.abc import Callable, Sequence

from domain.record import Actor, Fact, Role
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import authority_for
from domain.season.state import SeasonState

Do = Callable[[c.SeasonCommand, Actor], Sequence[Fact]]
"""Gives one command to a season, and answers the facts that were recorded. Raises a named refusal."""


def takes_two(command: c.SeasonCommand, state: SeasonState) -> bool:
    """Whether a command must be proposed and approved. A proposal and what is said of one are somebody's own word."""
    return not isinstance(command, c.ProposalCommand) and authority_for(command, state).second != "nobody else"


def roles_of(command: c.SeasonCommand, state: SeasonState) -> tuple[Role, Role]:
    """A role that may propose the command, and a role that may approve it."""
    roles = authority_for(command, state).roles
    return roles[0], roles[-1]


def approving_roles(command: c.SeasonCommand, state: SeasonState, proposer: Actor) -> tuple[Role, ...]:
    """The roles in which a second person may approve what somebody proposes."""
    authority = authority_for(command, state)
    other = authority.second == "another person in another role"
    return tuple(role for role in authority.roles if not (other and role == proposer.role))


def propose(do: Do, command: c.SeasonCommand, by: Actor) -> int:
    """Propose a command; the number of the decision, as it was recorded.

    Never the newest number of the season: somebody else may have proposed in between.
    """
    proposed = do(c.Propose.model_validate({"command": command}), by)[0]
    assert isinstance(proposed, e.DecisionProposed), "a proposal records that it was made"
    return proposed.decision


def sign(do: Do, command: c.SeasonCommand, first: Actor, second: Actor) -> Sequence[Fact]:
    """Have one person propose a command and another approve it; the facts that follow from the approval.

    Refuses what `decide` refuses: a person alone, a role that may not, a proposal that is out of date. A proposal whose
    approval is refused stands open.
    """
    return do(c.Approve(decision=propose(do, command, first)), second)
