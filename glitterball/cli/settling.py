"""`glitterball votes give-up` and `votes replace`: what two people state where a gateway cannot be waited for."""

from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.words import CoupleVotes
from glitterball.cli.asking import (
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    channel,
    gateway,
    season_of,
)
from glitterball.cli.recording import record, records
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.stating import votes_by_couple
from glitterball.cli.typed import in_words, typed

GatewayArgument = Annotated[str, typer.Argument(help="The gateway, as named when the lines opened.", metavar="GATEWAY")]


@records
def give_up(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    of: GatewayArgument,
    reason: ReasonOption,
    by: ByOption,
    as_delivered: Annotated[
        bool,
        typer.Option("--as-delivered/--not-at-all", help="Count what it delivered in time, or nothing of it."),
    ],
    second: WithOption = None,
) -> None:
    """Wait for a gateway no longer, whose manifest is wrong or never came; it takes two people in different roles."""
    with season_of(context, season, records=True) as asked:
        source = gateway(of, asked.state.weeks[asked.week(week).number])
        with typed(context):
            taken = "as delivered" if as_delivered else "not at all"
            values = {"week": week, "gateway": source, "taken": taken, "reason": reason}
            command = c.GiveUpGateway.model_validate(values)
        record(asked, command, by, second)


@records
def replace(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    of: GatewayArgument,
    name: Annotated[str, typer.Argument(help="The channel whose votes are stated.", metavar="CHANNEL")],
    counts: Annotated[
        list[str],
        typer.Argument(
            help="Each couple with its votes: mia=1200 otto=800. Who is not named has none.", metavar="COUPLE=VOTES..."
        ),
    ],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    body: Annotated[str, typer.Option("--body", help="The voting body whose votes they are.")] = "viewers",
) -> None:
    """State the votes of a gateway's channel couple by couple, in place of what it delivered and of its manifest.

    It takes two people in different roles. A manifest holds no votes by couple, so "as the manifest says" alone is no answer.
    """
    with season_of(context, season, records=True) as asked:
        opened = asked.state.weeks[asked.week(week).number]
        source = gateway(of, opened)
        carried = channel(name, opened, source)
        counted = votes_by_couple(counts, asked.state)
        with typed(context, votes="COUPLE=VOTES"):
            votes = tuple(CoupleVotes(couple=who, votes=number) for who, number in counted)
            of_body = in_words(body, "--body")
            values = {
                "week": week,
                "gateway": source,
                "channel": carried,
                "body": of_body,
                "votes": votes,
                "reason": reason,
            }
            command = c.ReplaceManifest.model_validate(values)
        record(asked, command, by, second)
