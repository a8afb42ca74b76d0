"""`glitterball history`: files with many seasons, as analysts hold them, audited in one run or turned into season files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.findings import Finding
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption, NewFolderOption
from glitterball.cli.ending import LISTED, Exit, leave
from glitterball.cli.output import Format, errors, say, show
from glitterball.cli.rules import read_rulebook_named
from glitterball.history import HistoryReport, HistoryRow, SeasonNotWritten, audit_history, season_file_of, seasons_in
from glitterball.history.auditing import Progress as Told
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import write_season

app = typer.Typer(help="Audit and import files with many seasons.", no_args_is_help=True)

FileArgument = Annotated[
    Path,
    typer.Argument(
        help="A CSV file: one row a couple with columns week1_judge1_score and so on, or one row a score.",
        metavar="FILE",
    ),
]
ResultsOption = Annotated[
    Path | None, typer.Option("--results", help="A second CSV file that says who left when, one row a couple.")
]
RulesOption = Annotated[
    str | None,
    typer.Option("--rules", help="A rulebook for every season, by file or shipped name, instead of each season's own."),
]


@app.command("audit")
def audit(
    file: FileArgument,
    results: ResultsOption = None,
    season: Annotated[int | None, typer.Option("--season", help="Only this season.", min=1)] = None,
    rules: RulesOption = None,
    notes: Annotated[bool, typer.Option("--notes", help="Also say how every week was read.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Audit every week of every season: whether any public vote gives what was announced, and what it must have been.

    Exit code 1 when some week is inconsistent, 3 when some row cannot be read.
    """
    rulebook = read_rulebook_named(rules) if rules else None
    with _bar() as progress:
        report = audit_history(file, results, rulebook, progress, season)
    spoken = [finding for finding in report.findings if notes or finding.severity != "note"]
    show(_answer(report, spoken, form), form)
    if form in (Format.CSV, Format.JSONL):
        _say_all(spoken)
    if any(finding.severity == "error" for finding in report.findings):
        raise leave(Exit.BAD_INPUT)
    if report.counts["inconsistent"]:
        raise leave(Exit.NO)


@app.command("import")
def import_(
    file: FileArgument,
    season: Annotated[int, typer.Argument(help="The season's number in the file.", metavar="SEASON", min=1)],
    out: NewFolderOption,
    results: ResultsOption = None,
    rules: RulesOption = None,
) -> None:
    """Write one season of the file as a season file, with every row's source and every assumption said."""
    history = seasons_in(file, results)
    found = season_file_of(history, season, read_rulebook_named(rules) if rules else None)
    run = DryRun(found.file.season)
    run.through(found.file.script)
    if run.findings:
        raise SeasonNotWritten(history.where, season, str(run.findings[0]))
    lost = write_season(run.fold.state, run.fold.tallies, out)
    for finding in (*found.findings, *lost):
        say(f"{finding.severity}: {finding}")
    state = run.fold.state
    say(f"Season {season}: {len(state.couples)} couples, {len(state.weeks)} weeks, written to {out}.")
    say(f"Take it in with: glitterball season import {out}")


def _answer(report: HistoryReport, spoken: list[Finding], form: Format) -> Answer:
    columns = (
        Column("season", lambda row: row.season, right=True),
        Column("week", lambda row: row.week or "", right=True),
        Column("result", lambda row: row.told()),
        Column("verdict", lambda row: row.verdict),
        Column("the vote must have been", _implies),
    )
    notes = [report.summary()]
    kept = len(report.findings) - len(spoken)
    if kept:
        notes.append(f"{kept} notes say how weeks were read; see them with --notes.")
    warnings = [f"{finding.severity}: {finding}" for finding in (spoken if form is Format.TABLE else report.findings)]
    basis: dict[str, object] = {
        "file": report.where,
        "layout": report.layout,
        "couples": report.couples,
        "verdicts": dict(report.counts),
    }
    title = report.where
    return Answer(
        schema="history-audit",
        mode="historic",
        title=title,
        rows=report.rows,
        columns=columns,
        basis=basis,
        notes=notes,
        warnings=warnings,
    )


def _implies(row: HistoryRow) -> str:
    if row.verdict == "not worked out":
        return row.why
    return row.hangs() or row.implies() or row.why


def _say_all(findings: list[Finding]) -> None:
    for finding in findings[:LISTED]:
        say(f"{finding.severity}: {finding}")
    if len(findings) > LISTED:
        say(f"and {len(findings) - LISTED} more; all of them with --format json")


@contextmanager
def _bar() -> Iterator[Told]:
    """A progress bar on a terminal; silent elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("weeks"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors(), transient=True, disable=not errors().is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total, which: bar.update(task, completed=done, total=total, description=which)
