"""`glitterball history`: files with many seasons, as analysts hold them, audited in one run or turned into season files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.findings import Finding
from domain.plurals import count_of, verb
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import LISTED, Exit, leave
from glitterball.cli.output import Format, say, show
from glitterball.cli.placed import WorkersOption
from glitterball.cli.progress import progress
from glitterball.cli.rulebook_named import read_rulebook_named
from glitterball.history import (
    Beside,
    HistoryReport,
    HistoryRow,
    HypotheticalHistory,
    HypotheticalHistoryRow,
    RangeRow,
    SeasonNotWritten,
    audit_history,
    season_file_of,
    seasons_in,
    suppose_seasons,
    together_said,
)
from glitterball.history.ranges import flat
from glitterball.placing import placed
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import write_season
from projections.names import listed
from projections.numbers import number as spoken_number
from projections.numbers import percent

app = typer.Typer(help="Audit and import files with many seasons, and ask what would have been.", no_args_is_help=True)

MOST_SOURCES = 12
"""Sources of rulebooks said beneath the table at most."""

MOST_SETS = 3
"""Sets of couples said in a line of a table at most."""

FileArgument = Annotated[
    Path,
    typer.Argument(
        help="A CSV file or workbook (.xlsx): one row a couple with columns week1_judge1_score, week1_total and so on, one row "
        "a score, or one row a dance; or a folder of CSV files that refer to each other by keys, such as couple_id.",
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
ShowOption = Annotated[
    str | None,
    typer.Option(
        "--show",
        help="Whose seasons they are: us, strictly, or a show by its name. What is known of a show is used for it alone.",
    ),
]
TogetherOption = Annotated[
    list[str] | None,
    typer.Option(
        "--together",
        help="Weeks whose scores and votes count together: 1-2, or 33:1-2 where the file has several seasons; or a CSV file "
        "with the columns season, weeks and source.",
        metavar="WEEKS",
    ),
]
SeasonOption = Annotated[
    int | None,
    typer.Option(
        "--season",
        "--number",
        help="Only this season; where the file is of one and says no number, this is it.",
        min=1,
    ),
]
NotesOption = Annotated[bool, typer.Option("--notes", help="Also say how every week was read.")]


@app.command("audit")
def audit(
    file: FileArgument,
    results: ResultsOption = None,
    season: SeasonOption = None,
    show_name: ShowOption = None,
    rules: RulesOption = None,
    together: TogetherOption = None,
    ranges: Annotated[
        bool,
        typer.Option("--ranges", help="One row a couple instead: the range of its public place or share, as numbers."),
    ] = False,
    notes: NotesOption = False,
    workers: WorkersOption = 1,
    form: FormatOption = Format.TABLE,
) -> None:
    """Audit every week of every season: whether any public vote gives what was announced, and what it must have been.

    Exit code 1 when some week is inconsistent, 3 when some row cannot be read or no rules are known.
    """
    rulebook = read_rulebook_named(rules) if rules else None
    beside = _beside(show_name, season, together)
    with placed(workers) as place, progress("weeks") as begins:

        def told(done: int, total: int, which: str) -> None:
            begins(which, done + 1, total)

        report = audit_history(file, results, rulebook, progress=told, season=season, beside=beside, place=place)
    spoken = [finding for finding in report.findings if notes or finding.severity != "note"]
    show((_ranges if ranges else _answer)(report, spoken, form), form)
    _ends_where_something_is_not_read(report.findings, spoken, form)
    if report.counts["inconsistent"]:
        raise leave(Exit.NO)


@app.command("whatif")
def whatif(
    file: FileArgument,
    under: Annotated[str, typer.Option("--under", help="The other rulebook, by file or shipped name.")],
    results: ResultsOption = None,
    season: SeasonOption = None,
    show_name: ShowOption = None,
    rules: RulesOption = None,
    together: TogetherOption = None,
    notes: NotesOption = False,
    workers: WorkersOption = 1,
    form: FormatOption = Format.TABLE,
) -> None:
    """Every week of every season under another rulebook: whether another couple would have left, for all, some or none of the
    votes that fit what was announced. Hypothetical.

    Exit code 3 when some row cannot be read or no rules are known.
    """
    other = read_rulebook_named(under)
    rulebook = read_rulebook_named(rules) if rules else None
    history = seasons_in(file, results, _beside(show_name, season, together))
    with placed(workers) as place, progress("weeks") as begins:
        supposed = suppose_seasons(
            history,
            other,
            rulebook,
            season=season,
            progress=lambda done, total, which: begins(which, done + 1, total),
            place=place,
        )
    spoken = [finding for finding in supposed.findings if notes or finding.severity != "note"]
    show(_hypothetical(supposed, spoken, form), form)
    _ends_where_something_is_not_read(supposed.findings, spoken, form)


@app.command("import")
def import_(
    file: FileArgument,
    season: Annotated[
        int,
        typer.Argument(
            help="The season's number in the file; where the file is of one and says no number, this is it.",
            metavar="SEASON",
            min=1,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; it must be new or empty.")],
    results: ResultsOption = None,
    show_name: ShowOption = None,
    rules: RulesOption = None,
    together: TogetherOption = None,
) -> None:
    """Write one season of the file as a season file, with every row's source and every assumption said."""
    history = seasons_in(file, results, _beside(show_name, season, together))
    found = season_file_of(history, season, read_rulebook_named(rules) if rules else None)
    run = DryRun(found.file.season)
    run.through(found.file.script)
    if run.findings:
        raise SeasonNotWritten(history.where, season, str(run.findings[0]))
    lost = write_season(run.fold.state, run.fold.tallies, out)
    for finding in (*found.findings, *lost):
        say(f"{finding.severity}: {finding}")
    state, said = run.fold.state, found.said
    if state.opened is not None:
        say(f"Show: {state.opened.fact.show} ({said.source}). Rulebook: {found.rulebook.ref} ({found.rules_from}).")
    couples, weeks = count_of(len(state.couples), "couple"), count_of(len(state.weeks), "week")
    say(f"Season {season}: {couples}, {weeks}, written to {out}.")
    say(f"Take it in with: glitterball season import {out}")


