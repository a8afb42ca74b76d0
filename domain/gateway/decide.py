"""What a gateway may deliver. Checked against the terms of the week's voting, which the season sets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.commitments.manifests import is_commitment
from domain.gateway import refusals as no
from domain.gateway.events import GatewayClosed, GatewayClosedV2, OfBatch, OfManifest, VoteBatchReceived

FARTHEST_AHEAD = 100_000
"""A batch number this far beyond the last one received is refused as a mistake."""


@dataclass(frozen=True, slots=True)
class VotingTerms:
    """What the season says of a week's votes: who may deliver which channels, for which couples, in which
    order of couples counts without names are (none where none was stated), which batch numbers of a gateway were voided, and
    whether each batch commits to its counts."""

    week: int
    carries: dict[str, frozenset[str]]
    couples: frozenset[str]
    order: tuple[str, ...] = ()
    voided: dict[str, frozenset[int]] = field(default_factory=dict)
    batches_commit: bool = False


@dataclass(frozen=True, slots=True)
class GatewayState:
    """What must be known of a gateway to take in its next batch."""

    last: int = 0
    closed_after: int | None = None


@dataclass(frozen=True, slots=True)
class OfDelivery:
    """One message of a gateway: batches numbered on from `first` without a gap, and at its end perhaps the manifest.

    `counts` are, of each batch, received and accepted + rejected + late. `words` are the batches without their numbers: each
    gateway, channel, couples and reasons that occur once, with the number of the first batch that has them. `opening` is the
    opening of the season it says it is for. `reversed_windows` are the batches that close before they open. `aligned` are, in the
    second form, the counts of each batch, which come without names; `points` how many commitments each batch carries.
    """

    season: str
    week: int
    gateway: str
    first: int
    counts: Sequence[tuple[int, int]]
    words: Sequence[tuple[int, OfBatch]]
    manifest: OfManifest | None = None
    opening: str | None = None
    reversed_windows: Sequence[int] = ()
    aligned: Sequence[tuple[int, ...]] = ()
    points: Sequence[int | None] = ()

    @property
    def last(self) -> int:
        """The sequence of its last line; a manifest stands one past the batches."""
        return self.first + len(self.counts) - (self.manifest is None)


def receive_batch(batch: OfBatch, state: GatewayState, terms: VotingTerms) -> VoteBatchReceived:
    """A batch that adds up, for couples that dance, in a channel the gateway carries. It may arrive out of order."""
    check_words(batch, batch.batch, terms)
    check_number(batch.gateway, batch.week, batch.batch, state)
    check_not_voided(batch.gateway, batch.batch, batch.batch, terms)
    accounted = batch.accepted + sum(count for _, count in batch.rejected) + batch.late
    check_sum(batch.gateway, batch.batch, batch.received, accounted)
    if is_reversed(batch.opens, batch.closes):
        raise no.WindowReversed(batch.batch, batch.gateway)
    return VoteBatchReceived.model_construct(**batch.__dict__)


def check_words(batch: OfBatch, number: int, terms: VotingTerms) -> None:
    """Gateway, channel and couples are those of the week, and nothing is named twice. `number` is the batch spoken of."""
    _expected(batch.gateway, batch.channel, terms)
    named = dict(batch.votes)
    if not named.keys() <= terms.couples:
        unknown = next(couple for couple, _ in batch.votes if couple not in terms.couples)
        raise no.VotesForUnknownCouple(number, batch.gateway, unknown, batch.week)
    if len(named) < len(batch.votes):
        raise no.BatchRepeatsCouple(number, batch.gateway, _repeated(batch.votes))
    if batch.rejected and len(dict(batch.rejected)) < len(batch.rejected):
        raise no.BatchRepeatsCouple(number, batch.gateway, _repeated(batch.rejected))


def check_aligned(delivery: OfDelivery, terms: VotingTerms) -> None:
    """Counts without names: one for each couple of the order stated, and none for a couple that has left since."""
    if not terms.order:
        raise no.OrderNotStated(delivery.gateway, terms.week)
    gone = [place for place, couple in enumerate(terms.order) if couple not in terms.couples]
    for number, counts in enumerate(delivery.aligned, start=delivery.first):
        if len(counts) != len(terms.order):
            raise no.CountsNotAligned(number, delivery.gateway, len(counts), terms.week, len(terms.order))
        for place in gone:
            if counts[place]:
                raise no.VotesForUnknownCouple(number, delivery.gateway, terms.order[place], terms.week)


def check_points(delivery: OfDelivery, terms: VotingTerms) -> None:
    """Commitments of batches: in a season that asks for them one for each couple of the order, elsewhere none. A batch without
    any is taken in. Whether they are points of the curve, and of these counts, is looked at before the week is ready."""
    for number, points in enumerate(delivery.points, start=delivery.first):
        if points is None:
            continue
        if not terms.batches_commit:
            why = "the season was not opened as one whose batches commit (glitterball season open --commit-batches)"
            raise no.BatchCommitmentsMalformed(number, delivery.gateway, why)
        if points != len(terms.order):
            why = f"it has {points}, and week {terms.week} was opened with {len(terms.order)} couples"
            raise no.BatchCommitmentsMalformed(number, delivery.gateway, why)


def check_number(gateway: str, week: int, batch: int, state: GatewayState) -> None:
    """A number the gateway may still use: not behind its manifest, not far ahead of what has arrived."""
    if state.closed_after is not None and batch > state.closed_after:
        raise no.GatewayIsClosed(gateway, week, state.closed_after, batch)
    if batch > state.last + FARTHEST_AHEAD:
        raise no.BatchFarAhead(batch, gateway, state.last)


def check_not_voided(gateway: str, first: int, last: int, terms: VotingTerms) -> None:
    """None of these numbers was voided as lost: two people have said that the week's result does without them."""
    if gateway in terms.voided:
        voided = [batch for batch in terms.voided[gateway] if first <= batch <= last]
        if voided:
            raise no.BatchIsVoided(min(voided), gateway, terms.week)


