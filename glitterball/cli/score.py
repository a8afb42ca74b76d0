"""`glitterball score`: marks as the score desk submits and corrects them."""

from typing import Annotated

import typer

from domain.exact import Exact, read_exact
from domain.season import commands as c
from domain.season.refusals import DanceUnknown
from domain.season.state import SeasonState
from glitterball.cli.asking import ByOption, ReasonOption, SeasonArgument, WeekArgument, WithOption, couple, season_of
from glitterball.cli.recording import record

app = typer.Typer(help="Give and correct judges' scores.", no_args_is_help=True)

CoupleArgument = Annotated[str, typer.Argument(help='The couple: anna-ezra, "Anna & Ezra", or Anna.', metavar="COUPLE")]
JudgeArgument = Annotated[str, typer.Argument(help="The judge's identifier, such as inaba.", metavar="JUDGE")]
MarkArgument = Annotated[str, typer.Argument(help="The mark: 8, or 8.5 where the scale has halves.", metavar="MARK")]
RoundOption = Annotated[str | None, typer.Option("--round", help="The round, where the couple dances several.")]
EpisodeOption = Annotated[int | None, typer.Option("--episode", help="The episode, where the week has several.")]


@app.command("give")
def give(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    judge: JudgeArgument,
    mark: MarkArgument,
    by: ByOption,
    round: RoundOption = None,  # noqa: A002 - the show's word
    episode: EpisodeOption = None,
) -> None:
    """Submit one judge's score for one dance."""
    with season_of(context, season, records=True) as open_season:
        dance = dance_of(open_season.state, week, who, round, episode)
        record(open_season, c.GiveScore(week=week, dance=dance, judge=judge, mark=_mark(mark)), by)


@app.command("correct")
def correct(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    judge: JudgeArgument,
    mark: MarkArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    round: RoundOption = None,  # noqa: A002 - the show's word
    episode: EpisodeOption = None,
) -> None:
    """Correct a score; once voting has closed it takes two people."""
    with season_of(context, season, records=True) as open_season:
        dance = dance_of(open_season.state, week, who, round, episode)
        fix = c.CorrectScore(week=week, dance=dance, judge=judge, mark=_mark(mark), reason=reason)
        record(open_season, fix, by, second)


@app.command("paddle")
def paddle(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    judge: JudgeArgument,
    mark: MarkArgument,
    by: ByOption,
    round: RoundOption = None,  # noqa: A002 - the show's word
    episode: EpisodeOption = None,
) -> None:
    """Note what a judge's paddle showed on air, where it differs from the score submitted."""
    with season_of(context, season, records=True) as open_season:
        dance = dance_of(open_season.state, week, who, round, episode)
        record(open_season, c.ShowPaddle(week=week, dance=dance, judge=judge, mark=_mark(mark)), by)


def dance_of(state: SeasonState, week: int, who: str, round_name: str | None, episode: int | None) -> str:
    """The one dance of a couple (or team) that fits what was typed."""
    this = state.weeks.get(week)
    dances = [dance.scheduled.fact for dance in this.dances.values()] if this else []
    if who not in {fact.team for fact in dances}:
        who = couple(who, state)
    fitting = [
        fact.dance
        for fact in dances
        if (who in fact.couples or who == fact.team)
        and round_name in (None, fact.round)
        and episode in (None, fact.episode)
    ]
    if len(fitting) == 1:
        return fitting[0]
    asked = ".".join(str(part) for part in (episode, round_name, who) if part is not None)
    if not fitting:
        raise DanceUnknown(asked, week)
    raise typer.BadParameter(f"{who} dances {', '.join(fitting)} in week {week}; choose with --episode and --round.")


def _mark(text: str) -> Exact:
    try:
        return read_exact(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
