"""Proposing: what takes two people is proposed by one, and approved or turned down by another.

In a season with a roster each of them signs, and the proposal is open until a moment. What a signature has to be over is
decided here (`terms`); whether it is one, with a person's key, is asked by who records (no mathematics of keys here).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, assert_never

from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.authority import require_role, require_second
from domain.season.hiding import Hiding, is_salted
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
    ProposalInParts,
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
from domain.season.proposing.signing import Terms, command_digest, follows_as_proposed, follows_digest, terms_of
from domain.season.refusals import NonceMissing
from domain.season.state import Proposal, SeasonState
from domain.season.stating import stated

Decided = Callable[[c.DirectCommand], e.AnySeasonFact]
"""What a command leads to as things stand now, decided by its own chapter."""

MINUTES = 30
"""How long a proposal of a live night is open at most."""

DAYS_OF = {"adopt-rulebook": 7, "introduce-person": 7, "change-person": 7, "revoke-person": 7, "introduce-gateway-key": 7,
           "rotate-gateway-key": 7, "destroy-openings": 7}  # fmt: skip
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
    asked = command.command
    told: dict[str, Any] = {"source": command.source, "decision": decision, "command": asked}
    signed = _signed(command, state, by, follows, at) if state.people else {}
    if isinstance(asked, Hiding) and is_salted(asked):
        if command.nonce is None:
            raise NonceMissing(f"a proposal to {asked.do}", asked.week)
        return ProposalInParts(**(told | signed), do=asked.do, week=asked.week, nonce=command.nonce)
    return SignedProposal(**told, **signed, nonce=command.nonce or "") if signed else DecisionProposed(**told)


def _signed(command: Propose, state: SeasonState, by: Actor, follows: e.AnySeasonFact, at: str) -> dict[str, Any]:
    """What a signed proposal says beyond what is proposed. Refuses one that is not signed, or open for too long."""
    signature, expires, nonce = command.signature, command.expires, command.nonce
    if signature is None or expires is None or nonce is None:
        raise NotSigned(by.name, f"propose decision {len(state.proposals) + 1}")
    _require_soon(command.command.do, expires, at)
    digest = follows_digest(follows, nonce)
    who = {"identity": _identity(state, by), "signature": signature}
    return {"follows_sha256": digest, "expires": expires, **who}


def approve(command: Approve, state: SeasonState, by: Actor, decided: Decided, at: str) -> tuple[e.AnySeasonFact, ...]:
    """The second person approves, and what was proposed is decided as things stand now.

    Where it was signed, what follows now is what both were shown, or it is refused.
    """
    proposed = open_proposal(state, command.decision).proposed
    authority = require_role(proposed.fact.command, state, by)
    require_second(authority, proposed.actor, by, state)
    proposal, signed_for = proposed.fact, terms_of(proposed.fact, proposed.actor.role)
    if signed_for is not None and is_after(at, signed_for.expires):
        raise ProposalExpired(command.decision, signed_for.expires, at)
    follows = decided(proposal.command)
    told = {"source": command.source, "decision": command.decision}
    who = {"proposed_by": proposed.actor.name, "proposed_as": proposed.actor.role}
    if signed_for is None:
        return DecisionApproved.model_validate(told | who), follows
    if follows_as_proposed(follows, proposal) != signed_for.follows_sha256:
        raise FollowsOtherwise(command.decision, proposal.command.do)
    signed = {"identity": _identity(state, by), "signature": _signature(command, by, "approve")}
    return SignedApproval.model_validate(told | who | signed), follows


def reject(command: Reject, state: SeasonState, by: Actor) -> DecisionRejected:
    """Whoever might have said it may turn it down."""
    proposal = open_proposal(state, command.decision)
    require_role(proposal.proposed.fact.command, state, by)
    if terms_of(proposal.proposed.fact, by.role) is None:
        return DecisionRejected(source=command.source, decision=command.decision, reason=command.reason)
    signature = _signature(command, by, "reject")
    return stated(SignedRejection, command, identity=_identity(state, by), signature=signature)


def withdraw(command: Withdraw, state: SeasonState, by: Actor) -> DecisionWithdrawn:
    """Whoever made a proposal may take it back, also after it has expired."""
    proposed = open_proposal(state, command.decision).proposed
    if not one_person(state, proposed.actor.name, by.name):
        raise NotItsProposer(command.decision, by.name, proposed.actor.name)
    if terms_of(proposed.fact, by.role) is None:
        return stated(DecisionWithdrawn, command, signature=None)
    signature = _signature(command, by, "withdraw")
    return stated(DecisionWithdrawn, command, identity=_identity(state, by), signature=signature)


def terms(command: ProposalCommand, state: SeasonState, by: Actor, decided: Decided) -> Terms:
    """What a signature under this command has to be about, as things stand now. Refuses what the command would be refused for."""
    if not isinstance(command, Propose):
        proposed = open_proposal(state, command.decision).proposed
        about = terms_of(proposed.fact, proposed.actor.role)
        if about is None:
            raise NoSuchProposal(command.decision, "none that is signed")
        return about
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
        case DecisionWithdrawn() | ProposalInParts():
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
    signed_for = terms_of(proposal.proposed.fact, proposal.proposed.actor.role)
    return bool(moment) and signed_for is not None and is_after(moment, signed_for.expires)


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
