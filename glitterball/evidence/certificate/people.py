"""Who answers for a fact: one person, or the two of a proposal that was approved."""

from dataclasses import dataclass
from typing import Any

from domain.record import Actor, Recorded
from domain.season import events as e
from domain.season.state import SeasonState


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who said it, with the role. `approved_by` is the second person, where it took two."""

    said_by: str
    approved_by: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The one or two names."""
        return (self.said_by,) if self.approved_by is None else (self.said_by, self.approved_by)


def answerable(state: SeasonState, event: Recorded[Any]) -> Answerable:
    """The people behind a fact of the season: what two people decided follows its approval in the same commit."""
    for proposal in state.proposals.values():
        settled = proposal.settled
        if settled is None or settled.sequence + 1 != event.sequence:
            continue
        if isinstance(settled.fact, e.DecisionApproved):
            first = f"{settled.fact.proposed_by} ({settled.fact.proposed_as})"
            return Answerable(first, named(event.actor))
    return Answerable(named(event.actor))


def named(actor: Actor) -> str:
    """A person for a reader: name and role."""
    return f"{actor.name} ({actor.role})"
