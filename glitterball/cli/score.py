"""`glitterball score`: marks as the score desk submits and corrects them."""

from typing import Annotated

import typer

from domain.exact import Exact, read_exact
from domain.season import commands as c
from domain.season.refusals import DanceUnknown
from domain.season.state import SeasonState, judges_present
from glitterball.cli.asking import (
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    couples,
    file_or_input,
    season_of,
)
from glitterball.cli.asking import judge as judge_named
from glitterball.cli.recording import record, record_all, records, speaking
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import in_words, typed
from glitterball.files import text_of
from glitterball.files.limits import TABLE
from glitterball.mark_sheets import Sheet, marks_of, read_sheet, row_of
from glitterball.naming import dance_named
from glitterball.store import Season

app = typer.Typer(help="Give and correct judges' scores.", no_args_is_help=True)

CoupleArgument = Annotated[str, typer.Argument(help='The couple: anna-ezra, "Anna & Ezra", or Anna.', metavar="COUPLE")]
JudgeArgument = Annotated[str, typer.Argument(help='The judge: inaba, "Carrie Ann", or Inaba.', metavar="JUDGE")]
MarkArgument = Annotated[str, typer.Argument(help="The mark: 8, or 8.5 where the scale has halves.", metavar="MARK")]
RoundOption = Annotated[str | None, typer.Option("--round", help="The round, where the couple dances several.")]
EpisodeOption = Annotated[int | None, typer.Option("--episode", help="The episode, where the week has several.")]


@app.command("give")
@records
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
        dance = dance_named(who, open_season.state, week, round, episode)
        seated = judge_named(judge, open_season.state, week)
        with typed(context):
            said = c.GiveScore(week=week, dance=dance, judge=seated, mark=mark_of(mark))
        record(open_season, said, by)


@app.command("row")
@records
def row(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    marks: Annotated[
        list[str],
        typer.Argument(help="The marks in scoring order, a dash for one not given yet: 8 7 -", metavar="MARK"),
    ],
    by: ByOption,
    round: RoundOption = None,  # noqa: A002 - the show's word
    episode: EpisodeOption = None,
) -> None:
    """Submit the whole panel's scores for one dance, in scoring order: all of them or none."""
    with season_of(context, season, records=True) as asked:
        dance = dance_named(who, asked.state, week, round, episode)
        this = asked.state.weeks[week]
        judges = judges_present(this, this.dances[dance].scheduled.fact.episode)
        _give(asked, row_of(dance, judges, marks), week, by)


@app.command("import")
@records
def import_(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    file: Annotated[
        str,
        typer.Argument(
            help="A CSV with a column couple and one a judge (or couple,judge,mark), or lines such as: Mia 8 7 under a line "
            "that names the judges; - for standard input."
        ),
    ],
    by: ByOption,
) -> None:
    """Submit a sheet of scores, all of them or none. What is wrong is said with line and column, everything at once.

    The same sheet may be handed in again, with more marks on it: what stands already as it says is not given twice.
    """
    text = text_of(file_or_input(file, TABLE), file)
    with season_of(context, season, records=True) as asked:
        _give(asked, read_sheet(text, file), week, by)


def _give(season: Season, sheet: Sheet, week: int, by: str) -> None:
    """Give what of a sheet does not stand already."""
    marks = marks_of(sheet, season.trial(), week, speaking(season, by))
    record_all(season, marks.to_give, by, standing=marks.standing)


@app.command("correct")
@records
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
    """Correct a score; once voting has closed, or the outcome is certified, it takes two people."""
    with season_of(context, season, records=True) as open_season:
        dance = dance_named(who, open_season.state, week, round, episode)
        seated = judge_named(judge, open_season.state, week)
        with typed(context):
            fix = c.CorrectScore(week=week, dance=dance, judge=seated, mark=mark_of(mark), reason=reason)
        record(open_season, fix, by, second)


@app.command("take-back")
@records
def take_back(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    who: CoupleArgument,
    judge: JudgeArgument,
    by: ByOption,
    round: RoundOption = None,  # noqa: A002 - the show's word
    episode: EpisodeOption = None,
) -> None:
    """Take a mistyped mark back while the dance still waits for another judge's; both stay on record."""
    with season_of(context, season, records=True) as open_season:
        dance = dance_named(who, open_season.state, week, round, episode)
        seated = judge_named(judge, open_season.state, week)
        with typed(context):
            command = c.TakeBackScore(week=week, dance=dance, judge=seated)
        record(open_season, command, by)


@app.command("call")
@records
def call(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    judge: JudgeArgument,
    called: Annotated[
        str,
        typer.Argument(help="The couples called back, comma-separated: as many as are asked for.", metavar="COUPLES"),
    ],
    by: ByOption,
    round: Annotated[str, typer.Option("--round", help="The round: one dance of all couples.")],  # noqa: A002 - as above
    episode: EpisodeOption = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why this card replaces one the judge handed in before.")
    ] = None,
) -> None:
    """Hand in a judge's card of a round before a final: the couples called back."""
    with season_of(context, season, records=True) as open_season:
        seated = judge_named(judge, open_season.state, week)
        held = episode if episode is not None else episode_with(open_season.state, week, round)
        with typed(context):
            said = c.CallCouples(
                week=week,
                episode=held,
                round=round,
                judge=seated,
                couples=couples(called, open_season.state),
                reason=in_words(reason, "--reason") if reason is not None else None,
            )
        record(open_season, said, by)


def episode_with(state: SeasonState, week: int, round_name: str) -> int:
    """The one episode of the week with that round."""
    this = state.weeks.get(week)
    facts = [dance.scheduled.fact for dance in this.dances.values()] if this else []
    episodes = sorted({fact.episode for fact in facts if fact.round == round_name})
    if len(episodes) > 1:
        raise typer.BadParameter(
            f"round {round_name} is danced in episodes {', '.join(map(str, episodes))}; say --episode."
        )
    if not episodes:
        raise DanceUnknown(round_name, week)
    return episodes[0]


@app.command("paddle")
@records
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
        dance = dance_named(who, open_season.state, week, round, episode)
        seated = judge_named(judge, open_season.state, week)
        with typed(context):
            said = c.ShowPaddle(week=week, dance=dance, judge=seated, mark=mark_of(mark))
        record(open_season, said, by)


def mark_of(text: str) -> Exact:
    """A mark, or points, as typed."""
    try:
        return read_exact(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
