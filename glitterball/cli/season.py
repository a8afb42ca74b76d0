"""`glitterball season`: seasons on record and in files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.plurals import count_of
from glitterball.answers import Answer, Column
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
from projections.numbers import number

app = typer.Typer(help="List, show, import, export and validate seasons.", no_args_is_help=True)
app.add_typer(season_key.app, name="key")

FileArgument = Annotated[str, typer.Argument(help="A season's folder or .toml file, or the name of one that ships.")]

TakenInByOption = Annotated[
    str,
    typer.Option(
        "--by", help="Who takes the file in; each line is said in the role that may say it.", metavar='"NAME (ROLE)"'
    ),
]

MARKS = {"leaves": "OUT", "in danger": "danger", "saved": "saved", "withdrew": "withdrew", "safe": "", "not known": "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A season on record, or one that ships."""

    season: str
    show: str
    number: int | None
    mode: str
    couples: int
    weeks: int
    events: int
    where: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """One couple's line of the season grid."""

    name: str
    cells: tuple[str, ...]


@app.command("list")
def list_(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Seasons in the store, and those that ship."""
    rows: list[Listed] = []
    address = str(context.obj)
    if not address.startswith("sqlite:") or Path(address.removeprefix("sqlite:")).exists():
        with store_of(context) as store:
            for name in store.seasons():
                state, gone = store.state_in_public(name), store.log.destroyed_at(name)
                opened = state.opened.fact if state.opened else None
                show_name, counted = (opened.show, opened.number) if opened else ("", None)
                rows.append(
                    Listed(
                        season=name,
                        show=show_name,
                        number=counted,
                        mode=state.mode,
                        couples=len(state.couples),
                        weeks=len(state.weeks),
                        events=state.sequence,
                        where="in the store" if gone is None else f"in the store; openings destroyed at event {gone}",
                    )
                )
    for name in shipped_seasons():
        rows.append(
            Listed(
                season=name,
                show="",
                number=None,
                mode="historic",
                couples=0,
                weeks=0,
                events=0,
                where="ships; take in with: season import " + name,
            )
        )
    columns = [
        Column("season", lambda row: row.season),
        Column("mode", lambda row: row.mode),
        Column("couples", lambda row: row.couples or "", right=True),
        Column("weeks", lambda row: row.weeks or "", right=True),
        Column("events", lambda row: row.events or "", right=True),
        Column("", lambda row: row.where),
    ]
    show(Answer(schema="season-list", mode="", title="Seasons", rows=rows, columns=columns), form)


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
        elif form is Format.TABLE:
            show(_grid(asked), form)
        else:
            alike = [finding.what for finding in look_alikes(asked.state)]
            show(
                Answer(
                    schema="season-grid",
                    mode=asked.mode,
                    title=asked.name,
                    rows=asked.grid(),
                    basis=asked.basis(),
                    warnings=alike,
                ),
                form,
            )


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


def _grid(season: Season) -> Answer:
    cells: dict[str, dict[int, Any]] = {}
    for row in season.grid():
        cells.setdefault(row.couple, {})[row.week] = row
    weeks = sorted(season.state.weeks)
    names = couple_names(season.state)
    last = {who: max(by_week) for who, by_week in cells.items()}
    final = {row.couple: row.final_place for by_week in cells.values() for row in by_week.values() if row.final_place}
    order = sorted(cells, key=lambda who: (-last[who], final.get(who, 99), names[who]))
    lines = [GridLine(names[who], tuple(_cell(cells[who].get(week)) for week in weeks)) for who in order]
    columns = [Column("couple", lambda line: line.name)]
    columns += [Column(f"week {week}", _at(index)) for index, week in enumerate(weeks)]
    opened = season.state.opened
    title = f"{opened.fact.show}, season {opened.fact.number}" if opened else season.name
    note = "Judges' totals of each week; OUT, danger, saved and places as announced where they were, else as computed."
    warnings = [finding.what for finding in look_alikes(season.state)]
    return Answer(
        schema="season-grid",
        mode=season.mode,
        title=title,
        rows=lines,
        columns=columns,
        basis=season.basis(),
        notes=[note],
        warnings=warnings,
    )


def _at(index: int) -> Any:
    return lambda line: line.cells[index]


def _cell(row: Any) -> str:
    if row is None:
        return ""
    total = number(row.total) if row.total is not None else "-"
    place = {1: "1st", 2: "2nd", 3: "3rd"}.get(row.final_place, f"{row.final_place}th") if row.final_place else ""
    return f"{total} {place or MARKS.get(row.result, row.result)}".strip()
