"""Proposing: what takes two people is proposed by one, and approved or turned down by another."""

from collections.abc import Callable
from typing import assert_never

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import require_role, require_second
from domain.season.lookup import open_proposal
from domain.season.proposing.facts import (
    Approve,
    DecisionApproved,
    DecisionProposed,
    DecisionRejected,
    ProposalCommand,
    Propose,
    Reject,
)
from domain.season.state import SeasonState
from domain.season.stating import stated

Decided = Callable[[c.DirectCommand], e.AnySeasonFact]
"""What a command leads to as things stand now, decided by its own chapter."""


def decide(command: ProposalCommand, state: SeasonState, by: Actor, decided: Decided) -> tuple[e.AnySeasonFact, ...]:
    """The facts a command of this chapter leads to, or its refusal."""
    match command:
        case Propose():
            return (propose(command, state, by, decided),)
        case Approve():
            return approve(command, state, by, decided)
        case Reject():
            return (reject(command, state, by),)
        case _:
            assert_never(command)


def propose(command: Propose, state: SeasonState, by: Actor, decided: Decided) -> DecisionProposed:
    """What would be refused now is refused when it is proposed."""
    require_role(command.command, state, by)
    decided(command.command)
    return stated(DecisionProposed, command, decision=len(state.proposals) + 1)


def approve(command: Approve, state: SeasonState, by: Actor, decided: Decided) -> tuple[e.AnySeasonFact, ...]:
    """The second person approves, and what was proposed is decided as things stand now."""
    proposed = open_proposal(state, command.decision).proposed
    authority = require_role(proposed.fact.command, state, by)
    require_second(authority, proposed.actor, by)
    approval = stated(DecisionApproved, command, proposed_by=proposed.actor.name, proposed_as=proposed.actor.role)
    return (approval, decided(proposed.fact.command))


def reject(command: Reject, state: SeasonState, by: Actor) -> DecisionRejected:
    """Whoever might have said it may turn it down."""
    proposal = open_proposal(state, command.decision)
    require_role(proposal.proposed.fact.command, state, by)
    return stated(DecisionRejected, command)
