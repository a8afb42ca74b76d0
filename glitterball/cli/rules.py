"""`glitterball rules`: rulebooks shown in plain sentences, checked, compared, and tried against what they promise."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from domain.rulebook.plug_ins import promised_by
from glitterball.answers import Answer, Column
from glitterball.cli.asking import FormatOption
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, show, tell
from glitterball.cli.placed import WorkersOption
from glitterball.cli.progress import progress
from glitterball.cli.rulebook_named import rulebook_and_text
from glitterball.placing import placed
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.rules import check as check_rulebook
from glitterball.rules import diff as compare_rulebooks
from glitterball.rules import written

app = typer.Typer(help="List, show, check, compare and test rulebooks.", no_args_is_help=True)

RulebookArgument = Annotated[
    str, typer.Argument(help="A rulebook's file, or the name of one that ships.", metavar="RULEBOOK")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A rulebook that ships."""

    rulebook: str
    title: str
    applies_to: str
    assumptions: int
    promises: int


@dataclass(frozen=True, slots=True)
class Found:
    """Something missing or contradictory."""

    severity: str
    where: str
    what: str


@app.command("list")
def list_(form: FormatOption = Format.TABLE) -> None:
    """The rulebooks that ship."""
    rows = []
    for name in shipped_rulebooks():
        book = shipped_rulebook(name)
        made = len(promised_by(book))
        rows.append(
            Listed(
                rulebook=name,
                title=book.title,
                applies_to=book.applies_to,
                assumptions=len(book.assumptions),
                promises=made,
            )
        )
    columns = (
        Column("rulebook", lambda row: row.rulebook),
        Column("for", lambda row: row.applies_to),
        Column("assumptions", lambda row: row.assumptions or "", right=True),
        Column("promises", lambda row: row.promises or "", right=True),
    )
    show(Answer(schema="rules-list", mode="", title="Rulebooks", rows=rows, columns=columns), form)


@app.command("show")
def show_(rulebook: RulebookArgument) -> None:
    """A rulebook in plain sentences, each with its clause and source; what is only assumed is marked."""
    for line in written(rulebook_and_text(rulebook)[0]).splitlines():
        tell(line)


@app.command("check")
def check(rulebook: RulebookArgument, form: FormatOption = Format.TABLE) -> None:
    """What is missing or contradictory, with file, line and clause. Exit code 1 when something is."""
    book, text, where = rulebook_and_text(rulebook)
    findings = check_rulebook(book, text, where)
    rows = [Found(finding.severity, finding.where, finding.what) for finding in findings]
    errors = sum(finding.severity == "error" for finding in findings)
    title = f"{book.ref}: {f'{errors} must be mended' if errors else 'nothing must be mended'}"
    show(Answer(schema="rules-check", mode="", title=title, rows=rows), form)
    if errors:
        raise leave(Exit.NO)


@app.command("diff")
def diff(before: RulebookArgument, after: RulebookArgument, form: FormatOption = Format.TABLE) -> None:
    """What is different between two rulebooks, in sentences."""
    one, other = rulebook_and_text(before)[0], rulebook_and_text(after)[0]
    changes = compare_rulebooks(one, other)
    columns = (Column("clause", lambda row: row.clause), Column("change", lambda row: row.says))
    show(
        Answer(
            schema="rules-diff",
            mode="",
            title=f"From {one.ref} to {other.ref}: {count_of(len(changes), 'change')}",
            rows=changes,
            columns=columns,
        ),
        form,
    )


@app.command("test")
def try_promises(
    rulebook: RulebookArgument,
    only: Annotated[list[str] | None, typer.Option("--property", help="Only this property; may be repeated.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed finds the same weeks.")] = 0,
    max_examples: Annotated[
        int, typer.Option("--max-examples", min=0, max=1_000_000, help="Weeks drawn at random, a property.")
    ] = 100,
    work: Annotated[
        int,
        typer.Option(
            "--work",
            min=0,
            max=1_000_000_000,
            help="Outcomes computed at most, a property; a season played counts as 10. A third of it goes to small weeks.",
        ),
    ] = 60_000,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write every counterexample as a season file into this folder.")
    ] = None,
    workers: WorkersOption = 1,
    form: FormatOption = Format.TABLE,
) -> None:
    """Try to break every promise a show might make. Exit code 1 when one the rulebook makes is broken, 4 when one was not
    put to the test or not to the end of it: more --work may do it."""
    from glitterball.properties import (  # only when promises are tried: what draws weeks takes long to load
        Budget,
        as_json,
        broken_promises,
        property_named,
        report,
        run_properties,
        untested_promises,
    )

    book = rulebook_and_text(rulebook)[0]
    budget = Budget(max_examples=max_examples, seed=seed, outcomes=work // 3, work=work)
    try:
        names = [property_named(name).name for name in only] if only else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with placed(workers) as place, progress("properties tried") as begins:
        results = run_properties(book, budget, names, begins, place=place)
    if form is Format.TABLE:
        for line in report(results):
            tell(line)
    else:
        show(Answer(schema="rules-test", mode="", title=book.ref, rows=as_json(results)), form)
    for result in results:
        if save is not None and result.counterexample is not None:
            for folder in result.counterexample.save(save / result.name):
                command = f"glitterball season import {shlex.quote(str(folder))}"
                say(f"A week that breaks {result.name} is in {folder}: {command}")
    if broken_promises(results):
        raise leave(Exit.NO)
    if untested := untested_promises(results):
        say(f"Promised, and not put to the test: {', '.join(untested)}. Search further with --work, or promise less.")
        raise leave(Exit.NEEDS_A_HUMAN)
