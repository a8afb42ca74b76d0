"""What commands are asked with: the store, the season, the week, people and whoever dances as one types them.

Every name is found by `glitterball.naming`, among those the season has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from domain.refusals import Refusal
from domain.season.state import SeasonState, WeekState
from glitterball.addresses import Address
from glitterball.cli import zones
from glitterball.cli.output import Format, say
from glitterball.cli.stopping import works_with
from glitterball.cli.typed import a_file, reason
from glitterball.files import read_or_input
from glitterball.files.limits import DELIVERY, Limit
from glitterball.naming import (
    CHANNEL,
    COUPLE,
    GATEWAY,
    JUDGE,
    SEASON,
    channel_choices,
    choices,
    couple_choices,
    gateway_choices,
    judge_choices,
    named,
    week_named,
)
from glitterball.proving import InFolder, proofs_beside
from glitterball.refusals import SeasonUnknown
from glitterball.spelling import did_you_mean
from glitterball.store import Season, Store, open_store

FormatOption = Annotated[Format, typer.Option("--format", help="table for people; json, jsonl or csv for machines.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Answer what was known in a moment: a position of the log (412), a time as events list shows it (in UTC, unless "
        'it names an offset or --zone a zone), or what happened in a week ("week 2 announced").',
        metavar="MOMENT",
    ),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it goes on record.", callback=reason)]
SeasonArgument = Annotated[str, typer.Argument(help="The season, such as us-33.", metavar="SEASON")]


def week_as_typed(said: str) -> int | str:
    """A week's number, or what it may be called. What is written as a number and is none of a week is refused."""
    text = said.strip()
    if text.isascii() and text.isdigit() and 0 < len(text) < 20 and int(text):
        return int(text)
    if not text or not text[0].isalpha():
        raise typer.BadParameter(f"{said[:20]!r} is no week; write its number, from 1 on, or what it is called.")
    return text


def week_as_named(context: typer.Context, said: int | str | None) -> int | None:
    """The number of a week that was named in words, found in the season that was named before it."""
    if not isinstance(said, str):
        return said
    season = context.params.get("season")
    if not isinstance(season, str):
        raise typer.BadParameter(f"{said!r} names no week where no season is named before it; write its number.")
    with season_of(context, season) as asked:
        return week_named(said, asked.state)


WeekArgument = Annotated[
    int,
    typer.Argument(
        help="The week, as viewers count; or its title, or the form it ends in, as names are typed.",
        metavar="WEEK",
        parser=week_as_typed,
        callback=week_as_named,
    ),
]
EveryWeekArgument = Annotated[
    int | None,
    typer.Argument(
        help="The week; all weeks without it.", metavar="[WEEK]", parser=week_as_typed, callback=week_as_named
    ),
]
AsOption = Annotated[str | None, typer.Option("--as", help="Record it under this name.", metavar="NAME")]
NewFolderOption = Annotated[Path, typer.Option("--out", "-o", help="The folder to write; it must be new or empty.")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="The file to write.", metavar="FILE", callback=a_file)
]


class NoStore(Refusal):
    """A question needs a store that is there."""

    says: ClassVar = "There is no store at {path}."
    fix: ClassVar = "Make one with: glitterball season import us-33; or name yours with --store sqlite:PATH."
    path: str


@contextmanager
def store_of(context: typer.Context, *, make: bool = False, read_only: bool = False) -> Iterator[Store]:
    """The store the command line names. Only a command that records may make a new one."""
    address: Address = context.obj
    if address.file is not None and not make and not address.file.exists():
        raise NoStore(str(address.file))
    with open_store(address.text, read_only=read_only, state=address.state) as store:
        if address.is_kept:
            works_with(store.log.own)
        yield store


def proofs_of(context: typer.Context) -> InFolder:
    """The proofs kept beside the store that the command line names."""
    return proofs_beside(context.obj.beside or Path(context.obj.text))


@contextmanager
def season_of(
    context: typer.Context, name: str, as_of: str | None = None, *, records: bool = False
) -> Iterator[Season]:
    """A season of that store, as of a moment if one is given; which position that is, is said where it was not."""
    with store_of(context, read_only=not records and context.obj.is_kept) as store:
        season = store.season(season_named(name, store))
        yield season if as_of is None else _as_of(season, as_of)


def _as_of(season: Season, moment: str) -> Season:
    said = zones.moment_typed(moment).strip()
    asked = season.as_of(said)
    if not said.isdigit():
        say(f"{said[:1].upper()}{said[1:]} is position {asked.position} of the log.")
    return asked


def season_named(said: str, store: Store) -> str:
    """A season of the store as typed: by identifier, or by words of it where they name only one."""
    has = store.seasons()
    try:
        return named(said, SEASON, choices(has))
    except SEASON.refusal as unclear:
        if unclear.found.startswith("several"):
            raise
        from glitterball.season_files import shipped_seasons

        shipped, hint = shipped_seasons(), did_you_mean(unclear.said, has)
        if unclear.said.strip().isdigit():
            hint = " The season is written before the week: us-33 2."
        raise SeasonUnknown(unclear.said, ", ".join(has) or "none", ", ".join(shipped), hint) from None


def file_or_input(file: str, limit: Limit = DELIVERY) -> bytes:
    """What a file holds, or standard input for a dash, within the limits of its kind."""
    return read_or_input(file, limit)


def couple(said: str, state: SeasonState) -> str:
    """A couple as typed: its identifier, or words of a name that fit only one couple."""
    return named(said, COUPLE, couple_choices(state))


def couples(said: str, state: SeasonState) -> tuple[str, ...]:
    """Several couples, separated by commas."""
    return tuple(couple(name, state) for name in said.split(",") if name.strip())


def judge(said: str, state: SeasonState, week: int) -> str:
    """A judge of a week as typed: the identifier, or words of the name as the panel has it."""
    return named(said, JUDGE, judge_choices(state, state.weeks.get(week)), f" in week {week}")


def gateway(said: str, week: WeekState) -> str:
    """A gateway of a week as typed."""
    return named(said, GATEWAY, gateway_choices(week), f" in week {week.opened.fact.week}")


def channel(said: str, week: WeekState, gateway: str | None = None) -> str:
    """A channel of a week as typed, among those of a gateway or among all."""
    return named(said, CHANNEL, channel_choices(week, gateway), f" in week {week.opened.fact.week}")