def _beside(show_name: str | None, season: int | None, together: list[str] | None) -> Beside:
    """What is said on the command line beside the file."""
    said = tuple(weeks for text in together or () for weeks in together_said(text))
    return Beside(show=show_name, season=season, together=said)


def _answer(report: HistoryReport, spoken: list[Finding], form: Format) -> Answer:
    columns = (
        Column("season", lambda row: row.season, right=True),
        Column("week", lambda row: row.week or "", right=True),
        Column("rulebook", lambda row: row.rulebook),
        Column("result", lambda row: row.told()),
        Column("verdict", lambda row: row.verdict),
        Column("the vote must have been", _implies),
    )
    return Answer(
        schema="history-audit",
        mode="historic",
        title=report.where,
        rows=report.rows,
        columns=columns,
        basis=_basis(report),
        notes=_notes(report, spoken),
        warnings=_warnings(report.findings, spoken, form),
    )


def _ranges(report: HistoryReport, spoken: list[Finding], form: Format) -> Answer:
    """The ranges as numbers; for people the same in words."""
    columns = (
        Column("season", lambda row: row.season, right=True),
        Column("week", lambda row: row.week, right=True),
        Column("couple", lambda row: row.couple),
        Column("marks", lambda row: "" if row.marks is None else spoken_number(row.marks), right=True),
        Column("result", lambda row: f"place {row.place}" if row.place else row.result),
        Column("public place or share must be", _range),
        Column("rulebook", lambda row: row.rulebook),
    )
    rows = report.ranges if form is Format.TABLE else [flat(row) for row in report.ranges]
    return Answer(
        schema="history-ranges",
        mode="historic",
        title=report.where,
        rows=rows,
        columns=columns,
        basis=_basis(report),
        notes=_notes(report, spoken),
        warnings=_warnings(report.findings, spoken, form),
        row=RangeRow,
    )


