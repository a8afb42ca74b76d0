"""`glitterball verify`: whether a bundle, a receipt or the folder of a contingency export holds. No network, nothing
written, and no store unless a folder is to be held against one."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.plurals import count_of, verb
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import as_json, say, say_exactly, tell
from glitterball.cli.progress import watching
from glitterball.cli.typed import a_note_in
from glitterball.evidence.verifying import verify as verify_bundle
from glitterball.evidence.verifying.pins import Pins, parse_pins, pinned
from glitterball.files import kinds, read
from glitterball.files.limits import CHECKPOINT, EVENT, PINS, RECEIPT
from glitterball.files.refusals import FileOfAnotherKind
from glitterball.proof.keys import parse_verifier_key
from glitterball.proof.notes import parse_note
from glitterball.proof.policy import Policy
from glitterball.proof.receipts import FIRST_LINE, parse_receipt, verify_receipt
from glitterball.questions.verifying import trusted

if TYPE_CHECKING:
    from glitterball.contingency import FolderReport
    from glitterball.evidence.verifying import Report


class Form(StrEnum):
    """How a report is written: it is one document, and no table of rows."""

    TABLE = "table"
    JSON = "json"


def verify(
    context: typer.Context,
    bundle: Annotated[
        Path | None,
        typer.Argument(
            help="The bundle, as it was given to you, or the folder of a contingency export; with --receipt the event, where the "
            "receipt has it not.",
            metavar="FILE",
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", help="Whom you trust: a tlog-policy file of your own, never one that came with it."),
    ] = None,
    log: Annotated[
        str | None,
        typer.Option(
            "--log",
            metavar="VKEY",
            help="In the place of a policy: the one log you trust, by its verifier key, as you were told it.",
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
    in_store: Annotated[
        bool,
        typer.Option("--in-store", help="Of a folder: also hold its root against the log of the store (--store)."),
    ] = False,
    form: Annotated[
        Form, typer.Option("--format", help="table for people; json, one document, for machines.")
    ] = Form.TABLE,
) -> None:
    """Check a bundle offline: that the log is unaltered since its checkpoints, and that its outcomes follow.

    Ends with 0, with 1 where an outcome does not follow, with 5 where the record is not intact; with 3 where none of these
    is so, but it is no bundle, or a newer Glitterball wrote part of it. Of a folder (season contingency --key) it checks that
    every file is there as the log's key signed it, and none more: 5 where that is not so, 3 where nobody signed it.
    """
    trusts = _trusted(policy, log)
    if receipt is not None:
        _verify_receipt(receipt, bundle, trusts)
        return
    if bundle is None:
        raise typer.BadParameter("say which FILE to verify, or give a --receipt")
    if bundle.is_dir():
        given = {
            "--openings": openings,
            "--signer": signer,
            "--pins": pins,
            "--rulebook": rulebook,
            "--gateway": gateway,
        }
        _no_option_of_bundles([option for option, value in given.items() if value])
        found = _folder(context, bundle, trusts, [_note(path) for path in known or ()], in_store=in_store)
        if found.exit_code == Exit.BAD_INPUT:
            say(f"{bundle} cannot be verified; why is said in the answer.")
        _told(found, form)
        return
    if in_store:
        raise typer.BadParameter(
            "--in-store is for the folder of a contingency export; a bundle is checked without a store"
        )
    signers = [parse_verifier_key(key) for key in signer or ()]
    held = [_note(path) for path in known or ()]
    told = pinned(rulebook or (), gateway or ()) | (parse_pins(read(pins, PINS)) if pins else Pins())
    with watching("verifying"):
        report = verify_bundle(bundle, trusts, openings, known=held, signers=signers, pins=told)
    _told(report, form)


def _trusted(policy: Path | None, log: str | None) -> Policy:
    """Whom the auditor trusts; whoever says neither trusts nobody yet, and nothing of what was given is asked."""
    if (policy is None) == (log is None):
        raise typer.BadParameter("say whom you trust: --policy FILE, or --log VKEY for one log and no witness")
    return trusted(policy, log)


def _told(report: "Report | FolderReport", form: Form) -> None:
    """A report as it was asked for; the command ends as it says."""
    if form is Form.TABLE:
        for line in report.lines():
            tell(line)
    else:
        say_exactly(as_json(report.as_json(), indent=1))
    if report.exit_code:
        raise leave(Exit(report.exit_code))


def _no_option_of_bundles(given: list[str]) -> None:
    if given:
        raise typer.BadParameter(
            f"{' and '.join(given)} {verb(len(given), 'is', 'are')} for a bundle; of a folder the signed list is checked"
        )


def _folder(
    context: typer.Context, folder: Path, trusted: Policy, known: list[bytes], *, in_store: bool
) -> "FolderReport":
    """Check the folder of an export, and where it is asked for against the store that the command line names."""
    from glitterball.contingency.checking import Elsewhere, check_folder

    if not in_store:
        return check_folder(folder, trusted, Elsewhere(known=known))
    from glitterball.cli.asking import store_of
    from glitterball.questions.verifying import told_by

    with store_of(context, read_only=context.obj.is_kept) as store:
        return check_folder(folder, trusted, told_by(store, known))


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
