"""The add-checkpoint exchange of a witness (c2sp.org/tlog-witness) as pure functions: bytes in, bytes and a record out.

    old <size>
    <base64 hash per line, 0 to 63 of them>
    (empty line)
    <checkpoint>

Whoever serves it keeps one record for each origin: the last checkpoint the witness cosigned, as the note it is. Reading
the record, deciding and writing the new record have to be one atomic step, written before the answer is sent, or two
requests at once could roll the log back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from glitterball.proof.checkpoints import Checkpoint, open_checkpoint, stated_in
from glitterball.proof.cosignatures import cosign
from glitterball.proof.hashing import EMPTY_ROOT
from glitterball.proof.keys import Algorithm, SignerKey, VerifierKey
from glitterball.proof.merkle import verify_consistency
from glitterball.proof.notes import MOST_BYTES, Note, open_note, parse_note
from glitterball.proof.refusals import ConsistencyNotProved, ProofRefusal, RequestMalformed, WitnessRecordDamaged
from glitterball.proof.spellings import decimal, hash_from_base64, to_base64

MOST_PROOF_LINES = 63
_OLD = "old "


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: the log grew from `old_size`, here is the proof and the new checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def to_bytes(self) -> bytes:
        """The body to POST to <prefix>/add-checkpoint; refuses RequestMalformed where the proof is too long."""
        if len(self.proof) > MOST_PROOF_LINES:
            raise RequestMalformed(f"it has more than {MOST_PROOF_LINES} proof lines")
        lines = (f"{_OLD}{self.old_size}", *map(to_base64, self.proof), "", "")
        return "\n".join(lines).encode() + self.checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to send, and the record to write first (None: the record stays as it is)."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    origin: str | None = None
    record: bytes | None = None


def parse_add_checkpoint(octets: bytes) -> AddCheckpoint:
    """Read a request; refuses RequestMalformed, and what a checkpoint is refused for."""
    if len(octets) > MOST_BYTES:
        raise RequestMalformed(f"it is longer than {MOST_BYTES} bytes")
    head, gap, checkpoint = octets.partition(b"\n\n")
    if not gap or head.count(b"\n") > MOST_PROOF_LINES:
        raise RequestMalformed(f"no empty line follows the old size and at most {MOST_PROOF_LINES} proof lines")
    try:
        first, *proof = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise RequestMalformed("it is not ASCII before the checkpoint") from None
    if not first.startswith(_OLD):
        raise RequestMalformed("it does not begin with the old size")
    stated_in(parse_note(checkpoint).text)
    return AddCheckpoint(decimal(first.removeprefix(_OLD)), tuple(map(hash_from_base64, proof)), checkpoint)


def checkpoint_path(origin: str) -> str:
    """Where a witness offers its latest checkpoint of a log, behind its monitoring prefix."""
    return f"{sha256(origin.encode()).hexdigest()}/checkpoint"


@dataclass(frozen=True, slots=True)
class Witness:
    """One cosigner and the logs it follows: for each origin the keys it trusts to sign that log's checkpoints."""

    signer: SignerKey
    logs: Mapping[str, Sequence[VerifierKey]]

    def add_checkpoint(self, request: bytes, records: Mapping[str, bytes], seconds: int) -> Decision:
        """Decide one request, in the specification's order: 400, 404, 403, 400, 409, 422, 200.

        422 is also for another root at the size cosigned last, and for a size of 0 with a root no empty tree has.

        Refuses WitnessRecordDamaged, answering nothing, where the record of the log is not one this witness cosigned.
        """
        try:
            asked = parse_add_checkpoint(request)
        except ProofRefusal as refusal:
            return _answer(400, str(refusal))
        new = stated_in(parse_note(asked.checkpoint).text)
        if new.origin not in self.logs:
            return _answer(404, "This witness does not follow the log.")
        try:
            opened = open_note(asked.checkpoint, self.logs[new.origin])
        except ProofRefusal as refusal:
            return _answer(403, str(refusal))
        if asked.old_size > new.size:
            return _answer(400, "The old size is larger than the new one.")
        last = self._last_cosigned(new.origin, records)
        last_size, last_root = (last.size, last.root) if last else (0, EMPTY_ROOT)
        if asked.old_size != last_size:
            return Decision(
                status=409, body=f"{last_size}\n".encode(), content_type="text/x.tlog.size", origin=new.origin
            )
        try:
            verify_consistency(last_size, new.size, asked.proof, last_root, new.root, from_empty=True)
        except ConsistencyNotProved as refusal:
            return _answer(422, str(refusal))
        cosignature = cosign(opened.text, self.signer, seconds)
        trusted = Note(opened.text, tuple(signature for _, signature in opened.good))
        record = trusted.with_signatures((cosignature,)).to_bytes()
        return Decision(status=200, body=cosignature.to_line().encode(), origin=new.origin, record=record)

    def _last_cosigned(self, origin: str, records: Mapping[str, bytes]) -> Checkpoint | None:
        if origin not in records:
            return None
        own = self.signer.verifier_key(Algorithm.COSIGNATURE)
        try:
            return open_checkpoint(records[origin], (own,), origin).checkpoint
        except ProofRefusal as refusal:
            raise WitnessRecordDamaged(origin, str(refusal)) from None


def _answer(status: int, sentence: str) -> Decision:
    return Decision(status=status, body=f"{sentence}\n".encode("utf-8", "replace"))
