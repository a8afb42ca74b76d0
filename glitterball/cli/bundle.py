"""`glitterball bundle`: a week or a season as one file that an outsider can check."""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import OutputOption, SeasonArgument, season_named, store_of
from glitterball.cli.checkpoint import KeyOption
from glitterball.cli.implied import share_between
from glitterball.cli.output import banner, say
from glitterball.evidence.ledger import Ledger, Register, register_path, write_bundle
from glitterball.evidence.remaining import Remaining, remaining
from glitterball.files import beside, protecting, read, writing
from glitterball.files.kinds import BUNDLE, OPENINGS
from glitterball.files.limits import CERTIFICATE
from glitterball.store import Season
from projections.names import couple_names


def bundle(
    context: typer.Context,
    season: SeasonArgument,
    key: KeyOption,
    week: Annotated[int | None, typer.Argument(help="The week; without one the whole season.", min=1)] = None,
    output: OutputOption = None,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Withhold votes for couples; the openings go to FILE.openings.")
    ] = False,
    guessable: Annotated[
        bool, typer.Option("--guessable", help="Seal also what has no nonce and could be guessed.")
    ] = False,
    margins: Annotated[bool, typer.Option("--margins/--no-margins", help="Say how close it was, too.")] = True,
    certificate: Annotated[
        list[Path] | None,
        typer.Option("--certificate", help="certificate.json, .note or .html to put in; may be given several times."),
    ] = None,
) -> None:
    """Write a bundle: events, rulebooks, checkpoints, proofs, workings. The same bytes every time.

    It ends at a published checkpoint (glitterball checkpoint publish); the key file only says whose checkpoints those are.
    """
    with store_of(context) as store:
        season = season_named(season, store)
    target = output or Path(f"{season}-{f'week-{week}' if week else 'season'}.bundle")
    secret = beside(target, ".openings")
    extra = [(path.name, read(path, CERTIFICATE, exactly=True)) for path in certificate or ()]
    register = Register(register_path(key))
    try:
        with (
            protecting(key, "the log's key"),
            store_of(context) as store,
            Ledger.open(store.log) as ledger,
            writing(secret, OPENINGS, secret=True) if sealed else nullcontext() as openings,
            writing(target, BUNDLE) as file,
        ):
            store.season(season)
            written = write_bundle(
                file, ledger, register, season, week,
                sealed=sealed, guessable=guessable, margins=margins, extra=extra, openings=openings,
            )  # fmt: skip
            left = _what_is_left(store.season(season).as_of(written.manifest.size)) if sealed else []
    finally:
        register.close()
    manifest = written.manifest
    say(
        f"{banner(manifest.mode)}{target}: {count_of(written.events, 'event')} up to the checkpoint of {manifest.size:,}."
    )
    if sealed:
        say(f"{secret}: the openings. Only for the adjudicator; they show every count.")
    for line in left:
        say(line)
    say(f"SHA-256 {file.sha256}")


def _what_is_left(season: Season) -> list[str]:
    """What a sealed bundle leaves possible of each certified week, for whoever hands it out."""
    names = couple_names(season.state)
    return [f"Week {week.week}: {_left(week, names)}." for week in remaining(season.fold)]


def _left(week: Remaining, names: Mapping[str, str]) -> str:
    if week.orders is not None and week.in_all is not None:
        return f"of {week.in_all:,} public orders {week.orders:,} fit what the bundle shows"
    if not week.shares:
        return f"what remains possible of the public vote was not worked out ({week.why or 'no vote gives it'})"
    shares = (
        f"{names.get(found.couple, found.couple)} "
        f"{share_between((found.least.share, found.least.attained), (found.most.share, found.most.attained))}"
        for found in week.shares
    )
    narrower = f" ({week.why})" if week.why else ""
    return f"what remains possible of the public vote: {'; '.join(shares)}{narrower}"
