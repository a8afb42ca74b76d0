"""The tally: votes of one week, counted batch by batch, by gateway, channel and voting body.

The one accumulator of the engine that is changed in place: a finale has millions of batches, and copying a mapping for
each would be quadratic. Its memory does not grow with the batches.
"""

from dataclasses import dataclass, field

from domain.gateway.events import GatewayClosed, VoteBatchReceived
from domain.record import Recorded


@dataclass(slots=True)
class ChannelTally:
    """What one gateway delivered for one channel and voting body before the seal."""

    batches: int = 0
    received: int = 0
    accepted: int = 0
    late: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)

    def add(self, batch: VoteBatchReceived) -> None:
        """Count one batch."""
        self.batches += 1
        self.received += batch.received
        self.late += batch.late
        votes = self.votes
        accepted = 0
        for couple, count in batch.votes:
            votes[couple] = votes.get(couple, 0) + count
            accepted += count
        self.accepted += accepted
        for reason, count in batch.rejected:
            self.rejected[reason] = self.rejected.get(reason, 0) + count


@dataclass(slots=True)
class GatewayTally:
    """One gateway in one week. Batches may arrive out of order; `missing` names those that have not come."""

    contiguous: int = 0
    ahead: set[int] = field(default_factory=set)
    channels: dict[tuple[str, str], ChannelTally] = field(default_factory=dict)
    manifest: Recorded[GatewayClosed] | None = None
    after_the_seal: int = 0
    votes_after_the_seal: int = 0

    @property
    def last(self) -> int:
        """The highest batch number received."""
        return max(self.ahead, default=self.contiguous)

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """Ranges of batch numbers up to the last (or the manifest's count) that have not arrived."""
        through = max(self.last, self.manifest.fact.batches if self.manifest else 0)
        gaps = []
        expected = self.contiguous + 1
        for number in sorted(self.ahead):
            if number > expected:
                gaps.append((expected, number - 1))
            expected = number + 1
        if expected <= through:
            gaps.append((expected, through))
        return tuple(gaps)

    def arrived(self, number: int) -> None:
        """Note a batch number."""
        if number == self.contiguous + 1:
            self.contiguous = number
            while self.ahead and self.contiguous + 1 in self.ahead:
                self.contiguous += 1
                self.ahead.discard(self.contiguous)
        else:
            self.ahead.add(number)


@dataclass(slots=True)
class WeekTally:
    """All votes of a week up to its seal. `spans` are the log positions counted, as ascending ranges."""

    gateways: dict[str, GatewayTally] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    sealed_at: int = 0

    def seal(self, position: int) -> None:
        """Voting closed at this position: what comes later is kept, flagged late, and not counted."""
        self.sealed_at = position

    def count(self, event: Recorded[VoteBatchReceived]) -> None:
        """Count a batch, or flag it late when it stands behind the seal."""
        batch = event.fact
        gateway = self.gateways.get(batch.gateway)
        if gateway is None:
            gateway = self.gateways[batch.gateway] = GatewayTally()
        if self.sealed_at:
            gateway.after_the_seal += 1
            gateway.votes_after_the_seal += batch.received
            return
        gateway.arrived(batch.batch)
        key = (batch.channel, batch.body)
        channel = gateway.channels.get(key)
        if channel is None:
            channel = gateway.channels[key] = ChannelTally()
        channel.add(batch)
        spans = self.spans
        if spans and spans[-1][1] + 1 == event.position:
            spans[-1] = (spans[-1][0], event.position)
        else:
            spans.append((event.position, event.position))

    def close(self, event: Recorded[GatewayClosed]) -> None:
        """Note a gateway's manifest; it may come after the seal."""
        self.gateways.setdefault(event.fact.gateway, GatewayTally()).manifest = event


Tallies = dict[int, WeekTally]
"""The tally of each week."""
