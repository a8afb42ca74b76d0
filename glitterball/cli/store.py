"""`glitterball store`: bring a store of an older layout up to date, and go on with one that was stopped."""

from pathlib import Path
from typing import Any

import typer

from domain.findings import Finding
from domain.plurals import count_of
from domain.record import Recorded
from glitterball.addresses import SERVER, Address
from glitterball.cli.asking import NoStore
from glitterball.cli.output import say
from glitterball.doctor import store_rows
from glitterball.log import EventLog, schema, store_file
from glitterball.log.postgres.opening import make_store
from glitterball.log.resuming import resume
from glitterball.log.upgrading import upgrade
from projections.fold import Fold
from projections.sentences import row_of

app = typer.Typer(help="Bring a store up to date; go on with one that was stopped.", no_args_is_help=True)


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
def resume_(context: typer.Context) -> None:
    """Let a stopped store be written again, after a look at all of it, and say which event is the last."""
    path = _file(context)
    reason = resume(path, _wrong_with)
    if reason is None:
        say(f"{path} is not stopped. Nothing was changed.")
        return
    say(f"{path} can be written again. It was stopped because a commit failed: {reason}")
    say(_last_of(path))


def _file(context: typer.Context) -> Path:
    path: Path | None = context.obj.file
    if path is None:
        raise typer.BadParameter(
            f"{context.obj.shown} is no file, and is never stopped: name one with --store sqlite:PATH"
        )
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
        for event in log.read(in_public=True):
            name, last = fold.apply(event), event
    return "It holds no event." if last is None else _told(last, fold, name)


def _told(last: Recorded[Any], fold: Fold, season: str) -> str:
    told = row_of(last, fold.seasons[season].state)
    return (
        f"The last event is {told.position}, of {told.time[:19]}, by {told.by} ({told.role}): {told.sentence} "
        "What you said last and do not find there or before it (glitterball events list) was not recorded: say it again."
    )
