"""What is answered of decisions: all proposals, and one in full with the difference that its approval would make."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.record import Actor
from domain.season import commands as c
from domain.season.proposing.facts import ProposalInParts, SignedProposal
from domain.season.proposing.refusals import NoSuchProposal
from domain.season.state import Proposal, seen_at
from glitterball.answers import Answer
from glitterball.engine.voids import as_recorded
from glitterball.procedures import Consequence, consequence, consequence_before
from glitterball.procedures.consequences import Public, as_it_is
from glitterball.procedures.decisions import Decision, ending
from glitterball.store import Season
from projections.sentences import asked_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing a proposal says."""

    what: str
    says: str


def decision_list(season: Season) -> Answer:
    """All proposals and how they ended."""
    return Answer(
        schema="decision-list",
        mode=season.mode,
        title=f"Decisions of {season.name}",
        rows=season.decisions(),
        basis=season.basis(),
        row=Decision,
    )


def decision(season: Season, number: int) -> Answer:
    """A proposal in full: who made it, what would be recorded, and the outcome before and after."""
    rows = [Line(what=what, says=says) for what, says in in_full(season, number)]
    title = f"Decision {number} of {season.name}"
    return Answer(schema="decision", mode=season.mode, title=title, rows=rows, basis=season.basis(), row=Line)


def in_full(asked: Season, number: int) -> Iterator[tuple[str, str]]:
    """A proposal, line by line. Refuses a number nobody proposed under."""
    proposal = asked.state.proposals.get(number)
    if proposal is None:
        still_open = [str(other) for other, each in asked.state.proposals.items() if each.settled is None]
        raise NoSuchProposal(number, ", ".join(still_open) or "none")
    event = proposal.proposed
    yield "proposed", f"by {event.actor.name} ({event.actor.role}) at {event.position}, {event.time}"
    if isinstance(event.fact, SignedProposal | ProposalInParts) and event.fact.signature is not None:
        yield "open until", event.fact.expires or "it is decided"
        yield "signed", f"by {event.fact.identity} with key {event.fact.signature.key}"
    if proposal.settled is not None:
        yield "ended", ending(proposal)
        yield "asked for", asked_for(event.fact, asked.state)
        return
    if isinstance(event.fact, ProposalInParts) and not event.fact.is_whole:
        yield "asked for", asked_for(event.fact, asked.state)
        return
    told = consequence_now(asked, proposal)
    if told.refused is not None:
        yield "would be refused now", told.refused
        return
    yield "would be recorded", told.recorded
    if not told.as_shown:
        yield "changed", "that is not what its proposer was shown: it has to be proposed again"
    if told.before is not None and told.after is not None:
        yield "outcome before", told.before
        yield "outcome after", told.after


def consequence_now(asked: Season, proposal: Proposal) -> Consequence:
    """What would follow now; a statement about the window is decided on the batches as counted within it."""
    fold, command = asked.fold, proposal.proposed.fact.command
    on = asked.store.engine.decided_on(asked.name, command) if isinstance(command, c.StateWindow) else None
    return consequence(proposal, seen_at(fold.state, asked.store.engine.clock()), fold.tallies, decided_on=on)


def consequence_if_proposed(
    asked: Season, command: c.TwoPersonCommand, by: Actor, public: Public = as_it_is
) -> Consequence:
    """What would follow if two people decided a command that somebody is about to propose. `public` makes of a fact what
    whoever asks may read of it."""
    fold, engine = asked.fold, asked.store.engine
    state = seen_at(fold.state, engine.clock())
    complete: c.TwoPersonCommand = as_recorded(command, asked.name, state, engine.log)  # type: ignore[assignment]
    on = engine.decided_on(asked.name, complete) if isinstance(complete, c.StateWindow) else None
    last = engine.log.last_position()
    return consequence_before(complete, state, fold.tallies, by, position=last + 1, decided_on=on, public=public)
