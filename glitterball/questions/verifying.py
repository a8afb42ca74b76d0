"""A bundle verified from Python, under a policy of one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from glitterball.evidence.verifying import verify as verify_bundle
from glitterball.evidence.verifying.pins import pinned
from glitterball.files import read
from glitterball.files.limits import POLICY
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.policy_text import parse_policy

if TYPE_CHECKING:
    from glitterball.evidence.verifying import Report


def verify(
    bundle: Path | str,
    policy: Path | str,
    *,
    openings: Path | str | None = None,
    known: Sequence[bytes] = (),
    signers: Sequence[str] = (),
    rulebooks: Sequence[str] = (),
    gateways: Sequence[str] = (),
) -> "Report":
    """Check a bundle offline: that the log is unaltered since its checkpoints, and that its outcomes follow.

    `policy` is the file that says whom you trust, never one that came with the bundle. `known` are checkpoints you have from
    elsewhere; `signers` verifier keys that must have signed the certificate; `rulebooks` (SHA-256) and `gateways` (verifier
    keys) the only ones the log may have. The report's `exit_code` is that of `glitterball verify`.
    """
    return verify_bundle(
        Path(bundle),
        parse_policy(read(policy, POLICY)),
        None if openings is None else Path(openings),
        known=known,
        signers=[parse_verifier_key(key) for key in signers],
        pins=pinned(rulebooks, gateways),
    )
