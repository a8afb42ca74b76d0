"""Whether every batch and manifest was signed by its gateway: checked from the recorded events alone.

A delivery's lines are written again from the facts, and its signature checked over them, with the key that was the
gateway's at that place in the log. So a fact of a gateway that was altered, added, left out or moved is found, and so is a
delivery that was signed for another opening of the season: that of its rehearsal. What makes a signature good stands in
`delivery_signatures`; here is what the log must hold around it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.findings import Finding
from domain.gateway.events import (
    DeliverySigned,
    GatewayClosed,
    VoteBatchReceived,
    VoteBatchReceivedV2,
    deliveries_stream,
    gateway_stream,
)
from domain.parts import public_json
from domain.period.ranges import written
from domain.plurals import count_of, verb
from domain.record import Recorded
from domain.season import events as e
from glitterball.evidence.delivery_signatures import Before, DeliverySignatures

GatewayFact = VoteBatchReceived | VoteBatchReceivedV2 | GatewayClosed
KeyFact = e.GatewayKeyIntroduced | e.GatewayKeyRotated | e.GatewayKeyRevoked


OpeningOf = Callable[[Recorded[Any]], str]
"""The leaf hash of the event that opened a season, over its bytes as stored: those are the log's, and not in the event."""


def check_signatures(events: Iterable[Recorded[Any]], opening_of: OpeningOf) -> tuple[Finding, ...]:
    """What is wrong (errors) and what one should know (warnings, notes) of the signatures of all gateways.

    Events come in log order, whole seasons; others than those of gateways and their keys are passed over. Memory grows
    with the largest delivery, not with the night.
    """
    check = SignatureCheck(opening_of)
    for event in events:
        check.apply(event)
    return check.findings()


@dataclass(slots=True)
class _Gateway:
    """One gateway of a season: its keys by ID, the one in force, and what it delivered that is not signed for yet."""

    keys: dict[str, str] = field(default_factory=dict)
    in_force: str | None = None
    unsigned: list[tuple[int, int]] = field(default_factory=list)
    signed: dict[str, int] = field(default_factory=dict)
    lines: list[bytes | None] = field(default_factory=list)
    delivered: list[Recorded[Any]] = field(default_factory=list)


