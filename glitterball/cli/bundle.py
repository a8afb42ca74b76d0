"""`glitterball bundle`: a week or a season as one file that an outsider can check."""

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import OutputOption, SeasonArgument, season_named, store_of
from glitterball.cli.checkpoint import KeyOption
from glitterball.cli.output import banner, say
from glitterball.evidence.bundle.contents import CERTIFICATES
from glitterball.evidence.ledger import Ledger, Register, register_path, write_bundle
from glitterball.files import beside, protecting, read, writing
from glitterball.files.kinds import BUNDLE, OPENINGS
from glitterball.files.limits import CERTIFICATE
from glitterball.refusals import ValueNotValid


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
        typer.Option(
            "--certificate",
            help="A file of the week's certificate to put in, as it ends in .json, .note or .html; may be given several times.",
        ),
    ] = None,
) -> None:
    """Write a bundle: events, rulebooks, checkpoints, proofs, workings. The same bytes every time.

    It ends at a published checkpoint (glitterball checkpoint publish); the key file only says whose checkpoints those are.
    """
    with store_of(context) as store:
        season = season_named(season, store)
    target = output or Path(f"{season}-{f'week-{week}' if week else 'season'}.bundle")
    secret = beside(target, ".openings")
    extra = list(_called(certificate or ()).items())
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
    finally:
        register.close()
    manifest = written.manifest
    say(
        f"{banner(manifest.mode)}{target}: {count_of(written.events, 'event')} up to the checkpoint of {manifest.size:,}."
    )
    if sealed:
        say(f"{secret}: the openings. Only for the adjudicator; they show every count.")
    say(f"SHA-256 {file.sha256}")


def _called(paths: Iterable[Path]) -> dict[str, bytes]:
    """Each file of a certificate under what a bundle calls it, which goes by its ending, whatever it was called on disk."""
    called: dict[str, bytes] = {}
    for path in paths:
        content, ending = read(path, CERTIFICATE, exactly=True), path.suffix.lower()
        name = f"certificate{ending}"
        if name not in CERTIFICATES:
            raise ValueNotValid("--certificate", str(path), "Give a file of the certificate: its .json, .note or .html")
        if name in called:
            raise ValueNotValid(
                "--certificate", str(path), f"A bundle holds one {ending} of a certificate: name it once"
            )
        called[name] = content
    return called
