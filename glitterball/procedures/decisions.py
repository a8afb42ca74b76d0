"""Proposals as they are told: what was asked for, by whom, and how it ended."""

from dataclasses import dataclass

from domain.season.proposing.facts import SignedProposal
from domain.season.state import Proposal, SeasonState
from projections.sentences import asked_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A proposal: what was asked for, and how it ended."""

    decision: int
    position: int
    proposed_by: str
    role: str
    what: str
    ended: str


def decisions_of(state: SeasonState) -> tuple[Decision, ...]:
    """All proposals of a season, in the order of their numbers."""
    return tuple(_told(number, proposal, state) for number, proposal in state.proposals.items())


def _told(number: int, proposal: Proposal, state: SeasonState) -> Decision:
    event = proposal.proposed
    return Decision(
        decision=number,
        position=event.position,
        proposed_by=event.actor.name,
        role=event.actor.role,
        what=asked_for(event.fact, state),
        ended=ending(proposal),
    )


def ending(proposal: Proposal) -> str:
    """How a proposal ended, or that it is open, and until when where its season has a roster."""
    ended, asked = proposal.settled, proposal.proposed.fact
    if ended is None:
        return f"open until {asked.expires}" if isinstance(asked, SignedProposal) else "open"
    return f"{ended.fact.TYPE.split('.')[0].removeprefix('decision-')} by {ended.actor.name} at {ended.position}"
