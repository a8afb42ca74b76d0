"""Proofs of outcomes: each asked what it proves, which nobody reads from it, and then whether it does (decision 0026).

The statement is compiled here from the season as it stands before the event: rulebook, marks, announcements, the manifests
that count. Of the file only commitments to bits and a NARG string are taken.
"""

from collections.abc import Sequence
from typing import Any

from domain.claims.refusals import ClaimPubliclyFalse
from domain.claims.statement import Statement
from domain.commitments.p256 import Point
from domain.commitments.refusals import PointRefused
from domain.record import Recorded, digest
from domain.refusals import Refusal
from domain.season.proving.as_if import as_if_of
from domain.season.proving.claimed import Asked, Question, asked, claimed, question
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.facts import ProvingFact
from domain.season.proving.opened import points
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.state import SeasonState
from glitterball.evidence.bundle.contents import proof_of_outcome
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.proof.spellings import HASH_BYTES
from glitterball.sigma.proof_file import parted
from glitterball.sigma.refusals import ProofFileRefused, SigmaNotProved
from glitterball.sigma.statements import verify_statement
from projections.fold import SeasonFold

PROVED = (
    "that the outcome of week {week} follows from the votes committed to, without a count "
    "(experimental, not reviewed by an outside cryptographer)"
)
PROVED_AS_IF = (
    "that the same couples leave week {week} {as_if}: as proved for the votes committed to, without a count "
    "(experimental, not reviewed by an outside cryptographer)"
)
NEVER_PROVED = (
    "that each vote committed to came from a viewer, that none was lost or bought before a gateway counted it, and that voided "
    "votes deserved it"
)

SETTLED = (
    "that a lot or decision which the proof of week {week} rests on was made of exactly the couples that were level"
)


