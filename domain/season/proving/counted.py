"""Which commitments count towards a week, and what stands against proving it from them: all of it public."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.commitments.batches import CommittedBatch
from domain.commitments.p256 import POINT_BYTES
from domain.gateway.events import GatewayClosed, GatewayClosedV2
from domain.gateway.tally import ChannelTally, GatewayTally, Tallies, WeekTally
from domain.period.ranges import at, written
from domain.record import Recorded
from domain.season.lookup import commits_by_batch, couples_in_order, week_of
from domain.season.proving.refusals import CannotBeProved, Obstacle
from domain.season.state import SeasonState, WeekState, competing, counts_as_delivered

Place = tuple[str, str]
"""A channel and a voting body."""


class Against(NamedTuple):
    """Something that stands against a proof."""

    code: Obstacle
    why: str


class CommittedPlace(NamedTuple):
    """What a gateway has committed to of a channel and voting body that counts: its manifest's points, or in a season whose
    batches commit the batches that count, ascending by number."""

    channel: str
    body: str
    points: tuple[str, ...] = ()
    batches: tuple[CommittedBatch, ...] = ()


class Committed(NamedTuple):
    """What counts of a gateway, by channel and body, ascending, and the couples' order in which points stand.

    `is_whole` where nothing that its manifest tells of these channels has been left out.
    """

    week: int
    gateway: str
    manifest: Recorded[GatewayClosed] | None
    places: tuple[CommittedPlace, ...]
    order: tuple[str, ...]
    is_whole: bool

    @property
    def named(self) -> tuple[Place, ...]:
        """Its channels and bodies."""
        return tuple((place.channel, place.body) for place in self.places)


def obstacles(state: SeasonState, week: int, tallies: Tallies) -> Iterator[Against]:
    """What of the votes keeps a week from being proved from what its gateways have committed to."""
    by_batch = commits_by_batch(state)
    ranked = set(competing(state, week))
    for number, counted, tally in _weeks(state, week, tallies):
        order = couples_in_order(state, number)
        if not order:
            yield Against("order-not-stated", f"the lines of week {number} were opened without an order of the couples")
            continue
        strangers = sorted(set(order) ^ ranked)
        if strangers:
            why = (
                f"{', '.join(strangers)} had votes in week {number} or are ranked, and not both: the turnout would tell"
            )
            yield Against("others-voted-for", why)
        yield from _stated(number, counted)
        if by_batch:
            yield from _batches_without(number, counted, tally, order)
            continue
        yield from _voided(number, counted)
        for name in sorted({*_expected(counted), *tally.gateways}):
            yield from _gateway(number, counted, name, tally.gateways.get(name, GatewayTally()))


def committed(state: SeasonState, week: int, tallies: Tallies) -> tuple[Committed, ...]:
    """What counts, by week and gateway. Refuses (`CannotBeProved`) where not all that counts was committed to."""
    against = next(obstacles(state, week, tallies), None)
    if against is not None:
        raise CannotBeProved(week, against.code, against.why)
    of_gateway = _by_batch if commits_by_batch(state) else _by_manifest
    found: list[Committed] = []
    for number, counted, tally in _weeks(state, week, tallies):
        for name, gateway in sorted(tally.gateways.items()):
            held = of_gateway(number, counted, name, gateway, couples_in_order(state, number))
            if held.places:
                found.append(held)
    if not found:
        raise CannotBeProved(week, "not-committed", "nothing that counts was committed to")
    return tuple(found)


def _by_manifest(number: int, week: WeekState, name: str, gateway: GatewayTally, order: tuple[str, ...]) -> Committed:
    """What a manifest commits to of what counts; of a gateway without one nothing counts."""
    points = {} if gateway.manifest is None else _with_commitments(gateway.manifest) or {}
    places = tuple(
        CommittedPlace(channel, body, points[channel, body])
        for channel, body in _places(week, name, gateway)
        if (channel, body) in points
    )
    return Committed(number, name, gateway.manifest, places, order, is_whole=True)


def _by_batch(number: int, week: WeekState, name: str, gateway: GatewayTally, order: tuple[str, ...]) -> Committed:
    """The batches of a gateway that count."""
    voided = _voided_of(week, name)
    places: list[CommittedPlace] = []
    for (channel, body), delivered in sorted(gateway.channels.items()):
        batches = tuple(sorted(batch for batch in delivered.committed if batch.number not in voided))
        if batches and counts_as_delivered(week, name, channel, body):
            places.append(CommittedPlace(channel, body, batches=batches))
    channels = {place.channel for place in places}
    left_out = any(void.fact.channel in channels for (of, _), void in week.voided_batches.items() if of == name)
    whole = gateway.manifest is not None and name not in week.given_up and not gateway.missing and not left_out
    return Committed(number, name, gateway.manifest, tuple(places), order, whole)


def anybody_commits(tallies: Tallies) -> bool:
    """Whether a manifest of the season has commitments: then its weeks are meant to be proved."""
    return any(
        gateway.manifest is not None and _with_commitments(gateway.manifest) is not None
        for tally in tallies.values()
        for gateway in tally.gateways.values()
    )


def _weeks(state: SeasonState, week: int, tallies: Tallies) -> Iterator[tuple[int, WeekState, WeekTally]]:
    for number in week_of(state, week).opened.fact.votes_from:
        if number in state.weeks:
            yield number, state.weeks[number], tallies.get(number, WeekTally())


def _expected(week: WeekState) -> dict[str, tuple[str, ...]]:
    return {named.gateway: named.channels for named in (week.voting.fact.gateways if week.voting else ())}


def _voided(number: int, week: WeekState) -> Iterator[Against]:
    """Batches that are void, which their gateways' manifests commit to."""
    for (gateway, batch), void in sorted(week.voided_batches.items()):
        if counts_as_delivered(week, gateway, void.fact.channel, void.fact.body):
            yield Against(
                "batch-voided", f"batch {batch} of {gateway} in week {number} is void, and its manifest commits to it"
            )


