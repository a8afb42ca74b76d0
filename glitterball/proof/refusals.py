"""Why a tree, a note or a proof is not believed. `exit_code`: 5 integrity failure, 3 a key or policy that is no use."""

from typing import ClassVar

from domain.refusals import Refusal


class ProofRefusal(Refusal):
    """A refusal of a published format: what was read is not what it claims to be."""

    exit_code: ClassVar[int] = 5

    def __str__(self) -> str:
        return self.sentence()  # reading records nothing, so there is nothing to say about recording


class SpellingRefused(ProofRefusal):
    """A number or a hash not in its one spelling."""

    code = "spelling-refused"
    says = "{shown!r} is not {wanted}."
    fix = "The format allows one spelling only."
    shown: str
    wanted: str


class OutsideTree(ProofRefusal):
    """A size or an index the tree does not have."""

    code = "outside-tree"
    says = "The tree has {size} {size:leaf|leaves}; {asked} was asked for."
    fix = "Ask within the tree."
    size: int
    asked: str


class FrontierMalformed(ProofRefusal):
    """Stored bytes that are not a frontier."""

    code = "frontier-malformed"
    says = "The stored edge of the tree cannot be read: {reason}."
    fix = "Rebuild it from the log."
    reason: str


class InclusionNotProved(ProofRefusal):
    """The path does not lead from the leaf to the root."""

    code = "inclusion-not-proved"
    says = "That the entry is leaf {index} of the tree of {size} is not proved: {reason}."
    fix = "The entry, its place, the proof or the root was altered."
    index: int
    size: int
    reason: str


class ConsistencyNotProved(ProofRefusal):
    """The later tree is not shown to begin with the earlier one."""

    code = "consistency-not-proved"
    says = "That the tree of {size} begins with the tree of {old_size} is not proved: {reason}."
    fix = "History was rewritten between the two, or the proof was altered."
    old_size: int
    size: int
    reason: str


class KeyMalformed(ProofRefusal):
    """A key that cannot be used."""

    code = "key-malformed"
    says = "The key {shown!r} cannot be used: {reason}."
    fix = "Copy it again from where it was published."
    exit_code = 3
    shown: str
    reason: str


class KeyAmbiguous(ProofRefusal):
    """Two known keys answer to one name and ID (note.VerifierList of golang.org/x/mod refuses the same)."""

    code = "key-ambiguous"
    says = "Two known keys are called {key}."
    fix = "Keep one of them."
    key: str


class NoteMalformed(ProofRefusal):
    """Bytes that are not a signed note, or a text that cannot become one."""

    code = "note-malformed"
    says = "This is not a signed note: {reason}."
    fix = "Fetch it again, byte for byte."
    reason: str


class SignatureWrong(ProofRefusal):
    """A known key is named and its signature does not fit: the whole note is refused."""

    code = "signature-wrong"
    says = "The signature of {key} does not fit the text."
    fix = "The text or the signature was altered; believe nothing in the note."
    key: str


class NoteUnverified(ProofRefusal):
    """No key we know signed it."""

    code = "note-unverified"
    says = "None of the signatures is by a known key (signed by: {signed_by})."
    fix = "Believe nothing in the note until a key you trust has signed it."
    signed_by: str


class CheckpointMalformed(ProofRefusal):
    """A note that is not a checkpoint."""

    code = "checkpoint-malformed"
    says = "This is not a checkpoint: {reason}."
    fix = "Fetch it again, byte for byte."
    reason: str


class OriginWrong(ProofRefusal):
    """A checkpoint of another log."""

    code = "origin-wrong"
    says = "The checkpoint is of {origin!r}, not of {wanted!r}."
    fix = "Take the checkpoint of the right log."
    origin: str
    wanted: str


class PolicyMalformed(ProofRefusal):
    """A trust policy that cannot be read."""

    code = "policy-malformed"
    says = "Line {line} of the policy cannot be used: {reason}."
    fix = "Correct the line; c2sp.org/tlog-policy has the grammar."
    exit_code = 3
    line: int
    reason: str


class PolicyNotMet(ProofRefusal):
    """A checkpoint without the signatures the auditor asked for."""

    code = "policy-not-met"
    says = "The checkpoint does not meet the policy: {reason}."
    fix = "Ask for the missing signatures, or do not rely on it."
    reason: str


class ReceiptMalformed(ProofRefusal):
    """Bytes that are not a tlog-proof."""

    code = "receipt-malformed"
    says = "This is not a receipt (tlog-proof): {reason}."
    fix = "Fetch it again, byte for byte."
    reason: str


class RequestMalformed(ProofRefusal):
    """Bytes that are not an add-checkpoint request."""

    code = "request-malformed"
    says = "This is not an add-checkpoint request: {reason}."
    fix = "Send an old size, a proof, an empty line and the checkpoint."
    reason: str


class WitnessRecordDamaged(ProofRefusal):
    """What the witness remembers of a log is not what it cosigned."""

    code = "witness-record-damaged"
    says = "What this witness remembers of {origin!r} cannot be trusted: {reason}."
    fix = "Cosign nothing for this log until the record is restored."
    origin: str
    reason: str


class TileMalformed(ProofRefusal):
    """A path or content that is no tile."""

    code = "tile-malformed"
    says = "{shown!r} is not a tile: {reason}."
    fix = "Fetch it again, byte for byte."
    shown: str
    reason: str
