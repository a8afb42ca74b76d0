"""`glitterball week prove`: that an outcome follows from the votes committed to, so that it is shown without a count."""

from typing import Annotated

import typer

from domain.record import Recorded
from domain.season.proving.as_if import AsIf
from domain.season.state import WeekState
from glitterball.cli.asking import SeasonArgument, WeekArgument, channel, proofs_of, season_of
from glitterball.cli.output import say
from glitterball.cli.progress import watching
from glitterball.cli.recording import is_dry_run, record_all, records
from glitterball.cli.speaking import ByOption
from glitterball.proving import InMemory, made_proof


@records
def prove(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    by: ByOption,
    without: Annotated[
        str | None,
        typer.Option("--without", help="Prove that the same couples leave without this channel.", metavar="CHANNEL"),
    ] = None,
    also_with: Annotated[
        str | None,
        typer.Option(
            "--also-with", help="Prove that the same couples leave with this channel, which is void.", metavar="CHANNEL"
        ),
    ] = None,
    void_batches: Annotated[
        bool,
        typer.Option(
            "--also-with-void-batches", help="Prove that the same couples leave with the batches that are void."
        ),
    ] = False,
) -> None:
    """Prove that what was announced follows from the votes the gateways committed to, without showing a count.

    The proof is kept beside the store; `glitterball bundle --sealed --proof` hands it out. Where it is made already, and stands,
    nothing is recorded. Experimental: no outside cryptographer has reviewed it.
    """
    with season_of(context, season, records=True) as asked:
        asked.week(week)
        as_if = _as_if(asked.state.weeks[week], without, also_with, void_batches)
        proofs = InMemory() if is_dry_run() else proofs_of(context)
        with watching("proving"):
            made = made_proof(asked.store.engine, asked.name, week, proofs, as_if)
        if isinstance(made, Recorded):
            record_all(asked, (), by, standing=(made,))
            return
        record_all(asked, (made,), by)
        if not is_dry_run():
            say("It says nothing of where the votes came from; no outside cryptographer has reviewed it.")


def _as_if(week: WeekState, without: str | None, also_with: str | None, void_batches: bool) -> AsIf | None:
    """What a claim is made as if, of which one is named at most."""
    if sum((without is not None, also_with is not None, void_batches)) > 1:
        raise typer.BadParameter("each claim is proved by itself; give one of them", param_hint="--without")
    if without is not None:
        return AsIf("without", channel(without, week))
    if also_with is not None:
        return AsIf("with", channel(also_with, week))
    return AsIf("with") if void_batches else None
