"""Setting up by hand: a season, its rulebook and its couples; of a week the panels, the running order, and who cannot come.

Commands of `glitterball season` and `glitterball week`. A season file does the same in one go (`season import`, `week open`).
"""

from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.state import SeasonState
from domain.season.words import Judge
from glitterball.cli.asking import (
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    couple,
    couples,
    season_of,
    store_of,
)
from glitterball.cli.asking import judge as judge_named
from glitterball.cli.recording import record, records
from glitterball.cli.rulebook_named import read_rulebook_named
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import in_words, typed
from glitterball.naming import identifier
from glitterball.store import Season

CoupleArgument = Annotated[str, typer.Argument(help='The couple: anna-ezra, "Anna & Ezra", or Anna.', metavar="COUPLE")]
EpisodeOption = Annotated[int | None, typer.Option("--episode", help="The episode, where the week has several.")]
MODES = "live, rehearsal or historic"


@records
def open_season(
    context: typer.Context,
    season: Annotated[str, typer.Argument(help="What the season is to be called, such as us-40.", metavar="SEASON")],
    show_name: Annotated[str, typer.Option("--show", help="The show, as its viewers call it.")],
    number: Annotated[int, typer.Option("--number", help="Which season of the show, or its year.", min=1)],
    by: ByOption,
    mode: Annotated[str, typer.Option("--mode", help=f"{MODES[0].upper()}{MODES[1:]}.")] = "live",
    venue: Annotated[str | None, typer.Option("--venue", help="Where it is held.")] = None,
    sealed: Annotated[
        bool,
        typer.Option("--sealed", help="Hide what tells counts, in every week: lines always state the couples' order."),
    ] = False,
    commit_batches: Annotated[
        bool,
        typer.Option(
            "--commit-batches",
            help="As --sealed, and each vote batch commits to its counts: a week with a void batch or channel can be proved.",
        ),
    ] = False,
) -> None:
    """Begin a season of a show, without a file. Next: `season adopt`, `season cast`, `week open`."""
    name = identifier(season, "SEASON", "us-40")
    with store_of(context, make=True) as store:
        with typed(context, show="--show"):
            values = {"season": name, "show": in_words(show_name, "--show"), "number": number, "mode": mode}
            hidden = {"counts": "hidden" if sealed else None, "commitments": "by batch" if commit_batches else None}
            command = c.OpenSeason.model_validate({**values, "venue": venue, **hidden})
        record(Season(store, name), command, by)


@records
def adopt(
    context: typer.Context,
    season: SeasonArgument,
    rulebook: Annotated[
        str, typer.Argument(help="A rulebook's file, or the name of one that ships.", metavar="RULEBOOK")
    ],
    by: ByOption,
    second: WithOption = None,
    from_week: Annotated[int, typer.Option("--from-week", help="The first week in which it is in force.", min=1)] = 1,
) -> None:
    """Put a rulebook in force from a week on, whole; it takes two people. One adopted later for the same week replaces it."""
    book = read_rulebook_named(rulebook)
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.AdoptRulebook(rulebook=book, from_week=from_week)
        record(asked, command, by, second)


@records
def cast(
    context: typer.Context,
    season: SeasonArgument,
    called: Annotated[
        str, typer.Argument(help="What the couple is to be called, such as anna-ezra.", metavar="IDENTIFIER")
    ],
    celebrity: Annotated[str, typer.Argument(help="The celebrity's name.", metavar="CELEBRITY")],
    by: ByOption,
    professional: Annotated[
        str | None, typer.Argument(help="The pro's name; a historic season may not know it.", metavar="[PRO]")
    ] = None,
) -> None:
    """Add a couple to the season."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.CastCouple(
                couple=identifier(called, "IDENTIFIER", "anna-ezra"),
                celebrity=in_words(celebrity, "CELEBRITY"),
                professional=None if professional is None else in_words(professional, "PRO"),
            )
        record(asked, command, by)


@records
def withdraw(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    reason: ReasonOption,
    by: ByOption,
) -> None:
    """A couple leaves the competition by itself, before the week's outcome."""
    with season_of(context, season, records=True) as asked:
        leaving = couple(who, asked.state)
        with typed(context):
            command = c.WithdrawCouple(week=week, couple=leaving, reason=reason)
        record(asked, command, by)


