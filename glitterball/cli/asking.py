"""What commands are asked with: the store, the season, the week, people and couples as one types them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, get_args

import typer

from domain.record import Actor, Role
from domain.refusals import Refusal
from domain.season.state import SeasonState
from glitterball.cli.output import Format
from glitterball.refusals import FileUnreadable
from glitterball.store import Season, Store, open_store

FormatOption = Annotated[Format, typer.Option("--format", help="table for people; json, jsonl or csv for machines.")]
AsOfOption = Annotated[
    int | None, typer.Option("--as-of", help="Answer what was known at this position of the log.", metavar="POSITION")
]
ByOption = Annotated[
    str,
    typer.Option("--by", help='Who says so, and in what role: "Dora (score desk)".', metavar='"NAME (ROLE)"'),
]
WithOption = Annotated[
    str | None,
    typer.Option(
        "--with", help="The second person, where it takes two; without one it is proposed.", metavar='"NAME (ROLE)"'
    ),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it goes on record.")]
SeasonArgument = Annotated[str, typer.Argument(help="The season, such as us-33.", metavar="SEASON")]
WeekArgument = Annotated[int, typer.Argument(help="The week, as viewers count.", metavar="WEEK", min=1)]


@dataclass(eq=False)
class NoStore(Refusal):
    """A question needs a store that is there."""

    code: ClassVar = "no-store"
    says: ClassVar = "There is no store at {path}."
    fix: ClassVar = "Make one with: glitterball season import us-33; or name yours with --store sqlite:PATH."
    path: str


@dataclass(eq=False)
class PersonUnclear(Refusal):
    """Who speaks must be said with a role."""

    code: ClassVar = "person-unclear"
    says: ClassVar = "{said!r} does not say who speaks in which role."
    fix: ClassVar = 'Write a name and a role, such as "Dora (score desk)"; roles are: {roles}.'
    said: str
    roles: str


@dataclass(eq=False)
class CoupleUnclear(Refusal):
    """What was typed names no couple, or several."""

    code: ClassVar = "couple-unclear"
    says: ClassVar = "{said!r} names {found}."
    fix: ClassVar = "Write a couple's identifier or enough of a name; cast are: {cast}."
    said: str
    found: str
    cast: str


@contextmanager
def store_of(context: typer.Context, *, make: bool = False, read_only: bool = False) -> Iterator[Store]:
    """The store the command line names. Only a command that records may make a new one."""
    address = str(context.obj)
    path = address.removeprefix("sqlite:")
    if address.startswith("sqlite:") and not make and not Path(path).exists():
        raise NoStore(path)
    with open_store(address, read_only=read_only) as store:
        yield store


@contextmanager
def season_of(
    context: typer.Context, name: str, as_of: int | None = None, *, records: bool = False
) -> Iterator[Season]:
    """A season of that store, as of a position if one is given."""
    with store_of(context, read_only=not records and str(context.obj).startswith("sqlite:")) as store:
        season = store.season(name)
        yield season if as_of is None else season.as_of(as_of)


def file_or_input(file: str) -> bytes:
    """What a file holds, or standard input for a dash."""
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise FileUnreadable(file, error.strerror or str(error)) from None


def person(said: str) -> Actor:
    """Somebody as typed: `Dora (score desk)`."""
    name, bracket, role = said.strip().rpartition("(")
    role = role.removesuffix(")").strip()
    if not bracket or not name.strip() or role not in get_args(Role):
        raise PersonUnclear(said, ", ".join(get_args(Role)))
    return Actor.model_validate({"name": name.strip(), "role": role})


def couple(said: str, state: SeasonState) -> str:
    """A couple as typed: its identifier, or part of a name that fits only one couple."""
    wanted = said.strip().casefold()
    if wanted in state.couples:
        return wanted
    parts = [part.strip() for part in wanted.replace(" and ", "&").split("&")]
    fitting = [
        name
        for name, event in state.couples.items()
        if wanted and all(part in f"{event.fact.celebrity} & {event.fact.professional}".casefold() for part in parts)
    ]
    if len(fitting) == 1:
        return fitting[0]
    found = "no couple" if not fitting else f"several couples: {', '.join(sorted(fitting))}"
    raise CoupleUnclear(said, found, ", ".join(sorted(state.couples)) or "nobody")


def couples(said: str, state: SeasonState) -> tuple[str, ...]:
    """Several couples, separated by commas."""
    return tuple(couple(one, state) for one in said.split(",") if one.strip())
