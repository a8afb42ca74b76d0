"""`glitterball checkpoint`: the log's signed word on its size and root, for people outside to keep."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answered.checkpoints import checkpoint_list
from glitterball.cli.asking import FormatOption, OutputOption, SeasonArgument, season_named, store_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.progress import watching
from glitterball.cli.typed import LARGEST, a_file, a_note_in, in_words
from glitterball.evidence.ledger import Ledger, Published, Register, make_key, publish, read_key, recover, register_path
from glitterball.evidence.ledger.publishing import of_size, take_cosignatures, witness_request
from glitterball.evidence.ledger.receipts import receipt_of
from glitterball.files import alone, new_folder, protecting, read, target_of, write
from glitterball.files.kinds import ANSWER, NOTE, RECEIPT, REQUEST, Kind
from glitterball.files.limits import CHECKPOINT, WITNESSED
from glitterball.files.refusals import FolderTaken
from glitterball.proof.keys import Algorithm, parse_verifier_key
from glitterball.proof.notes import parse_note
from glitterball.proof.spellings import to_base64
from glitterball.proof.tiles import exported
from glitterball.proof.witness import Witness
from glitterball.refusals import ValueNotValid

app = typer.Typer(help="Checkpoints: sign, list, show, have them witnessed.", no_args_is_help=True)

KeyOption = Annotated[Path, typer.Option("--key", help="The log's key file; its register lies beside it.")]
SizeOption = Annotated[
    int | None, typer.Option("--size", help="Which checkpoint; the last unless said.", min=1, max=LARGEST)
]


@app.command("key")
def key_(
    origin: Annotated[str, typer.Argument(help="What the log is called: example.org/dancing. No space, no plus.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The key file to make.", metavar="FILE")],
    witness: Annotated[bool, typer.Option("--witness", help="A key to cosign with, not to sign a log.")] = False,
) -> None:
    """Make a key. What it prints is public: auditors put it into their policy."""
    try:
        signer = make_key(output, in_words(origin, "ORIGIN"))
    except sqlite3.Error as error:
        raise ValueNotValid("--output", str(output), f"No key can be kept there: {error}") from None
    algorithm = Algorithm.COSIGNATURE if witness else Algorithm.ED25519
    say(f"{output} is secret, and the register beside it must never be lost or set back.")
    say_exactly(signer.verifier_key(algorithm).to_text())


@app.command("publish")
def publish_(
    context: typer.Context,
    key: KeyOption,
    output: OutputOption = None,
    known: Annotated[
        list[Path] | None,
        typer.Option("--known", help="A checkpoint of this log published before, from elsewhere: it must be kept to."),
    ] = None,
) -> None:
    """Sign the log as it stands: when voting closes, before anybody tabulates, and after certification.

    Nothing is ever signed that contradicts what was signed before; then it ends with 5.
    """
    with ledger_of(context, key) as (ledger, register):
        _may_take(output, NOTE)
        notes = [_note(path) for path in known or ()]
        with watching("hashing the log"):
            published = publish(ledger, register, read_key(key), notes)
    _out(published.note, output, NOTE)
    say(f"Checkpoint of {count_of(published.size, 'event')}. Put it where you cannot take it back.")


@app.command("recover")
def recover_(context: typer.Context, key: KeyOption) -> None:
    """Take into the key's register what the store on a server has of it: where the machine that signed last is lost for good.

    Only what the key signed, and what is of the log as it stands; otherwise it ends with 5, and nothing is taken in.
    """
    with ledger_of(context, key) as (ledger, register), watching("hashing the log"):
        taken = recover(ledger, register, read_key(key))
    for published in taken:
        say(f"Taken in: the checkpoint of {count_of(published.size, 'event')}.")
    say(
        "Have witnesses cosign again."
        if taken
        else "The register has all that the store knows of. Nothing was changed."
    )


@app.command("list")
def list_(key: KeyOption, form: FormatOption = Format.TABLE) -> None:
    """Every checkpoint the key has signed."""
    show(checkpoint_list(_published(key)), form)


@app.command("show")
def show_(key: KeyOption, size: SizeOption = None, output: OutputOption = None) -> None:
    """A checkpoint as the signed note it is, with its cosignatures."""
    with protecting(key, "the log's key"):
        _out(_chosen(_published(key), size).note, output, NOTE)


@app.command("check")
def check(context: typer.Context, key: KeyOption) -> None:
    """Hash the whole log again: the first event that does not fit is named; ends with 5 where one does not."""
    with ledger_of(context, key) as (ledger, register):
        with watching("hashing the log"):
            findings = list(ledger.check())
        for finding in findings:
            say(f"{finding}.")
        for checkpoint in register.published():
            fits = checkpoint.size <= ledger.size and ledger.root(checkpoint.size) == checkpoint.root
            say(f"checkpoint of {checkpoint.size:,}: {'fits' if fits else 'does NOT fit'}")
            if not fits:
                raise leave(Exit.INTEGRITY)
        if findings:
            raise leave(Exit.INTEGRITY)
        say(f"{count_of(ledger.size, 'event')}, root {to_base64(ledger.root())}")


@app.command("rebuild")
def rebuild(context: typer.Context) -> None:
    """Make the ledger again from the log. Signed checkpoints stay; a log that does not fit them signs nothing more."""
    with store_of(context) as store, Ledger.open(store.log) as ledger:
        with watching("hashing the log"):
            size = ledger.rebuild()
        say(f"{count_of(size, 'event')}, root {to_base64(ledger.root())}")


@app.command("tiles")
def tiles(
    context: typer.Context,
    key: KeyOption,
    folder: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; new or empty.", metavar="FOLDER")],
    size: SizeOption = None,
) -> None:
    """Write the log as a static log in the C2SP tlog-tiles layout: checkpoint, tiles and entries, votes among them."""
    with ledger_of(context, key) as (ledger, register):
        ledger.catch_up()
        chosen = _chosen(register.published(), size)
        entries = (line for _, line in ledger.log.raw(0, chosen.size))
        files = 0
        try:
            with new_folder(folder) as made:
                for path, octets in exported(ledger.nodes(chosen.size), entries, chosen.size):
                    made.write(path, octets)
                    files += 1
                made.write("checkpoint", chosen.note, last=True)
        except FolderTaken as refusal:
            raise typer.BadParameter(refusal.sentence()) from None
        say(f"{count_of(files + 1, 'file')} for the checkpoint of {count_of(chosen.size, 'event')} in {folder}.")


@app.command("request")
def request(
    context: typer.Context,
    key: KeyOption,
    old: Annotated[
        int, typer.Option("--old", help="The size the witness saw last; 0 for a new one.", min=0, max=LARGEST)
    ] = 0,
    size: SizeOption = None,
    output: OutputOption = None,
) -> None:
    """Write the request for a witness (the body of its add-checkpoint call)."""
    with ledger_of(context, key) as (ledger, register):
        ledger.catch_up()
        _out(witness_request(ledger, _chosen(register.published(), size), old), output, REQUEST)


@app.command("receipt")
def receipt(
    context: typer.Context,
    season: SeasonArgument,
    position: Annotated[int, typer.Argument(help="The event's position in the log.", min=1, max=LARGEST)],
    key: KeyOption,
    output: OutputOption = None,
) -> None:
    """Write the receipt of one event: whoever holds it can prove, with a policy only, that the log has that event.

    A C2SP tlog-proof, with the event itself as its extra line; any reader of that format checks it, and verify --receipt.
    """
    with store_of(context) as store:
        season = season_named(season, store)
    with ledger_of(context, key) as (ledger, register):
        made = receipt_of(ledger, register, season, position)
        _out(made.to_bytes(), output, RECEIPT)


@app.command("cosign")
def cosign(
    asked: Annotated[Path, typer.Argument(help="The request of a log.", metavar="REQUEST")],
    key: Annotated[Path, typer.Option("--key", help="The witness's own key file.")],
    log: Annotated[str, typer.Option("--log", help="The verifier key of the log it follows.")],
    record: Annotated[
        Path,
        typer.Option("--record", help="What the witness cosigned last; written before it answers.", callback=a_file),
    ],
    output: OutputOption = None,
) -> None:
    """As a witness: cosign a checkpoint that follows from the one cosigned last; otherwise sign nothing, and end with 1."""
    verifier = parse_verifier_key(log)
    witness = Witness(read_key(key), {verifier.name: (verifier,)})
    request = read(asked, WITNESSED)
    with protecting(key, "the witness's key"):
        _may_take(output, ANSWER)
        with alone(record, NOTE):
            before = read(record, CHECKPOINT) if record.exists() else b""
            decision = witness.add_checkpoint(request, {verifier.name: before} if before else {}, int(time.time()))
            if decision.record is not None:
                write(record, decision.record, NOTE)
        _out(decision.body, output, ANSWER)
    if decision.status != 200:
        say(f"Nothing was cosigned (status {decision.status}).")
        raise leave(Exit.NO)


@app.command("cosigned")
def cosigned(
    answer: Annotated[Path, typer.Argument(help="The answer of a witness.", metavar="ANSWER")],
    key: KeyOption,
    witness: Annotated[list[str], typer.Option("--witness", help="The witness's verifier key.")],
    size: SizeOption = None,
) -> None:
    """Keep a witness's cosignature with the checkpoint it is for."""
    answered = read(answer, WITNESSED)
    register = Register(register_path(key))
    try:
        chosen = _chosen(register.published(), size)
        with a_note_in(answer):
            kept = take_cosignatures(register, chosen.size, answered, [parse_verifier_key(one) for one in witness])
    finally:
        register.close()
    say(
        f"Checkpoint of {count_of(kept.size, 'event')}: {count_of(len(parse_note(kept.note).signatures) - 1, 'cosignature')}."
    )


def _note(path: Path) -> bytes:
    """A note from a file somebody named."""
    octets = read(path, CHECKPOINT)
    with a_note_in(path):
        parse_note(octets)
    return octets


def _published(key: Path) -> tuple[Published, ...]:
    register = Register(register_path(key))
    try:
        return register.published()
    finally:
        register.close()


def _chosen(published: tuple[Published, ...], size: int | None) -> Published:
    return of_size(published, size or max((checkpoint.size for checkpoint in published), default=0))


@contextmanager
def ledger_of(context: typer.Context, key: Path) -> Iterator[tuple[Ledger, Register]]:
    """The ledger of the store that is named, and the register of a key."""
    register = Register(register_path(key))
    try:
        with protecting(key, "the log's key"), store_of(context) as store, Ledger.open(store.log) as ledger:
            yield ledger, register
    finally:
        register.close()


def _may_take(output: Path | None, kind: Kind) -> None:
    """Refuse an output where it must not go before anything is signed."""
    if output is not None:
        target_of(output, kind)


def _out(octets: bytes, output: Path | None, kind: Kind) -> None:
    if output is None:
        typer.echo(octets, nl=False)
    else:
        write(output, octets, kind)
