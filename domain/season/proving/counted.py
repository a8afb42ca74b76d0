"""Which commitments count towards a week, and what stands against proving it from them: all of it public."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.gateway.events import GatewayClosed, GatewayClosedV2
from domain.gateway.tally import GatewayTally, Tallies, WeekTally
from domain.record import Recorded
from domain.season.lookup import couples_in_order, week_of
from domain.season.proving.refusals import CannotBeProved, Obstacle
from domain.season.state import SeasonState, WeekState, competing, counts_as_delivered

Place = tuple[str, str]
"""A channel and a voting body."""


class Against(NamedTuple):
    """Something that stands against a proof."""

    code: Obstacle
    why: str


class Committed(NamedTuple):
    """A manifest with the channels and bodies of it that count, ascending, and the couples' order its points are in."""

    manifest: Recorded[GatewayClosedV2]
    places: tuple[Place, ...]
    order: tuple[str, ...]


def obstacles(state: SeasonState, week: int, tallies: Tallies) -> Iterator[Against]:
    """What of the votes keeps a week from being proved from its manifests."""
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
        yield from _decided(number, counted)
        for name in sorted({*_expected(counted), *tally.gateways}):
            yield from _gateway(number, counted, name, tally.gateways.get(name, GatewayTally()))


def committed(state: SeasonState, week: int, tallies: Tallies) -> tuple[Committed, ...]:
    """The manifests that count, by week and gateway. Refuses (`CannotBeProved`) where they are not all that counts."""
    against = next(obstacles(state, week, tallies), None)
    if against is not None:
        raise CannotBeProved(week, against.code, against.why)
    found: list[Committed] = []
    for number, counted, tally in _weeks(state, week, tallies):
        for name, gateway in sorted(tally.gateways.items()):
            places = _places(counted, name, gateway)
            if places and gateway.manifest is not None and _with_commitments(gateway.manifest) is not None:
                found.append(Committed(gateway.manifest, places, couples_in_order(state, number)))  # type: ignore[arg-type]
    return tuple(found)


def anybody_commits(state: SeasonState, week: int, tallies: Tallies) -> bool:
    """Whether a manifest that a week counts has commitments: then the week is meant to be proved."""
    return any(
        gateway.manifest is not None and _with_commitments(gateway.manifest) is not None
        for _, _, tally in _weeks(state, week, tallies)
        for gateway in tally.gateways.values()
    )


def _weeks(state: SeasonState, week: int, tallies: Tallies) -> Iterator[tuple[int, WeekState, WeekTally]]:
    for number in week_of(state, week).opened.fact.votes_from:
        if number in state.weeks:
            yield number, state.weeks[number], tallies.get(number, WeekTally())


def _expected(week: WeekState) -> dict[str, tuple[str, ...]]:
    return {named.gateway: named.channels for named in (week.voting.fact.gateways if week.voting else ())}


def _decided(number: int, week: WeekState) -> Iterator[Against]:
    """Decisions of two people that change counts, which no manifest knows of."""
    for (gateway, batch), void in sorted(week.voided_batches.items()):
        if counts_as_delivered(week, gateway, void.fact.channel, void.fact.body):
            yield Against(
                "batch-voided", f"batch {batch} of {gateway} in week {number} is void, and its manifest commits to it"
            )
    for gateway, channel, body in sorted(week.replaced):
        if channel not in week.voided_channels:
            yield Against(
                "counts-stated", f"two people stated the counts of {gateway}, {channel} ({body}), in week {number}"
            )
    for body in sorted(week.substitutions):
        yield Against("counts-stated", f"the votes of {body} in week {number} were replaced by other numbers")


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
