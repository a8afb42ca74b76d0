"""What is answered of a week, or of a season, as it would have been under other rules. All of it is hypothetical."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.rulebook import Rulebook
from glitterball.answers import Answer, Column
from glitterball.closeness.what_if import HypotheticalWeek, what_if, what_if_season
from glitterball.store import Season
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


def what_if_answer(asked: Season, rulebook: Rulebook, week: int | None, *, every_row: bool) -> Answer:
    """What would have come of a week, or of every week of a season. Of a season people are shown what would have been otherwise;
    with `every_row` all of it. Refuses a week that was not opened."""
    if week is not None:
        asked.week(week)
        one = what_if(asked.fold, week, rulebook)
        found: tuple[HypotheticalWeek, ...] = (one,)
        title = one.says
    else:
        whole = what_if_season(asked.fold, rulebook)
        found, title = whole.weeks, whole.says
    rows = [row for one in found for row in _rows(one, couple_names(asked.state, one.week))]
    changed = rows if week is not None else [row for row in rows if row.changed != "no"]
    notes = [note for one in found for note in _notes(one, couple_names(asked.state, one.week))]
    if not changed and not notes:
        notes.append("Nothing would have been otherwise in any week.")
    return Answer(
        schema="whatif",
        mode=asked.mode,
        title=title,
        rows=rows if every_row else changed,
        columns=COLUMNS,
        basis=asked.basis(week),
        notes=notes,
        row=Row,
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
