"""`glitterball rehearse`: a season played again with synthetic votes, through the same commands as a live one."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.cli.asking import AsOption, SeasonArgument, proofs_of, store_of
from glitterball.cli.operating import LogFormatOption, MetricsOption, operated
from glitterball.cli.output import say
from glitterball.cli.progress import progress
from glitterball.cli.stopping import Stopped, stopping_between
from glitterball.evidence.ledger import Ledger, Register, make_key, read_key, register_path
from glitterball.evidence.ledger.witnessed import WitnessedPublisher
from glitterball.files import beside, write
from glitterball.files.kinds import POLICY
from glitterball.naming import Kind, SeasonUnclear, choices, identifier, named
from glitterball.proof.keys import SignerKey
from glitterball.rehearsal import rehearse as play
from glitterball.rehearsal.gateways import CommittingGateways, SigningGateways
from glitterball.rehearsal.people import RosterOfARehearsal
from glitterball.rehearsal.shipped import reported_votes
from glitterball.season_files import shipped_seasons
from glitterball.store import Store, open_season
from glitterball.telemetry import WeekPlayed, aside, tell

SHIPPED = Kind("shipped season", "shipped seasons", SeasonUnclear)


def rehearse(
    context: typer.Context,
    season: SeasonArgument,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same votes.")] = 33,
    name: AsOption = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help="A key file for the rehearsal's log, made where there is none, and a witness's beside it: a checkpoint is then "
            "published at each closing, after each certification and at the end of each week; FILE.policy says whom an auditor "
            "trusts.",
            metavar="FILE",
        ),
    ] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Gateways commit to their counts, and each week that can be is proved.")
    ] = False,
    commit_batches: Annotated[
        bool,
        typer.Option(
            "--commit-batches",
            help="As --prove, and each batch commits to its own counts, so that a week with a void batch could be proved.",
        ),
    ] = False,
    through: Annotated[
        int | None, typer.Option("--through", help="The last week that is played; all of them without it.", min=1)
    ] = None,
    log_format: LogFormatOption = None,
    metrics: MetricsOption = None,
) -> None:
    """Play a shipped season again with synthetic votes that fit every announced result.

    Casting, marks, batches of several gateways, manifests, seals, certificates signed by two, announcements: all of it runs
    through the engine into the store. Two people of a roster of its own sign what they decide. Gateways sign what they deliver,
    and every batch has a nonce, so that its bundles can be sealed. REHEARSAL is on everything that comes of it.
    """
    operation = operated("rehearse", log_format, metrics)
    prove = prove or commit_batches
    ships = named(season, SHIPPED, choices(shipped_seasons()))
    recorded = f"{ships}-rehearsal" if name is None else identifier(name, "--as", "harbour-1")
    with aside():
        shipped = open_season(ships)
    played = shipped if through is None else shipped.at_end_of(through)
    reported = reported_votes(ships, played.state)
    with store_of(context, make=True) as store, operation.watching(store):
        weeks = len(played.state.weeks)
        with progress("weeks of the REHEARSAL") as begins, stopping_between() as stopped:

            def ended(done: int, of: int) -> None:
                tell(WeekPlayed(done, of))
                if stopped() and done < of:
                    raise Stopped(_stopped_after(done, of, recorded, typed_again(context, ships)))
                begins(f"week {done + 1}", done + 1, of)

            begins("week 1", 1, weeks)
            with _publishing(key, store) as publisher:
                done = play(
                    played.state, store.engine, recorded, seed, reported,
                    ended,
                    gateways=_gateways(seed, recorded, prove=prove, by_batch=commit_batches),
                    proofs=proofs_of(context) if prove else None,
                    roster=RosterOfARehearsal(seed, recorded),
                    published=publisher.publish if publisher else lambda at: None,
                )  # fmt: skip
        if not done.events:
            say(f"REHEARSAL  {recorded}: nothing was recorded, since all of it is there already (seed {done.seed}).")
            return
        say(
            f"REHEARSAL  {recorded}: {count_of(done.weeks, 'week')}, {count_of(done.votes, 'synthetic vote')} "
            f"in {count_of(done.batches, 'batch', 'batches')}, "
            f"{count_of(done.events, 'event')} (seed {done.seed})."
        )
        if prove:
            say(f"Proved: {count_of(done.proved, 'week')} (experimental, not reviewed by an outside cryptographer).")
            for refusal in done.unproved:
                say(f"Not proved: week {refusal.week}, {refusal.why}.")
        if key is not None:
            say(
                f"Bundle a week: glitterball bundle {recorded} 2 --key {key}; verify it with --policy {beside(key, '.policy')}"
            )
        say(f"Compare what was announced with what is computed: glitterball replay {recorded} --compare")


def _stopped_after(done: int, of: int, season: str, command: str) -> str:
    return (
        f"Stopped. REHEARSAL {season} is recorded up to the end of its week {done} of {of}. "
        f"Go on with the same command, and the same options: {command}"
    )


def typed_again(context: typer.Context, ships: str) -> str:
    """The rehearsal's command as a line to copy, with every option that does not say what holds without it."""
    words = [ships]
    for option in (each for each in context.command.params if each.param_type_name == "option"):
        value = context.params.get(str(option.name))
        if value is True:
            words.append(option.opts[0])
        elif value not in (None, False, option.default):
            words += [option.opts[0], str(value)]
    return f"{context.command_path} {shlex.join(words)}"


def _gateways(seed: int, season: str, *, prove: bool, by_batch: bool) -> SigningGateways:
    return CommittingGateways(seed, season, by_batch=by_batch) if prove else SigningGateways(seed, season)


@contextmanager
def _publishing(key: Path | None, store: Store) -> Iterator[WitnessedPublisher | None]:
    """Whoever publishes the checkpoints of the rehearsal, where there is a key to sign them with."""
    if key is None:
        yield None
        return
    signer = _key(key, f"rehearsal.example/{key.stem}")
    witness = _key(beside(key, ".witness"), "witness.rehearsal.example")
    register = Register(register_path(key))
    try:
        with Ledger.open(store.log) as ledger:
            publisher = WitnessedPublisher(ledger, register, signer, witness)
            write(beside(key, ".policy"), publisher.policy().encode(), POLICY)
            yield publisher
    finally:
        register.close()


def _key(path: Path, name: str) -> SignerKey:
    """The key in a file, or a new one."""
    return read_key(path) if path.exists() else make_key(path, name)
