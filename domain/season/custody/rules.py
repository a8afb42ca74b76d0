"""The end of a season's openings: two people destroy them when nobody has to look at a count any more."""

from collections.abc import Iterator

from domain.season.custody.facts import DestroyOpenings, OpeningsDestroyed
from domain.season.custody.refusals import (
    HistoryHidesNothing,
    NoSuchDispute,
    OpeningsAreDestroyed,
    OpeningsStillNeeded,
)
from domain.season.proposing.facts import DecisionProposed, ProposalInParts
from domain.season.state import SeasonState, last_touched
from domain.season.stating import stated


def decide(command: DestroyOpenings, state: SeasonState) -> OpeningsDestroyed:
    """Every week is closed, the last one's certificate stands, every dispute is called settled and nothing else is proposed.

    A certificate of an earlier week cannot be made again by anybody, so the openings are of no more use to it.
    """
    if state.mode == "historic":
        raise HistoryHidesNothing(_name(state))
    for number, week in state.weeks.items():
        if week.closed is None:
            raise OpeningsStillNeeded(f"week {number} is open", f"Certify, announce and close week {number}")
    last = max(state.weeks, default=None)
    if last is not None and _is_stale(state, last):
        again = f"Reopen week {last}, certify and close it again"
        raise OpeningsStillNeeded(f"the certificate of week {last} does not stand", again)
    for number, proposal in state.proposals.items():
        if proposal.settled is None and _asked(proposal.proposed.fact) != DestroyOpenings.model_fields["do"].default:
            raise OpeningsStillNeeded(f"proposal {number} is open", f"Approve, reject or withdraw proposal {number}")
    _must_be_settled(command, state)
    return stated(OpeningsDestroyed, command, settled=tuple(sorted(set(command.settled))))


def require_openings(state: SeasonState) -> None:
    """Refuses (`OpeningsAreDestroyed`) whatever would be said of a season after its openings were destroyed."""
    if state.destroyed is not None:
        raise OpeningsAreDestroyed(_name(state), state.destroyed.position)


def _is_stale(state: SeasonState, number: int) -> bool:
    certified = state.weeks[number].certified
    return bool(certified) and last_touched(state, number) > certified[-1].position


def _must_be_settled(command: DestroyOpenings, state: SeasonState) -> None:
    disputes, settled = dict(_disputes(state)), set(command.settled)
    for position in command.settled:
        if position not in disputes:
            raise NoSuchDispute(position, ", ".join(map(str, sorted(disputes))) or "none")
    for position, week in sorted(disputes.items()):
        if position not in settled:
            first = f"Settle it, have both people say so (--settled {position})"
            raise OpeningsStillNeeded(f"week {week} is disputed at event {position}", first)


def _disputes(state: SeasonState) -> Iterator[tuple[int, int]]:
    """Each dispute on record with its week: no event ends one, so two people say which are settled."""
    for number, week in state.weeks.items():
        for dispute in week.disputes:
            yield dispute.position, number


def _asked(proposed: DecisionProposed) -> str:
    """What is proposed, by the command's name, also where the command is hidden."""
    return proposed.do if isinstance(proposed, ProposalInParts) else proposed.command.do


def _name(state: SeasonState) -> str:
    return state.opened.fact.season if state.opened else ""
