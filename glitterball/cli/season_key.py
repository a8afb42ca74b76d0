"""`glitterball season key`: the key a season's hidden parts are stored under, in shares for its adjudicators."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from domain.season import commands as c
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption, ReasonOption, SeasonArgument, season_named, store_of
from glitterball.cli.output import Format, say, show
from glitterball.cli.recording import is_dry_run, record, records
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import LARGEST, in_words, typed
from glitterball.custody.in_store import key_id_in, key_in, lies_there, must_be_of, put_back
from glitterball.custody.share_files import join, read_share, split, write_shares
from glitterball.engine.openings import opening_of
from glitterball.refusals import ValueNotValid
from glitterball.store import Store
from glitterball.views.forgetting import forget_counts

app = typer.Typer(
    help="Split the key of a season's hidden parts into three shares, join two, say who holds what.",
    no_args_is_help=True,
)

SharesArgument = Annotated[
    list[Path], typer.Argument(help="The files of two shares; of all three, where one may be wrong.", metavar="FILE")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A key or a share, and who holds it. What it holds of the key stands nowhere."""

    season: str
    what: str
    holder: str
    key: str
    opening: str


ELSEWHERE = (
    "Shares, backups, openings of bundles and whatever the disk keeps are not gone with it: their holders destroy them."
)

COLUMNS = (
    Column("what", lambda row: row.what),
    Column("held by", lambda row: row.holder),
    Column("key", lambda row: row.key),
)


@app.command("split")
def split_(
    context: typer.Context,
    season: SeasonArgument,
    to: Annotated[
        tuple[Path, Path, Path],
        typer.Option("--to", help="Three new files, one for each holder.", metavar="FILE FILE FILE"),
    ],
    holders: Annotated[
        tuple[str, str, str],
        typer.Option("--for", help="Who will hold each of them, in the same order.", metavar="NAME NAME NAME"),
    ],
) -> None:
    """Write three shares of a season's key. Any two give it back; one tells nothing. The key stays where it is."""
    if len({path.absolute() for path in to}) < len(to):
        raise ValueNotValid("--to", ", ".join(map(str, to)), "Name three different files, one for each holder")
    names = tuple(in_words(name, "--for") for name in holders)
    with _read(context) as store:
        name = season_named(season, store)
        key = key_in(store.log, name)
        shares = split(key, opening_in(store, name), (names[0], names[1], names[2]))
    files = list(zip(to, shares, strict=True))
    write_shares(files)
    for path, part in files:
        say(f"{path}: share {part.number} of 3, for {part.holder}. Give it to {part.holder} alone, and keep no copy.")
    say(f"Any two give back the key of {name}, which has the fingerprint {key.fingerprint}")


@app.command("join")
def join_(context: typer.Context, season: SeasonArgument, files: SharesArgument) -> None:
    """Put a season's key back beside the store, or a copy of it, from two shares. Then its hidden parts can be read."""
    shares = [(str(path), read_share(path)) for path in files]
    joined = join(shares)
    with _read(context) as store:
        name = season_named(season, store)
        must_be_of(store.log, name, opening_in(store, name), [part for _, part in shares])
        path = put_back(store.log, joined.key)
    for wrong in joined.wrong:
        say(f"{wrong} does not fit the other two: it was written by somebody else, or by another splitting.")
    say(f"{path}: the key of {name}, which has the fingerprint {joined.key.fingerprint}")
    say("Whoever has it and the store reads every count.")


@app.command("destroy")
@records
def destroy_(
    context: typer.Context,
    season: SeasonArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    settled: Annotated[
        list[int] | None,
        typer.Option(
            "--settled",
            help="The position of a dispute that is settled; say it again for each.",
            metavar="POSITION",
            min=1,
            max=LARGEST,
        ),
    ] = None,
) -> None:
    """Destroy the openings of a season for good, by two people: its votes are then read by nobody, and the season is over.

    That it is done is recorded first; then the key's file is overwritten and removed, with the persisted views beside the store.
    Stopped between the two, say it again. Shares, backups and copies of the key are for their holders to destroy.
    """
    with store_of(context) as store:
        name = season_named(season, store)
        before = store.log.destroyed_at(name)
        if before is None:
            asked = store.season(name)
            key = key_in(store.log, name).fingerprint
            with typed(context):
                command = c.DestroyOpenings(key=key, reason=reason, settled=tuple(sorted(set(settled or ()))))
            record(asked, command, by, second)
            if not is_dry_run():
                say(f"The key {key} was overwritten, and its file removed. {ELSEWHERE}")
        elif is_dry_run():
            say(f"Nothing was recorded: the openings of {name} were destroyed at event {before}.")
        else:
            removed = store.log.destroy_key(name)
            forget_counts(store.log, name)
            what = "a file of the key that was there was removed now" if removed else "no file of the key is here"
            say(f"The openings of {name} were destroyed at event {before}; {what}. {ELSEWHERE}")


@app.command("show")
def show_(
    context: typer.Context,
    season: SeasonArgument,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of shares, to say what each is.", metavar="FILE")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """The fingerprint of a season's key and who holds what, never the key itself."""
    shares = [(path, read_share(path)) for path in files or ()]
    with _read(context) as store:
        name = season_named(season, store)
        opening, key_id = opening_in(store, name), key_id_in(store.log, name).hex()
        gone, there = store.log.destroyed_at(name), lies_there(store.log, name)
        whole = key_in(store.log, name).fingerprint if there and gone is None else f"{key_id}..."
    rows = [
        Held(
            season=name,
            what="the key",
            holder=_holder(there=there, gone=gone),
            key=whole,
            opening=opening,
        )
    ]
    for path, part in shares:
        rows.append(
            Held(
                season=part.season,
                what=f"share {part.number} of 3, {path}",
                holder=part.holder,
                key=part.fingerprint,
                opening=part.opening,
            )
        )
    show(Answer(schema="season-key", mode="", title=f"The key of {name}", rows=rows, columns=COLUMNS, row=Held), form)


def _holder(*, there: bool, gone: int | None) -> str:
    if gone is not None:
        return f"nobody: destroyed at event {gone}" + (", yet a file of it lies here" if there else "")
    return "whoever has the store" if there else "nobody here: its file is missing"


def _read(context: typer.Context) -> AbstractContextManager[Store]:
    """The store, to be read: a copy in a folder where nothing may be written will do."""
    return store_of(context, read_only=context.obj.is_kept)


def opening_in(store: Store, season: str) -> str:
    """The leaf hash of the event that opened a season: read without its key."""
    opened = store.log.get(f"season/{season}", 1)
    assert opened is not None, "a season that is on record was opened"
    return opening_of(store.log, opened)
