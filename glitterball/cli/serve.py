"""`glitterball serve`: the seasons of the store in a browser, read-only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from glitterball.addresses import Address
from glitterball.cli.asking import NoStore
from glitterball.cli.output import say, tell
from glitterball.season_files import shipped_season, shipped_seasons
from glitterball.store import Store, open_store
from glitterball.web.refusals import WebNotInstalled

PORT = 8033
A_YEAR = 366 * 24 * 3_600
"""Seconds that nobody waits for longer."""

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
) -> None:
    """Show the seasons of the store in a browser: read-only, at 127.0.0.1, for this machine alone.

    Where no store was named and there is none, it shows the seasons that ship. Vote counts of a season that is live, or hides
    them, are shown to nobody.
    """
    serving = _installed()
    with _shown(context.obj) as (store, called):
        serving.serve(
            store, called, port, keys=tuple(key or ()), seconds=seconds, ready=lambda address: _ready(address, called)
        )


def _ready(address: str, called: str) -> None:
    tell(address)
    sys.stdout.flush()
    say(f"{called}: read-only, for this machine alone. Stop with Ctrl-C.")


def _installed() -> Any:
    """What serves, where the packages it takes are installed."""
    for package in ("starlette", "uvicorn", "jinja2"):
        try:
            import_module(package)
        except ImportError:
            raise WebNotInstalled(package) from None
    return import_module("glitterball.web.serving")


@contextmanager
def _shown(address: Address) -> Iterator[tuple[Store, str]]:
    """The store that is shown and what it is called: that which was named, or the seasons that ship."""
    if address.is_kept and (address.file is None or address.file.exists()):
        with open_store(address.text, read_only=True, state=address.state) as store:
            yield store, f"The store {address.shown}"
    elif address.text in (UNSAID, "memory:"):
        with open_store() as store:
            for name in shipped_seasons():
                store.take_in(shipped_season(name))
            yield store, "Seasons that ship with Glitterball, in memory"
    else:
        raise NoStore(str(address.file))