def _hypothetical(supposed: HypotheticalHistory, spoken: list[Finding], form: Format) -> Answer:
    """What would have been. For people as many of the sets that could have been lowest as fit a line."""
    columns = (
        Column("season", lambda row: row.season, right=True),
        Column("week", lambda row: row.week or "", right=True),
        Column("rulebook", lambda row: row.rulebook),
        Column("what happened", lambda row: row.happened),
        Column("otherwise", lambda row: row.otherwise),
        Column("HYPOTHETICAL", _lowest),
    )
    return Answer(
        schema="history-whatif",
        mode="historic",
        title=f"HYPOTHETICAL: {supposed.where} under {supposed.hypothetical_rulebook}, "
        "each week with the couples that really danced in it",
        rows=supposed.rows,
        columns=columns,
        basis={"file": supposed.where, "otherwise": dict(supposed.counts)},
        notes=[supposed.summary(), *_kept(supposed.findings, spoken)],
        warnings=_warnings(supposed.findings, spoken, form),
    )


def _lowest(row: HypotheticalHistoryRow) -> str:
    if row.surely:
        return "; ".join(row.surely)
    more = f"; and {len(row.lowest) - MOST_SETS} more" if len(row.lowest) > MOST_SETS else ""
    told = "; ".join(row.lowest[:MOST_SETS]) + more
    return f"{told} ({row.why})" if told and row.why else told or row.why


def _range(row: RangeRow) -> str:
    if row.best is not None:
        return f"place {row.best}" if row.best == row.worst else f"place {row.best} to {row.worst}"
    if row.least is None or row.most is None:
        return ""
    return f"share {percent(row.least)} to {percent(row.most)}"


def _basis(report: HistoryReport) -> dict[str, object]:
    rules = {f"{row.season}": f"{row.rulebook} ({row.rulebook_from})" for row in report.rows if row.rulebook}
    return {
        "file": report.where,
        "layout": report.layout,
        "couples": report.couples,
        "verdicts": dict(report.counts),
        "rulebooks": rules,
    }


def _notes(report: HistoryReport, spoken: list[Finding]) -> list[str]:
    notes = [report.summary()]
    sources = dict.fromkeys(row.rulebook_from for row in report.rows if row.rulebook)
    by_source = {
        source: list(dict.fromkeys(row.rulebook for row in report.rows if row.rulebook_from == source))
        for source in sources
    }
    for source, rulebooks in list(by_source.items())[:MOST_SOURCES]:
        notes.append(f"Rulebook {listed(rulebooks)}: {source}.")
    if len(by_source) > MOST_SOURCES:
        notes.append(
            f"and {len(by_source) - MOST_SOURCES} more; the source of each is in the column rulebook_from of --format csv."
        )
    return [*notes, *_kept(report.findings, spoken)]


def _kept(findings: Sequence[Finding], spoken: list[Finding]) -> list[str]:
    kept = len(findings) - len(spoken)
    if not kept:
        return []
    return [f"{count_of(kept, 'note')} {verb(kept, 'says', 'say')} how weeks were read; see them with --notes."]


def _warnings(findings: Sequence[Finding], spoken: list[Finding], form: Format) -> list[str]:
    return [f"{finding.severity}: {finding}" for finding in (spoken if form is Format.TABLE else findings)]


def _implies(row: HistoryRow) -> str:
    if row.verdict == "not worked out":
        return row.why
    return row.hangs() or row.implies() or row.why


def _ends_where_something_is_not_read(findings: Sequence[Finding], spoken: list[Finding], form: Format) -> None:
    """Say what was found where the form has no room for it, and end with exit code 3 where a row or the rules are missing."""
    if form in (Format.CSV, Format.JSONL):
        _say_all(spoken)
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        say(f"{count_of(errors, 'error')} found, each said with the answer: what it is about is not worked out.")
        raise leave(Exit.BAD_INPUT)


def _say_all(findings: list[Finding]) -> None:
    for finding in findings[:LISTED]:
        say(f"{finding.severity}: {finding}")
    if len(findings) > LISTED:
        say(f"and {len(findings) - LISTED} more; all of them with --format json")
