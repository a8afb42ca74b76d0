"""`glitterball store`: bring a store of an older layout up to date, and go on with one that was stopped or restored."""

from pathlib import Path
from typing import Annotated, Any

import typer

from domain.findings import Finding
from domain.plurals import count_of
from domain.record import Recorded
from glitterball.addresses import SERVER, Address
from glitterball.backups import must_continue
from glitterball.backups.making import said_at
from glitterball.cli.asking import NoStore
from glitterball.cli.backups import file_of
from glitterball.cli.output import say
from glitterball.cli.typed import a_note_in
from glitterball.cli.zones import when
from glitterball.doctor import must_be_a_register, registers_beside, store_rows
from glitterball.files import read
from glitterball.files.limits import CHECKPOINT
from glitterball.log import EventLog, schema, store_file
from glitterball.log.place import RESTORED, why_stopped
from glitterball.log.postgres.opening import make_store
from glitterball.log.refusals import SeasonKeyRefusal
from glitterball.log.resuming import resume
from glitterball.log.upgrading import upgrade
from glitterball.proof.checkpoints import parse_checkpoint
from projections.fold import Fold
from projections.sentences import row_of

app = typer.Typer(
    help="Back a store up and restore it; bring it up to date; go on with one that was stopped.", no_args_is_help=True
)


@app.command("upgrade")
def upgrade_(context: typer.Context) -> None:
    """Bring the store to the layout of this version, in one commit that changes no event; on a server, make it the first time.

    On a server it takes a login that may make roles and a schema; nothing else makes or changes anything there. Whoever records
    is then granted SCHEMA_engine, and who only reads SCHEMA_reader.
    """
    if context.obj.kind is SERVER:
        _on_server(context.obj)
        return
    path = _file(context)
    layout = store_file.recognise(path, read_only=True)
    events = upgrade(path)
    if layout == schema.LAYOUT:
        say(f"{path} is up to date: {count_of(events, 'event')}, layout {layout}. Nothing was changed.")
    else:
        say(
            f"{path} was brought from layout {layout} to layout {schema.LAYOUT}: "
            f"{count_of(events, 'event')}, none of them changed."
        )


def _on_server(address: Address) -> None:
    made, events = make_store(address)
    if made:
        say(f"{address.shown} is made. Let logins record: GRANT SCHEMA_engine TO the login; or read: SCHEMA_reader.")
    else:
        say(f"{address.shown} is up to date: {count_of(events, 'event')}. Nothing was changed.")


@app.command("resume")
def resume_(
    context: typer.Context,
    registers: Annotated[
        list[Path] | None,
        typer.Option(
            "--register", help="A register of what a key signed for this log; several may be named.", metavar="PATH"
        ),
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option(
            "--known", help="A checkpoint of this log that was published; several may be named.", metavar="FILE"
        ),
    ] = None,
    nothing_published: Annotated[
        bool, typer.Option("--nothing-published", help="No checkpoint of this log was ever published.")
    ] = False,
    new_log: Annotated[
        bool,
        typer.Option(
            "--new-log",
            help="The log that was published is over: go on although its last checkpoints are not continued.",
        ),
    ] = False,
) -> None:
    """Let a stopped store be written again, after a look at all of it, and say which event is the last.

    One that was restored from a backup is held against what was published first: a store that ends before a published checkpoint
    would contradict it with the next event. Registers beside the store are looked at by themselves where it is the only one
    there.
    """
    path = _file(context)
    if why_stopped(path).startswith(RESTORED):
        held = [*(registers or ()), *registers_beside(path, alone=True)]
        for register in held:
            must_be_a_register(register)
        notes = [_note(named) for named in known or ()]
        for finding in must_continue(path, held, notes, nothing_published=nothing_published, new_log=new_log):
            say(f"Not continued: {finding}. Its key signs nothing more for this store.")
    reason = resume(path, _wrong_with)
    if reason is None:
        say(f"{path} is not stopped. Nothing was changed.")
        return
    say(f"{path} can be written again. It was stopped because {reason}")
    say(_last_of(path))


def _note(path: Path) -> bytes:
    octets = read(path, CHECKPOINT)
    with a_note_in(path):
        parse_checkpoint(octets)
    return octets


def _file(context: typer.Context) -> Path:
    path = file_of(context)
    if not path.exists():
        raise NoStore(str(path))
    return path


def _wrong_with(path: Path) -> tuple[Finding, ...]:
    """What keeps a store from being written again."""
    return tuple(Finding(row.what, row.found) for row in store_rows(path) if row.state == "damaged")


def _last_of(path: Path) -> str:
    """The last event as a sentence, for whoever wonders whether the command is there whose commit failed."""
    fold, last = Fold(), None
    with EventLog.open(f"sqlite:{path}", read_only=True) as log:
        try:
            for event in log.read(in_public=True):
                name, last = fold.apply(event), event
        except SeasonKeyRefusal as locked:
            position = log.last_position()
            return f"The last event is {position}, of {said_at(log, position)[:19]}. {locked.sentence()}"
    return "It holds no event." if last is None else _told(last, fold, name)


def _told(last: Recorded[Any], fold: Fold, season: str) -> str:
    told = row_of(last, fold.seasons[season].state)
    return (
        f"The last event is {told.position}, of {when(told.time)}, by {told.by} ({told.role}): {told.sentence} "
        "What you said last and do not find there or before it (glitterball events list) was not recorded: say it again."
    )
