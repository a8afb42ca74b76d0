"""Synthetic votes at the scale of a broadcast night, as batches of several gateways and channels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.season.words import ExpectedGateway

MINUTES = 120
"""Lines are open for two hours, and every gateway delivers once a minute and channel."""

GATEWAYS = (
    ExpectedGateway(gateway="mobile", channels=("sms",)),
    ExpectedGateway(gateway="web-east", channels=("online",)),
    ExpectedGateway(gateway="web-west", channels=("online",)),
)
PARTS = {"mobile": 45, "web-east": 35, "web-west": 20}
"""Percent of the votes each gateway takes in."""

REASONS = ("over the cap", "outside the region", "ballot repeated")


@dataclass(frozen=True, slots=True)
class Night:
    """What the gateways of a week deliver: batches in the order they arrive, and each gateway's closing manifest."""

    batches: tuple[OfBatch, ...]
    manifests: tuple[OfManifest, ...]


def totals_in_order(order: Sequence[str], votes: int, chance: Random) -> dict[str, int]:
    """Votes by couple, strictly fewer from one to the next, adding up to `votes`."""
    weights = [chance.randint(60, 100) for _ in order]
    steps = [1 + votes * weight // (sum(weights) * (place + 1)) for place, weight in enumerate(weights)]
    counts = [sum(steps[place:]) for place in range(len(order))]
    counts[0] += votes - sum(counts) if votes > sum(counts) else 0
    return dict(zip(order, counts, strict=True))


def split(total: int, parts: Sequence[int], chance: Random) -> list[int]:
    """A whole number shared out by weights that vary by a quarter, to the last vote."""
    weights = [part * chance.randint(75, 125) for part in parts]
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def by_night(totals: dict[str, int], nights: Sequence[int], chance: Random) -> dict[str, list[int]]:
    """Each couple's votes shared out over the nights, so that a night has the votes it should have."""
    parts = {couple: split(votes, nights, chance) for couple, votes in totals.items()}
    for index, wanted in enumerate(nights[:-1]):
        over = sum(shares[index] for shares in parts.values()) - wanted
        for couple in sorted(parts, key=lambda name: -totals[name]):
            moved = max(min(over, parts[couple][index]), -parts[couple][-1])
            parts[couple][index] -= moved
            parts[couple][-1] += moved
            over -= moved
    return parts


def night(season: str, week: int, date: str, totals: dict[str, int], chance: Random) -> Night:
    """All deliveries of a week. `totals` are the accepted votes by couple; rejected and late ones come on top."""
    opens = datetime.fromisoformat(date).replace(tzinfo=UTC) + timedelta(days=1)
    names = tuple(PARTS)
    by_gateway = {couple: split(votes, tuple(PARTS.values()), chance) for couple, votes in totals.items()}
    batches: list[OfBatch] = []
    manifests: list[OfManifest] = []
    for index, gateway in enumerate(GATEWAYS):
        share = {couple: parts[index] for couple, parts in by_gateway.items()}
        sent = list(_batches(season, week, gateway, opens, share, chance))
        batches += sent
        manifests.append(_manifest(season, week, names[index], sent))
    batches.sort(key=lambda batch: (batch.closes, batch.gateway))
    _late_by_a_minute(batches, chance)
    return Night(tuple(batches), tuple(manifests))


def _batches(
    season: str, week: int, gateway: ExpectedGateway, opens: datetime, share: dict[str, int], chance: Random
) -> Iterator[OfBatch]:
    curve = [10 + minute for minute in range(MINUTES)]  # interest grows towards the close
    by_minute = {couple: split(votes, curve, chance) for couple, votes in share.items()}
    for minute in range(MINUTES):
        votes = tuple((couple, by_minute[couple][minute]) for couple in sorted(share))
        accepted = sum(count for _, count in votes)
        rejected = tuple((reason, accepted // chance.randint(150, 900)) for reason in REASONS)
        late = accepted // chance.randint(300, 900) if minute == MINUTES - 1 else 0
        yield OfBatch(
            season=season,
            week=week,
            gateway=gateway.gateway,
            batch=minute + 1,
            channel=gateway.channels[0],
            opens=_stamp(opens + timedelta(minutes=minute)),
            closes=_stamp(opens + timedelta(minutes=minute + 1)),
            votes=votes,
            received=accepted + sum(count for _, count in rejected) + late,
            rejected=rejected,
            late=late,
        )


def _manifest(season: str, week: int, gateway: str, batches: list[OfBatch]) -> OfManifest:
    channels = sorted({batch.channel for batch in batches})
    totals = tuple(
        ChannelTotals(
            channel=channel,
            received=sum(batch.received for batch in batches if batch.channel == channel),
            accepted=sum(batch.accepted for batch in batches if batch.channel == channel),
            rejected=tuple(
                (reason, sum(dict(batch.rejected)[reason] for batch in batches if batch.channel == channel))
                for reason in REASONS
            ),
            late=sum(batch.late for batch in batches if batch.channel == channel),
        )
        for channel in channels
    )
    return OfManifest(season=season, week=week, gateway=gateway, batches=len(batches), totals=totals)


def _late_by_a_minute(batches: list[OfBatch], chance: Random) -> None:
    """Some batches overtake the one before them on the way."""
    for index in range(1, len(batches)):
        if chance.randint(1, 20) == 1:
            batches[index - 1], batches[index] = batches[index], batches[index - 1]


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
