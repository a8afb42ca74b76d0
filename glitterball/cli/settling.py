"""What two people state where nothing else settles a week: `glitterball votes give-up`, `votes replace` and `week restate`."""

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
        bool | None,
        typer.Option(
            "--as-delivered/--not-at-all",
            help="Count what it delivered in time, or nothing of it. One of the two has to be said.",
            show_default=False,
        ),
    ] = None,
    second: WithOption = None,
) -> None:
    """Wait for a gateway no longer, whose manifest is wrong or never came; it takes two people in different roles."""
    if as_delivered is None:
        raise typer.BadParameter("say what becomes of its votes: --as-delivered or --not-at-all")
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
            help="Each couple of the week with its votes: mia=1200 otto=800 pia=0.", metavar="COUPLE=VOTES..."
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
        counted = votes_by_couple(counts, asked.state, week, body)
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


@records
def restate(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    ends: Annotated[str | None, typer.Option("--ends", help="The form it ends in; as it stands without this.")] = None,
    scores_from: Annotated[
        str | None, typer.Option("--scores-from", help="The weeks whose scores count: 1,2.", metavar="WEEKS")
    ] = None,
    votes_from: Annotated[
        str | None, typer.Option("--votes-from", help="The weeks whose votes count: 1,2.", metavar="WEEKS")
    ] = None,
    episodes: Annotated[
        list[str] | None, typer.Option("--episode", help="All its episodes with their dates: 3=2026-03-21.")
    ] = None,
) -> None:
    """State a week anew that was opened by mistake or in a form that does not fit the night; it takes two people.

    What is not named stays as it is. Panels, dances and marks stay too.
    """
    with season_of(context, season, records=True) as asked:
        stands = asked.state.weeks[asked.week(week).number].opened.fact
        with typed(context, form="--ends", episodes="--episode"):
            values = {
                "week": week,
                "form": stands.form if ends is None else ends,
                "episodes": stands.episodes if episodes is None else tuple(_episode(text) for text in episodes),
                "scores_from": stands.scores_from if scores_from is None else _weeks(scores_from, "--scores-from"),
                "votes_from": stands.votes_from if votes_from is None else _weeks(votes_from, "--votes-from"),
                "reason": reason,
            }
            command = c.RestateWeek.model_validate(values)
        record(asked, command, by, second)


def _weeks(text: str, option: str) -> tuple[int, ...]:
    named = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in named):
        raise typer.BadParameter(f"{text!r} names no weeks; write them as 1,2", param_hint=option)
    return tuple(sorted({int(part) for part in named}))


def _episode(text: str) -> dict[str, object]:
    number, _, date = text.partition("=")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and date):
        raise typer.BadParameter(
            f"{text!r} is no episode with its date; write it as 3=2026-03-21", param_hint="--episode"
        )
    return {"number": int(number), "date": date}
