"""Casting by hand: another partner, the order in which was danced, a withdrawal typed for the wrong couple.

Commands of `glitterball season` and `glitterball week`.
"""

from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.state import cast_in
from glitterball.cli.asking import ReasonOption, SeasonArgument, WeekArgument, couple, season_of
from glitterball.cli.recording import record, records
from glitterball.cli.setting_up import CoupleArgument, EpisodeOption, episode_of
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import in_words, typed
from glitterball.naming import dances_in_order


@records
def recast(
    context: typer.Context,
    season: SeasonArgument,
    who: CoupleArgument,
    reason: ReasonOption,
    by: ByOption,
    professional: Annotated[str | None, typer.Option("--pro", help="The pro from then on.")] = None,
    celebrity: Annotated[
        str | None, typer.Option("--celebrity", help="The celebrity, before anything is danced or voted for.")
    ] = None,
    from_week: Annotated[int, typer.Option("--from-week", help="The first week in which it is so.", min=1)] = 1,
) -> None:
    """Say who a couple is from a week on, for good. It stays the same couple: its marks and votes are those of its identifier."""
    if professional is None and celebrity is None:
        raise typer.BadParameter("say --pro, --celebrity, or both", param_hint="--pro")
    with season_of(context, season, records=True) as asked:
        changed = couple(who, asked.state)
        was = cast_in(asked.state, from_week)[changed]
        with typed(context, professional="--pro", celebrity="--celebrity"):
            command = c.ChangeCast(
                couple=changed,
                celebrity=was.celebrity if celebrity is None else in_words(celebrity, "--celebrity"),
                professional=was.professional if professional is None else in_words(professional, "--pro"),
                from_week=from_week,
                reason=reason,
            )
        record(asked, command, by)


@records
def stand_in(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    professional: Annotated[str, typer.Argument(help="The pro who dances in that week.", metavar="PRO")],
    reason: ReasonOption,
    by: ByOption,
    to_week: Annotated[int | None, typer.Option("--to-week", help="The last week of it, if it is several.")] = None,
) -> None:
    """Another pro dances with a celebrity, for a week or for some. The couple is shown so in them, and stays the couple."""
    with season_of(context, season, records=True) as asked:
        changed = couple(who, asked.state)
        with typed(context, professional="PRO", to_week="--to-week"):
            command = c.ChangeCast(
                couple=changed,
                celebrity=cast_in(asked.state, week)[changed].celebrity,
                professional=in_words(professional, "PRO"),
                from_week=week,
                to_week=week if to_week is None else to_week,
                reason=reason,
            )
        record(asked, command, by)


@records
def order(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    dances: Annotated[
        list[str],
        typer.Argument(
            help="All dances of the episode in the order they were danced, each by couple, team or identifier; a couple that "
            "dances several times is named as often.",
            metavar="DANCE",
        ),
    ],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    episode: EpisodeOption = None,
) -> None:
    """Say in which order an episode was danced, where it was not the order scheduled; after the lines close it takes two people.

    A tie may rest on it: links of a rulebook look at the running order and at the last dance.
    """
    with season_of(context, season, records=True) as asked:
        number = episode_of(asked.state, week, episode)
        named = dances_in_order(dances, asked.state, week, number)
        with typed(context, dances="DANCE"):
            command = c.StateRunningOrder(week=week, episode=number, dances=named, reason=reason)
        record(asked, command, by, second)


@records
def take_back_withdrawal(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Take back a withdrawal that was typed for the wrong couple; it takes two people. Both stay on record."""
    with season_of(context, season, records=True) as asked:
        staying = couple(who, asked.state)
        with typed(context):
            command = c.TakeBackWithdrawal(week=week, couple=staying, reason=reason)
        record(asked, command, by, second)
