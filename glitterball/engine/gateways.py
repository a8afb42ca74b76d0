"""Deliveries of vote gateways: each recorded once, at the gateway's own number, in one commit a group."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.gateway import refusals as no
from domain.gateway.decide import GatewayState, VotingTerms, close_gateway, receive_batch, voting_terms
from domain.gateway.events import GatewayClosed, OfBatch, OfManifest, VoteBatchReceived, gateway_stream
from domain.record import Actor, Fact, Recorded
from domain.season.state import SeasonState
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded, EventLog


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a delivery stands in the log. `duplicate`: it was there already, with the same contents."""

    gateway: str
    sequence: int
    position: int
    duplicate: bool


@dataclass(frozen=True, slots=True)
class _Terms:
    sequence: int
    terms: VotingTerms


class Gateways:
    """Takes in batches and manifests. Gateways do not wait for each other: each writes its own stream."""

    def __init__(self, log: EventLog, state: Callable[[str], SeasonState]) -> None:
        self._log = log
        self._state = state
        self._terms: dict[tuple[str, int], _Terms] = {}
        self._closed: dict[str, int] = {}

    def receive(self, batches: Sequence[OfBatch], by: Actor, time: str) -> tuple[Receipt, ...]:
        """Record the batches that are new, in one commit; refuse all when one is refused."""
        while True:
            standing: dict[str, GatewayState] = {}
            entries: list[Entry] = []
            known: dict[int, Recorded[Fact]] = {}
            for index, batch in enumerate(batches):
                stream = gateway_stream(batch.season, batch.week, batch.gateway)
                before = standing.get(stream) or self._standing(stream)
                existing = self._log.get(stream, batch.batch) if batch.batch <= before.last else None
                if existing is not None:
                    known[index] = _same(batch, existing)
                    standing[stream] = before
                    continue
                fact = receive_batch(batch, before, self._voting_terms(batch.season, batch.week))
                entries.append(Entry(stream, batch.batch, fact, by, time))
                standing[stream] = GatewayState(max(before.last, batch.batch), before.closed_after)
            _refuse_repeats(entries)
            try:
                positions = iter(self._log.append_many(entries) if entries else range(0))
            except AlreadyRecorded:
                continue  # another writer delivered one of them meanwhile: look again
            return tuple(_receipt(batch, known.get(index), positions) for index, batch in enumerate(batches))

    def close(self, manifest: OfManifest, by: Actor, time: str) -> Receipt:
        """Record the manifest one past the last batch."""
        stream = gateway_stream(manifest.season, manifest.week, manifest.gateway)
        sequence = manifest.batches + 1
        existing = self._log.get(stream, sequence)
        if existing is None:
            terms = self._voting_terms(manifest.season, manifest.week)
            fact = close_gateway(manifest, self._standing(stream), terms)
            try:
                event = self._log.append_at(stream, sequence, fact, by, time)
                return Receipt(manifest.gateway, sequence, event.position, duplicate=False)
            except AlreadyRecorded as taken:
                existing = taken.existing
        if isinstance(existing.fact, GatewayClosed) and existing.fact.__dict__ == manifest.__dict__:
            return Receipt(manifest.gateway, sequence, existing.position, duplicate=True)
        raise no.BatchContradicts(sequence, manifest.gateway, existing.position)

    def _standing(self, stream: str) -> GatewayState:
        """The last number of a gateway, and whether it has closed."""
        last = self._log.version(stream)
        if stream not in self._closed and last:
            newest = self._log.get(stream, last)
            if newest is not None and isinstance(newest.fact, GatewayClosed):
                self._closed[stream] = newest.fact.batches
        closed = self._closed.get(stream)
        return GatewayState(last if closed is None else closed, closed)

    def _voting_terms(self, season: str, week: int) -> VotingTerms:
        """The week's terms; worked out again only when the season has moved on."""
        state = self._state(season)
        held = self._terms.get((season, week))
        if held is None or held.sequence != state.sequence:
            held = self._terms[(season, week)] = _Terms(state.sequence, voting_terms(state, week))
        return held.terms


def _same(batch: OfBatch, existing: Recorded[Fact]) -> Recorded[Fact]:
    """The recorded batch, if it says the same; the same number with other contents is an alarm."""
    if not isinstance(existing.fact, VoteBatchReceived):
        raise no.GatewayIsClosed(batch.gateway, batch.week, batch.batch - 1, batch.batch)
    if existing.fact.__dict__ != batch.__dict__:
        raise no.BatchContradicts(batch.batch, batch.gateway, existing.position)
    return existing


def _refuse_repeats(entries: list[Entry]) -> None:
    """One delivery names a batch once."""
    seen: set[tuple[str, int]] = set()
    for entry in entries:
        if (entry.stream, entry.sequence) in seen:
            raise no.BatchRepeatsCouple(entry.sequence, entry.stream.rsplit("/", 1)[1], f"batch {entry.sequence}")
        seen.add((entry.stream, entry.sequence))


def _receipt(batch: OfBatch, known: Recorded[Fact] | None, positions: Iterator[int]) -> Receipt:
    if known is not None:
        return Receipt(batch.gateway, batch.batch, known.position, duplicate=True)
    return Receipt(batch.gateway, batch.batch, next(positions), duplicate=False)
