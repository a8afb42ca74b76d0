"""The proof of a week's outcome as a certificate tells of it: what was proved, and from which commitments (decision 0026).

A certificate does not check a proof; it says what a verifier checks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.period.ranges import at, written
from domain.record import Recorded
from domain.season.proving.counted import CommittedPlace, committed
from domain.season.proving.facts import OutcomeProved, ProvedBody
from domain.season.proving.refusals import CannotBeProved
from glitterball.audit.as_json import Json
from glitterball.evidence.certificate.people import Answerable, answerable
from projections.fold import SeasonFold


@dataclass(frozen=True, slots=True)
class Commitments:
    """What one gateway committed to of what counts: channels with their voting bodies, by the manifest at a position; or each
    with the numbers of its batches, in a season whose batches commit."""

    week: int
    gateway: str
    manifest: int | None
    channels: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof on record: its event, who put it there, and the commitments it starts from."""

    event: Recorded[OutcomeProved]
    people: Answerable
    counted: tuple[Commitments, ...]

    @property
    def file(self) -> str:
        """The name of the proof in a bundle."""
        return f"proofs/{self.event.position}.sigma"


def proof_of(fold: SeasonFold, week: int, certified_at: int) -> Proof | None:
    """The last proof of a week, where it is about that certification and its commitments still are what counts."""
    recorded = fold.state.weeks[week].proofs
    if not recorded or recorded[-1].fact.certified != certified_at:
        return None
    counted = tuple(_counted(fold, week))
    return Proof(recorded[-1], answerable(fold.state, recorded[-1]), counted) if counted else None


def proof_as_json(proof: Proof) -> Json:
    """Everything an `outcome-proved` says, and the manifests whose commitments count."""
    event, fact = proof.event, proof.event.fact
    return {
        "position": event.position,
        "time": event.time,
        "by": list(proof.people.names),
        "certified": fact.certified,
        "groups": [list(group) for group in fact.groups],
        "equal": [list(group) for group in fact.equal],
        "proved": [_proved(body) for body in fact.proved],
        "counted": [_commitments(held) for held in proof.counted],
        "context_sha256": fact.context_sha256,
        "proof_sha256": fact.proof_sha256,
        "file": proof.file,
    }


def _counted(fold: SeasonFold, week: int) -> Iterator[Commitments]:
    """By week and gateway; none where a later decision left other votes to count than were committed to."""
    try:
        found = committed(fold.state, week, fold.tallies)
    except CannotBeProved:
        return
    for held in sorted(found, key=lambda held: (held.week, held.gateway)):
        by_batch = any(place.batches for place in held.places)
        manifest = None if by_batch or held.manifest is None else held.manifest.position
        channels = tuple((place.channel, place.body, _numbers(place)) for place in held.places)
        yield Commitments(held.week, held.gateway, manifest, channels)


def _numbers(place: CommittedPlace) -> str:
    """The batches that commit, as a person writes them: `1-4, 6`; nothing where a manifest commits to all."""
    return written(at(*(batch.number for batch in place.batches))) if place.batches else ""


def _proved(body: ProvedBody) -> Json:
    placed = None if body.placed is None else list(body.placed)
    return {"body": body.body, "turnout": str(body.turnout), "placed": placed}


def _commitments(held: Commitments) -> Json:
    channels = [list(place) for place in held.channels]
    return {"week": held.week, "gateway": held.gateway, "manifest": held.manifest, "channels": channels}
