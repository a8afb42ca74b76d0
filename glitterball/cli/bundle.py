"""`glitterball bundle`: a week or a season as one file that an outsider can check."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import OutputOption, SeasonArgument, proofs_of, season_named, store_of
from glitterball.cli.checkpoint import KeyOption
from glitterball.cli.output import banner, say
from glitterball.evidence.ledger import Ledger, Register, register_path, write_bundle
from glitterball.files import beside, protecting, read, writing
from glitterball.files.kinds import BUNDLE, OPENINGS
from glitterball.files.limits import CERTIFICATE


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
    proof: Annotated[
        bool,
        typer.Option("--proof", help="Put in the proofs of who left (glitterball week prove): they show no count."),
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
                proofs=proofs_of(context).get if proof else None,
            )  # fmt: skip
    finally:
        register.close()
    manifest = written.manifest
    say(
        f"{banner(manifest.mode)}{target}: {count_of(written.events, 'event')} up to the checkpoint of {manifest.size:,}."
    )
    if sealed:
        say(f"{secret}: the openings. Only for the adjudicator; they show every count.")
    say(f"SHA-256 {file.sha256}")
