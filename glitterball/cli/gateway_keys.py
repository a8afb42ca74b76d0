"""`glitterball votes key`, `sign` and `signatures`: the keys gateways sign with, signing for one, checking them all."""

import re
import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from domain.gateway.events import OfBatch, VoteBatchReceivedV2
from domain.gateway.refusals import OrderNotStated
from domain.parts import read_public
from domain.season import commands as c
from domain.season.lookup import commits_by_batch, couples_in_order
from domain.season.state import KeyState
from glitterball.answers import Answer, Column
from glitterball.cli.asking import (
    AsOfOption,
    FormatOption,
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    file_or_input,
    season_of,
)
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.recording import record, records
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import typed
from glitterball.engine.openings import opening_of
from glitterball.evidence.signatures import check_signatures
from glitterball.files import write, write_key
from glitterball.files.kinds import GATEWAY as GATEWAY_KEY
from glitterball.files.limits import KEY
from glitterball.intake import read_message, sign_delivery
from glitterball.intake.refusals import DeliveryMixed
from glitterball.intake.signing import in_second_form, require_key_of
from glitterball.intake.unsigned_lines import read_deliveries
from glitterball.naming import GATEWAY, choices, identifier, named
from glitterball.proof.keys import SignerKey, parse_signer_key
from glitterball.proof.private_keys import holds_private_key
from glitterball.refusals import FileUnreadable
from glitterball.store import Season
from projections.numbers import number

app = typer.Typer(help="Introduce, rotate and revoke the keys gateways sign with.", no_args_is_help=True)

GatewayArgument = Annotated[str, typer.Argument(help="The gateway, by its name in the season.", metavar="GATEWAY")]
KeyArgument = Annotated[
    str,
    typer.Argument(
        help="Its verifier key line, as glitterball votes key make prints it, or its file that ends in .pub.",
        metavar="KEY",
    ),
]

KEYS = (
    Column("gateway", lambda row: row.gateway),
    Column("key", lambda row: row.key_id),
    Column("from", lambda row: row.introduced_at, right=True),
    Column("now", lambda row: row.now),
)
FINDINGS = (
    Column("", lambda row: row.severity),
    Column("where", lambda row: row.where),
    Column("what", lambda row: row.what),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A gateway's key and what became of it."""

    gateway: str
    key_id: str
    key: str
    introduced_at: int
    now: str


@app.command("make")
def make(
    gateway: GatewayArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="A new file for the secret key; only you can read it.")],
) -> None:
    """Make a key for a gateway: the secret goes into a file, the key to introduce into another that ends in .pub."""
    signer = SignerKey(identifier(gateway, "GATEWAY", "mobile"), secrets.token_bytes(32))
    line = signer.verifier_key().to_text()
    write_key(out, f"{signer.to_text()}\n")
    write(f"{out}.pub", f"{line}\n".encode(), GATEWAY_KEY, new=True)
    print(line)


