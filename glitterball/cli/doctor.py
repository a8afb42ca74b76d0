"""`glitterball doctor`: is this installation and this store in order?"""

import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import typer

import glitterball
from glitterball.cli.asking import FormatOption, store_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Answer, Column, Format, show
from glitterball.season_files import shipped_seasons
from glitterball.store import open_season
from glitterball.views import Views, views_path
from projections.fold import Fold


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked at."""

    what: str
    found: str
    good: bool


def doctor(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Look at the installation, read every event of the store, and compare the views with it."""
    rows = [
        Row("glitterball", glitterball.__version__, True),
        Row("Python", platform.python_version(), True),
        Row("SQLite", sqlite3.sqlite_version, True),
        Row("eventsourcing", version("eventsourcing"), True),
    ]
    for name in shipped_seasons():
        rows.append(Row(f"shipped season {name}", f"{open_season(name).state.sequence} events replay", True))
    rows += _store(context)
    columns = [
        Column("", lambda row: "ok" if row.good else "NOT OK"),
        Column("what", lambda row: row.what),
        Column("found", lambda row: row.found),
    ]
    show(Answer("doctor", "", "Glitterball's health", rows, columns), form)
    if not all(row.good for row in rows):
        raise leave(Exit.INTEGRITY)


def _store(context: typer.Context) -> list[Row]:
    address = str(context.obj)
    path = Path(address.removeprefix("sqlite:"))
    if address.startswith("sqlite:") and not path.exists():
        return [Row("store", f"none at {path}", True)]
    with store_of(context) as store:
        fold = Fold()
        for expected, event in enumerate(store.log.read(), start=1):
            if event.position != expected:
                return [Row("store", f"position {expected} is missing", False)]
            fold.apply(event)
        rows = [Row("store", f"{address}: {fold.position} events, every one read and valid", True)]
        for name, season in fold.seasons.items():
            rows.append(Row(f"season {name}", f"{season.state.mode}, {len(season.state.weeks)} weeks", True))
        views = views_path(address) if address.startswith("sqlite:") else None
        if views is not None and views.exists():
            with Views.open(views, store.log) as kept:
                rows.append(Row("views", f"{kept.status().lag} events behind", True))
        return rows
