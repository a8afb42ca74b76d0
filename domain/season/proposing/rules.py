"""Proposing: what takes two people is proposed by one, and approved or turned down by another.

In a season with a roster each of them signs, and the proposal is open until a moment. What a signature has to be over is
decided here (`terms`); whether it is one, with a person's key, is asked by who records (no mathematics of keys here).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import require_role, require_second
from domain.season.lookup import open_proposal
from domain.season.people.roster import identity_of, one_person
from domain.season.proposing.facts import (
    Approve,
    DecisionApproved,
    DecisionProposed,
    DecisionRejected,
    DecisionWithdrawn,
    ProposalCommand,
    ProposalFact,
    Propose,
    Reject,
    Signature,
    SignedApproval,
    SignedProposal,
    SignedRejection,
    Withdraw,
)
from domain.season.proposing.refusals import (
    ExpiryTooLate,
    FollowsOtherwise,
    NoSuchProposal,
    NotItsProposer,
    NotSigned,
    ProposalExpired,
)
from domain.season.proposing.signing import Terms, command_digest, follows_digest, terms_of
from domain.season.state import Proposal, SeasonState
from domain.season.stating import stated

Decided = Callable[[c.DirectCommand], e.AnySeasonFact]
"""What a command leads to as things stand now, decided by its own chapter."""

MINUTES = 30
"""How long a proposal of a live night is open at most."""

DAYS_OF = {"adopt-rulebook": 7, "introduce-person": 7, "change-person": 7, "revoke-person": 7, "introduce-gateway-key": 7,
           "rotate-gateway-key": 7}  # fmt: skip
"""How many days a proposal of what is prepared outside a night is open at most."""


def decide(
    command: ProposalCommand, state: SeasonState, by: Actor, decided: Decided, at: str
) -> tuple[e.AnySeasonFact, ...]:
    """The facts a command of this chapter leads to, or its refusal. `at` is the moment at which it is said."""
    match command:
        case Propose():
            return (propose(command, state, by, decided, at),)
        case Approve():
            return approve(command, state, by, decided, at)
        case Reject():
            return (reject(command, state, by),)
        case Withdraw():
            return (withdraw(command, state, by),)
        case _:
            assert_never(command)


def propose(command: Propose, state: SeasonState, by: Actor, decided: Decided, at: str) -> DecisionProposed:
    """What would be refused now is refused when it is proposed."""
    require_role(command.command, state, by)
    follows = decided(command.command)
    decision = len(state.proposals) + 1
    if not state.people:
        return DecisionProposed(source=command.source, decision=decision, command=command.command)
    signature, expires, nonce = command.signature, command.expires, command.nonce
    if signature is None or expires is None or nonce is None:
        raise NotSigned(by.name, f"propose decision {decision}")
    _require_soon(command.command.do, expires, at)
    return SignedProposal(
        source=command.source,
        decision=decision,
        command=command.command,
        follows_sha256=follows_digest(follows, nonce),
        expires=expires,
        identity=_identity(state, by),
        signature=signature,
        nonce=nonce,
    )


def approve(command: Approve, state: SeasonState, by: Actor, decided: Decided, at: str) -> tuple[e.AnySeasonFact, ...]:
    """The second person approves, and what was proposed is decided as things stand now.

    Where it was signed, what follows now is what both were shown, or it is refused.
    """
    proposed = open_proposal(state, command.decision).proposed
    authority = require_role(proposed.fact.command, state, by)
    require_second(authority, proposed.actor, by, state)
    proposal = proposed.fact
    if isinstance(proposal, SignedProposal) and is_after(at, proposal.expires):
        raise ProposalExpired(command.decision, proposal.expires, at)
    follows = decided(proposal.command)
    told = {"source": command.source, "decision": command.decision}
    who = {"proposed_by": proposed.actor.name, "proposed_as": proposed.actor.role}
    if not isinstance(proposal, SignedProposal):
        return DecisionApproved.model_validate(told | who), follows
    if follows_digest(follows, proposal.nonce) != proposal.follows_sha256:
        raise FollowsOtherwise(command.decision, proposal.command.do)
    signed = {"identity": _identity(state, by), "signature": _signature(command, by, "approve")}
    return SignedApproval.model_validate(told | who | signed), follows


def reject(command: Reject, state: SeasonState, by: Actor) -> DecisionRejected:
    """Whoever might have said it may turn it down."""
    proposal = open_proposal(state, command.decision)
    require_role(proposal.proposed.fact.command, state, by)
    if not isinstance(proposal.proposed.fact, SignedProposal):
        return DecisionRejected(source=command.source, decision=command.decision, reason=command.reason)
    signature = _signature(command, by, "reject")
    return stated(SignedRejection, command, identity=_identity(state, by), signature=signature)


def withdraw(command: Withdraw, state: SeasonState, by: Actor) -> DecisionWithdrawn:
    """Whoever made a proposal may take it back, also after it has expired."""
    proposed = open_proposal(state, command.decision).proposed
    if not one_person(state, proposed.actor.name, by.name):
        raise NotItsProposer(command.decision, by.name, proposed.actor.name)
    if not isinstance(proposed.fact, SignedProposal):
        return stated(DecisionWithdrawn, command, signature=None)
    signature = _signature(command, by, "withdraw")
    return stated(DecisionWithdrawn, command, identity=_identity(state, by), signature=signature)


def terms(command: ProposalCommand, state: SeasonState, by: Actor, decided: Decided) -> Terms:
    """What a signature under this command has to be about, as things stand now. Refuses what the command would be refused for."""
    if not isinstance(command, Propose):
        proposed = open_proposal(state, command.decision).proposed
        if not isinstance(proposed.fact, SignedProposal):
            raise NoSuchProposal(command.decision, "none that is signed")
        return terms_of(proposed.fact, proposed.actor.role)
    require_role(command.command, state, by)
    if command.expires is None or command.nonce is None:
        raise NotSigned(by.name, "propose it")
    return Terms(
        decision=len(state.proposals) + 1,
        do=command.command.do,
        command_sha256=command_digest(command.command, command.nonce),
        follows_sha256=follows_digest(decided(command.command), command.nonce),
        expires=command.expires,
        identity=_identity(state, by),
        role=by.role,
    )


def signatures_of(fact: ProposalFact) -> tuple[str, Signature] | None:
    """Who signed a fact of this chapter, by identity, and the signature; nothing in a season without a roster."""
    match fact:
        case SignedProposal() | SignedApproval() | SignedRejection():
            return fact.identity, fact.signature
        case DecisionWithdrawn():
            return (fact.identity, fact.signature) if fact.identity and fact.signature else None
        case _:
            return None


def open_for(do: str) -> timedelta:
    """How long a proposal of a command is open at most."""
    return timedelta(days=DAYS_OF[do]) if do in DAYS_OF else timedelta(minutes=MINUTES)


def _require_soon(do: str, expires: str, at: str) -> None:
    """Refuses a proposal that would be open for longer than its kind may be."""
    if _moment(expires) - _moment(at) > open_for(do):
        raise ExpiryTooLate(do, expires, str(open_for(do)))


def has_expired(proposal: Proposal, moment: str) -> bool:
    """Whether nobody can approve a proposal any more in a moment; one of a season without a roster never expires."""
    fact = proposal.proposed.fact
    return bool(moment) and isinstance(fact, SignedProposal) and is_after(moment, fact.expires)


def is_after(moment: str, other: str) -> bool:
    """Whether a moment is later than another, each as it is written."""
    return _moment(moment) > _moment(other)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _identity(state: SeasonState, by: Actor) -> str:
    identity = identity_of(state, by.name)
    assert identity is not None, "who speaks in a season with a roster is on it"
    return identity


def _signature(command: Approve | Reject | Withdraw, by: Actor, does: str) -> Signature:
    if command.signature is None:
        raise NotSigned(by.name, f"{does} decision {command.decision}")
    return command.signature
