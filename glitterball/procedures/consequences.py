"""What would follow from a proposal, told before anybody approves it: what is recorded, and who leaves before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.gateway.events import season_stream
from domain.gateway.tally import Tallies
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.decide import LONG_AGO, follows
from domain.season.events import AnySeasonFact
from domain.season.evolve import evolve
from domain.season.outcome import outcome_of
from domain.season.proposing.signing import follows_as_proposed, terms_of
from domain.season.state import Proposal, SeasonState
from projections.names import couple_names, listed
from projections.sentences import sentence

NOT_DECIDED = "not decided yet"

Public = Callable[[Any], Any]
"""What somebody may read of a fact."""


def as_it_is(fact: Any) -> Any:
    """All of it."""
    return fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What would be recorded, and the outcome of the week it is about before and after; or why it would be refused now.

    `as_shown` is whether that is what its proposer signed, where the proposal is signed.
    """

    recorded: str
    before: str | None = None
    after: str | None = None
    refused: str | None = None
    as_shown: bool = True


def consequence(
    proposal: Proposal,
    state: SeasonState,
    tallies: Tallies,
    by: Actor | None = None,
    *,
    decided_on: Tallies | None = None,
) -> Consequence:
    """What would follow if `by`, or else its proposer's equal, approved the proposal now.

    `decided_on` are the tallies the command is decided on, where they are not those that count (`Engine.decided_on`).
    """
    asked, on = proposal.proposed.fact, tallies if decided_on is None else decided_on
    actor = by or proposal.proposed.actor
    try:
        fact = follows(asked.command, state, actor, on)
    except Refusal as refusal:
        return Consequence(recorded="nothing", refused=refusal.sentence())
    signed_for = terms_of(asked, proposal.proposed.actor.role)
    shown = signed_for is None or follows_as_proposed(fact, asked) == signed_for.follows_sha256
    return _told(asked.command, fact, proposal.proposed.position + 1, actor, state, tallies, as_shown=shown)


def consequence_before(
    command: c.TwoPersonCommand,
    state: SeasonState,
    tallies: Tallies,
    by: Actor,
    *,
    position: int,
    decided_on: Tallies | None = None,
    public: Public = as_it_is,
) -> Consequence:
    """The same of a command that nobody has proposed yet, as if it were recorded at a position.

    `public` makes of a fact what whoever asks may read of it.
    """
    try:
        fact = follows(command, state, by, tallies if decided_on is None else decided_on)
    except Refusal as refusal:
        return Consequence(recorded="nothing", refused=refusal.sentence())
    return _told(command, public(fact), position, by, state, tallies, as_shown=True)


def _told(
    command: c.TwoPersonCommand,
    fact: AnySeasonFact,
    position: int,
    by: Actor,
    state: SeasonState,
    tallies: Tallies,
    *,
    as_shown: bool,
) -> Consequence:
    opened, week = state.opened, _week(command)
    assert opened is not None, "what is proposed stands in a season that was opened"
    event = Recorded(position, season_stream(opened.fact.season), state.sequence + 1, LONG_AGO, by, fact)
    later = evolve(state, event)
    return Consequence(
        recorded=sentence(fact, later),
        before=_outcome(state, week, tallies),
        after=_outcome(later, week, tallies),
        as_shown=as_shown,
    )


def _week(command: c.TwoPersonCommand) -> int | None:
    if isinstance(command, c.AdoptRulebook):
        return None
    return getattr(command, "week", None)


def _outcome(state: SeasonState, week: int | None, tallies: Tallies) -> str | None:
    """Who leaves a week as things stand; nothing where no week is meant, or it was never opened."""
    if week is None or week not in state.weeks:
        return None
    try:
        outcome = outcome_of(state, week, tallies)
    except Refusal:
        return NOT_DECIDED
    if outcome.status != "decided":
        return NOT_DECIDED
    names = couple_names(state, week)
    if outcome.placed:
        places = [(row.place or 0, names[row.couple]) for row in outcome.standings()]
        return ", ".join(f"{place}. {name}" for place, name in sorted(places))
    return f"leaving: {listed([names[couple] for couple in outcome.leaving])}"
