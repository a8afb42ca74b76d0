"""`glitterball week`: a week from its opening to its result. What records stands in `week_on_record`."""

from dataclasses import replace
from typing import Annotated

import typer

from domain.season.readiness import is_ready
from glitterball.answered import week as answered
from glitterball.answered.ways import told as settling
from glitterball.cli import auditing, proving, week_on_record
from glitterball.cli.asking import (
    AsOfOption,
    FormatOption,
    SeasonArgument,
    WeekArgument,
    season_of,
)
from glitterball.cli.drawing import ChartOption, draw
from glitterball.cli.ending import Exit, leave
from glitterball.cli.margin import margin_of
from glitterball.cli.output import Format, show
from glitterball.cli.pre_air import show_pre_air

app = typer.Typer(help="Open, check, tabulate, audit, certify, announce and close a week.", no_args_is_help=True)


@app.command("standings")
def standings(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    chart: ChartOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Both sides, combined, in order, with the result."""
    with season_of(context, season, as_of) as asked:
        draw(lambda: asked.week(week).chart("points"), chart)
        show(answered.standings(asked, week), form)


@app.command("leaderboard")
def leaderboard(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Judges' totals of the scoring period, and of the week alone."""
    with season_of(context, season, as_of) as asked:
        show(answered.leaderboard(asked, week), form)


@app.command("scorecards")
def scorecards(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Every mark as it stands."""
    with season_of(context, season, as_of) as asked:
        show(answered.scorecards(asked, week), form)


@app.command("check")
def check(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    promises: Annotated[
        bool,
        typer.Option(
            "--promises",
            help="Before lines open: what any vote could still do tonight; exit code 1 when a couple's are all worthless.",
        ),
    ] = False,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """READY or NOT READY to be certified, why, and with which command each reason is settled. Exit code 4 when it is not."""
    with season_of(context, season, as_of) as asked:
        if promises:
            asked.week(week)
            return show_pre_air(asked, week, form)
        findings = asked.week(week).check()
        told = settling(findings, asked.name, week) if form is Format.TABLE else []
        show(replace(answered.check(asked, week, findings), notes=told), form)
        if not is_ready(findings):
            raise leave(Exit.NEEDS_A_HUMAN)
    return None


@app.command("audit")
def audit(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Every step of the outcome with its clause and events; announced against computed; what it implies.

    Exit code 1 when the announced result does not follow, 4 when the outcome waits for people.
    """
    with season_of(context, season, as_of) as asked:
        auditing.show_audit(asked, asked.week(week).audit(), form)


app.command("margin")(margin_of)
app.command("certify")(week_on_record.certify)
app.command("prove")(proving.prove)
app.command("announce")(week_on_record.announce)
app.command("correct")(week_on_record.correct)
app.command("open")(week_on_record.open_)
app.command("close")(week_on_record.close)
app.command("reopen")(week_on_record.reopen)
app.command("ballot")(week_on_record.ballot)
app.command("settle")(week_on_record.settle)
app.command("bye")(week_on_record.bye)
app.command("cut")(week_on_record.cut)
app.command("cancel")(week_on_record.cancel)
