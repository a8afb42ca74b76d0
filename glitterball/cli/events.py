"""`glitterball events`: the log itself."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from domain.parts import TwoParts, hidden_json
from domain.plurals import count_of
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption, season_named, store_of
from glitterball.cli.output import Format, as_json, say, say_exactly, show, tell
from glitterball.cli.streams import reader_left
from glitterball.cli.typed import LARGEST
from glitterball.files import beside, writing
from glitterball.files.kinds import LINES, OPENINGS
from glitterball.log.refusals import SeasonKeyDestroyed
from glitterball.refusals import NothingAtPosition
from glitterball.store import Store
from projections.fold import Fold
from projections.sentences import row_of

app = typer.Typer(help="List, show, follow and export the event log.", no_args_is_help=True)

TOLD_IN_SUM = ("vote-batch-received.v1", "vote-batch-received.v2", "delivery-signed.v1", "delivery-signed.v2")
"""A finale has millions of them; turnout tells what they come to."""
A_YEAR = 366 * 24 * 3_600
"""Seconds that nobody waits for longer."""

SeasonOption = Annotated[str | None, typer.Option("--season", help="Only this season's events.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event as told."""

    position: int
    season: str
    week: int | None
    time: str
    by: str
    role: str
    type: str
    sentence: str


COLUMNS = (
    Column("", lambda row: row.position, right=True),
    Column("when", lambda row: row.time[:19].replace("T", " ")),
    Column("who", lambda row: f"{row.by} ({row.role})"),
    Column("what", lambda row: row.sentence),
)


@app.command("list")
def list_(
    context: typer.Context,
    season: SeasonOption = None,
    first: Annotated[int, typer.Option("--from", help="First position.", min=1, max=LARGEST)] = 1,
    until: Annotated[int | None, typer.Option("--until", help="Last position.", min=1, max=LARGEST)] = None,
    votes: Annotated[bool, typer.Option("--votes/--no-votes", help="With vote batches.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """The log as plain sentences."""
    with store_of(context) as store:
        only = None if season is None else season_named(season, store)
        rows = [row for row in _told(store, until) if row.position >= first and only in (None, row.season)]
        if not votes:
            rows = [row for row in rows if row.type not in TOLD_IN_SUM]
        modes = {store.state_in_public(name).mode for name in store.seasons()}
        mode = "rehearsal" if "rehearsal" in modes else ", ".join(sorted(modes)) or "empty"
        title = count_of(len(rows), "event") + ("" if votes else ", vote batches left out")
        show(
            Answer(
                schema="event-list",
                mode=mode,
                title=title,
                rows=rows,
                columns=COLUMNS,
                basis={"position": store.log.last_position()},
                row=Row,
            ),
            form,
        )


@app.command("show")
def show_(
    context: typer.Context,
    position: Annotated[int, typer.Argument(help="Its position in the log.", min=1, max=LARGEST)],
) -> None:
    """One event as it is stored, byte for byte, with its sentence on standard error."""
    with store_of(context) as store:
        if position > store.log.last_position():
            raise NothingAtPosition(position, store.log.last_position())
        for _, line in store.log.raw(position - 1, position):
            say_exactly(as_json(json.loads(line), indent=1))
        for row in _told(store, position):
            if row.position == position:
                say(row.sentence)


@app.command("tail")
def tail(
    context: typer.Context,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="Stop after so long without an event.", min=0, max=A_YEAR)
    ] = None,
    first: Annotated[
        int | None,
        typer.Option("--from", help="Begin at this position; else with what comes next.", min=1, max=LARGEST),
    ] = None,
) -> None:
    """Follow the log as sentences, as events are recorded by whichever process."""
    with store_of(context) as store:
        after = store.log.last_position() if first is None else first - 1
        fold = Fold()
        for event in store.log.read(until=after, in_public=True):
            fold.apply(event)
        for event in store.log.follow(after, timeout=seconds, in_public=True):
            name = fold.apply(event)
            row = row_of(event, fold.seasons[name].state)
            mode = "REHEARSAL " if fold.seasons[name].state.mode == "rehearsal" else ""
            tell(f"{row.position}  {mode}{row.time[:19]}  {row.by}: {row.sentence}")
            sys.stdout.flush()
            if reader_left():
                break


@app.command("export")
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    hidden: Annotated[
        bool, typer.Option("--hidden", help="Write hidden parts too, to FILE.hidden, for whoever may see every count.")
    ] = False,
) -> None:
    """Write the stored bytes, one event a line, exactly as they are hashed: of events of two parts what everybody may see."""
    with store_of(context) as store:
        count = 0
        with writing(out, LINES, new=True) as file:
            for _, line in store.log.raw():
                file.write(line + b"\n")
                count += 1
        say(f"{count_of(count, 'event')} written to {out}")
        if hidden:
            _hidden_parts(store, beside(out, ".hidden"))


def _hidden_parts(store: Store, out: Path) -> None:
    """The hidden parts, each behind the position of its event, as in openings of a sealed bundle."""
    count, gone = 0, store.log.destroyed()
    if gone and all(name in gone or store.log.key_id_of(name) is None for name in store.seasons()):
        season, position = next(iter(gone.items()))
        raise SeasonKeyDestroyed(season, str(store.log.path), position)
    with writing(out, OPENINGS, new=True, secret=True) as file:
        for event in store.log.read(in_public=True):
            if isinstance(event.fact, TwoParts) and event.fact.is_whole:
                file.write(b"%d %b\n" % (event.position, hidden_json(event.fact)))
                count += 1
    for season, position in gone.items():
        say(f"Nothing hidden of {season} is in it: its openings were destroyed at event {position}.")
    say(f"{count_of(count, 'hidden part')} written to {out}: only for whoever may see every count.")


def _told(store: Store, until: int | None) -> Iterator[Row]:
    fold = Fold()
    for event in store.log.read(until=until, in_public=True):
        name = fold.apply(event)
        told = row_of(event, fold.seasons[name].state)
        yield Row(
            position=told.position,
            season=name,
            week=told.week,
            time=told.time,
            by=told.by,
            role=told.role,
            type=told.type,
            sentence=told.sentence,
        )
