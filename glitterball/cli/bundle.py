"""`glitterball bundle`: a week or a season as one file that an outsider can check."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import OutputOption, SeasonArgument, proofs_of, season_named, store_of
from glitterball.cli.checkpoint import KeyOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.implied import share_between
from glitterball.cli.output import banner, say
from glitterball.cli.progress import watching
from glitterball.evidence.handing_out import Wanted, hand_out
from glitterball.evidence.ledger import read_key
from glitterball.evidence.remaining import Remaining, remaining
from glitterball.evidence.verifying import verify
from glitterball.files import read
from glitterball.files.limits import CERTIFICATE
from glitterball.proof.policy import Policy
from glitterball.refusals import ValueNotValid
from glitterball.store import Season
from projections.names import couple_names

ENDINGS = (".json", ".note", ".html")
"""Of the files of a certificate."""


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
        typer.Option(
            "--certificate",
            help="A certificate's JSON, note or page to put in, under any name; may be given several times.",
        ),
    ] = None,
    verified: Annotated[
        bool, typer.Option("--verify/--no-verify", help="Verify what was written, as an outsider would.")
    ] = True,
) -> None:
    """Write a bundle: events, rulebooks, checkpoints, proofs, workings. The same bytes every time.

    It ends at a published checkpoint (glitterball checkpoint publish); the key file only says whose checkpoints those are.
    What was written is verified at once, under a policy that trusts this log and no witness, and ends as verify does.
    """
    with store_of(context) as store:
        season = season_named(season, store)
        gone = store.log.destroyed_at(season)
    target = output or Path(f"{season}-{f'week-{week}' if week else 'season'}.bundle")
    wanted = Wanted(sealed=sealed, guessable=guessable, margins=margins, extra=_certificate(certificate or []))
    with store_of(context) as store:
        proofs = proofs_of(context).get if proof else None
        with watching("writing the bundle"):
            written = hand_out(store.log, season, target, key, week, wanted=wanted, proofs=proofs)
        left = (
            _what_is_left(store.season(season).as_of(written.manifest.size, from_the_beginning=True))
            if written.openings
            else []
        )
    manifest = written.manifest
    say(
        f"{banner(manifest.mode)}{target}: {count_of(written.events, 'event')} up to the checkpoint of {manifest.size:,}."
    )
    if sealed and gone is not None:
        say(f"Its openings were destroyed at event {gone}: it is written from what is public, and nothing can open it.")
    if written.openings:
        say(f"{written.openings}: the openings. Only for the adjudicator; they show every count.")
    for line in left:
        say(line)
    say(f"SHA-256 {written.sha256}")
    if verified:
        _verify(target, written.openings, key)


def _certificate(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The files of a certificate under the names they have in a bundle, told by their endings."""
    named: dict[str, bytes] = {}
    for path in paths:
        content = read(path, CERTIFICATE, exactly=True)
        if path.suffix not in ENDINGS or f"certificate{path.suffix}" in named:
            raise ValueNotValid("--certificate", str(path), "Give one file each that ends in .json, .note or .html")
        named[f"certificate{path.suffix}"] = content
    return list(named.items())


def _verify(target: Path, openings: Path | None, key: Path) -> None:
    """Verify what was written; where something is wrong with it, say what, and end as the verification does."""
    trusted = Policy.of_logs(read_key(key).verifier_key())
    with watching("verifying"):
        report = verify(target, trusted, openings)
    say(report.verdict)
    for found in report.findings:
        if found.kind != "notice":
            say(f"[{found.code}] {found.says}.")
    if report.exit_code:
        raise leave(Exit(report.exit_code))


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
