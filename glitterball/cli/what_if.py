"""`glitterball whatif`: a week, or a season, as it would have been under other rules. Hypothetical, and impossible to record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from glitterball.answers import Answer, Column
from glitterball.cli.asking import AsOfOption, EveryWeekArgument, FormatOption, SeasonArgument, season_of
from glitterball.cli.output import Format, show
from glitterball.cli.rulebook_named import read_rulebook_named
from glitterball.closeness.what_if import HypotheticalWeek, what_if, what_if_season
from projections.names import couple_names, listed

COLUMNS = (
    Column("", lambda row: "*" if row.changed == "yes" else ""),
    Column("week", lambda row: row.week, right=True),
    Column("couple", lambda row: row.name),
    Column("what happened", lambda row: row.actual),
    Column("HYPOTHETICAL", lambda row: row.hypothetical),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One couple in one week: what came of it, and what would have. All of it is hypothetical."""

    week: int
    couple: str
    name: str
    actual: str
    hypothetical: str
    changed: str
    hypothetical_rulebook: str


def whatif(
    context: typer.Context,
    season: SeasonArgument,
    week: EveryWeekArgument = None,
    rules: Annotated[
        str, typer.Option("--rules", help="A rulebook's file, or the name of one that ships.")
    ] = "us-3-27",
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """Under other rules: who would have left. With secret votes: for all, some or none of the votes that fit."""
    other = read_rulebook_named(rules)
    with season_of(context, season, as_of) as asked:
        if week is not None:
            asked.week(week)
            one = what_if(asked.fold, week, other)
            found: tuple[HypotheticalWeek, ...] = (one,)
            title = one.says
        else:
            whole = what_if_season(asked.fold, other)
            found, title = whole.weeks, whole.says
        rows = [row for one in found for row in _rows(one, couple_names(asked.state, one.week))]
        shown = rows if week is not None else [row for row in rows if row.changed != "no"]
        notes = [note for one in found for note in _notes(one, couple_names(asked.state, one.week))]
        if not shown and not notes:
            notes.append("Nothing would have been otherwise in any week.")
        rows = shown if form is Format.TABLE else rows
        show(
            Answer(
                schema="whatif",
                mode=asked.mode,
                title=title,
                rows=rows,
                columns=COLUMNS,
                basis=asked.basis(week),
                notes=notes,
            ),
            form,
        )


def _rows(week: HypotheticalWeek, names: Mapping[str, str]) -> Iterator[Row]:
    changed = {True: "yes", False: "no", None: "depends"}
    for line in week.lines:
        name = names.get(line.couple, line.couple)
        yield Row(
            week=week.week,
            couple=line.couple,
            name=name,
            actual=line.actual,
            hypothetical=line.hypothetical,
            changed=changed[line.changed],
            hypothetical_rulebook=week.hypothetical_rulebook,
        )


def _notes(week: HypotheticalWeek, names: Mapping[str, str]) -> Iterator[str]:
    if week.why:
        yield f"Week {week.week}: {week.why}."
    if week.fates is not None and week.fates.why:
        yield f"Week {week.week}: {week.fates.why}."
    if week.fates is not None and not week.fates.why:
        sets = "; ".join(listed([names.get(couple, couple) for couple in one]) for one in week.fates.sets[:6])
        more = f"; and {len(week.fates.sets) - 6} more" if len(week.fates.sets) > 6 else ""
        told = {"all": "under all", "some": "under some", "none": "under none"}.get(
            week.fates.same, "for an unknown part"
        )
        yield (
            f"Week {week.week}, votes secret: {told} of the votes that fit, the result would have been the same. "
            f"Lowest could have been: {sets}{more}."
        )
