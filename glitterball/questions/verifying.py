"""A bundle, or the folder of a contingency export, verified from Python by the keys one trusts."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from glitterball.evidence.verifying import verify as verify_bundle
from glitterball.evidence.verifying.pins import pinned
from glitterball.files import read
from glitterball.files.limits import POLICY
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.policy import Policy
from glitterball.proof.policy_text import log_key, parse_policy
from glitterball.refusals import ValuesDoNotFit

if TYPE_CHECKING:
    from glitterball.contingency import FolderReport
    from glitterball.contingency.checking import Elsewhere
    from glitterball.evidence.verifying import Report
    from glitterball.store import Store


def verify(
    bundle: Path | str,
    policy: Path | str | None = None,
    *,
    log: str | None = None,
    openings: Path | str | None = None,
    known: Sequence[bytes] = (),
    signers: Sequence[str] = (),
    rulebooks: Sequence[str] = (),
    gateways: Sequence[str] = (),
) -> "Report":
    """Check a bundle offline: that the log is unaltered since its checkpoints, and that its outcomes follow.

    `policy` is the file that says whom you trust, never one that came with the bundle; where that is one log and no witness,
    its verifier key as `log` is enough. `known` are checkpoints you have from
    elsewhere; `signers` verifier keys that must have signed the certificate; `rulebooks` (SHA-256) and `gateways` (verifier
    keys) the only ones the log may have. The report's `exit_code` is that of `glitterball verify`.
    """
    return verify_bundle(
        Path(bundle),
        trusted(policy, log),
        None if openings is None else Path(openings),
        known=known,
        signers=[parse_verifier_key(key) for key in signers],
        pins=pinned(rulebooks, gateways),
    )


def verify_folder(
    folder: Path | str,
    policy: Path | str | None = None,
    *,
    log: str | None = None,
    known: Sequence[bytes] = (),
    store: "Store | None" = None,
) -> "FolderReport":
    """Check the folder of a contingency export: that every file is there as the log's key signed it, and none more.

    `policy` or `log` say whom you trust, as for `verify`. The root of the log that is signed with the list is held against
    `known` checkpoints of that size and against a `store`, where they are given. The report's `exit_code` is that of
    `glitterball verify`.

    >>> exported = season.contingency(folder / "on-a-stick", [2])
    >>> log = "example.org/log+4e933303+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    >>> gb.verify_folder(folder / "on-a-stick", log=log).verdict
    'The folder is not signed: nothing in it can be believed.'
    """
    from glitterball.contingency import check_folder
    from glitterball.contingency.checking import Elsewhere

    elsewhere = Elsewhere(known=known)
    if store is not None:
        elsewhere = told_by(store, known)
    return check_folder(Path(folder), trusted(policy, log), elsewhere)


def told_by(store: "Store", known: Sequence[bytes]) -> "Elsewhere":
    """What a store's log tells of itself, beside checkpoints somebody holds."""
    from glitterball.answers.basis import root_at
    from glitterball.contingency.checking import Elsewhere

    return Elsewhere(known=known, events=store.log.last_position(), root_at=partial(root_at, store.log))


def trusted(policy: Path | str | None, log: str | None) -> Policy:
    """Whom somebody trusts: a policy's file, or one log's verifier key. Refuses both, and neither."""
    if (policy is None) == (log is None):
        raise ValuesDoNotFit("say whom you trust: the file of a policy, or the verifier key of a log")
    return Policy.of_logs(log_key(log)) if log is not None else parse_policy(read(str(policy), POLICY))
