"""The terms of a week's voting: what the season tells the gateways' side of it."""

from domain.gateway.decide import VotingTerms
from domain.season.custody.rules import require_openings
from domain.season.lookup import commits_by_batch, couples_in_order
from domain.season.state import SeasonState, field_of
from domain.season.voting.refusals import VotingState


def voting_terms(state: SeasonState, number: int) -> VotingTerms:
    """The terms of a week's voting. Refuses a week whose lines never opened, and a season whose openings were destroyed."""
    require_openings(state)
    week = state.weeks.get(number)
    if week is None or week.voting is None:
        raise VotingState(number, "was not opened")
    carries = {expected.gateway: frozenset(expected.channels) for expected in week.voting.fact.gateways}
    voided = {
        name: frozenset(batch for gateway, batch in week.voided_batches if gateway == name)
        for name in {gateway for gateway, _ in week.voided_batches}
    }
    return VotingTerms(
        number,
        carries,
        frozenset(field_of(state, number)),
        couples_in_order(state, number),
        voided,
        batches_commit=commits_by_batch(state),
    )
