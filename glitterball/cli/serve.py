"""`glitterball serve`: the seasons of the store in a browser; only read, unless it is said who may sign in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from glitterball.addresses import Address
from glitterball.cli.asking import NoStore
from glitterball.cli.operating import LogFormatOption, MetricsOption, operated
from glitterball.cli.output import say, tell
from glitterball.cli.typed import A_YEAR
from glitterball.season_files import shipped_season, shipped_seasons
from glitterball.store import Store, open_store
from glitterball.web.refusals import WebNotInstalled

PORT = 8033

UNSAID = "sqlite:glitterball.sqlite"
"""The store that is worked with where none is named."""


def serve(
    context: typer.Context,
    port: Annotated[
        int,
        typer.Option(
            "--port", help="The port of this machine to listen on; 0 for any that is free.", min=0, max=65_535
        ),
    ] = PORT,
    key: Annotated[
        list[Path] | None,
        typer.Option("--key", help="A log's key whose checkpoints are shown; only the register beside it is read."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="Stop after so long; else with Ctrl-C.", min=0, max=A_YEAR)
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option("--people", help="Who may sign in, and record what their roles may (docs/web-people.md)."),
    ] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="Rehearsals only: print a link for each person, which signs them in once.")
    ] = False,
    log_format: LogFormatOption = None,
    metrics: MetricsOption = None,
) -> None:
    """Show the seasons of the store in a browser: at 127.0.0.1, and read-only unless it is said who may sign in.

    Where no store was named and there is none, it shows the seasons that ship. Vote counts of a season that is live, or hides
    them, are shown to nobody but who signed in and may see them.
    """
    operation = operated("serve", log_format, metrics, counted=find_spec("prometheus_client") is not None)
    serving = _installed()
    from glitterball.web.measured import metrics_door

    if people is not None and dev:
        from glitterball.web.refusals import OneWayIn

        raise OneWayIn
    with (
        _shown(context.obj, writing=people is not None or dev, dev=dev) as (store, called),
        operation.watching(store),
    ):
        serving.serve(
            store,
            called,
            port,
            keys=tuple(key or ()),
            seconds=seconds,
            gate=_gate(store, people, dev),
            ready=lambda address, gate: _ready(address, called, gate),
            doors=(metrics_door(operation.metrics),),
            logs_itself=not operation.as_json,
        )


def _gate(store: Store, people: Path | None, dev: bool) -> Any:
    """What makes the gate, where anybody may sign in. What is wrong with the people file is said before anything is served."""
    if people is None and not dev:
        return None
    from glitterball.web.book import Book, book_path
    from glitterball.web.developing import development
    from glitterball.web.gate import Gate

    if dev:
        return lambda address: development(store, address.rstrip("/"))
    assert people is not None, "people are configured"
    gate = Gate(people, Book(book_path(store.log.beside)), store=store)
    return lambda _: gate


def _ready(address: str, called: str, gate: Any) -> None:
    tell(address)
    if gate is None:
        say(f"{called}: read-only, for this machine alone. Stop with Ctrl-C.")
    elif gate.development:
        from glitterball.web.developing import links

        for name, link in links(gate, address):
            tell(f"{link}  {name}")
        say(f"{called}: DEVELOPMENT. Each link signs in once, in a browser of its own. Stop with Ctrl-C.")
    else:
        say(f"{called}: for whoever the people file names, at {gate.people.origin}. Stop with Ctrl-C.")
    sys.stdout.flush()


def _installed() -> Any:
    """What serves, where the packages it takes are installed."""
    for package in ("starlette", "uvicorn", "jinja2", "webauthn", "authlib", "httpx2"):
        try:
            import_module(package)
        except ImportError:
            raise WebNotInstalled(package) from None
    return import_module("glitterball.web.serving")


@contextmanager
def _shown(address: Address, *, writing: bool = False, dev: bool = False) -> Iterator[tuple[Store, str]]:
    """The store that is shown and what it is called: that which was named, else the seasons that ship or a rehearsal."""
    if address.is_kept and (address.file is None or address.file.exists()):
        with open_store(address.text, read_only=not writing, state=address.state) as store:
            yield store, f"The store {address.shown}"
    elif dev and address.text in (UNSAID, "memory:"):
        with open_store() as store:
            store.rehearse("us-33", through=2)
            _begin_night(store)
            yield store, "A rehearsal, in memory"
    elif dev:
        with open_store(address.text, state=address.state) as store:
            _begin_night(store)
            yield store, f"The store {address.shown}"
    elif not writing and address.text in (UNSAID, "memory:"):
        with open_store() as store:
            for name in shipped_seasons():
                store.take_in(shipped_season(name))
            yield store, "Seasons that ship with Glitterball, in memory"
    else:
        raise NoStore(str(address.file))


def _begin_night(store: Store) -> None:
    """A night to play with."""
    from glitterball.rehearsal.night import begin_night

    begin_night(store.engine)