def _stated(number: int, week: WeekState) -> Iterator[Against]:
    """Counts that two people stated, which nobody has committed to."""
    for gateway, channel, body in sorted(week.replaced):
        if channel not in week.voided_channels:
            yield Against(
                "counts-stated", f"two people stated the counts of {gateway}, {channel} ({body}), in week {number}"
            )
    for body in sorted(week.substitutions):
        yield Against("counts-stated", f"the votes of {body} in week {number} were replaced by other numbers")


def _batches_without(number: int, week: WeekState, tally: WeekTally, order: tuple[str, ...]) -> Iterator[Against]:
    """Batches that count and commit to nothing, or not for each couple, in a season whose batches do."""
    for name, gateway in sorted(tally.gateways.items()):
        voided = _voided_of(week, name)
        for (channel, body), delivered in sorted(gateway.channels.items()):
            lacking = {*delivered.uncommitted, *_of_another_order(delivered, len(order))} - voided
            if lacking and counts_as_delivered(week, name, channel, body):
                numbers = written(at(*lacking))
                why = f"gateway {name} has committed to nothing in batches {numbers} of {channel} ({body}) in week {number}"
                yield Against("not-committed", why)


def _of_another_order(delivered: ChannelTally, couples: int) -> list[int]:
    return [batch.number for batch in delivered.committed if len(batch.points) != POINT_BYTES * couples]


def _voided_of(week: WeekState, gateway: str) -> frozenset[int]:
    return frozenset(batch for of, batch in week.voided_batches if of == gateway)


def _gateway(number: int, week: WeekState, name: str, gateway: GatewayTally) -> Iterator[Against]:
    places = _places(week, name, gateway)
    if not places:
        return
    given_up = week.given_up.get(name)
    if given_up is not None:
        yield Against("counts-stated", f"gateway {name} was given up in week {number}, its votes taken as delivered")
        return
    manifest = gateway.manifest
    points = None if manifest is None else _with_commitments(manifest)
    if points is None:
        said = "has not come" if manifest is None else "commits to nothing"
        yield Against("not-committed", f"the manifest of gateway {name} in week {number} {said}")
        return
    for channel, body in places:
        if (channel, body) not in points:
            yield Against(
                "not-committed", f"the manifest of {name} in week {number} commits to nothing of {channel} ({body})"
            )


def _with_commitments(manifest: Recorded[GatewayClosed]) -> dict[Place, tuple[str, ...]] | None:
    fact = manifest.fact
    return fact.committed if isinstance(fact, GatewayClosedV2) and fact.commitments is not None else None


def _places(week: WeekState, name: str, gateway: GatewayTally) -> tuple[Place, ...]:
    """The channels and bodies of a gateway that count: what it delivered, what it committed to, and of one whose manifest has not
    come whatever it carries."""
    points = {} if gateway.manifest is None else _with_commitments(gateway.manifest) or {}
    carried = {(channel, "viewers") for channel in _expected(week).get(name, ())} if gateway.manifest is None else set()
    return tuple(
        place for place in sorted({*gateway.channels, *points, *carried}) if counts_as_delivered(week, name, *place)
    )
