"""What may stand behind every command as well as before it: the store, the keys that sign, the zone of times, tracebacks."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from glitterball.addresses import Address
from glitterball.cli.key_files import sign_with
from glitterball.cli.offered import store_typed
from glitterball.cli.zones import read_times_in
from glitterball.files.protected import protecting


def work_with(context: typer.Context, address: str, state: Path | None = None) -> None:
    """Commands from here on work with that store; no output takes its place, nor that of what lies beside it."""
    context.obj = Address.read(address, state)
    if context.obj.beside is not None:
        context.with_resource(protecting(context.obj.beside, "the store"))


def _store(context: typer.Context, address: str | None) -> None:
    if address is not None:
        work_with(context, address, context.obj.state)
        store_typed("--store", context.obj.shown)


def _state(context: typer.Context, state: Path | None) -> None:
    if state is not None:
        work_with(context, context.obj.text, state)
        store_typed("--state", str(state))


def _sign(files: list[Path] | None) -> None:
    if files:
        sign_with(tuple(files))


def _zone(name: str | None) -> None:
    if name is not None:
        read_times_in(name)


def _options(
    address: Annotated[
        str | None,
        typer.Option("--store", metavar="STORE", hidden=True, expose_value=False, is_eager=True, callback=_store),
    ] = None,
    sign: Annotated[
        list[Path] | None,
        typer.Option("--sign", metavar="FILE", hidden=True, expose_value=False, is_eager=True, callback=_sign),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FOLDER", hidden=True, expose_value=False, is_eager=True, callback=_state),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", hidden=True, expose_value=False, is_eager=True, callback=_zone),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", hidden=True, expose_value=False)] = False,
) -> None:
    """Options whose values go where those before the command go; `--debug` is heard by whoever runs the command."""


@cache
def options_everywhere() -> tuple[Any, ...]:
    """The options themselves, as parameters of a command that has no others by these names."""
    holder = typer.Typer(add_completion=False)
    holder.command()(_options)
    command: Any = typer.main.get_command(holder)
    return tuple(command.params)


EVERYWHERE = "Before or behind any command: --store STORE, --state FOLDER, --sign FILE, --zone ZONE, --debug, -h."
"""What every help says of them."""


def with_options_everywhere(own: list[Any]) -> list[Any]:
    """A command's own parameters, and those of all commands that it does not have itself."""
    taken = {name for parameter in own for name in parameter.opts}
    return [*own, *(option for option in options_everywhere() if not taken & set(option.opts))]
