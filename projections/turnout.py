"""Turnout: what each gateway delivered by channel and voting body, and whether its own count agrees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from domain.gateway.tally import ChannelTally, GatewayTally, WeekTally
from domain.period.ranges import written
from domain.season.state import WeekState
from projections.fold import SeasonFold
from projections.results import weeks_of

Manifest = Literal["awaited", "agrees", "differs"]


@dataclass(frozen=True, slots=True)
class Row:
    """What came before the seal for one gateway, channel and body, in votes unless said. A channel that was expected and
    has delivered nothing has a row without a body."""

    week: int
    """The week, as viewers count."""
    gateway: str
    """The gateway's identifier."""
    channel: str
    """The channel's identifier, such as `sms`."""
    body: str | None
    """The voting body, `viewers` where the rulebook names no other."""
    batches: int
    """Batches before the seal."""
    received: int
    """Votes accepted, rejected and late together."""
    accepted: int
    """Votes that count, voids aside."""
    rejected: int
    """Votes not accepted, for whatever reason."""
    rejected_by_reason: tuple[tuple[str, int], ...]
    """Reason and votes, for each reason."""
    late: int
    """Votes the gateway itself says came after the lines closed."""
    voided: bool
    """Whether the whole channel was voided."""
    voided_batches: int
    """Batches that were voided."""
    after_the_seal: int
    """Batches of the gateway (all its channels) that arrived after the seal: kept, not counted."""
    votes_after_the_seal: int
    """Votes in them."""
    last_batch: int
    """The gateway's highest batch number before the seal."""
    missing: str
    """Batch numbers of the gateway that have not arrived: `3-5, 9`."""
    manifest: Manifest
    """The closing manifest against what arrived, for the channel."""
    expected: bool
    """Whether the gateway was named when voting opened."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, gateway, channel and body, each in order of name."""
    return tuple(
        row
        for number in weeks_of(season, week)
        for row in _week(number, season.state.weeks[number], season.tallies.get(number, WeekTally()))
    )


def _week(number: int, week: WeekState, tally: WeekTally) -> Iterator[Row]:
    expected = {gateway.gateway: gateway.channels for gateway in (week.voting.fact.gateways if week.voting else ())}
    for name in sorted(expected.keys() | tally.gateways.keys()):
        gateway = tally.gateways.get(name, GatewayTally())
        delivered = {channel for channel, _ in gateway.channels}
        cells: list[tuple[str, str | None, ChannelTally]] = [
            (channel, body, counted) for (channel, body), counted in gateway.channels.items()
        ]
        cells += [(channel, None, ChannelTally()) for channel in expected.get(name, ()) if channel not in delivered]
        missing, last = written(gateway.missing), gateway.last
        for channel, body, counted in sorted(cells, key=lambda cell: (cell[0], cell[1] or "")):
            yield Row(
                week=number,
                gateway=name,
                channel=channel,
                body=body,
                batches=counted.batches,
                received=counted.received,
                accepted=counted.accepted,
                rejected=sum(counted.rejected.values()),
                rejected_by_reason=tuple(sorted(counted.rejected.items())),
                late=counted.late,
                voided=channel in week.voided_channels,
                voided_batches=_voided(week, name, channel, body),
                after_the_seal=gateway.after_the_seal,
                votes_after_the_seal=gateway.votes_after_the_seal,
                last_batch=last,
                missing=missing,
                manifest=_manifest(gateway, channel),
                expected=name in expected,
            )


def _voided(week: WeekState, gateway: str, channel: str, body: str | None) -> int:
    return sum(
        void.fact.gateway == gateway and void.fact.channel == channel and void.fact.body == body
        for void in week.voided_batches.values()
    )


def _manifest(gateway: GatewayTally, channel: str) -> Manifest:
    """The totals of the channel, and the number of batches, as stated and as counted."""
    if gateway.manifest is None:
        return "awaited"
    found = [0, 0, 0, 0]
    for (name, _), counted in gateway.channels.items():
        if name == channel:
            parts = (counted.received, counted.accepted, sum(counted.rejected.values()), counted.late)
            found = [total + part for total, part in zip(found, parts, strict=True)]
    said = [0, 0, 0, 0]
    for totals in gateway.manifest.fact.totals:
        if totals.channel == channel:
            said = [totals.received, totals.accepted, sum(count for _, count in totals.rejected), totals.late]
    complete = not gateway.missing and gateway.last <= gateway.manifest.fact.batches
    return "agrees" if complete and said == found else "differs"
