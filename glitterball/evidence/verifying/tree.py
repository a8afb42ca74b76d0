"""The tree: the root of the leaves at every checkpoint, and the proofs between checkpoints (RFC 6962, RFC 9162)."""

from collections.abc import Sequence
from itertools import pairwise

from glitterball.evidence.bundle import contents
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.proof.checkpoints import Checkpoint
from glitterball.proof.merkle import verify_consistency
from glitterball.proof.refusals import ConsistencyNotProved, SpellingRefused
from glitterball.proof.spellings import HASH_BYTES, hash_from_base64
from glitterball.proof.tree import Frontier

LONGEST_PROOF = 64 * 45
"""Bytes of a proof file at most: 63 hashes in base64."""


def check_roots(leaves: bytes, checkpoints: Sequence[Checkpoint], findings: Findings) -> None:
    """The root of the first n leaves is the one checkpoint n states. The span since the last that fits is named."""
    frontier = Frontier()
    fitting = 0
    for checkpoint in checkpoints:
        grown = range(frontier.size * HASH_BYTES, min(checkpoint.size * HASH_BYTES, len(leaves)), HASH_BYTES)
        frontier.extend(leaves[at : at + HASH_BYTES] for at in grown)
        if frontier.size == checkpoint.size and frontier.root() == checkpoint.root:
            fitting = checkpoint.size
            continue
        says = f"the leaves do not give the root signed at {checkpoint.size}; something differs in events "
        findings.add("root", f"{says}{fitting + 1} to {checkpoint.size}")


def check_proofs(bundle: OpenBundle, checkpoints: Sequence[Checkpoint], findings: Findings) -> None:
    """There is exactly one proof from each checkpoint to the next, and it leads there."""
    wanted = {contents.proof_name(one.size, other.size): (one, other) for one, other in pairwise(checkpoints)}
    there = {name for name in bundle.manifest.files if name.startswith("consistency/")}
    for name in sorted(there ^ wanted.keys()):
        findings.add("consistency", f"{name} is {'missing' if name in wanted else 'not between neighbours'}")
    for name in sorted(there & wanted.keys()):
        old, new = wanted[name]
        try:
            verify_consistency(old.size, new.size, _proof(bundle, name), old.root, new.root)
        except (ConsistencyNotProved, SpellingRefused) as refusal:
            findings.add("consistency", f"{name}: {refusal.sentence().splitlines()[0].rstrip('.')}")


def _proof(bundle: OpenBundle, name: str) -> tuple[bytes, ...]:
    octets = bundle.read(name)
    text = octets.decode("ascii", "replace")
    if len(octets) > LONGEST_PROOF or (text and not text.endswith("\n")):
        raise SpellingRefused(text[:40], "at most 63 hashes, each on a line")
    return tuple(hash_from_base64(line) for line in text.split("\n")[:-1])
