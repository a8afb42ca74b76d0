"""`glitterball season`: seasons on record and in files."""

from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answered import season as answered
from glitterball.answers import Answer
from glitterball.cli import season_key
from glitterball.cli.asking import (
    AsOfOption,
    AsOption,
    FormatOption,
    NewFolderOption,
    SeasonArgument,
    couple,
    season_of,
    store_of,
)
from glitterball.cli.contingency import contingency
from glitterball.cli.drawing import ChartOption, draw
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, show, tell
from glitterball.cli.people import founder, person_of
from glitterball.cli.progress import watching
from glitterball.cli.recording import KeyOption
from glitterball.cli.signing import signer_for
from glitterball.cli.speaking import WithOption, speaker
from glitterball.cli.typed import in_words
from glitterball.naming import identifier
from glitterball.season_files import SeasonFile, check_season, read_season, shipped_season, shipped_seasons
from glitterball.season_files.one_week import WeekFile, read_week
from glitterball.season_files.script import commands_of
from glitterball.season_files.writing import write_season
from glitterball.store import Season
from projections.look_alikes import look_alikes
from projections.names import couple_names

app = typer.Typer(help="List, show, import, export and validate seasons.", no_args_is_help=True)
app.add_typer(season_key.app, name="key")

FileArgument = Annotated[str, typer.Argument(help="A season's folder or .toml file, or the name of one that ships.")]

TakenInByOption = Annotated[
    str,
    typer.Option(
        "--by", help="Who takes the file in; each line is said in the role that may say it.", metavar='"NAME (ROLE)"'
    ),
]


@app.command("list")
def list_(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Seasons in the store, and those that ship."""
    file: Path | None = context.obj.file
    if file is not None and not file.exists():
        show(answered.season_list(None), form)
        return
    with store_of(context) as store:
        show(answered.season_list(store), form)


@app.command("show")
def show_(
    context: typer.Context,
    season: SeasonArgument,
    one: Annotated[str | None, typer.Option("--couple", help="Only this couple's season.")] = None,
    chart: ChartOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """The season grid, week by couple; or one couple's season."""
    with season_of(context, season, as_of) as asked:
        who = None if one is None else couple(one, asked.state)
        draw(lambda: asked.chart("heat" if who is None else "bump", who), chart)
        if who is not None:
            title = f"{couple_names(asked.state)[who]} in {asked.name}"
            show(
                Answer(
                    schema="couple-season", mode=asked.mode, title=title, rows=asked.couple(who), basis=asked.basis()
                ),
                form,
            )
        else:
            show(answered.grid(asked) if form is Format.TABLE else answered.grid_rows(asked), form)


@app.command("import")
def import_(
    context: typer.Context,
    file: FileArgument,
    name: AsOption = None,
    by: TakenInByOption = "Season file (historian)",
    second: WithOption = None,
    people: Annotated[
        list[str] | None,
        typer.Option(
            "--person",
            help="One of the first people of a roster, as their line or its file; say it again for each.",
            metavar="PERSON",
        ),
    ] = None,
    key: KeyOption = None,
) -> None:
    """Take a season file in, through commands, all or nothing. The same file may be taken in again: nothing is recorded twice.

    Into a live season nothing is said but by who is named here: what takes two people is proposed, and the import waits (exit
    code 4). Made again after the approval, it goes on. Under a key of your own no other file is taken in.
    """
    key = None if key is None else in_words(key, "--idempotency-key")
    recorded_as = None if name is None else identifier(name, "--as", "harbour-1")
    taken_in_by = speaker(by)
    told = tuple(person_of(line) for line in people or ())
    with watching("reading the file"):
        source = season_file(file)
    with store_of(context, make=True) as store:
        other = None if second is None else speaker(second, "--with")
        first = founder(taken_in_by, told)
        before = store.log.last_position()
        with watching("taking in"):
            season = store.take_in(source, first, recorded_as, second=other, signers=signer_for, people=told, key=key)
        if store.log.last_position() == before:
            say("Nothing was recorded: all that this file says is on record already.")
        state = season.state
        for finding in look_alikes(state):
            say(f"! {finding.what}")
        say(
            f"Season {season.name}: {count_of(len(state.couples), 'couple')}, {count_of(len(state.weeks), 'week')}, "
            f"{count_of(state.sequence, 'event')}. "
            f"Look at it: glitterball season show {season.name}"
        )


@app.command("export")
def export(
    context: typer.Context,
    season: SeasonArgument,
    out: NewFolderOption,
    as_of: AsOfOption = None,
) -> None:
    """Write a season as a season file: TOML and CSV a person can read, diff and mail."""
    with season_of(context, season, as_of) as asked:
        fold = asked.fold
        findings = write_season(fold.state, fold.tallies, out)
        for finding in findings:
            say(str(finding))
        say(f"Season {asked.name} written to {out}.")


app.command("contingency")(contingency)


@app.command("validate")
def validate(file: FileArgument) -> None:
    """Read a season file and say everything that is wrong with it; record nothing. Exit code 3 when something is."""
    with watching("reading the file"):
        source = season_file(file)
        findings = check_season(source)
    for finding in findings:
        tell(str(finding))
    if findings:
        say(f"{len(findings)} found. Nothing was recorded.")
        raise leave(Exit.BAD_INPUT)
    say(f"{source.where} holds: of {count_of(len(source.script), 'line')} none is refused.")


def season_file(name: str) -> SeasonFile:
    """A season's folder or file; a shipped season where there is none of that name. Refuses what is neither."""
    if not Path(name).exists() and (name in shipped_seasons() or not set("/\\.") & set(name)):
        return shipped_season(name)
    return read_season(Path(name))


def week_file(season: Season, name: str) -> WeekFile:
    """What a file says of weeks: one of a week alone, a season's, or a shipped season. Says where it names another season."""
    if not Path(name).exists() and (name in shipped_seasons() or not set("/\\.") & set(name)):
        shipped = shipped_season(name)
        written = WeekFile(shipped.where, shipped.season, commands_of(shipped))
    else:
        written = read_week(Path(name), season.name, season.state)
    if written.season not in (None, season.name):
        say(f"! {written.where} is of season {written.season}; what it says of the week is said in {season.name}.")
    return written
