"""Receipts for single entries (c2sp.org/tlog-proof, file extension .tlog-proof): checked offline, with a policy only.

c2sp.org/tlog-proof@v1
extra <base64>          (optional, NOT authenticated)
index <n>
<base64 hash per line>
(empty line)
<checkpoint verbatim>
"""

from dataclasses import dataclass

from glitterball.proof.checkpoints import parse_checkpoint
from glitterball.proof.merkle import leaf_hash, verify_inclusion
from glitterball.proof.notes import MOST_BYTES
from glitterball.proof.policy import Policy, Satisfied
from glitterball.proof.refusals import ReceiptMalformed, SpellingRefused
from glitterball.proof.spellings import decimal, from_base64, hash_from_base64, shown, to_base64

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MOST_PROOF_LINES = 63
_EXTRA, _INDEX = "extra ", "index "


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an entry is leaf `index` of the checkpointed tree. Nothing vouches for `extra`."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def to_bytes(self) -> bytes:
        """The receipt as handed out."""
        extra = () if self.extra is None else (_EXTRA + to_base64(self.extra),)
        lines = (FIRST_LINE, *extra, f"{_INDEX}{self.index}", *map(to_base64, self.proof), "", "")
        return "\n".join(lines).encode() + self.checkpoint


def parse_receipt(octets: bytes) -> Receipt:
    """Read a receipt; refuses ReceiptMalformed, and what a checkpoint is refused for. Nothing is verified yet."""
    if len(octets) > 2 * MOST_BYTES:
        raise ReceiptMalformed(f"it is longer than {2 * MOST_BYTES} bytes")
    head, gap, checkpoint = octets.partition(b"\n\n")
    if not gap or head.count(b"\n") > MOST_PROOF_LINES + 2:
        raise ReceiptMalformed(f"no empty line follows the index and at most {MOST_PROOF_LINES} proof lines")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ReceiptMalformed("it is not ASCII before the checkpoint") from None
    if lines.pop(0) != FIRST_LINE:
        raise ReceiptMalformed(f"it does not begin with {FIRST_LINE}")
    try:
        extra = from_base64(lines.pop(0).removeprefix(_EXTRA)) if lines and lines[0].startswith(_EXTRA) else None
        if not lines or not lines[0].startswith(_INDEX):
            raise ReceiptMalformed("the line with the index is missing")
        if len(lines) > MOST_PROOF_LINES + 1:
            raise ReceiptMalformed(f"it has more than {MOST_PROOF_LINES} proof lines")
        index = decimal(lines.pop(0).removeprefix(_INDEX))
        proof = tuple(map(hash_from_base64, lines))
    except SpellingRefused as refusal:
        raise ReceiptMalformed(f"{shown(refusal.shown)!r} is not {refusal.wanted}") from None
    parse_checkpoint(checkpoint)
    return Receipt(index, proof, checkpoint, extra)


def verify_receipt(octets: bytes, entry: bytes, policy: Policy) -> Satisfied:
    """That `entry` (the stored bytes) is in the log, at the receipt's index, in a tree the policy accepts.

    Refuses what is malformed, what the policy does not accept, and InclusionNotProved.
    """
    receipt = parse_receipt(octets)
    satisfied = policy.check(receipt.checkpoint)
    checkpoint = satisfied.checkpoint
    verify_inclusion(leaf_hash(entry), receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    return satisfied
