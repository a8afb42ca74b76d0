"""Batches and manifests as values, recorded: each once, at the gateway's own number, in one commit a group."""

from collections.abc import Sequence

from domain.gateway import refusals as no
from domain.gateway.decide import GatewayState, close_gateway, receive_batch
from domain.gateway.events import GatewayClosed, OfBatch, Sent, gateway_stream, season_stream
from domain.record import Fact, Recorded
from domain.refusals import Refusal
from glitterball.engine.gateway_progress import GatewayProgress, speaker, version_of
from glitterball.engine.receipts import Receipt
from glitterball.intake.refusals import DeliveryUnsigned, SentTwiceAtOnce
from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded, EventLog, StaleStream
from glitterball.log.recording import Key


class Gateways:
    """Takes in batches and manifests that come unsigned. Gateways do not wait for each other: each writes its own stream."""

    def __init__(self, log: EventLog, progress: GatewayProgress) -> None:
        self.log = log
        self.progress = progress

    def receive(self, deliveries: Sequence[Sent], time: str, key: Key | None = None) -> tuple[Receipt, ...]:
        """Record the deliveries that are new, in one commit, with the key; refuse all when one is refused."""
        seasons = {delivery.season for delivery in deliveries}
        streams = {gateway_stream(delivery.season, delivery.week, delivery.gateway) for delivery in deliveries}
        with self.progress.turns(streams):
            while True:
                try:
                    return self._received(deliveries, time, key)
                except (AlreadyRecorded, StaleStream):
                    self.progress.refresh(seasons, streams)  # somebody else wrote meanwhile: look again
                except Refusal:
                    if not self.progress.refresh(seasons, streams):
                        raise

    def _received(self, deliveries: Sequence[Sent], time: str, key: Key | None) -> tuple[Receipt, ...]:
        group = _Group(self, time)
        if key is not None:
            self.log.answered(key)  # refused where other deliveries came under it
        found = [group.take(delivery) for delivery in deliveries]
        first = group.recorded(key)
        return tuple(
            Receipt(one.gateway, sequence_of(one), existing.position, duplicate=True)
            if isinstance(existing, Recorded)
            else Receipt(one.gateway, sequence_of(one), first + existing, duplicate=False)
            for one, existing in zip(deliveries, found, strict=True)
        )


class _Group:
    """Deliveries that go into one commit."""

    def __init__(self, gateways: Gateways, time: str) -> None:
        self.log, self.progress, self.time = gateways.log, gateways.progress, time
        self.entries: list[Entry] = []
        self._while_at: dict[str, int] = {}
        self._reached: dict[str, GatewayState] = {}
        self._new: dict[tuple[str, int], Sent] = {}

    def take(self, delivery: Sent) -> Recorded[Fact] | int:
        """The event already on record with the same contents, or the place in this group."""
        stream = gateway_stream(delivery.season, delivery.week, delivery.gateway)
        sequence = sequence_of(delivery)
        before = self._before(stream, delivery)
        if (earlier := self._new.get((stream, sequence))) is not None:
            raise _twice(delivery, earlier)
        existing = self.log.get(stream, sequence) if sequence <= version_of(before) else None
        if existing is not None:
            return _same(delivery, existing)
        fact: Fact
        terms = self.progress.terms(delivery.season, delivery.week)
        if isinstance(delivery, OfBatch):
            fact = receive_batch(delivery, before, terms)
            self._reached[stream] = GatewayState(max(before.last, sequence), before.closed_after)
        else:
            fact = close_gateway(delivery, before, terms)
            self._reached[stream] = GatewayState(delivery.batches, delivery.batches)
        self._new[stream, sequence] = delivery
        self.entries.append(Entry(stream, sequence, fact, speaker(delivery.gateway), self.time))
        return len(self.entries) - 1

    def recorded(self, key: Key | None) -> int:
        """Record what is new, with the key; the answer is the position of the first."""
        if not self.entries:
            return 0
        positions = self.log.append_many(self.entries, self._while_at, key)
        for stream, state in self._reached.items():
            self.progress.arrived(stream, state)
        return positions.start

    def _before(self, stream: str, delivery: Sent) -> GatewayState:
        """Where the gateway stands with what this group holds of it, and may it come unsigned."""
        state = self._reached.get(stream)
        if state is None:
            season = self.progress.season(delivery.season)
            if delivery.gateway in season.gateway_keys:
                raise DeliveryUnsigned(delivery.gateway)
            state = self._reached[stream] = self.progress.gateway(stream)
            self._while_at[stream] = version_of(state)
            self._while_at[season_stream(delivery.season)] = season.sequence
        return state


def sequence_of(delivery: Sent) -> int:
    """The gateway's own number of a batch; a manifest stands one past the last."""
    return delivery.batch if isinstance(delivery, OfBatch) else delivery.batches + 1


def _same(delivery: Sent, existing: Recorded[Fact]) -> Recorded[Fact]:
    """The recorded delivery, if it says the same; the same number with other contents is an alarm."""
    if existing.fact.__dict__ == delivery.__dict__:
        return existing
    if isinstance(delivery, OfBatch) and isinstance(existing.fact, GatewayClosed):
        raise no.GatewayIsClosed(delivery.gateway, delivery.week, existing.fact.batches, delivery.batch)
    if isinstance(delivery, OfBatch):
        raise no.BatchContradicts(delivery.batch, delivery.gateway, existing.position)
    if isinstance(existing.fact, GatewayClosed):
        raise no.ManifestContradicts(delivery.gateway, delivery.week, existing.fact.batches)
    raise no.GatewayIsClosed(delivery.gateway, delivery.week, delivery.batches, existing.sequence)


def _twice(delivery: Sent, earlier: Sent) -> Refusal:
    """Why two deliveries under one number cannot be taken in together."""
    if isinstance(delivery, OfBatch) != isinstance(earlier, OfBatch):
        manifest, batch = (earlier, delivery) if isinstance(delivery, OfBatch) else (delivery, earlier)
        return no.GatewayIsClosed(delivery.gateway, delivery.week, sequence_of(manifest) - 1, sequence_of(batch))
    what = f"Batch {delivery.batch}" if isinstance(delivery, OfBatch) else "The closing manifest"
    return SentTwiceAtOnce(what, delivery.gateway, "the same" if delivery == earlier else "other")
