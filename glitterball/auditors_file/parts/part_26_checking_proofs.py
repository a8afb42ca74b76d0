"""Proofs: whether what was announced follows from what was committed to, without a count (decision 0026).

Nothing that is proved is read from the proof: it holds commitments to bits and answers to challenges, and nothing else.
"""

from __future__ import annotations

from hashlib import sha256

from .part_01_findings import Findings, Wrong
from .part_02_spellings import digest
from .part_03_relations import P256_SUITE
from .part_07_container import Bundle
from .part_10_events import Event
from .part_15_season import Season
from .part_24_committed_counts import PubliclyFalse, Statement
from .part_24_outcomes import touched_since
from .part_25_as_if import EXCLUSION_PROVED, as_if_says
from .part_25_proved_weeks import Proving, context_of, proving_of

PROOF_BEGINS = b"glitterball proof v1 " + P256_SUITE + b"\n"
DOES_NOT_SHOW = "the proof does not show that the groups announced follow from the votes committed to"
PROVED_OF_VOTES_ONLY = (
    "that each vote committed to came from a viewer, that none was lost or bought before a gateway counted it, and that "
    "voided votes deserved it"
)


class Fails(Exception):
    """A proof does not stand; `code` is that of the finding."""

    def __init__(self, code: str, says: object) -> None:
        super().__init__(says)
        self.code = code


class Proofs:
    """The proofs recorded in a log, each against the season where it stands. `standing` are those that hold at its end."""

    def __init__(self, bundle: Bundle, leaves: bytes, findings: Findings) -> None:
        self.bundle, self.leaves, self.findings = bundle, leaves, findings
        self.named: set[str] = set()
        """The files of all proofs recorded, whatever was found of them."""
        self.sound: list[Event] = []
        """Those of which nothing was found where they stand."""
        self.standing: list[Event] = []
        self.settled: list[int] = []
        """Weeks of which one vote is proved and somebody has settled a tie."""
        self.proved: set[int] = set()
        """The positions of those that were verified."""

    def check(self, event: Event, season: Season) -> None:
        """What a proof says of itself and, where the bundle holds it, whether it proves that. Its first fault is found."""
        self.named.add(_file_of(event))
        try:
            self._check(event, season)
            self.sound.append(event)
        except Fails as error:
            self.findings.add(error.code, error, event.position, event.fact["week"])

    def _check(self, event: Event, season: Season) -> None:
        if not _is_of_the_last(event, season):
            raise Fails(
                "proof-event", "it is about a certification that is not the week's last, or does not hold any more"
            )
        try:
            proving = proving_of(event.fact, season)
            statements = proving.statements()
        except PubliclyFalse as error:
            raise Fails("proof-fails", f"{DOES_NOT_SHOW}: {error}") from None
        except Wrong as error:
            raise Fails("proof-event", error) from None
        if context_of(proving, season, self.leaves) != event.fact["context_sha256"]:
            raise Fails("proof-context", "it is about another week, rulebook, marks, groups or commitments than these")
        if _file_of(event) in self.bundle:
            _check_proof(proving, statements, self.bundle.read(_file_of(event)))
            self.proved.add(event.position)

    def finish(self, season: Season) -> None:
        """A proof that holds no more is noticed; a file is found that is of no proof."""
        for event in self.sound:
            if _holds(event, season):
                self.standing.append(event)
            else:
                says = "it is about a certification that was replaced, or what it is about does not hold any more"
                self.findings.add("proof-stale", says, event.position, event.fact["week"])
        of_one_vote = {event.fact["week"] for event in self._verified() if "placed" not in event.fact["proved"][0]}
        self.settled = sorted(week for week in of_one_vote if season.weeks[week].settlements)
        for name in sorted(self.bundle.under("proofs/") - self.named):
            self.findings.add("derived", f"{name} belongs to no proof of these weeks")

    def weeks(self) -> list[int]:
        """The weeks whose outcome is proved, for the votes committed to."""
        return sorted({event.fact["week"] for event in self._verified() if event.type != EXCLUSION_PROVED})

    def _verified(self) -> list[Event]:
        return [event for event in self.standing if event.position in self.proved]

    def checked(self) -> list[str]:
        """What of proofs that stand was checked."""
        return [
            *(
                f"that the outcome of week {week} follows from the votes committed to, without a count (experimental, not "
                "reviewed by an outside cryptographer)"
                for week in self.weeks()
            ),
            *(
                f"that the same couples leave week {week} {as_if}: as proved for the votes committed to, without a count "
                "(experimental, not reviewed by an outside cryptographer)"
                for week, as_if in _otherwise_in(self._verified())
            ),
        ]

    def not_checked(self) -> list[str]:
        """What no proof says, and proofs that are not here."""
        said = [PROVED_OF_VOTES_ONLY, *map(_of_a_settlement, self.settled)] if self.checked() else []
        weeks = self.bundle.manifest["weeks"]
        absent = [
            event for event in self.standing if _file_of(event) not in self.bundle and event.fact["week"] in weeks
        ]
        outcomes = {event.fact["week"] for event in absent if event.type != EXCLUSION_PROVED}
        return [
            *said,
            *(f"the proof of week {week}: it is not in the bundle" for week in sorted(outcomes - {*self.weeks()})),
            *(f"the proof of week {week} {as_if}: it is not in the bundle" for week, as_if in _otherwise_in(absent)),
        ]


