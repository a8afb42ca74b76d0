"""Which commitments of manifests or batches count towards a week, by couple; or why it cannot be proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_02_spellings import Json, digest
from .part_03_p256 import P256_NOTHING, P256Point, p256_plus, p256_point, p256_points
from .part_13_tallies import Gateway, Spans, Tally, spans_at
from .part_14_weeks import Week
from .part_15_season import Season


class Committed(NamedTuple):
    """What is committed to of a gateway's votes for one channel and voting body: of a couple all points that are added up, in
    hexadecimal digits, one of its manifest or one a batch."""

    week: int
    gateway: str
    channel: str
    body: str
    points: dict[str, list[str]]
    closed_at: int
    """The position of the manifest."""
    batches: Spans
    """The numbers of the batches that count; none where a manifest commits to all."""
    whole: bool
    """Whether all that the manifest tells of the channel counts."""

    @property
    def digest(self) -> str:
        """Of the points of all batches, one batch after the other."""
        batches = zip(*self.points.values(), strict=True)
        return digest(bytes.fromhex("".join(point for batch in batches for point in batch)))


def counted_commitments(season: Season, number: int, weeks: Mapping[int, Week]) -> list[Committed]:
    """All that count towards a week, in order, of the weeks that were voted in; refuses where no proof can be made."""
    counted = list[Committed]()
    couples = season.competing(number)
    for voted, week in weeks.items():
        tally = season.tallies.get(voted, Tally())
        order = week.voting.fact.get("couples") if week.voting else None
        if not order:
            raise Wrong(f"order-not-stated: no order of the couples was stated for week {voted}")
        demand(
            sorted(order) == couples, f"others-voted-for: in week {voted} the couples voted for are not those ranked"
        )
        stated = any(channel not in week.void_channels for _, channel, _ in week.replaced)
        demand(not stated and not week.substitutions, "counts-stated: two people stated counts")
        if not season.by_batch:
            _check_no_batch_is_void(week)
        of_gateway = _by_batch if season.by_batch else _of_gateway
        for name in sorted({*_carried(week), *tally.gateways}):
            counted += of_gateway(week, name, tally.gateways.get(name, Gateway()), order)
    demand(counted, "not-committed: nothing that counts was committed to")
    return counted


def _by_batch(week: Week, name: str, gateway: Gateway, order: Sequence[str]) -> Iterator[Committed]:
    """What the batches of a gateway that count commit to, each of which has to."""
    voided = {number for voided_at, number in week.voids if voided_at == name}
    left_out = {void.fact["channel"] for void in week.voids.values() if void.fact["gateway"] == name}
    complete = gateway.manifest is not None and name not in week.given_up and next(gateway.missing(), None) is None
    for channel, body in sorted(gateway.channels):
        held = gateway.channels[channel, body]
        if not week.counts(name, channel, body):
            continue
        demand(not held.silent - voided, f"not-committed: batches of {name} commit to nothing of {channel} ({body})")
        numbers = sorted(held.committing.keys() - voided)
        spelled = [held.committing[number]["commitments"] for number in numbers]
        demand(
            all(len(points) == len(order) for points in spelled),
            f"not-committed: a batch of {name} does not commit for each couple",
        )
        by_couple = {couple: [points[at] for points in spelled] for at, couple in enumerate(order)}
        whole = complete and channel not in left_out
        if numbers:
            where = (week.opened["week"], name, channel, body)
            yield Committed(*where, by_couple, gateway.closed_at, spans_at(numbers), whole)


def _carried(week: Week) -> dict[str, list[str]]:
    """The channels each expected gateway carries."""
    gateways = week.voting.fact["gateways"] if week.voting else ()
    return {gateway["gateway"]: gateway["channels"] for gateway in gateways}


def _check_no_batch_is_void(week: Week) -> None:
    """Refuses a batch that is void where manifests commit to all batches."""
    for void in week.voids.values():
        where = (void.fact["gateway"], void.fact["channel"], void.fact["body"])
        says = f"batch-voided: the manifest of {where[0]} commits to batch {void.fact['batch']}, which is void"
        demand(not week.counts(*where), says)


def _of_gateway(week: Week, name: str, gateway: Gateway, order: Sequence[str]) -> Iterator[Committed]:
    """What a gateway commits to of what counts; where it has closed nothing, all that it carries is missing."""
    entries: Json = (gateway.manifest or {}).get("commitments", ())
    committed = {(channel, body): points for channel, body, points in entries}
    carried = _carried(week).get(name, ()) if gateway.manifest is None else ()
    for channel, body in sorted({*gateway.channels, *committed, *((channel, "viewers") for channel in carried)}):
        if not week.counts(name, channel, body):
            continue
        demand(name not in week.given_up, f"counts-stated: {name} was given up, its votes taken as delivered")
        points = committed.get((channel, body), ())
        if len(points) != len(order):
            raise Wrong(f"not-committed: {name} does not commit to the votes of {channel} ({body}) for each couple")
        by_couple = {couple: [point] for couple, point in zip(order, points, strict=True)}
        yield Committed(week.opened["week"], name, channel, body, by_couple, gateway.closed_at, [], whole=True)


def summed(couples: Sequence[str], counted: Sequence[Committed]) -> list[P256Point]:
    """For each couple the sum of what is committed to; refuses what is no point, and a sum without coordinates."""
    sums = []
    for couple in couples:
        total = P256_NOTHING
        for committed in counted:
            try:
                for point in committed.points[couple]:
                    total = p256_plus(total, p256_point(bytes.fromhex(point)))
            except (Wrong, ValueError):
                raise Wrong(f"a commitment of {committed.gateway} is no point of the curve") from None
        sums.append(total)
    return p256_points(sums)


def accepted_in_all(season: Season, counted: Sequence[Committed]) -> int:
    """The votes that the manifests say were accepted in the channels that count."""
    total = 0
    for voted, name, channel in sorted({(held.week, held.gateway, held.channel) for held in counted}):
        totals = season.tallies[voted].gateways[name].manifest["totals"]
        total += sum(stated["accepted"] for stated in totals if stated["channel"] == channel)
    return total
