"""`glitterball verify`: whether a bundle holds, and what follows from it. No store, no network, nothing written."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import as_json, say, say_exactly, tell
from glitterball.cli.progress import watching
from glitterball.cli.typed import a_note_in
from glitterball.evidence.verifying import verify as verify_bundle
from glitterball.evidence.verifying.pins import Pins, parse_pins, pinned
from glitterball.files import kinds, read
from glitterball.files.limits import CHECKPOINT, EVENT, PINS, POLICY, RECEIPT
from glitterball.files.refusals import FileOfAnotherKind
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.notes import parse_note
from glitterball.proof.policy import Policy
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.receipts import FIRST_LINE, parse_receipt, verify_receipt


class Form(StrEnum):
    """How a report is written: it is one document, and no table of rows."""

    TABLE = "table"
    JSON = "json"


def verify(
    policy: Annotated[
        Path,
        typer.Option("--policy", help="Whom you trust: a tlog-policy file of your own, never one that came with it."),
    ],
    bundle: Annotated[
        Path | None,
        typer.Argument(
            help="The bundle, as it was given to you; with --receipt the event, where the receipt has it not.",
            metavar="FILE",
        ),
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Check the receipt of one event in the place of a bundle.")
    ] = None,
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
    pins: Annotated[
        Path | None,
        typer.Option(
            "--pins", help="A file of pins: lines 'rulebook SHA256' and 'gateway VKEY', as you were told them."
        ),
    ] = None,
    rulebook: Annotated[
        list[str] | None,
        typer.Option("--rulebook", help="The SHA-256 of a rulebook; the log may have no other. May be repeated."),
    ] = None,
    gateway: Annotated[
        list[str] | None,
        typer.Option("--gateway", help="A gateway's verifier key; the log may have no other. May be repeated."),
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
    if receipt is not None:
        _verify_receipt(receipt, bundle, trusted)
        return
    if bundle is None:
        raise typer.BadParameter("say which FILE to verify, or give a --receipt")
    signers = [parse_verifier_key(key) for key in signer or ()]
    held = [_note(path) for path in known or ()]
    told = pinned(rulebook or (), gateway or ()) | (parse_pins(read(pins, PINS)) if pins else Pins())
    with watching("verifying"):
        report = verify_bundle(bundle, trusted, openings, known=held, signers=signers, pins=told)
    if form is Form.TABLE:
        for line in report.lines():
            tell(line)
    else:
        say_exactly(as_json(report.as_json(), indent=1))
    if report.exit_code:
        raise leave(Exit(report.exit_code))


def _note(path: Path) -> bytes:
    """A note from a file somebody named: another kind of file, named by mistake, is no failure of integrity."""
    octets = read(path, CHECKPOINT)
    with a_note_in(path):
        parse_note(octets)
    return octets


def _verify_receipt(receipt: Path, event: Path | None, policy: Policy) -> None:
    """Say what a receipt proves. A receipt that proves nothing is refused: 5 where something was altered, 3 where it is none."""
    octets = read(receipt, RECEIPT)
    if not octets.startswith(f"{FIRST_LINE}\n".encode()):
        raise FileOfAnotherKind(
            str(receipt), kinds.Ends(octets[: kinds.PIECE], octets[-kinds.PIECE :]).told(), RECEIPT.what
        )
    held = parse_receipt(octets)
    entry = held.extra if event is None else read(event, EVENT).removesuffix(b"\n")
    if entry is None:
        raise typer.BadParameter("the receipt does not hold its event: give the event's bytes as FILE")
    proved = verify_receipt(octets, entry, policy)
    witnesses = ", ".join(witness.name for witness in proved.witnesses) or "nobody you named"
    say_exactly(entry.decode("utf-8", "backslashreplace"))
    say(
        f"Event {held.index + 1} of {proved.checkpoint.origin} is this one, byte for byte: so says the checkpoint of "
        f"{count_of(proved.checkpoint.size, 'event')}, signed by {proved.log.key.label}, cosigned by {witnesses}."
    )
    tell("NOT checked: that the event is true, and all other events; a bundle shows what follows from them.")
