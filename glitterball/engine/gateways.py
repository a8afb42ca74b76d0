"""Deliveries of vote gateways: each recorded once, at the gateway's own number, in one commit a group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.gateway import refusals as no
from domain.gateway.decide import GatewayState, VotingTerms, close_gateway, receive_batch, voting_terms
from domain.gateway.events import GatewayClosed, OfBatch, OfManifest, gateway_stream
from domain.record import Actor, Fact, Recorded
from domain.season.state import SeasonState
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded, EventLog

Delivery = OfBatch | OfManifest


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a delivery stands in the log. `duplicate`: it was there already, with the same contents."""

    gateway: str
    sequence: int
    position: int
    duplicate: bool


class Gateways:
    """Takes in batches and manifests. Gateways do not wait for each other: each writes its own stream."""

    def __init__(self, log: EventLog, state: Callable[[str], SeasonState]) -> None:
        self._log = log
        self._state = state
        self._terms: dict[tuple[str, int], tuple[int, VotingTerms]] = {}
        self._closed: dict[str, int] = {}

    def receive(self, deliveries: Sequence[Delivery], time: str) -> tuple[Receipt, ...]:
        """Record the deliveries that are new, in one commit; refuse all when one is refused."""
        while True:
            group = _Group(self, time)
            found = [group.take(delivery) for delivery in deliveries]
            try:
                positions = self._log.append_many(group.entries) if group.entries else range(0)
            except AlreadyRecorded:
                continue  # another writer delivered one of them meanwhile: look again
            return tuple(
                Receipt(one.gateway, sequence_of(one), existing.position, duplicate=True)
                if isinstance(existing, Recorded)
                else Receipt(one.gateway, sequence_of(one), positions[existing], duplicate=False)
                for one, existing in zip(deliveries, found, strict=True)
            )

    def existing(self, stream: str, sequence: int) -> Recorded[Fact] | None:
        """What is on record at a gateway's number."""
        return self._log.get(stream, sequence)

    def standing(self, stream: str) -> GatewayState:
        """The last number of a gateway, and whether it has closed."""
        last = self._log.version(stream)
        if stream not in self._closed and last:
            newest = self._log.get(stream, last)
            if newest is not None and isinstance(newest.fact, GatewayClosed):
                self._closed[stream] = newest.fact.batches
        closed = self._closed.get(stream)
        return GatewayState(last if closed is None else closed, closed)

    def terms(self, season: str, week: int) -> VotingTerms:
        """The week's terms; worked out again only when the season has moved on."""
        state = self._state(season)
        held = self._terms.get((season, week))
        if held is None or held[0] != state.sequence:
            held = self._terms[season, week] = (state.sequence, voting_terms(state, week))
        return held[1]


class _Group:
    """Deliveries that go into one commit."""

    def __init__(self, gateways: Gateways, time: str) -> None:
        self.gateways, self.time = gateways, time
        self.entries: list[Entry] = []
        self._standing: dict[str, GatewayState] = {}
        self._new: set[tuple[str, int]] = set()

    def take(self, delivery: Delivery) -> Recorded[Fact] | int:
        """The event already on record with the same contents, or the place in this group."""
        stream = gateway_stream(delivery.season, delivery.week, delivery.gateway)
        sequence = sequence_of(delivery)
        before = self._standing.get(stream)
        if before is None:
            before = self._standing[stream] = self.gateways.standing(stream)
        if (stream, sequence) in self._new:
            raise no.BatchRepeatsCouple(sequence, delivery.gateway, f"batch {sequence}")
        closed = 0 if before.closed_after is None else 1
        existing = self.gateways.existing(stream, sequence) if sequence <= before.last + closed else None
        if existing is not None:
            return _same(delivery, existing)
        fact: Fact
        terms = self.gateways.terms(delivery.season, delivery.week)
        if isinstance(delivery, OfBatch):
            fact = receive_batch(delivery, before, terms)
            self._standing[stream] = GatewayState(max(before.last, sequence), before.closed_after)
        else:
            fact = close_gateway(delivery, before, terms)
            self._standing[stream] = GatewayState(delivery.batches, delivery.batches)
        speaker = Actor(name=delivery.gateway, role="gateway")
        self._new.add((stream, sequence))
        self.entries.append(Entry(stream, sequence, fact, speaker, self.time))
        return len(self.entries) - 1


def sequence_of(delivery: Delivery) -> int:
    """The gateway's own number of a batch; a manifest stands one past the last."""
    return delivery.batch if isinstance(delivery, OfBatch) else delivery.batches + 1


def _same(delivery: Delivery, existing: Recorded[Fact]) -> Recorded[Fact]:
    """The recorded delivery, if it says the same; the same number with other contents is an alarm."""
    if isinstance(delivery, OfBatch) and isinstance(existing.fact, GatewayClosed):
        raise no.GatewayIsClosed(delivery.gateway, delivery.week, existing.fact.batches, delivery.batch)
    if existing.fact.__dict__ != delivery.__dict__:
        raise no.BatchContradicts(sequence_of(delivery), delivery.gateway, existing.position)
    return existing
