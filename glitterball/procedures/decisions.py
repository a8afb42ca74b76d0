"""Proposals as they are told: what was asked for, by whom, and how it ended."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.season import commands as c
from domain.season.proposing.facts import SignedProposal
from domain.season.state import Proposal, SeasonState, seen_at
from glitterball.procedures.consequences import Consequence, consequence
from projections.sentences import asked_for

if TYPE_CHECKING:
    from glitterball.store import Season


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


def consequence_now(asked: "Season", proposal: Proposal) -> Consequence:
    """What would follow now; a statement about the window is decided on the batches as counted within it."""
    fold, command, engine = asked.fold, proposal.proposed.fact.command, asked.store.engine
    on = engine.decided_on(asked.name, command) if isinstance(command, c.StateWindow) else None
    return consequence(proposal, seen_at(fold.state, engine.clock()), fold.tallies, decided_on=on)