class SignatureCheck:
    """The same, event by event."""

    def __init__(self, opening_of: OpeningOf) -> None:
        self._opening_of = opening_of
        self._seasons: dict[str, tuple[str, str]] = {}
        self._signatures = DeliverySignatures()
        self._gateways: dict[tuple[str, str], _Gateway] = {}
        self._found: list[Finding] = []

    def apply(self, event: Recorded[Any]) -> None:
        """Look at one event."""
        match event.fact:
            case VoteBatchReceived() | VoteBatchReceivedV2() | GatewayClosed():
                self._delivered(event, event.fact)
            case DeliverySigned():
                self._signed(event, event.fact)
            case e.GatewayKeyIntroduced() | e.GatewayKeyRotated() | e.GatewayKeyRevoked():
                season = event.stream.partition("/")[2]
                self._key(event, event.fact, self._gateway(season, event.fact.gateway))
            case e.SeasonOpened():
                opened = (event.fact.mode, self._opening_of(event))
                self._seasons.setdefault(event.stream.partition("/")[2], opened)
            case _:
                pass  # no gateway said it, and it is about no key

    def findings(self) -> tuple[Finding, ...]:
        """All that was found, and what is still open at the end."""
        for (season, name), gateway in self._gateways.items():
            self._not_signed_for(gateway)
            if gateway.unsigned:
                text = f"events {written(tuple(gateway.unsigned))} of gateway {name} came before its first key and are unsigned"
                self._found.append(Finding(f"season {season}", text, "note"))
            if without := self._signatures.without_opening[season, name]:
                named = f"{count_of(without, 'signature')} of gateway {name} {verb(without, 'does', 'do')}"
                text = f"{named} not name the season's opening"
                self._found.append(Finding(f"season {season}", f"{text}: they would fit its rehearsal as well", "note"))
        return tuple(self._found)

    def _gateway(self, season: str, name: str) -> _Gateway:
        return self._gateways.setdefault((season, name), _Gateway())

    def _key(self, event: Recorded[Any], fact: KeyFact, gateway: _Gateway) -> None:
        if isinstance(fact, e.GatewayKeyRevoked):
            if gateway.in_force == fact.key_id:
                gateway.in_force = None
            if signed := gateway.signed.get(fact.key_id):
                text = (
                    f"{count_of(signed, 'delivery', 'deliveries')} before it {verb(signed, 'is', 'are')} signed with the revoked "
                    f"key: {fact.reason}"
                )
                self._report(event, f"key {fact.key_id} of gateway {fact.gateway}: {text}", "warning")
            return
        gateway.in_force = fact.key_id
        gateway.keys[fact.key_id] = fact.key

    def _delivered(self, event: Recorded[Any], fact: GatewayFact) -> None:
        gateway = self._gateway(fact.season, fact.gateway)
        sequence = fact.batch if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2) else fact.batches + 1
        place = (gateway_stream(fact.season, fact.week, fact.gateway), sequence)
        if (event.stream, event.sequence) != place or (event.actor.name, event.actor.role) != (fact.gateway, "gateway"):
            self._report(event, f"what is recorded as {event.stream} {event.sequence} says it is {place[0]} {sequence}")
        if not gateway.keys:
            _span(gateway.unsigned, event.position)
            return
        if gateway.delivered and not _follows(gateway.delivered[-1], event):
            self._not_signed_for(gateway)
        gateway.delivered.append(event)
        gateway.lines.append(public_json(fact))

    def _signed(self, event: Recorded[Any], fact: DeliverySigned) -> None:
        gateway = self._gateway(fact.season, fact.gateway)
        covered, lines = gateway.delivered, gateway.lines
        gateway.delivered, gateway.lines = [], []
        mode, opening = self._seasons.get(fact.season, ("live", ""))
        before = Before(
            mode=mode, opening=opening, key=gateway.keys.get(fact.key), in_force=fact.key == gateway.in_force
        )
        wrong = _misplaced(event, fact, covered) or "; ".join(self._signatures.wrong(event, lines, before))
        if wrong:
            where = f"numbers {fact.first} to {fact.last} of gateway {fact.gateway}, week {fact.week}"
            self._report(event, f"the signature of {where} is not good: {wrong}")
        gateway.signed[fact.key] = gateway.signed.get(fact.key, 0) + 1

    def _not_signed_for(self, gateway: _Gateway) -> None:
        if gateway.delivered:
            first, last = gateway.delivered[0], gateway.delivered[-1]
            text = f"{first.stream} {first.sequence} to {last.sequence} is not signed, though the gateway had a key"
            self._report(first, text)
            gateway.delivered, gateway.lines = [], []

    def _report(self, event: Recorded[Any], text: str, severity: Any = "error") -> None:
        self._found.append(Finding(f"event {event.position}", text, severity))


def _misplaced(event: Recorded[Any], fact: DeliverySigned, covered: list[Recorded[Any]]) -> str:
    """What is wrong with where a signature stands; nothing where it stands right behind what it covers."""
    stream = gateway_stream(fact.season, fact.week, fact.gateway)
    numbers = [(delivered.stream, delivered.sequence) for delivered in covered]
    if (event.stream, event.sequence) != (deliveries_stream(fact.season, fact.week, fact.gateway), fact.first):
        return f"it is recorded as {event.stream} {event.sequence}"
    if (event.actor.name, event.actor.role) != (fact.gateway, "gateway"):
        return f"{event.actor.name} ({event.actor.role}) recorded it"
    if numbers != [(stream, number) for number in range(fact.first, fact.last + 1)]:
        return "what stands before it is not what it covers"
    return "" if covered[-1].position + 1 == event.position else "something stands between it and what it covers"


def _follows(one: Recorded[Any], other: Recorded[Any]) -> bool:
    """Whether it goes on from the other: next in the log, and in the same stream."""
    return (one.stream, one.sequence + 1, one.position + 1) == (other.stream, other.sequence, other.position)


def _span(spans: list[tuple[int, int]], position: int) -> None:
    if spans and spans[-1][1] + 1 == position:
        spans[-1] = (spans[-1][0], position)
    else:
        spans.append((position, position))
