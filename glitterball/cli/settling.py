"""`glitterball votes give-up` and `votes replace`: what two people state where a gateway cannot be waited for."""

from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.state import SeasonState
from domain.season.words import CoupleVotes
from glitterball.cli.asking import (
    ByOption,
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    WithOption,
    channel,
    couple,
    gateway,
    season_of,
)
from glitterball.cli.recording import record
from glitterball.cli.typed import in_words, typed

GatewayArgument = Annotated[str, typer.Argument(help="The gateway, as named when the lines opened.", metavar="GATEWAY")]


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
        votes = tuple(_counted(text, asked.state) for text in counts)
        with typed(context):
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


def _counted(text: str, state: SeasonState) -> CoupleVotes:
    name, _, votes = text.rpartition("=")
    if not name or not votes.replace("_", "").isascii() or not votes.isdigit():
        raise typer.BadParameter(f"{text!r} is no couple with its votes; write it as mia=1200")
    return CoupleVotes.model_validate({"couple": couple(name, state), "votes": int(votes)})