def _otherwise_in(events: list[Event]) -> list[tuple[int, str]]:
    """Week and what would have been otherwise, of proofs of such claims, each once."""
    claims = [event.fact for event in events if event.type == EXCLUSION_PROVED]
    return sorted({(fact["week"], as_if_says(fact)) for fact in claims})


def _of_a_settlement(week: int) -> str:
    return f"that a lot or decision which the proof of week {week} rests on was made of exactly the couples that were level"


def _file_of(event: Event) -> str:
    return f"proofs/{event.position}.sigma"


def _is_of_the_last(event: Event, season: Season) -> bool:
    """Whether the certification it is about is the week's last, and nothing changed what that rests on."""
    number, certified = event.fact["week"], event.fact["certified"]
    certifications = season.weeks[number].certified
    last = certifications[-1].position if certifications else 0
    return bool(last == certified and touched_since(season, number) <= certified)


def _holds(event: Event, season: Season) -> bool:
    """Whether it stands, and what it says was announced is still what counts as announced."""
    if not _is_of_the_last(event, season):
        return False
    try:
        proving_of(event.fact, season)
    except Wrong:
        return False
    return True


def _check_proof(proving: Proving, statements: list[Statement], proof: bytes) -> None:
    """The bytes recorded, in their length, about commitments that are points; then what they prove."""
    fact = proving.fact
    if digest(proof) != fact["proof_sha256"]:
        raise Fails("proof-bytes", "the proof is not the one recorded: its hash is another")
    if not proof.startswith(PROOF_BEGINS):
        raise Fails("proof-bytes", "the proof is not one of this form: it begins otherwise")
    length = len(PROOF_BEGINS) + sum(statement.proof_length for statement in statements)
    if len(proof) != length:
        raise Fails("proof-bytes", f"the proof has {len(proof)} bytes, and of these statements it would have {length}")
    try:
        commitments = [proving.commitments(body) for body in fact["proved"]]
    except Wrong as error:
        raise Fails("proof-commitments", error) from None
    at = len(PROOF_BEGINS)
    for body, statement, points in zip(fact["proved"], statements, commitments, strict=True):
        about = sha256(bytes.fromhex(fact["context_sha256"]) + body["body"].encode()).digest()
        try:
            statement.check(points, proof[at : at + statement.proof_length], about)
        except Wrong as error:
            raise Fails("proof-fails", f"{DOES_NOT_SHOW}: {_not_shown(proving, body['body'])} ({error})") from None
        at += statement.proof_length


def _not_shown(proving: Proving, body: str) -> str:
    """Of which votes it does not follow, and whom they saved where that is what they decide."""
    if proving.save is not None and body == proving.save[0]:
        return f"the votes of {body} do not show that {', '.join(proving.save[1])} had more than those who left by the save"
    return f"it is not so by the votes of {body}"
