"""`glitterball week`: a week from its opening to its result. What records stands in `week_on_record`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

import typer

from domain.season.readiness import is_ready
from domain.season.state import rulebook_of
from glitterball.answers import Answer, Column
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
from glitterball.cli.standing_columns import standing_columns
from glitterball.procedures.ways import lines_for
from glitterball.procedures.ways import told as settling
from glitterball.store import Season
from projections.readiness import in_names
from projections.standings import Row

app = typer.Typer(help="Open, check, tabulate, audit, certify, announce and close a week.", no_args_is_help=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Something that keeps a week from being certified, or that one should know."""

    severity: str
    where: str
    what: str
    code: str
    facts: Mapping[str, Any]
    settled_by: tuple[str, ...]
    """The command lines that settle it, the likeliest first."""


CHECKED = tuple(Column(name, attrgetter(name)) for name in ("severity", "where", "what"))


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
        rows = asked.week(week).standings()
        rulebook = rulebook_of(asked.fold.state, week)
        columns = standing_columns(rows, rulebook)
        notes = [
            f"Waits for: {text}" for text in {row.needs: None for row in rows if row.needs and not _secret(asked, row)}
        ]
        if any(_secret(asked, row) for row in rows):
            notes.append("Vote counts were not published: the judges' side alone, results as announced.")
        title = ", ".join(
            [f"{asked.name}, week {week}: {rows[0].status if rows else 'no couple is left in it'}", *_open(rows)]
        )
        show(
            Answer(
                schema="week-standings",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=columns,
                basis=asked.basis(week),
                notes=notes,
            ),
            form,
        )


def _open(rows: Sequence[Row]) -> list[str]:
    return [f"provisional, {rows[0].provisional}"] if rows and rows[0].provisional else []


def _secret(season: Season, row: Row) -> bool:
    """Whether the votes of a historic week were never published."""
    return season.fold.state.mode == "historic" and row.votes is None and row.status == "not tabulated"


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
        rows = asked.week(week).leaderboard()
        title = f"{asked.name}, week {week}: the judges' leaderboard"
        show(Answer(schema="week-leaderboard", mode=asked.mode, title=title, rows=rows, basis=asked.basis(week)), form)


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
        rows = asked.week(week).scorecards()
        show(
            Answer(
                schema="week-scorecards",
                mode=asked.mode,
                title=f"{asked.name}, week {week}",
                rows=rows,
                basis=asked.basis(week),
            ),
            form,
        )


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
        rows = [
            Checked(
                severity=finding.severity,
                where=finding.where,
                what=in_names(finding, asked.state, week),
                code=finding.code,
                facts=finding.facts,
                settled_by=lines_for(finding, asked.name, week),
            )
            for finding in findings
        ]
        ready = is_ready(findings)
        title = f"{asked.name}, week {week}: {'READY' if ready else 'NOT READY'}"
        show(
            Answer(
                schema="week-check",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=CHECKED,
                basis=asked.basis(week),
                notes=settling(findings, asked.name, week) if form is Format.TABLE else [],
                row=Checked,
            ),
            form,
        )
        if not ready:
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