@records
def panel(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    judges: Annotated[
        list[str],
        typer.Argument(
            help='The judges in scoring order: ana="Ana Ruiz", or ana alone where that judge has sat before.',
            metavar="JUDGE",
        ),
    ],
    by: ByOption,
    head: Annotated[str | None, typer.Option("--head", help="The head judge.")] = None,
    casting: Annotated[str | None, typer.Option("--casting", help="The judge with the casting vote.")] = None,
    episode: EpisodeOption = None,
) -> None:
    """Name the judges of an episode; a panel is fixed once one of them has scored."""
    with season_of(context, season, records=True) as asked:
        seats = tuple(_seat(said, asked.state, week) for said in judges)
        with typed(context):
            command = c.SeatPanel(
                week=week,
                episode=episode_of(asked.state, week, episode),
                judges=seats,
                head=None if head is None else identifier(head, "--head", "ana"),
                casting=None if casting is None else identifier(casting, "--casting", "ana"),
            )
        record(asked, command, by)


@records
def absent(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    judge: Annotated[str, typer.Argument(help='The judge: inaba, "Carrie Ann", or Inaba.', metavar="JUDGE")],
    reason: ReasonOption,
    by: ByOption,
    episode: EpisodeOption = None,
    second: WithOption = None,
) -> None:
    """A judge is absent from an episode: no mark and no ballot of theirs is waited for.

    Where the judge has given marks in it, they count no more, and it takes two people in different roles.
    """
    with season_of(context, season, records=True) as asked:
        seated = judge_named(judge, asked.state, week)
        with typed(context):
            command = c.MarkJudgeAbsent(
                week=week, episode=episode_of(asked.state, week, episode), judge=seated, reason=reason
            )
        record(asked, command, by, second)


@records
def schedule(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: Annotated[str, typer.Argument(help="The couple, or those of a team, comma-separated.", metavar="COUPLES")],
    by: ByOption,
    round: Annotated[str, typer.Option("--round", help="The round in which it is danced.")] = "1",  # noqa: A002 - the show's word
    style: Annotated[str | None, typer.Option("--style", help="The style, such as Rumba.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="What the team is called, where several dance.")] = None,
    episode: EpisodeOption = None,
) -> None:
    """Put a dance at the end of the running order."""
    with season_of(context, season, records=True) as asked:
        dancing = couples(who, asked.state)
        with typed(context, couples="COUPLES"):
            command = c.ScheduleDance(
                week=week,
                episode=episode_of(asked.state, week, episode),
                round=identifier(round, "--round", "1"),
                couples=dancing,
                style=None if style is None else in_words(style, "--style"),
                team=None if team is None else identifier(team, "--team", "team-red"),
            )
        record(asked, command, by)


@records
def immune(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    reason: ReasonOption,
    by: ByOption,
) -> None:
    """Make a couple immune for a week, in the sense of the rulebook's immunity clause."""
    with season_of(context, season, records=True) as asked:
        spared = couple(who, asked.state)
        with typed(context):
            command = c.GrantImmunity(week=week, couple=spared, reason=reason)
        record(asked, command, by)


def episode_of(state: SeasonState, week: int, said: int | None) -> int:
    """The episode that is meant: the one that was said, or the only one of the week."""
    this = state.weeks.get(week)
    if said is not None or this is None:
        return said or 1  # of a week that was not opened the rules have their own word
    numbers = [episode.number for episode in this.opened.fact.episodes]
    if len(numbers) > 1:
        raise typer.BadParameter(f"week {week} has episodes {', '.join(map(str, numbers))}; say --episode.")
    return numbers[0]


def _seat(said: str, state: SeasonState, week: int) -> Judge:
    """A judge as typed: a new one with a name, `ana=Ana Ruiz`, or one who has sat before."""
    new, equals, name = said.partition("=")
    if equals:
        return Judge(judge=identifier(new, "JUDGE", "ana"), name=in_words(name, "JUDGE"))
    known = judge_named(said, state, week)
    seats = [seat for other in state.weeks.values() for panel in other.panels.values() for seat in panel.fact.judges]
    return next(seat for seat in reversed(seats) if seat.judge == known)
