"""Deliveries as bytes, recorded: the batches as they were sent, and the signature behind them, in one commit."""

from itertools import takewhile
from threading import Lock

from domain.gateway import refusals as no
from domain.gateway.decide import GatewayState, OfDelivery, check_delivery
from domain.gateway.events import (
    GatewayClosed,
    GatewayClosedV2,
    VoteBatchReceived,
    VoteBatchReceivedV2,
    deliveries_stream,
    gateway_stream,
    season_stream,
)
from domain.gateway.opening import check_opening, require_opening
from domain.parts import public_json
from domain.record import Fact, Recorded, canonical_json
from domain.refusals import Refusal
from domain.season.refusals import SeasonNotOpen
from glitterball.engine.gateway_progress import GatewayProgress, speaker, version_of
from glitterball.engine.openings import Openings
from glitterball.engine.receipts import Receipts
from glitterball.intake.message import Message, read_message
from glitterball.intake.refusals import DeliveryElsewhere, DeliveryOverlaps
from glitterball.intake.signing import as_recorded, require_in_force, signed_by
from glitterball.log.envelope import Line, lines_in_a_row
from glitterball.log.event_log import AlreadyRecorded, EventLog, StaleStream
from glitterball.log.recording import Key
from glitterball.telemetry import span

LARGE = 32_768
"""Bytes of a message that takes a while to read."""


class Deliveries:
    """Takes in messages of gateways. Each is new as a whole, on record as a whole, or refused."""

    def __init__(self, log: EventLog, progress: GatewayProgress) -> None:
        self._log = log
        self._standings = progress
        self._openings = Openings(log)
        self._reading = Lock()

    def deliver(
        self,
        octets: bytes,
        time: str,
        season: str | None = None,
        week: int | None = None,
        key: Key | None = None,
    ) -> Receipts:
        """Record a delivery, or answer where it is on record. Refuses one for another season or week than those named."""
        message = self._read(octets)
        says = message.says
        wanted = (season or says.season, week or says.week)
        if wanted != (says.season, says.week):
            found = f"{says.season}, week {says.week}"
            raise DeliveryElsewhere(found, f"{wanted[0]}, week {wanted[1]}" if week else wanted[0])
        stream = gateway_stream(says.season, says.week, says.gateway)
        told = span("delivery", season=says.season, week=says.week, gateway=says.gateway)
        with self._standings.turn(stream), told:
            while True:
                try:
                    return self._delivered(message, stream, time, key)
                except (AlreadyRecorded, StaleStream):
                    self._standings.refresh([says.season], [stream])  # somebody else wrote meanwhile: look again
                except Refusal:
                    if not self._standings.refresh([says.season], [stream]):
                        raise

    def _read(self, octets: bytes) -> Message:
        """Large messages one at a time: threads that compute at once only take the interpreter from one another, and from
        the one that commits."""
        if len(octets) < LARGE:
            return read_message(octets)
        with self._reading:
            return read_message(octets)

    def _delivered(self, message: Message, stream: str, time: str, idempotency_key: Key | None) -> Receipts:
        """Read, decide, append. The commit holds only while season and gateway are where they were decided on."""
        says = message.says
        if idempotency_key is not None:
            self._log.answered(idempotency_key)  # refused where another delivery came under it
        state = self._standings.season(says.season)
        if state.opened is None:
            raise SeasonNotOpen()
        opening = self._openings.of(state.opened)
        check_opening(says, opening)
        key = signed_by(message, state)
        before = self._standings.gateway(stream)
        known = self._on_record(message, stream) if says.first <= version_of(before) else []
        if len(known) == len(message.lines) and not _differing(message, known):
            return Receipts(
                gateway=says.gateway, first=says.first, positions=[event.position for event in known], duplicate=True
            )
        if key is not None:
            require_in_force(says.gateway, key)
        if known:
            raise _not_new(message, known)
        while_at = {stream: version_of(before), season_stream(says.season): state.sequence}
        if key is not None and says.opening is None and state.mode == "live":
            signed_before, stands = self._openings.signed_before(says.season, state, says.gateway)
            require_opening(says, state.mode, opening, signed_before)
            while_at |= stands
        check_delivery(says, before, self._standings.terms(says.season, says.week))
        lines = _lines(message, stream, time)
        positions = self._log.append_lines(lines, while_at, idempotency_key)
        self._standings.arrived(stream, _after(says, before))
        count = len(message.lines)
        signed_at = positions[count] if len(positions) > count else None
        return Receipts(
            gateway=says.gateway, first=says.first, positions=positions[:count], duplicate=False, signed_at=signed_at
        )

    def _on_record(self, message: Message, stream: str) -> list[Recorded[Fact]]:
        """What stands at the numbers of a delivery already."""
        says = message.says
        events = self._log.stream(stream, after=says.first - 1)
        return list(takewhile(lambda event: event.sequence <= says.last, events))


def _lines(message: Message, stream: str, time: str) -> list[Line]:
    """The rows of a delivery: its lines as they came, and the signature."""
    says = message.says
    by = speaker(says.gateway)
    batch, closing = (
        (VoteBatchReceived, GatewayClosed) if message.hidden is None else (VoteBatchReceivedV2, GatewayClosedV2)
    )
    end = len(message.lines) - (says.manifest is not None)
    hidden = message.hidden
    lines = lines_in_a_row(
        stream, says.first, time, by, batch, message.lines[:end], None if hidden is None else hidden[:end]
    )
    if says.manifest is not None:
        last = None if hidden is None else hidden[end:]
        lines += lines_in_a_row(stream, says.last, time, by, closing, message.lines[end:], last)
    if message.signature is not None:
        signed = as_recorded(message)
        signatures = deliveries_stream(says.season, says.week, says.gateway)
        lines += lines_in_a_row(signatures, says.first, time, by, type(signed), [canonical_json(signed)])
    return lines


def _after(says: OfDelivery, before: GatewayState) -> GatewayState:
    if says.manifest is not None:
        return GatewayState(says.manifest.batches, says.manifest.batches)
    return GatewayState(max(before.last, says.last), before.closed_after)


def _differing(message: Message, known: list[Recorded[Fact]]) -> Recorded[Fact] | None:
    """The first that is on record with other contents."""
    first = message.says.first
    for event in known:
        if public_json(event.fact) != message.lines[event.sequence - first]:
            return event
    return None


def _not_new(message: Message, known: list[Recorded[Fact]]) -> Refusal:
    """Why a delivery of which some is on record cannot be recorded."""
    says = message.says
    other = _differing(message, known)
    if other is None:
        numbers = ", ".join(str(event.sequence) for event in known[:10])
        return DeliveryOverlaps(says.gateway, says.first, says.last, numbers + (" ..." if len(known) > 10 else ""))
    as_manifest = says.manifest is not None and other.sequence == says.last
    if isinstance(other.fact, GatewayClosed) != as_manifest:
        closes = other.fact if isinstance(other.fact, GatewayClosed) else says.manifest
        assert closes is not None, "one of the two is a manifest"
        return no.GatewayIsClosed(says.gateway, says.week, closes.batches, other.sequence)
    if isinstance(other.fact, GatewayClosed):
        return no.ManifestContradicts(says.gateway, says.week, other.fact.batches)
    return no.BatchContradicts(other.sequence, says.gateway, other.position)
