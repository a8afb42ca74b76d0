"""`glitterball verify`: whether a bundle holds, and what follows from it. No store, no network, nothing written."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import as_json, say_exactly, tell
from glitterball.evidence.verifying import verify as verify_bundle
from glitterball.files import read
from glitterball.files.limits import CHECKPOINT, POLICY
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.policy_text import parse_policy


class Form(StrEnum):
    """How a report is written: it is one document, and no table of rows."""

    TABLE = "table"
    JSON = "json"


def verify(
    bundle: Annotated[Path, typer.Argument(help="The bundle, as it was given to you.", metavar="FILE")],
    policy: Annotated[
        Path,
        typer.Option("--policy", help="Whom you trust: a tlog-policy file of your own, never one that came with it."),
    ],
    openings: Annotated[
        Path | None, typer.Option("--openings", help="For an adjudicator: the openings of a sealed bundle.")
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option("--known", help="A checkpoint of the log you have from elsewhere; may be given several times."),
    ] = None,
    signer: Annotated[
        list[str] | None,
        typer.Option(
            "--signer", help="A verifier key that must have signed the certificate; may be given several times."
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="table for people; json, one document, for machines.")
    ] = Form.TABLE,
) -> None:
    """Check a bundle offline: that the log is unaltered since its checkpoints, and that its outcomes follow.

    Ends with 0, with 1 where an outcome does not follow, with 5 where the record is not intact; with 3 where none of these
    is so, but it is no bundle, or a newer Glitterball wrote part of it.
    """
    trusted = parse_policy(read(policy, POLICY))
    signers = [parse_verifier_key(key) for key in signer or ()]
    held = [read(path, CHECKPOINT) for path in known or ()]
    report = verify_bundle(bundle, trusted, openings, known=held, signers=signers)
    if form is Form.TABLE:
        for line in report.lines():
            tell(line)
    else:
        say_exactly(as_json(report.as_json(), indent=1))
    if report.exit_code:
        raise leave(Exit(report.exit_code))
