"""The proofs of a week as a certificate tells of them: of its outcome, and that the same follows as if other votes had counted
(decisions 0026 and 0033). Each says what was proved, and from which commitments.

A certificate does not check a proof; it says what a verifier checks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.period.ranges import at, written
from domain.record import Recorded
from domain.season.lookup import rulebook_in
from domain.season.proving.as_if import as_if_of, changed
from domain.season.proving.counted import CommittedPlace, committed
from domain.season.proving.facts import ExclusionProved, ProvedBody, ProvingFact
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.proving.saved import Saved, saved_by_viewers
from domain.season.state import Announced, SeasonState
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

    event: Recorded[ProvingFact]
    people: Answerable
    counted: tuple[Commitments, ...]
    saved: Saved | None
    """Whom the viewers' instant save kept, as certified, where one of its statements is about that."""

    @property
    def file(self) -> str:
        """The name of the proof in a bundle."""
        return f"proofs/{self.event.position}.sigma"


def proof_of(fold: SeasonFold, week: int, certified_at: int) -> Proof | None:
    """The last proof of a week's outcome, where it is about that certification and its commitments still are what counts."""
    recorded = fold.state.weeks[week].proofs
    return _standing(fold, recorded[-1], certified_at) if recorded else None


def proofs_as_if(fold: SeasonFold, week: int, certified_at: int) -> tuple[Proof, ...]:
    """Of each claim that other votes would have changed nothing the last proof, by the same rule, in the order of the log."""
    last = {as_if_of(event.fact): event for event in fold.state.weeks[week].exclusions}
    found = (_standing(fold, event, certified_at) for event in sorted(last.values(), key=lambda event: event.position))
    return tuple(proof for proof in found if proof is not None)


def _standing(fold: SeasonFold, event: Recorded[ProvingFact], certified_at: int) -> Proof | None:
    if event.fact.certified != certified_at:
        return None
    counted = tuple(_counted(fold, event.fact))
    saved = _saved(fold.state, event.fact.week)
    return Proof(event, answerable(fold.state, event), counted, saved) if counted else None


def _saved(state: SeasonState, week: int) -> Saved | None:
    """As certified, not as announced: an announcement may have been taken back since."""
    fact, rulebook = state.weeks[week].certified[-1].fact, rulebook_in(state, week)
    form = rulebook.form(fact.form)
    if form is None:
        return None
    return saved_by_viewers(form, Announced(danger=(*fact.leaving, *fact.saved), eliminated=fact.leaving))


def proof_as_json(proof: Proof) -> Json:
    """Everything such an event says, and the manifests or batches whose commitments count."""
    event, fact = proof.event, proof.event.fact
    as_if = {"as_if": fact.as_if, "channel": fact.channel} if isinstance(fact, ExclusionProved) else {}
    return {
        "position": event.position,
        "time": event.time,
        "by": list(proof.people.names),
        "certified": fact.certified,
        **as_if,
        "groups": [list(group) for group in fact.groups],
        "equal": [list(group) for group in fact.equal],
        "proved": [_proved(body, proof) for body in fact.proved],
        "counted": [_commitments(held) for held in proof.counted],
        "context_sha256": fact.context_sha256,
        "proof_sha256": fact.proof_sha256,
        "file": proof.file,
    }


def proofs_as_json(outcome: Proof | None, as_if: tuple[Proof, ...]) -> Json:
    """The words of a certificate about proofs: none of those of which the week has none."""
    return {
        **({"proof": proof_as_json(outcome)} if outcome is not None else {}),
        **({"proved_as_if": [proof_as_json(proof) for proof in as_if]} if as_if else {}),
    }


def _counted(fold: SeasonFold, fact: ProvingFact) -> Iterator[Commitments]:
    """By week and gateway; none where a later decision left other votes to count than were committed to."""
    try:
        found = committed(_as_claimed(fold, fact), fact.week, fold.tallies)
    except (CannotBeProved, ProofDoesNotFit):
        return
    for held in sorted(found, key=lambda held: (held.week, held.gateway)):
        by_batch = any(place.batches for place in held.places)
        manifest = None if by_batch or held.manifest is None else held.manifest.position
        channels = tuple((place.channel, place.body, _numbers(place)) for place in held.places)
        yield Commitments(held.week, held.gateway, manifest, channels)


def _as_claimed(fold: SeasonFold, fact: ProvingFact) -> SeasonState:
    wanted = as_if_of(fact)
    return fold.state if wanted is None else changed(fold.state, fact.week, fold.tallies, wanted)


def _numbers(place: CommittedPlace) -> str:
    """The batches that commit, as a person writes them: `1-4, 6`; nothing where a manifest commits to all."""
    return written(at(*(batch.number for batch in place.batches))) if place.batches else ""


def _proved(body: ProvedBody, proof: Proof) -> Json:
    """A body's votes as far as they are told; of an instant save also whom it kept, and who left by it."""
    placed, saved = None if body.placed is None else list(body.placed), proof.saved
    told: dict[str, object] = {"body": body.body, "turnout": str(body.turnout), "placed": placed}
    if saved is not None and body.body == saved.body:
        told |= {"kept": list(saved.kept), "left": list(saved.left(proof.event.fact.groups))}
    return told


def _commitments(held: Commitments) -> Json:
    channels = [list(place) for place in held.channels]
    return {"week": held.week, "gateway": held.gateway, "manifest": held.manifest, "channels": channels}