def check_sum(gateway: str, batch: int, received: int, accounted: int) -> None:
    """Received is accepted + rejected + late."""
    if received != accounted:
        raise no.VotesDoNotAddUp(f"batch {batch}", gateway, received, accounted)


def is_reversed(opens: str, closes: str) -> bool:
    """Whether a window closes before it opens. One of the times may have decimals where the other has none."""
    if len(opens) == len(closes):
        return closes < opens
    return _to_the_microsecond(closes) < _to_the_microsecond(opens)


def check_delivery(delivery: OfDelivery, state: GatewayState, terms: VotingTerms) -> None:
    """Every batch of a delivery as `receive_batch` would take it, and its manifest as `close_gateway` would.

    Batches that name the same gateway, channel, couples and reasons are looked at together; each must add up.
    """
    if delivery.counts:
        for number, batch in delivery.words:
            check_words(batch, number, terms)
        if delivery.aligned:
            check_aligned(delivery, terms)
            check_points(delivery, terms)
        check_number(delivery.gateway, delivery.week, delivery.first, state)
        last = delivery.first + len(delivery.counts) - 1
        check_not_voided(delivery.gateway, delivery.first, last, terms)
        if state.closed_after is not None:
            check_number(delivery.gateway, delivery.week, last, state)
        for number, (received, accounted) in enumerate(delivery.counts, start=delivery.first):
            if received != accounted:
                check_sum(delivery.gateway, number, received, accounted)
        if delivery.reversed_windows:
            raise no.WindowReversed(delivery.reversed_windows[0], delivery.gateway)
        state = GatewayState(max(state.last, last), state.closed_after)
    if delivery.manifest is not None:
        close_gateway(delivery.manifest, state, terms)
        if isinstance(delivery.manifest, GatewayClosedV2):
            check_commitments(delivery.manifest, terms)


def check_commitments(manifest: GatewayClosedV2, terms: VotingTerms) -> None:
    """Commitments are of channels the gateway carries, ascending and each once, with a point for each couple of the order."""
    named = [(channel, body) for channel, body, _ in manifest.commitments or ()]
    if named and not terms.order:
        raise no.OrderNotStated(manifest.gateway, terms.week)
    if named != sorted(set(named)):
        raise no.CommitmentsMalformed(manifest.gateway, "its channels and bodies do not ascend, each once")
    for (channel, body), points in manifest.committed.items():
        _expected(manifest.gateway, channel, terms)
        where = f"channel {channel} ({body})"
        if len(points) != len(terms.order):
            why = f"{where} has {len(points)}, and week {terms.week} was opened with {len(terms.order)} couples"
            raise no.CommitmentsMalformed(manifest.gateway, why)
        strange = next((point for point in points if not is_commitment(point)), None)
        if strange is not None:
            raise no.CommitmentsMalformed(manifest.gateway, f"{strange} of {where} is no point of the curve")


def close_gateway(manifest: OfManifest, state: GatewayState, terms: VotingTerms) -> GatewayClosed:
    """The closing manifest: one past the last batch, totals for channels the gateway carries."""
    for totals in manifest.totals:
        _expected(manifest.gateway, totals.channel, terms)
    if manifest.gateway not in terms.carries:
        _expected(manifest.gateway, "", terms)
    if state.closed_after is not None:
        raise no.ManifestContradicts(manifest.gateway, manifest.week, state.closed_after)
    if manifest.batches < state.last:
        raise no.GatewayIsClosed(manifest.gateway, manifest.week, manifest.batches, state.last)
    return GatewayClosed.model_construct(**manifest.__dict__)


def _expected(gateway: str, channel: str, terms: VotingTerms) -> None:
    carries = terms.carries.get(gateway)
    if carries is None:
        raise no.GatewayNotExpected(gateway, terms.week, ", ".join(sorted(terms.carries)) or "none")
    if channel not in carries:
        raise no.ChannelNotCarried(gateway, channel, terms.week, ", ".join(sorted(carries)))


def _to_the_microsecond(moment: str) -> str:
    return moment if "." in moment else f"{moment[:-1]}.000000Z"


def _repeated(pairs: tuple[tuple[str, int], ...]) -> str:
    return Counter(name for name, _ in pairs).most_common(1)[0][0]
