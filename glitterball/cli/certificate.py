"""`glitterball week certificate`: the certificate as HTML to print and JSON to sign, and the single-file verifier it names."""

from pathlib import Path
from typing import Annotated

import typer

from domain.record import digest
from glitterball.cli.asking import AsOfOption, SeasonArgument, WeekArgument, season_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import banner, say, tell
from glitterball.cli.typed import a_note_in
from glitterball.evidence.certificate import (
    Published,
    certificate_html,
    certificate_text,
    published,
    sign_certificate,
    sign_statement,
    statement_html,
)
from glitterball.evidence.certificate.verifier import FILE, shipped_verifier, verifier_file
from glitterball.evidence.certifying import certificate_of_week, statement_of_week
from glitterball.evidence.ledger import read_key
from glitterball.files import beside, kinds, read, target_of, write
from glitterball.files.limits import CHECKPOINT
from glitterball.proof.keys import SignerKey

KINDS = {".html": kinds.PAGE, ".json": kinds.JSON, ".note": kinds.NOTE}
"""The files of a certificate, by their endings."""


def certificate(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    out: Annotated[
        str | None, typer.Option("--out", help="Where to write, without the ending.", metavar="PATH")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="A published checkpoint, oldest first; may be repeated.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--published", help="Where that checkpoint was first published, in the same order."),
    ] = None,
    sign: Annotated[
        list[Path] | None, typer.Option("--sign", help="A file with a signer key; may be repeated.", metavar="FILE")
    ] = None,
    sealed: Annotated[bool, typer.Option("--sealed", help="Leave every vote count out.")] = False,
    margins: Annotated[bool, typer.Option("--margin/--no-margin", help="Work out how close it was.")] = True,
    zone: Annotated[
        str,
        typer.Option("--zone", help="The show's own time zone, such as America/Los_Angeles: times are shown in it."),
    ] = "UTC",
    as_of: AsOfOption = None,
) -> None:
    """The certificate of a certified week: an HTML page, its JSON, and with --sign the JSON as a signed note.

    Of a week whose votes were never published it is an audit statement in the same form: what the announcement implies.
    Exit code 1 when the certified outcome does not stand.
    """
    if len(where or ()) > len(checkpoint or ()):
        raise typer.BadParameter("say --published after the --checkpoint it belongs to")
    signers = [read_key(file) for file in sign or ()]
    with season_of(context, season, as_of) as asked:
        what = "statement" if asked.state.mode == "historic" else "certificate"
        targets = _targets(Path(out or f"{asked.name}-week-{week}-{what}"), bool(signers))
        if what == "statement":
            _write(targets, _statement(statement_of_week(asked, week, zone), signers))
            return
        made = certificate_of_week(
            asked, week, _published(checkpoint or [], where or []), sealed=sealed, margins=margins, zone=zone
        )
    written = {".html": certificate_html(made).encode(), ".json": certificate_text(made).encode()}
    if signers:
        written[".note"] = sign_certificate(made, signers)
    _write(targets, written)
    if not made.stands:
        say(f"{banner(made.mode)}The certified outcome of week {week} does not stand; the certificate says why.")
        raise leave(Exit.NO)


def _write(targets: dict[str, Path], written: dict[str, bytes]) -> None:
    for ending, target in targets.items():
        write(target, written[ending], KINDS[ending])
        tell(str(target))


def _statement(text: str, signers: list[SignerKey]) -> dict[str, bytes]:
    """The files of an audit statement, by their endings."""
    written = {".html": statement_html(text).encode(), ".json": text.encode()}
    return written | ({".note": sign_statement(text, signers)} if signers else {})


def _targets(path: Path, signed: bool) -> dict[str, Path]:
    """The files of a certificate by their endings. Refused together, before the first is written."""
    targets = {ending: beside(path, ending) for ending in KINDS if signed or ending != ".note"}
    for ending, target in targets.items():
        target_of(target, KINDS[ending])
    return targets


def verifier(
    out: Annotated[Path, typer.Argument(help="Where to write it.", metavar="FILE")] = Path(FILE),
    browser: Annotated[
        Path | None,
        typer.Option(
            "--browser",
            help="Write in its place an HTML page that runs it in any browser, without a network and without Python.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Copy out the verifier that is one file and needs nothing but Python 3.11.

    With --browser it is one page to open in a browser, from a folder or a stick; what is checked there is sent nowhere.
    """
    if browser is None:
        write(out, verifier_file(), kinds.VERIFIER)
        tell(str(out))
        return
    from glitterball.browser_check import Checking, page

    made = page(Checking(verifier_file(), shipped_verifier().version))
    write(browser, made, kinds.PAGE)
    tell(f"{browser}: {len(made) / 1_000_000:.1f} MB, SHA-256 {digest(made)}")


def _published(checkpoints: list[Path], where: list[str]) -> list[Published]:
    places: list[str | None] = [*where, *[None] * (len(checkpoints) - len(where))]
    return [_checkpoint(file, place) for file, place in zip(checkpoints, places, strict=True)]


def _checkpoint(file: Path, place: str | None) -> Published:
    with a_note_in(file):
        return published(read(file, CHECKPOINT), place)
