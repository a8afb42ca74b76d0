"""Signatures: checkpoints under the auditor's policy, and the scope under the log's key (bundle.md, sections 6 and 7)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.refusals import Refusal
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.evidence.bundle.scope import Scope, read_scope
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.proof.checkpoints import Checkpoint, parse_checkpoint
from glitterball.proof.notes import open_note
from glitterball.proof.policy import NO_QUORUM, Policy, Satisfied
from glitterball.proof.refusals import ProofRefusal
from glitterball.proof.spellings import HASH_BYTES
from glitterball.proof.tree import Frontier


def checked_checkpoints(
    bundle: OpenBundle, policy: Policy, findings: Findings
) -> tuple[tuple[Checkpoint, ...], Satisfied | None]:
    """What the checkpoints state, ascending by size, and how the last one satisfies the policy.

    One that is not signed as it must be is found, and what it states is still compared with the tree.
    """
    sizes = contents.checkpoint_sizes(bundle.manifest)
    without_quorum = replace(policy, quorum=NO_QUORUM)
    stated: list[Checkpoint] = []
    last: Satisfied | None = None
    for size in sizes:
        note = bundle.read(contents.checkpoint_name(size))
        try:
            checkpoint = parse_checkpoint(note)
            stated.append(checkpoint)
            last = (policy if size == sizes[-1] else without_quorum).check(note)
            _as_published(checkpoint, size, stated[0].origin)
        except Refusal as refusal:
            findings.add("checkpoint", _reason(refusal), size)
            last = None
    return tuple(stated), last


def check_known(
    notes: Sequence[bytes], policy: Policy, checkpoints: Sequence[Checkpoint], leaves: bytes, findings: Findings
) -> None:
    """Checkpoints the auditor holds: signed as the policy asks, not newer than the bundle, and of the same history."""
    origins = {checkpoint.origin for checkpoint in checkpoints}
    for note in notes:
        try:
            held = replace(policy, quorum=NO_QUORUM).check(note).checkpoint
        except Refusal as refusal:
            findings.add("known", f"a checkpoint you hold cannot be relied on: {_reason(refusal)}")
            continue
        if held.origin not in origins:
            findings.add("known", f"the checkpoint you hold is of {held.origin}, another log")
        elif held.size * HASH_BYTES > len(leaves):
            findings.add("known", f"the bundle is older than the checkpoint of {held.size} you hold")
        elif _root_of(leaves[: held.size * HASH_BYTES]) != held.root:
            findings.add("known", f"the log was another at {held.size}: it showed you two histories, or was altered")


def _root_of(leaves: bytes) -> bytes:
    frontier = Frontier()
    frontier.extend(leaves[at : at + HASH_BYTES] for at in range(0, len(leaves), HASH_BYTES))
    return frontier.root()


def _as_published(checkpoint: Checkpoint, size: int, origin: str) -> None:
    if checkpoint.size != size or checkpoint.extensions:
        raise BundleMalformed("The checkpoint", "it has extension lines, or another size than its name says")
    if checkpoint.origin != origin:
        raise BundleMalformed(
            "The checkpoint", f"it is of {checkpoint.origin[:100]!r}, the one before of {origin[:100]!r}"
        )


def checked_scope(bundle: OpenBundle, policy: Policy, checkpoint: Checkpoint, findings: Findings) -> Scope | None:
    """The positions that are the season's, on the word of the log."""
    keys = [log.key for log in policy.logs if log.key.name == checkpoint.origin]
    try:
        scope = read_scope(open_note(bundle.read(contents.SCOPE), keys).text, checkpoint)
    except (ProofRefusal, BundleMalformed) as refusal:
        findings.add("scope", _reason(refusal))
        return None
    if scope.season != bundle.manifest.season or scope.size != bundle.manifest.size:
        findings.add("scope", f"it is about {scope.season[:100]}, not about {bundle.manifest.season}")
        return None
    return scope


def _reason(refusal: Refusal) -> str:
    return refusal.statement().rstrip(".")
