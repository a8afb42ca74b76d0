"""The canvass as a check: batches recomputed from the raw ballots against those on record. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from domain.findings import Finding
from domain.gateway.events import GatewayClosed, OfBatch, OfManifest, Sent, VoteBatchReceived
from domain.plurals import count_of


def compare(recomputed: Iterable[Sent], recorded: Iterable[VoteBatchReceived | GatewayClosed]) -> tuple[Finding, ...]:
    """Every difference between what the raw ballots give and what is on record, batch by batch, then in sum.

    A batch on record that names no raw file is a note, not a difference.
    """
    ours, theirs = list(recomputed), list(recorded)
    return (
        *_batches(_by_number(ours), _by_number(theirs)),
        *_manifests(_by_gateway(ours), _by_gateway(theirs)),
        *_sums(ours, theirs),
    )


def _by_number(deliveries: Iterable[Sent]) -> dict[tuple[str, int], OfBatch]:
    return {(one.gateway, one.batch): one for one in deliveries if isinstance(one, OfBatch)}


def _by_gateway(deliveries: Iterable[Sent]) -> dict[str, OfManifest]:
    return {one.gateway: one for one in deliveries if isinstance(one, OfManifest)}


def _batches(ours: dict[tuple[str, int], OfBatch], theirs: dict[tuple[str, int], OfBatch]) -> Iterator[Finding]:
    for gateway, number in sorted({*ours, *theirs}):
        where = f"{gateway}, batch {number}"
        computed, recorded = ours.get((gateway, number)), theirs.get((gateway, number))
        if recorded is None and computed is not None:
            yield Finding(
                where, f"is not on record; the raw ballots give it, with {_votes(computed.received)} received"
            )
        elif computed is None and recorded is not None:
            yield Finding(
                where, f"is on record with {_votes(recorded.received)} received; the raw ballots do not give it"
            )
        elif computed is not None and recorded is not None:
            yield from _batch(where, computed, recorded)


def _batch(where: str, computed: OfBatch, recorded: OfBatch) -> Iterator[Finding]:
    for what in ("channel", "body", "opens", "closes", "received", "late"):
        was, now = getattr(recorded, what), getattr(computed, what)
        if was != now:
            yield Finding(where, f"{what} is {_number(was)} on record; the raw ballots give {_number(now)}")
    yield from _counts(where, "votes for", dict(computed.votes), dict(recorded.votes))
    yield from _counts(where, "rejected as", dict(computed.rejected), dict(recorded.rejected))
    if recorded.raw_sha256 is None:
        yield Finding(where, "names no raw file on record", "note")
    elif recorded.raw_sha256 != computed.raw_sha256:
        yield Finding(where, f"rests on another raw file on record ({recorded.raw_sha256[:12]}...)")


def _counts(where: str, what: str, ours: dict[str, int], theirs: dict[str, int]) -> Iterator[Finding]:
    for name in sorted({*ours, *theirs}):
        was, now = theirs.get(name, 0), ours.get(name, 0)
        if was != now:
            yield Finding(where, f"{what} {name!r}: {was:,} on record, {now:,} in the raw ballots ({was - now:+,})")


def _manifests(ours: dict[str, OfManifest], theirs: dict[str, OfManifest]) -> Iterator[Finding]:
    for gateway, computed in sorted(ours.items()):
        recorded = theirs.get(gateway)
        where = f"{gateway}, manifest"
        if recorded is None:
            yield Finding(where, "is not on record", "warning")
            continue
        if recorded.batches != computed.batches:
            yield Finding(
                where,
                f"says {_batches_of(recorded)}; the raw ballots give {computed.batches:,}",
            )
        was, now = _totals(recorded), _totals(computed)
        yield from _counts(where, "total of", now, was)


def _totals(manifest: OfManifest) -> dict[str, int]:
    totals = {}
    for channel_totals in manifest.totals:
        for what in ("received", "accepted", "late"):
            totals[f"{channel_totals.channel}, {what}"] = getattr(channel_totals, what)
        for reason, count in channel_totals.rejected:
            totals[f"{channel_totals.channel}, {reason}"] = count
    return totals


def _sums(ours: Iterable[Sent], theirs: Iterable[Sent]) -> Iterator[Finding]:
    """What all differences come to for each couple, by gateway and channel: the one number a result turns on."""
    now, was = _by_couple(ours), _by_couple(theirs)
    for gateway, channel, couple in sorted({*now, *was}):
        more = was[gateway, channel, couple] - now[gateway, channel, couple]
        if more:
            than = "more" if more > 0 else "fewer"
            said = f"in sum {_votes(abs(more))} {than} for {couple!r} on record than the raw ballots give"
            yield Finding(f"{gateway}, {channel}", said)


def _by_couple(deliveries: Iterable[Sent]) -> Counter[tuple[str, str, str]]:
    sums: Counter[tuple[str, str, str]] = Counter()
    for delivery in deliveries:
        if isinstance(delivery, OfBatch):
            for couple, votes in delivery.votes:
                sums[delivery.gateway, delivery.channel, couple] += votes
    return sums


def _batches_of(manifest: OfManifest) -> str:
    return count_of(manifest.batches, "batch", "batches")


def _votes(count: int) -> str:
    return count_of(count, "vote")


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
