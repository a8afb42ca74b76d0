"""Cosignatures of witnesses (c2sp.org/tlog-cosignature, type 0x04: timestamped Ed25519).

The payload behind the key ID is eight big-endian bytes of POSIX seconds, then 64 bytes of Ed25519 over

    cosignature/v1
    time <seconds>
    <the whole checkpoint text>

The message does not name the cosigner: each cosigner has a key of its own.
"""

from collections.abc import Sequence

from glitterball.proof.checkpoints import parse_checkpoint_text
from glitterball.proof.keys import SIGNATURE_BYTES, Algorithm, SignerKey, VerifierKey, cosigned_message
from glitterball.proof.notes import Signature, open_note, parse_note, parse_signature_lines
from glitterball.proof.refusals import CheckpointMalformed, NoteMalformed
from glitterball.proof.spellings import LARGEST


def cosign(text: str, cosigner: SignerKey, seconds: int) -> Signature:
    """The cosignature of `cosigner` over the text of a checkpoint, seen at `seconds` (POSIX)."""
    parse_checkpoint_text(text)
    if not 0 <= seconds <= LARGEST:
        raise CheckpointMalformed("the time of a cosignature is from 0 to 2^63 - 1 seconds")
    key = cosigner.verifier_key(Algorithm.COSIGNATURE)
    payload = seconds.to_bytes(8, "big") + cosigner.signature_of(cosigned_message(seconds, text))
    return Signature(key.name, key.key_id, payload)


def seconds_of(cosignature: Signature) -> int:
    """When it was made, as the cosigner says; refuses NoteMalformed if the bytes are not of this type."""
    seconds = int.from_bytes(cosignature.payload[:8], "big")
    if len(cosignature.payload) != 8 + SIGNATURE_BYTES or seconds > LARGEST:
        raise NoteMalformed(f"the signature of {cosignature.label} is no timestamped cosignature")
    return seconds


def with_cosignatures(checkpoint: bytes, answer: bytes, witnesses: Sequence[VerifierKey]) -> bytes:
    """The checkpoint with the good lines of a witness's answer added.

    Lines of unknown keys are left out; a known key whose line does not fit refuses the answer (SignatureWrong), and so
    does an answer without a line of a witness we know (NoteUnverified).
    """
    note = parse_note(checkpoint)
    try:
        lines = parse_signature_lines(answer.decode("utf-8"))
    except UnicodeDecodeError:
        raise NoteMalformed("the answer is not UTF-8") from None
    opened = open_note((note.text + "\n").encode() + "".join(line.to_line() for line in lines).encode(), witnesses)
    return note.with_signatures(signature for _, signature in opened.good).to_bytes()
