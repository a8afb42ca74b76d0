"""Signatures: checkpoints under the auditor's policy, and the scope under the log's key (bundle.md, sections 6 and 7)."""

from dataclasses import replace

from domain.refusals import Refusal
from glitterball.audit.verifying.findings import Findings
from glitterball.audit.verifying.opening import OpenBundle
from glitterball.bundle import contents
from glitterball.bundle.refusals import BundleMalformed
from glitterball.bundle.scope import Scope, read_scope
from glitterball.proof.checkpoints import Checkpoint, parse_checkpoint
from glitterball.proof.notes import open_note
from glitterball.proof.policy import NO_QUORUM, Policy, Satisfied
from glitterball.proof.refusals import ProofRefusal


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
    return refusal.says.format(**refusal.facts()).rstrip(".")
