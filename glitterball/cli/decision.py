"""`glitterball decision`: what takes two people, proposed by one and approved by the other."""

from dataclasses import dataclass
from typing import Annotated

import typer

from domain.season import commands as c
from glitterball.answers import Answer
from glitterball.cli.asking import (
    AsOfOption,
    FormatOption,
    ReasonOption,
    SeasonArgument,
    season_of,
)
from glitterball.cli.output import Format, show
from glitterball.cli.recording import record, records
from glitterball.cli.speaking import ByOption
from glitterball.cli.typed import LARGEST, typed
from projections.sentences import sentence

app = typer.Typer(help="Approve or turn down what takes two people.", no_args_is_help=True)

DecisionArgument = Annotated[
    int, typer.Argument(help="The number of the proposal.", metavar="NUMBER", min=1, max=LARGEST)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A proposal and how it ended."""

    decision: int
    position: int
    proposed_by: str
    role: str
    what: str
    ended: str


@app.command("list")
def list_(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """All proposals and how they ended."""
    with season_of(context, season, as_of) as asked:
        rows = []
        for number, proposal in asked.state.proposals.items():
            event, ended = proposal.proposed, proposal.settled
            how = (
                "open"
                if ended is None
                else f"{ended.fact.TYPE.split('.')[0]} by {ended.actor.name} at {ended.position}"
            )
            told = sentence(event.fact, asked.state)
            rows.append(
                Row(
                    decision=number,
                    position=event.position,
                    proposed_by=event.actor.name,
                    role=event.actor.role,
                    what=told,
                    ended=how,
                )
            )
        show(
            Answer(
                schema="decision-list",
                mode=asked.mode,
                title=f"Decisions of {asked.name}",
                rows=rows,
                basis=asked.basis(),
                row=Row,
            ),
            form,
        )


@app.command("approve")
@records
def approve(context: typer.Context, season: SeasonArgument, number: DecisionArgument, by: ByOption) -> None:
    """Approve a proposal as the second person; what it leads to is recorded with it."""
    with season_of(context, season, records=True) as asked:
        record(asked, c.Approve(decision=number), by)


@app.command("reject")
@records
def reject(
    context: typer.Context, season: SeasonArgument, number: DecisionArgument, reason: ReasonOption, by: ByOption
) -> None:
    """Turn a proposal down."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.Reject(decision=number, reason=reason)
        record(asked, command, by)
