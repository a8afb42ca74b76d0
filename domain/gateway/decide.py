"""What a gateway may deliver. Checked against the terms of the week's voting, which the season sets."""

from collections import Counter
from dataclasses import dataclass

from domain.gateway import refusals as no
from domain.gateway.events import GatewayClosed, OfBatch, OfManifest, VoteBatchReceived
from domain.season.refusals import VotingState
from domain.season.state import SeasonState, field_of

FARTHEST_AHEAD = 100_000
"""A batch number this far beyond the last one received is refused as a mistake."""


@dataclass(frozen=True, slots=True)
class VotingTerms:
    """What the season says of a week's votes: who may deliver which channels, for which couples."""

    week: int
    carries: dict[str, frozenset[str]]
    couples: frozenset[str]


@dataclass(frozen=True, slots=True)
class GatewayState:
    """What must be known of a gateway to take in its next batch."""

    last: int = 0
    closed_after: int | None = None


def voting_terms(state: SeasonState, week: int) -> VotingTerms:
    """The terms of a week's voting. Refuses a week whose lines never opened."""
    this = state.weeks.get(week)
    if this is None or this.voting is None:
        raise VotingState(week, "was not opened")
    carries = {one.gateway: frozenset(one.channels) for one in this.voting.fact.gateways}
    return VotingTerms(week, carries, frozenset(field_of(state, week)))


def receive_batch(batch: OfBatch, state: GatewayState, terms: VotingTerms) -> VoteBatchReceived:
    """A batch that adds up, for couples that dance, in a channel the gateway carries. It may arrive out of order."""
    _expected(batch.gateway, batch.channel, terms)
    if state.closed_after is not None and batch.batch > state.closed_after:
        raise no.GatewayIsClosed(batch.gateway, batch.week, state.closed_after, batch.batch)
    if batch.batch > state.last + FARTHEST_AHEAD:
        raise no.BatchFarAhead(batch.batch, batch.gateway, state.last)
    accepted = 0
    seen = set()
    for couple, votes in batch.votes:
        if couple not in terms.couples:
            raise no.VotesForUnknownCouple(batch.batch, batch.gateway, couple, batch.week)
        seen.add(couple)
        accepted += votes
    if len(seen) < len(batch.votes):
        raise no.BatchRepeatsCouple(batch.batch, batch.gateway, _repeated(batch.votes))
    if len({reason for reason, _ in batch.rejected}) < len(batch.rejected):
        raise no.BatchRepeatsCouple(batch.batch, batch.gateway, _repeated(batch.rejected))
    total = accepted + sum(count for _, count in batch.rejected) + batch.late
    if batch.received != total:
        raise no.VotesDoNotAddUp(f"batch {batch.batch}", batch.gateway, batch.received, total)
    return VoteBatchReceived.model_construct(**batch.__dict__)


def close_gateway(manifest: OfManifest, state: GatewayState, terms: VotingTerms) -> GatewayClosed:
    """The closing manifest: one past the last batch, totals for channels the gateway carries."""
    for totals in manifest.totals:
        _expected(manifest.gateway, totals.channel, terms)
    if manifest.gateway not in terms.carries:
        _expected(manifest.gateway, "", terms)
    if state.closed_after is not None:
        raise no.GatewayIsClosed(manifest.gateway, manifest.week, state.closed_after, manifest.batches)
    if manifest.batches < state.last:
        raise no.GatewayIsClosed(manifest.gateway, manifest.week, manifest.batches, state.last)
    return GatewayClosed.model_construct(**manifest.__dict__)


def _expected(gateway: str, channel: str, terms: VotingTerms) -> None:
    carries = terms.carries.get(gateway)
    if carries is None:
        raise no.GatewayNotExpected(gateway, terms.week, ", ".join(sorted(terms.carries)) or "none")
    if channel not in carries:
        raise no.ChannelNotCarried(gateway, channel, terms.week, ", ".join(sorted(carries)))


def _repeated(pairs: tuple[tuple[str, int], ...]) -> str:
    return Counter(name for name, _ in pairs).most_common(1)[0][0]
