"""The tally: votes of one week, counted batch by batch, by gateway, channel, voting body and minute.

The one accumulator of the engine that is changed in place: a finale has millions of batches, and copying a mapping for
each would be quadratic. Its memory grows with the minutes of the night, not with the batches; only where a season's batches
commit to their counts are these kept one by one. So it is never handed out: whoever reads is given `WeekTally.frozen`, which
shares with it the minutes that no batch has come for since.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from domain.commitments.batches import CommittedBatch
from domain.gateway.decide import is_reversed
from domain.gateway.events import AnyBatch, GatewayClosed, VoteBatchReceived, VoteBatchReceivedV2
from domain.gateway.spans import Spans, include, join_nearest
from domain.period.ranges import Ranges
from domain.record import Recorded

MOST_SPANS = 256
"""Stretches of log positions kept apart in a week. On a night with more the nearest are joined (docs/decisions/0013)."""

B = TypeVar("B", bound=AnyBatch)

LOOKED_BACK = 4
"""A batch is compared with so many of its channel before it: a message sent again comes soon."""

MINUTE = len("2024-09-25T00:01")
"""Of a timestamp, what names its minute in UTC."""


@dataclass(slots=True)
class Counted:
    """What some batches hold, added up."""

    batches: int = 0
    received: int = 0
    accepted: int = 0
    late: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    reading: int = field(default=0, repr=False, compare=False)
    """How often the week had been frozen when this was begun: whatever is older is shared, and stays as it is."""

    def begun_again(self, reading: int) -> "Counted":
        """The same counts, shared with nobody."""
        return replace(self, rejected=dict(self.rejected), votes=dict(self.votes), reading=reading)

    def add(self, batch: VoteBatchReceived) -> None:
        """Count one batch."""
        self.batches += 1
        self.received += batch.received
        self.late += batch.late
        votes = self.votes
        so_far = votes.get
        accepted = 0
        for couple, count in batch.votes:
            votes[couple] = so_far(couple, 0) + count
            accepted += count
        self.accepted += accepted
        for reason, count in batch.rejected:
            self.rejected[reason] = self.rejected.get(reason, 0) + count

    def include(self, other: "Counted") -> None:
        """Count what another has counted."""
        self.batches += other.batches
        self.received += other.received
        self.accepted += other.accepted
        self.late += other.late
        for couple, count in other.votes.items():
            self.votes[couple] = self.votes.get(couple, 0) + count
        for reason, count in other.rejected.items():
            self.rejected[reason] = self.rejected.get(reason, 0) + count


@dataclass(slots=True)
class ChannelTally:
    """What one gateway delivered for one channel and voting body before the seal, by the minute the batches' windows open."""

    minutes: dict[str, Counted] = field(default_factory=dict)
    outside: Spans = field(default_factory=list)
    """Numbers of batches whose own window does not lie within the one on record when they were counted."""
    repeats: Spans = field(default_factory=list)
    """Numbers of batches that say what one of the `LOOKED_BACK` before it said: same window, same counts or raw file."""
    repeated: int = 0
    """Accepted votes in those batches."""
    hidden: int = 0
    """Batches whose counts are not known, because only their public parts are there."""
    recent: tuple[VoteBatchReceived, ...] = ()
    """The last batches with votes, to compare the next with."""
    committed: list[CommittedBatch] = field(default_factory=list)
    """In a season whose batches commit to their counts those that do, as they came."""
    uncommitted: list[int] = field(default_factory=list)
    """And the numbers of those that do not."""
    _total: Counted | None = field(default=None, repr=False, compare=False)

    def add(self, batch: VoteBatchReceived, reading: int = 0, window: "Window" = (None, None)) -> None:
        """Count one batch. What was begun before this reading of the week is shared with readers, and copied first."""
        if not _within(batch, window):
            include(self.outside, batch.batch)
        if batch.received:
            for earlier in self.recent:
                if _same(earlier, batch):
                    include(self.repeats, batch.batch)
                    self.repeated += batch.accepted
                    break
            self.recent = (*self.recent[1 - LOOKED_BACK :], batch)
        minute = batch.opens[:MINUTE]
        counted = self.minutes.get(minute)
        if counted is None:
            counted = self.minutes[minute] = Counted(reading=reading)
        elif counted.reading != reading:
            counted = self.minutes[minute] = counted.begun_again(reading)
        counted.add(batch)
        self._total = None

    def frozen(self) -> "ChannelTally":
        """As it is now."""
        return replace(
            self,
            minutes=dict(self.minutes),
            outside=list(self.outside),
            repeats=list(self.repeats),
            committed=list(self.committed),
            uncommitted=list(self.uncommitted),
            _total=self._total,
        )

    @property
    def total(self) -> Counted:
        """All minutes together; added up when it is asked for, for batches come far more often."""
        if self._total is None:
            total = Counted()
            for counted in self.minutes.values():
                total.include(counted)
            self._total = total
        return self._total

    @property
    def batches(self) -> int:
        """How many batches came."""
        return self.total.batches

    @property
    def received(self) -> int:
        """Votes accepted, rejected and late together."""
        return self.total.received

    @property
    def accepted(self) -> int:
        """Votes that the gateway accepted."""
        return self.total.accepted

    @property
    def late(self) -> int:
        """Votes that the gateway says came after the lines closed."""
        return self.total.late

    @property
    def rejected(self) -> dict[str, int]:
        """Votes rejected, by reason."""
        return self.total.rejected

    @property
    def votes(self) -> dict[str, int]:
        """Accepted votes by couple."""
        return self.total.votes


