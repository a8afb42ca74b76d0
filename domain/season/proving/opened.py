"""The commitments a statement speaks of: added up by everybody, opened by who has the counts."""

from domain.commitments.committing import Opening
from domain.commitments.manifests import Place, openings
from domain.commitments.p256 import ORDER, Point, decode, points_of, sum_of
from domain.gateway.tally import Tallies
from domain.season.proving.claimed import Question, named


def points(question: Question, body: str) -> dict[str, Point]:
    """The commitment to each couple's votes of a body: the sum of those in the manifests that count.

    Refuses (`PointRefused`) what is no point of the curve.
    """
    found: dict[str, list[Point]] = {couple: [] for couple in question.period.couples}
    for held in question.counted:
        for (channel, of), spelled in held.manifest.fact.committed.items():
            if (channel, of) in held.places and named(of, body):
                for couple, point in zip(held.order, spelled, strict=True):
                    found[couple].append(decode(bytes.fromhex(point)))
    return dict(zip(found, points_of([sum_of(summed) for summed in found.values()]), strict=True))


def opened(question: Question, tallies: Tallies, body: str) -> dict[str, Opening]:
    """What opens them: the votes counted, and the sum of the blindings that the manifests' nonces give."""
    found = dict.fromkeys(question.period.couples, Opening(0, 0))
    for held in question.counted:
        manifest = held.manifest.fact
        for channel, of in held.places:
            if not named(of, body):
                continue
            delivered = tallies[manifest.week].gateways[manifest.gateway].channels.get((channel, of))
            counts = {couple: delivered.votes.get(couple, 0) if delivered else 0 for couple in held.order}
            place = Place(manifest.season, manifest.week, manifest.gateway, channel, of)
            for couple, opening in openings(manifest.nonce, place, counts).items():
                before = found[couple]
                found[couple] = Opening(before.value + opening.value, (before.blinding + opening.blinding) % ORDER)
    return found
