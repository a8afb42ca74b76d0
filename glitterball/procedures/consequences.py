"""What would follow from a proposal, told before anybody approves it: what is recorded, and who leaves before and after."""

from dataclasses import dataclass

from domain.gateway.events import season_stream
from domain.gateway.tally import Tallies
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.decide import LONG_AGO, follows
from domain.season.evolve import evolve
from domain.season.outcome import outcome_of
from domain.season.proposing.signing import follows_as_proposed, terms_of
from domain.season.state import Proposal, SeasonState
from projections.names import couple_names, listed
from projections.sentences import sentence

NOT_DECIDED = "not decided yet"


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
    asked = proposal.proposed.fact
    command = asked.command
    try:
        fact = follows(command, state, by or proposal.proposed.actor, tallies if decided_on is None else decided_on)
    except Refusal as refusal:
        return Consequence(recorded="nothing", refused=refusal.sentence())
    opened = state.opened
    assert opened is not None, "what is proposed stands in a season that was opened"
    actor, stream = by or proposal.proposed.actor, season_stream(opened.fact.season)
    event = Recorded(proposal.proposed.position + 1, stream, state.sequence + 1, LONG_AGO, actor, fact)
    later = evolve(state, event)
    week = _week(command)
    signed_for = terms_of(asked, proposal.proposed.actor.role)
    shown = signed_for is None or follows_as_proposed(fact, asked) == signed_for.follows_sha256
    return Consequence(
        recorded=sentence(fact, later),
        before=_outcome(state, week, tallies),
        after=_outcome(later, week, tallies),
        as_shown=shown,
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