Window = tuple[str | None, str | None]
"""When the lines open and close on record; either may not have been stated."""


def _within(batch: VoteBatchReceived | VoteBatchReceivedV2, window: Window) -> bool:
    """Whether a batch's own window lies within the one on record."""
    opens, closes = window
    return not (
        (opens is not None and is_reversed(opens, batch.opens))
        or (closes is not None and is_reversed(batch.closes, closes))
    )


def _same(earlier: VoteBatchReceived, batch: VoteBatchReceived) -> bool:
    """Whether a batch says what another said: over the same window the same counts, or counts of the same raw file.

    A raw file is counted into a batch for each slice of the night, so over other windows the same file is no repeat.
    """
    same_file = batch.raw_sha256 is not None and batch.raw_sha256 == earlier.raw_sha256
    if not same_file and batch.received != earlier.received:
        return False  # first, since it tells almost all apart
    if batch.opens != earlier.opens or batch.closes != earlier.closes:
        return False
    return same_file or batch.votes == earlier.votes


@dataclass(slots=True)
class GatewayTally:
    """One gateway in one week. Batches may arrive out of order; `missing` names those that have not come.

    All up to `contiguous` have arrived, and those in the ranges `ahead` of it: one range more for each gap, however many
    batches follow the gap.
    """

    contiguous: int = 0
    ahead: Spans = field(default_factory=list)
    channels: dict[tuple[str, str], ChannelTally] = field(default_factory=dict)
    manifest: Recorded[GatewayClosed] | None = None
    after_the_seal: int = 0
    votes_after_the_seal: int = 0
    raw_file: str | None = None
    """SHA-256 of the raw file its last batch was counted from."""

    @property
    def last(self) -> int:
        """The highest batch number received."""
        return self.ahead[-1][1] if self.ahead else self.contiguous

    @property
    def missing(self) -> Ranges:
        """Ranges of batch numbers up to the last (or the manifest's count) that have not arrived."""
        through = max(self.last, self.manifest.fact.batches if self.manifest else 0)
        gaps = []
        expected = self.contiguous + 1
        for first, last in self.ahead:
            gaps.append((expected, first - 1))
            expected = last + 1
        if expected <= through:
            gaps.append((expected, through))
        return tuple(gaps)

    def frozen(self) -> "GatewayTally":
        """As it is now."""
        channels = {key: channel.frozen() for key, channel in self.channels.items()}
        return replace(self, ahead=list(self.ahead), channels=channels)

    def arrived(self, number: int) -> None:
        """Note a batch number."""
        if number == self.contiguous + 1:
            self.contiguous = number
            if self.ahead and self.ahead[0][0] == number + 1:
                self.contiguous = self.ahead.pop(0)[1]
        elif number > self.contiguous:
            include(self.ahead, number)


