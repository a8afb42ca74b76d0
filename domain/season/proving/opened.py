"""The commitments a statement speaks of: added up by everybody, opened by who has the counts."""

from collections.abc import Iterator

from domain.commitments.batches import batch_openings, sum_of_batches
from domain.commitments.committing import Opening
from domain.commitments.manifests import Place, openings
from domain.commitments.p256 import ORDER, Point, decode, points_of, sum_of
from domain.gateway.events import GatewayClosedV2
from domain.gateway.tally import Tallies
from domain.record import Recorded
from domain.season.proving.claimed import Question, named
from domain.season.proving.counted import Committed, CommittedPlace


def points(question: Question, body: str) -> dict[str, Point]:
    """The commitment to each couple's votes of a body: the sum of those that count.

    Refuses (`PointRefused`) what is no point of the curve.
    """
    found: dict[str, list[Point]] = {couple: [] for couple in question.period.couples}
    for held in question.counted:
        for place in held.places:
            if named(place.body, body):
                for couple, point in zip(held.order, _points(place), strict=True):
                    found[couple].append(point)
    return dict(zip(found, points_of([sum_of(summed) for summed in found.values()]), strict=True))


def _points(place: CommittedPlace) -> tuple[Point, ...]:
    if place.batches:
        return sum_of_batches(tuple(batch.points for batch in place.batches))
    return tuple(decode(bytes.fromhex(point)) for point in place.points)


def opened(question: Question, tallies: Tallies, body: str) -> dict[str, Opening]:
    """What opens them: the votes counted, and the sum of what blinds them, by the nonces of manifests or batches."""
    found = dict.fromkeys(question.period.couples, Opening(0, 0))
    for held in question.counted:
        for place in held.places:
            if not named(place.body, body):
                continue
            for couple, opening in _openings(question.season, held, place, tallies):
                before = found[couple]
                found[couple] = Opening(before.value + opening.value, (before.blinding + opening.blinding) % ORDER)
    return found


def _openings(season: str, held: Committed, counted: CommittedPlace, tallies: Tallies) -> Iterator[tuple[str, Opening]]:
    """What opens the points of a gateway's channel and body, couple by couple."""
    place = Place(season, held.week, held.gateway, counted.channel, counted.body)
    if counted.batches:
        for batch in counted.batches:
            yield from zip(held.order, batch_openings(place, held.order, batch), strict=True)
        return
    assert isinstance(held.manifest, Recorded), "what is not committed to by batch is by a manifest"
    assert isinstance(held.manifest.fact, GatewayClosedV2), "of the second form"
    delivered = tallies[held.week].gateways[held.gateway].channels.get((counted.channel, counted.body))
    counts = {couple: delivered.votes.get(couple, 0) if delivered else 0 for couple in held.order}
    yield from openings(held.manifest.fact.nonce, place, counts).items()
