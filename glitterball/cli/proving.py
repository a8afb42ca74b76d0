"""`glitterball week prove`: that an outcome follows from the votes committed to, so that it is shown without a count."""

import typer

from domain.record import Recorded
from glitterball.cli.asking import SeasonArgument, WeekArgument, proofs_of, season_of
from glitterball.cli.output import say
from glitterball.cli.recording import is_dry_run, record_all, records
from glitterball.cli.speaking import ByOption
from glitterball.proving import InMemory, made_proof


@records
def prove(context: typer.Context, season: SeasonArgument, week: WeekArgument, by: ByOption) -> None:
    """Prove that what was announced follows from the votes the gateways committed to, without showing a count.

    The proof is kept beside the store; `glitterball bundle --sealed --proof` hands it out. Where it is made already, and stands,
    nothing is recorded. Experimental: no outside cryptographer has reviewed it.
    """
    with season_of(context, season, records=True) as asked:
        asked.week(week)
        proofs = InMemory() if is_dry_run() else proofs_of(context)
        made = made_proof(asked.store.engine, asked.name, week, proofs)
        if isinstance(made, Recorded):
            record_all(asked, (), by, standing=(made,))
            return
        record_all(asked, (made,), by)
        if not is_dry_run():
            say("It says nothing of where the votes came from; no outside cryptographer has reviewed it.")