@dataclass(slots=True)
class WeekTally:
    """All votes of a week up to its seal. `spans` are the log positions counted, as ascending ranges.

    Where more than `MOST_SPANS` stretches lie between other events, the nearest are joined: `joined` says how many gaps
    were closed. The spans then hold every batch counted, and other events between them.
    """

    gateways: dict[str, GatewayTally] = field(default_factory=dict)
    spans: Spans = field(default_factory=list)
    joined: int = 0
    sealed_at: int = 0
    window: Window = (None, None)
    shared_files: tuple[tuple[str, str], ...] = ()
    """Pairs of gateways that were counted from one raw file."""
    readings: int = field(default=0, repr=False, compare=False)

    def frozen(self) -> "WeekTally":
        """The tally as it is now, which stays so while this one goes on counting.

        Costs what the minutes of the night cost, however many batches came.
        """
        self.readings += 1
        gateways = {name: gateway.frozen() for name, gateway in self.gateways.items()}
        return replace(self, gateways=gateways, spans=list(self.spans))

    def open_lines(self, opens: str | None, closes: str | None) -> None:
        """Lines are open over this window. Batches are compared with it as they are counted."""
        self.window = opens, closes

    def restate_window(self, opens: str, closes: str, outside: Mapping[tuple[str, str, str], Ranges]) -> None:
        """The lines are open over another window than was said. `outside` are the batches counted so far that do not lie within
        it, by gateway, channel and voting body: the tally has forgotten their windows."""
        self.window = opens, closes
        for name, gateway in self.gateways.items():
            for (channel, body), delivered in gateway.channels.items():
                delivered.outside = list(outside.get((name, channel, body), ()))

    def outside(self) -> dict[tuple[str, str, str], Ranges]:
        """Numbers of the batches that do not lie within the window, by gateway, channel and voting body."""
        return {
            (name, channel, body): tuple(delivered.outside)
            for name, gateway in sorted(self.gateways.items())
            for (channel, body), delivered in sorted(gateway.channels.items())
            if delivered.outside
        }

    def seal(self, position: int) -> None:
        """Voting closed at this position: what comes later is kept, flagged late, and not counted."""
        self.sealed_at = position

    def note(self, event: Recorded[B]) -> None:
        """Note that a batch came, and in which window: all there is where only its public part is known."""
        batch, gateway = event.fact, self._gateway(event.fact.gateway)
        if self.sealed_at:
            gateway.after_the_seal += 1
            return
        channel = self._arrived(gateway, batch, event.position)
        channel.hidden += 1
        if not _within(batch, self.window):
            include(channel.outside, batch.batch)

    def _gateway(self, name: str) -> GatewayTally:
        gateway = self.gateways.get(name)
        if gateway is None:
            gateway = self.gateways[name] = GatewayTally()
        return gateway

    def _arrived(
        self, gateway: GatewayTally, batch: VoteBatchReceived | VoteBatchReceivedV2, position: int
    ) -> ChannelTally:
        """The channel of a batch that arrived in time."""
        gateway.arrived(batch.batch)
        key = (batch.channel, batch.body)
        channel = gateway.channels.get(key)
        if channel is None:
            channel = gateway.channels[key] = ChannelTally()
        spans = self.spans
        include(spans, position)
        if len(spans) > MOST_SPANS:
            self.joined += join_nearest(spans, MOST_SPANS // 2)
        return channel

    def count(self, event: Recorded[VoteBatchReceived]) -> None:
        """Count a batch, or flag it late when it stands behind the seal."""
        batch = event.fact
        gateway = self._gateway(batch.gateway)
        if self.sealed_at:
            gateway.after_the_seal += 1
            gateway.votes_after_the_seal += batch.received
            return
        channel = self._arrived(gateway, batch, event.position)
        channel.add(batch, self.readings, self.window)
        if batch.raw_sha256 is not None and batch.raw_sha256 != gateway.raw_file:
            gateway.raw_file = batch.raw_sha256
            self._note_shared_files(batch.gateway, batch.raw_sha256)

    def keep_commitments(self, batch: AnyBatch) -> None:
        """Keep what a batch that was counted, or noted, commits to; one behind the seal counts nothing and is not kept."""
        if self.sealed_at:
            return
        channel = self.gateways[batch.gateway].channels[batch.channel, batch.body]
        if not isinstance(batch, VoteBatchReceivedV2) or batch.commitments is None:
            channel.uncommitted.append(batch.batch)
            return
        spelled = bytes.fromhex("".join(batch.commitments))
        known = (batch.counts, batch.nonce) if batch.is_whole else (None, None)
        channel.committed.append(CommittedBatch(batch.batch, spelled, *known))

    def _note_shared_files(self, name: str, raw_file: str) -> None:
        for other, gateway in self.gateways.items():
            pair = (min(name, other), max(name, other))
            if other != name and gateway.raw_file == raw_file and pair not in self.shared_files:
                self.shared_files = tuple(sorted((*self.shared_files, pair)))

    def close(self, event: Recorded[GatewayClosed]) -> None:
        """Note a gateway's manifest; it may come after the seal."""
        self.gateways.setdefault(event.fact.gateway, GatewayTally()).manifest = event


Tallies = MutableMapping[int, WeekTally]
"""The tally of each week."""
