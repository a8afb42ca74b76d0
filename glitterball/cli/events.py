"""`glitterball events`: the log itself."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from domain.parts import TwoParts, hidden_json
from domain.plurals import count_of
from glitterball.answered.events import event_list
from glitterball.answers import Column
from glitterball.cli.asking import FormatOption, season_named, store_of
from glitterball.cli.output import Format, as_json, say, say_exactly, show, tell
from glitterball.cli.streams import reader_left
from glitterball.cli.typed import A_YEAR, LARGEST
from glitterball.cli.zones import moment_typed, when
from glitterball.files import beside, writing
from glitterball.files.kinds import LINES, OPENINGS
from glitterball.log.refusals import SeasonKeyDestroyed
from glitterball.moments import micros, stamp
from glitterball.naming.moments import AtPosition, AtTime, moment_said
from glitterball.refusals import NothingAtPosition, ValueNotValid
from glitterball.store import Season, Store
from glitterball.timeline import season_of
from projections.fold import Fold, SeasonFold
from projections.sentences import row_of

app = typer.Typer(help="List, show, follow and export the event log.", no_args_is_help=True)

SeasonOption = Annotated[str | None, typer.Option("--season", help="Only this season's events.")]


COLUMNS = (
    Column("", lambda row: row.position, right=True),
    Column("when", lambda row: when(row.time)),
    Column("who", lambda row: f"{row.by} ({row.role})"),
    Column("what", lambda row: row.sentence),
)


@app.command("list")
def list_(
    context: typer.Context,
    season: SeasonOption = None,
    first: Annotated[
        str, typer.Option("--from", help="The first position, or the moment from which on.", metavar="MOMENT")
    ] = "1",
    until: Annotated[
        str | None, typer.Option("--until", help="The last position, or the moment up to which.", metavar="MOMENT")
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Only events of this kind, such as score-given.", metavar="KIND"),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="So many at most; where the next ones begin is said.", min=1, max=LARGEST),
    ] = None,
    votes: Annotated[bool, typer.Option("--votes/--no-votes", help="With vote batches.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """The log as plain sentences, all of it or a page: by position, by time, by kind.

    A time or what happened in a week is one of a season: name it with --season, where the store holds several.
    """
    with store_of(context) as store:
        only = None if season is None else season_named(season, store)
        seasons = store.seasons() if only is None else (only,)
        found = store.timeline(
            seasons,
            after=_first_of(first, seasons, store) - 1,
            until=None if until is None else _last_of(until, seasons, store),
            kinds=kinds or (),
            votes=votes,
            limit=limit,
        )
        basis: dict[str, object] = {"position": store.log.last_position()}
        answer = event_list(
            found, mode=_mode(store, seasons), basis=basis, is_page=limit is not None, whole=votes or bool(kinds)
        )
        show(replace(answer, columns=COLUMNS), form)


def _mode(store: Store, seasons: tuple[str, ...]) -> str:
    modes = {store.state_in_public(name).mode for name in seasons}
    return "rehearsal" if "rehearsal" in modes else ", ".join(sorted(modes)) or "empty"


def _first_of(said: str, seasons: tuple[str, ...], store: Store) -> int:
    """The first position that is not before a moment."""
    moment = moment_said(moment_typed(said))
    if isinstance(moment, AtPosition):
        return _at_least_one(moment.position, "--from", said)
    season = _only(seasons, "--from", said, store)
    if isinstance(moment, AtTime):
        try:
            just_before = stamp(micros(moment.time) - 1)
        except OverflowError:  # nothing is before the first moment there is
            return 1
        return season.position_of(just_before) + 1
    return season.position_of(moment_typed(said))


def _last_of(said: str, seasons: tuple[str, ...], store: Store) -> int:
    """The last position that is not behind a moment."""
    moment = moment_said(moment_typed(said))
    if isinstance(moment, AtPosition):
        return _at_least_one(moment.position, "--until", said)
    return _only(seasons, "--until", said, store).position_of(moment_typed(said))


def _at_least_one(position: int, option: str, said: str) -> int:
    if position < 1:
        raise ValueNotValid(option, said, "Positions of the log begin with 1")
    return position


def _only(seasons: tuple[str, ...], option: str, said: str, store: Store) -> Season:
    if len(seasons) != 1:
        raise ValueNotValid(option, said, "Name the season with --season: it is a moment of one")
    return store.season(seasons[0])


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
        (event,) = store.log.read(position - 1, position, in_public=True)
        say(row_of(event, store.cuts.state(season_of(event), position)).sentence)


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
        fold = Fold({name: SeasonFold(store.cuts.state(name, after)) for name in store.seasons()})
        for event in store.log.follow(after, timeout=seconds, in_public=True):
            name = fold.apply(event)
            row = row_of(event, fold.seasons[name].state)
            mode = "REHEARSAL " if fold.seasons[name].state.mode == "rehearsal" else ""
            tell(f"{row.position}  {mode}{when(row.time)}  {row.by}: {row.sentence}", offers=False)
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
        raise SeasonKeyDestroyed(season, str(store.log.beside), position)
    with writing(out, OPENINGS, new=True, secret=True) as file:
        for event in store.log.read(in_public=True):
            if isinstance(event.fact, TwoParts) and event.fact.is_whole:
                file.write(b"%d %b\n" % (event.position, hidden_json(event.fact)))
                count += 1
    for season, position in gone.items():
        say(f"Nothing hidden of {season} is in it: its openings were destroyed at event {position}.")
    say(f"{count_of(count, 'hidden part')} written to {out}: only for whoever may see every count.")
