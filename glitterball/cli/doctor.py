"""`glitterball doctor`: is this installation and this store in order?"""

import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

import glitterball
from domain.plurals import count_of
from glitterball.addresses import Address
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, show
from glitterball.cli.progress import watching
from glitterball.doctor import Row, examine, must_be_a_register, server_rows
from glitterball.season_files import shipped_seasons
from glitterball.store import open_season

_MARK = {"ok": "ok", "look": "look", "not read": "NOT READ", "unsafe": "NOT OK", "damaged": "NOT OK"}

COLUMNS = (
    Column("", lambda row: _MARK[row.state]),
    Column("what", lambda row: row.what),
    Column("found", lambda row: row.found, offers=True),
)


def doctor(
    context: typer.Context,
    registers: Annotated[
        list[Path] | None,
        typer.Option(
            "--register",
            help="A key's register that does not lie beside the store; several may be named.",
            metavar="PATH",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Look at the installation, at every event of the store, and at ledger, registers and views beside it.

    It reports all it finds and what to do about it, and changes nothing: it can be run on a damaged store, on a stopped
    one, and where one may only read. Exit code 5 when something is damaged,
    3 when the store could not be judged, or its server would acknowledge what it can lose.
    """
    for path in registers or ():
        must_be_a_register(path)
    with watching("looking"):
        rows = [*_installation(), *_store(context, registers or [])]
    to_do = dict.fromkeys(f"{row.what}: {row.do}" for row in rows if row.do)
    show(
        Answer(
            schema="doctor",
            mode="",
            title="Glitterball's health",
            rows=rows,
            columns=COLUMNS,
            notes=list(to_do),
            row=Row,
        ),
        form,
    )
    states = {row.state for row in rows}
    if "damaged" in states:
        raise leave(Exit.INTEGRITY)
    if states & {"not read", "unsafe"}:
        raise leave(Exit.BAD_INPUT)


def _installation() -> list[Row]:
    rows = [
        Row("glitterball", glitterball.__version__),
        Row("Python", platform.python_version()),
        Row("SQLite", sqlite3.sqlite_version),
        Row("eventsourcing", version("eventsourcing")),
    ]
    for name in shipped_seasons():
        rows.append(Row(f"shipped season {name}", f"{count_of(open_season(name).state.sequence, 'event')} replay"))
    return rows


def _store(context: typer.Context, registers: list[Path]) -> tuple[Row, ...]:
    address: Address = context.obj
    if address.file is not None:
        return examine(address.file, registers)
    if not address.is_kept:
        return (Row("store", "in memory: it begins empty"),)
    return server_rows(address, registers)