class Proofs:
    """The proofs of a season, in the order they were recorded."""

    def __init__(self, bundle: OpenBundle, leaves: bytes, findings: Findings) -> None:
        self.bundle, self.leaves, self.findings = bundle, leaves, findings
        self._proved: list[Recorded[ProvingFact]] = []
        self._absent: list[Recorded[ProvingFact]] = []
        self._met: set[str] = set()

    def check(self, event: Recorded[Any], before: SeasonFold) -> None:
        """Whether a proof is about the season as it stands before it, and proves what it is about. The first finding ends it."""
        fact, state = event.fact, before.state
        self._met.add(proof_of_outcome(event.position))
        try:
            about = question(state, fact.week, before.tallies, as_if_of(fact))
            statements = asked(about, fact)
        except ClaimPubliclyFalse as false:
            self._add("proof-fails", event, f": {false.above} cannot stand above {false.below}, whatever the counts")
            return
        except (CannotBeProved, ProofDoesNotFit) as refusal:
            self._add("proof-event", event, f": {refusal.statement()}")
            return
        if digest(context_json(state, about, fact, self._leaf)) != fact.context_sha256:
            self._add("proof-context", event)
            return
        self._file(event, about, statements)

    def finish(self, state: SeasonState) -> tuple[list[str], list[str]]:
        """What is said once all events are known: which proofs are about what holds no more, what was checked and what not."""
        for event in (*self._proved, *self._absent):
            if self._is_stale(event, state):
                self._add("proof-stale", event)
        proved = sorted({fact.week for fact in self._standing(self._proved, state) if as_if_of(fact) is None})
        for name in sorted(name for name in self.bundle.manifest.files if name.startswith("proofs/")):
            if name not in self._met:
                self.findings.add("derived", f"{name} belongs to no proof of these weeks")
        self.weeks = tuple(proved)
        otherwise = sorted(
            {(fact.week, wanted.says) for fact in self._standing(self._proved, state) if (wanted := as_if_of(fact))}
        )
        checked = [
            *(PROVED.format(week=week) for week in proved),
            *(PROVED_AS_IF.format(week=week, as_if=says) for week, says in otherwise),
        ]
        never = [NEVER_PROVED, *self._settled(state)] if checked else []
        return checked, [*self._lacking(state), *never]

    def _settled(self, state: SeasonState) -> list[str]:
        """Weeks with a lot or decision whose votes nobody is shown: it counts of exactly the couples that were level, and who was
        is hidden. Of bodies the points are tabulated, and so is that."""
        weeks = {
            fact.week
            for fact in self._standing(self._proved, state)
            if state.weeks[fact.week].settlements and fact.proved[0].placed is None
        }
        return [SETTLED.format(week=week) for week in sorted(weeks)]

    def _lacking(self, state: SeasonState) -> list[str]:
        """The proofs that stand and are not in the bundle, of its weeks; of an outcome nothing where another proof of it is."""
        standing = [fact for fact in self._standing(self._absent, state) if fact.week in self.bundle.manifest.weeks]
        outcomes = sorted({fact.week for fact in standing if as_if_of(fact) is None} - set(self.weeks))
        otherwise = sorted({(fact.week, wanted.says) for fact in standing if (wanted := as_if_of(fact))})
        return [
            *(f"the proof of week {week}: it is not in the bundle" for week in outcomes),
            *(f"the proof of week {week} {says}: it is not in the bundle" for week, says in otherwise),
        ]

    def _standing(self, events: Sequence[Recorded[ProvingFact]], state: SeasonState) -> list[ProvingFact]:
        return [event.fact for event in events if not self._is_stale(event, state)]

    weeks: tuple[int, ...] = ()
    """The weeks whose outcome is proved."""

    def _file(self, event: Recorded[ProvingFact], about: Question, statements: tuple[Asked, ...]) -> None:
        name = proof_of_outcome(event.position)
        if name not in self.bundle:
            self._absent.append(event)
            return
        octets = self.bundle.read(name)
        if digest(octets) != event.fact.proof_sha256:
            self._add("proof-bytes", event, ": its hash is another")
            return
        try:
            proofs = parted(octets, [each.statement for each in statements])
        except ProofFileRefused as refusal:
            self._add("proof-bytes", event, f": {refusal.reason}")
            return
        try:
            totals = [points(about, each.body) for each in statements]
        except PointRefused:
            self._add("proof-commitments", event)
            return
        context = event.fact.context_sha256
        for each, committed, proof in zip(statements, totals, proofs, strict=True):
            if not _holds(each.statement, committed, proof, bound_to(context, each.body)):
                self._add("proof-fails", event, f": {_not_shown(about, each.body)}")
                return
        self._proved.append(event)

    def _is_stale(self, event: Recorded[ProvingFact], state: SeasonState) -> bool:
        """Whether its certification was replaced or holds no more, or something else counts as announced."""
        try:
            now = claimed(state, event.fact.week)
        except Refusal:
            return True
        return event.fact.certified != now.certified or event.fact.groups not in now.claims

    def _leaf(self, position: int) -> str:
        return self.leaves[(position - 1) * HASH_BYTES : position * HASH_BYTES].hex()

    def _add(self, code: str, event: Recorded[ProvingFact], why: str = "") -> None:
        self.findings.add(code, f"{SAYS[code]}{why.rstrip('.')}", event.position, event.fact.week)


SAYS = {
    "proof-event": "the proof does not fit what stands before it",
    "proof-context": "the proof is about another week, rulebook, marks, groups or commitments than these",
    "proof-bytes": "the proof is not the one recorded",
    "proof-commitments": "a commitment of a gateway is no point of the curve",
    "proof-fails": "the proof does not show that the groups announced follow from the votes committed to",
    "proof-stale": "the proof is about a certification that was replaced, or does not hold any more",
}


def _not_shown(about: Question, body: str) -> str:
    """Of which votes it does not follow, and whom they saved where that is what they decide."""
    if about.saved is not None and body == about.saved.body:
        return f"the votes of {body} do not show that {', '.join(about.saved.kept)} had more than those who left by the save"
    return f"it is not so by the votes of {body}"


def _holds(statement: Statement, totals: dict[str, Point], proof: bytes, context: bytes) -> bool:
    try:
        verify_statement(statement, totals, proof, context)
    except (SigmaNotProved, PointRefused):
        return False
    return True