@app.command("introduce")
@records
def introduce(
    context: typer.Context,
    season: SeasonArgument,
    gateway: GatewayArgument,
    key: KeyArgument,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Believe a gateway's key. From then on what the gateway does not sign is refused."""
    with season_of(context, season, records=True) as asked:
        source = identifier(gateway, "GATEWAY", "mobile")
        with typed(context):
            command = c.IntroduceGatewayKey(gateway=source, key=_key_line(key))
        record(asked, command, by, second)


@app.command("rotate")
@records
def rotate(
    context: typer.Context,
    season: SeasonArgument,
    gateway: GatewayArgument,
    key: KeyArgument,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Replace a gateway's key by a new one."""
    with season_of(context, season, records=True) as asked:
        source = _with_a_key(gateway, asked)
        with typed(context):
            command = c.RotateGatewayKey(gateway=source, key=_key_line(key))
        record(asked, command, by, second)


@app.command("revoke")
@records
def revoke(
    context: typer.Context,
    season: SeasonArgument,
    gateway: GatewayArgument,
    key_id: Annotated[str, typer.Argument(help="The key's ID: eight hex digits.", metavar="ID")],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Stop believing a gateway's key, because somebody else may hold it."""
    with season_of(context, season, records=True) as asked:
        source = _with_a_key(gateway, asked)
        with typed(context):
            command = c.RevokeGatewayKey(gateway=source, key_id=key_id.strip().lower(), reason=reason)
        record(asked, command, by, second)


@app.command("list")
def list_(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """Every key a gateway of the season had."""
    with season_of(context, season, as_of) as asked:
        rows = [_row(gateway, key) for gateway, keys in sorted(asked.state.gateway_keys.items()) for key in keys]
        notes = [] if rows else ["No key was introduced: deliveries are taken in unsigned."]
        show(
            Answer(
                schema="votes-keys",
                mode=asked.mode,
                title=f"Keys of {asked.name}",
                rows=rows,
                columns=KEYS,
                basis=asked.basis(),
                notes=notes,
            ),
            form,
        )


@app.command("opening")
def opening(context: typer.Context, season: SeasonArgument) -> None:
    """The season's opening, which its gateways name above what they sign: to standard output."""
    with season_of(context, season) as asked:
        print(asked.opening)
        say(f"Gateways sign for {asked.mode} season {season} under this opening, and under no other of that name.")


def sign(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    file: Annotated[str, typer.Argument(help="Batches and manifest, one JSON object a line; - for standard input.")],
    key: Annotated[Path, typer.Option("--key", help="File with the gateway's secret key.")],
    opening: Annotated[
        str | None,
        typer.Option(
            "--opening", help="The season's opening (votes key opening); by default that of the store's season."
        ),
    ] = None,
    in_order: Annotated[
        bool,
        typer.Option(
            "--in-order",
            help="In the second form: counts in the order the week's lines were opened with, hidden from the line.",
        ),
    ] = False,
    commit: Annotated[
        bool,
        typer.Option(
            "--commit",
            help="With --in-order: let the manifest commit to the night's counts, so that they can be proved.",
        ),
    ] = False,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            "--earlier",
            help="With --commit: the lines signed before, or, where batches commit by themselves, the deliveries as they were "
            "signed; may be given several times.",
        ),
    ] = None,
) -> None:
    """Sign a gateway's lines as one delivery, to standard output. With --opening no store is needed, but for --in-order."""
    if commit and not in_order:
        raise typer.BadParameter("commitments are of the second form; write --in-order --commit", param_hint="--commit")
    signer = parse_signer_key(file_or_input(str(key), KEY).decode("utf-8", "replace").strip())
    batches, manifests = read_deliveries(
        file_or_input(file).splitlines(), file, identifier(season, "SEASON", "us-33"), week
    )
    if len(manifests) > 1:
        raise DeliveryMixed(len(batches) + 2, "a second manifest", "one")
    order: tuple[str, ...] = ()
    by_batch, known = False, dict[str, tuple[KeyState, ...]]()
    if opening is None or in_order:
        with season_of(context, season) as asked:
            opening, known = asked.opening if opening is None else opening, asked.state.gateway_keys
            order, by_batch = couples_in_order(asked.state, week), commits_by_batch(asked.state)
    closing = manifests[0] if manifests else None
    for gateway in sorted({batch.gateway for batch in batches} | {manifest.gateway for manifest in manifests}):
        require_key_of(gateway, signer, known)
    if not in_order:
        octets = sign_delivery(signer, batches, closing, opening=_opening(opening))
    elif not order:
        raise OrderNotStated(signer.name, week)
    else:
        before = [batch for path in earlier or () for batch in _batches_in(path, season, week, signed=by_batch)]
        lines = in_second_form(batches, closing, order, commits=commit, by_batch=by_batch, earlier=before)
        octets = sign_delivery(signer, *lines, opening=_opening(opening))
    read_message(octets)  # what a season would refuse is not signed
    say_exactly(octets.decode(), end="")


def _batches_in(path: Path, season: str, week: int, *, signed: bool) -> list[OfBatch | VoteBatchReceivedV2]:
    """The batches of lines that were signed before: as they were written or, where each commits by itself, as they were
    signed."""
    octets = file_or_input(str(path))
    if signed:
        message = read_message(octets)
        count = len(message.lines) - (message.says.manifest is not None)
        return [read_public(VoteBatchReceivedV2, line) for line in message.lines[:count] if message.hidden is not None]
    batches, _ = read_deliveries(octets.splitlines(), str(path), identifier(season, "SEASON", "us-33"), week)
    return list(batches)


def signatures(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """Check every gateway's signature again, from the log alone. Exit code 5 when one is not good."""
    with season_of(context, season, as_of) as asked:
        found = check_signatures(asked.events(), partial(opening_of, asked.store.log))
        title = f"Signatures of {asked.name}: {number(len(found))} {'finding' if len(found) == 1 else 'findings'}"
        show(
            Answer(
                schema="votes-signatures",
                mode=asked.mode,
                title=title,
                rows=found,
                columns=FINDINGS,
                basis=asked.basis(),
            ),
            form,
        )
    if any(finding.severity == "error" for finding in found):
        raise leave(Exit.INTEGRITY)
    say("Every delivery that had to be signed is signed by its gateway.")


def _key_line(said: str) -> str:
    """A key as typed: its line, or the file of its own it was written to; a private key is refused there as on the line."""
    if not said.endswith(".pub"):
        return said.strip()
    line = file_or_input(said, KEY).decode("utf-8", "replace").strip()
    if holds_private_key(line):
        raise FileUnreadable(said, "it holds a private key")
    return line


def _opening(said: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", said):
        raise typer.BadParameter(
            "an opening is 64 lower-case hex digits: glitterball votes key opening SEASON prints it"
        )
    return said


def _with_a_key(said: str, season: Season) -> str:
    """A gateway as typed, among those of the season that had a key."""
    return named(said, GATEWAY, choices(season.state.gateway_keys), f" with a key in {season.name}")


def _row(gateway: str, key: KeyState) -> Row:
    now = "signs"
    if key.retired is not None:
        now = f"retired at {key.retired.position}"
    if key.revoked is not None:
        now = f"revoked at {key.revoked.position}: {key.revoked.fact.reason}"
    fact = key.introduced.fact
    return Row(gateway=gateway, key_id=fact.key_id, key=fact.key, introduced_at=key.introduced.position, now=now)
