"""`glitterball week margin`: the fewest votes, or the smallest change of one mark, that would change what a week decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import typer

from domain.exact import write_exact
from glitterball.answers import Answer as Shown
from glitterball.answers import Column
from glitterball.cli.asking import AsOfOption, FormatOption, SeasonArgument, WeekArgument, season_of
from glitterball.cli.drawing import ChartOption, draw
from glitterball.cli.output import Format, show, shown
from glitterball.closeness.margins import Answer, Margin, Margins, MarkMargin, QuestionMargins
from glitterball.store import Season
from projections.names import couple_names, listed

COLUMNS = (
    Column("question", lambda row: row.question),
    Column("change", lambda row: row.change),
    Column("margin", lambda row: row.margin, right=True),
    Column("then", lambda row: row.then),
    Column("by", lambda row: row.by),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The margin of one question in one unit. `by` is the witness: the change that does it, `then` what it leads to."""

    question: str
    change: str
    margin: str
    then: str
    by: str


def margin_of(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    chart: ChartOption = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """The fewest votes (added, moved, removed) that change who leaves, each with the change that does it."""
    with season_of(context, season, as_of) as asked:
        draw(lambda: asked.week(week).chart("margin"), chart)
        found = asked.week(week).margin()
        names = couple_names(asked.state, week)
        rows = [row for question in found.questions for row in _rows(question, names)]
        notes = [found.why] if found.why else []
        if any(question.units for question in found.questions):
            notes.append(
                "A margin of N: N votes so changed do it, and N - 1 never do; every change shown was tabulated."
            )
        title = f"{asked.name}, week {week}: how close it was{_so_far(asked, week)}"
        show(
            Shown(
                schema="week-margin",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=COLUMNS,
                basis=asked.basis(week),
                notes=notes,
            ),
            form,
        )


def _so_far(season: Season, week: int) -> str:
    """That the votes are not all there yet, as the standings say it: a margin of some of them is not the night's."""
    rows = season.week(week).standings()
    return f", provisional, {rows[0].provisional}" if rows and rows[0].provisional else ""


def sentences(found: Margins, names: Mapping[str, str]) -> Iterator[str]:
    """The margins of an audit, one sentence a unit."""
    for question in found.questions:
        for row in _rows(question, names):
            yield f"Margin, {row.question}: {_told(row)}."


def _told(row: Row) -> str:
    """One margin in words; where nothing does it there is nothing to lead to."""
    if row.then:
        return f"{row.margin} {row.change} ({row.by}: {row.then})"
    if row.margin.startswith("no "):
        return f"{row.margin} of {row.change} does it" if row.change.startswith("votes") else f"{row.margin} does it"
    return f"{row.margin} {row.change}" + (f" ({row.by})" if row.by else "")


def _rows(question: QuestionMargins, names: Mapping[str, str]) -> Iterator[Row]:
    for unit in question.units:
        yield _votes(question.question, f"votes {unit.unit}", unit.disturbed, names)
        if unit.differ:
            yield _votes(question.question, f"votes {unit.unit}, no tie left open", unit.overturned, names)
    yield _mark(question.question, question.mark_disturbed, names)


def _votes(question: str, change: str, found: Margin, names: Mapping[str, str]) -> Row:
    if found.witness is None:
        text = "no number" if found.at_least is None else f"at least {shown(found.at_least)}"
        return Row(question=question, change=change, margin=text, then="", by=found.why)
    text = shown(found.votes) if found.exact else f"{shown(found.at_least)} to {shown(found.at_most)}"
    by = ", ".join(f"{names.get(couple, couple)} {change:+,}" for couple, change in found.witness.changes if change)
    return Row(question=question, change=change, margin=text, then=_answer(found.witness.after, names), by=by)


def _mark(question: str, found: MarkMargin, names: Mapping[str, str]) -> Row:
    witness = found.witness
    if witness is None or found.change is None:
        return Row(question=question, change="one mark", margin="no mark", then="", by=found.why)
    who = listed([names.get(couple, couple) for couple in witness.couples])
    judge = f"{witness.judge}'s mark" if witness.judge else "the total"
    by = f"{judge} for {who} ({witness.dance}) {write_exact(witness.was)} to {write_exact(witness.becomes)}"
    return Row(
        question=question,
        change="one mark",
        margin=write_exact(found.change),
        then=_answer(witness.after, names),
        by=by,
    )


def _answer(answer: Answer, names: Mapping[str, str]) -> str:
    if answer is None:
        return "open"
    groups = [listed([names.get(couple, couple) for couple in group]) for group in answer if group]
    return "; ".join(groups) or "nobody"
