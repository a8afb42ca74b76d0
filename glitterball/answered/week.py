"""What is answered of a week: its standings, leaderboard and scorecards, and whether it is READY."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from domain.findings import Finding
from domain.season.readiness import is_ready
from domain.season.state import rulebook_of
from glitterball.answered.standing_columns import standing_columns
from glitterball.answered.ways import lines_for
from glitterball.answers import Answer, Column
from glitterball.store import Season
from projections.readiness import in_names
from projections.standings import Row


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


LEADERBOARD = (
    Column("place", lambda row: f"={row.place}" if row.shared else row.place, right=True),
    Column("couple", attrgetter("name")),
    Column("total", attrgetter("total"), right=True),
    Column("this week", attrgetter("week_total"), right=True),
    Column("", lambda row: "" if row.scored else "no mark yet"),
)
"""Columns of the judges' leaderboard for people; a place that is shared has an equals sign before it."""

DANCE = Column("dance", attrgetter("dance"))
"""Said of a mark only where a couple dances more than once: the couple is in its identifier."""

SCORECARDS = (
    Column("couple", attrgetter("names")),
    Column("style", attrgetter("style")),
    Column("judge", lambda row: row.judge_name or row.judge or "total"),
    Column("mark", attrgetter("mark"), right=True),
    Column("was", attrgetter("corrected_from"), right=True),
    Column("paddle", attrgetter("paddle"), right=True),
    Column("event", attrgetter("position"), right=True),
)
"""Columns of scorecards for people; one in which no row has anything is left out."""

CHECKED = tuple(Column(name, attrgetter(name)) for name in ("severity", "where", "what"))


def standings(season: Season, week: int) -> Answer:
    """Both sides, combined, in order, with the result."""
    rows = season.week(week).standings()
    notes = [
        f"Waits for: {text}" for text in {row.needs: None for row in rows if row.needs and not _secret(season, row)}
    ]
    if any(_secret(season, row) for row in rows):
        notes.append("Vote counts were not published: the judges' side alone, results as announced.")
    title = ", ".join(
        [f"{season.name}, week {week}: {rows[0].status if rows else 'no couple is left in it'}", *_open(rows)]
    )
    return Answer(
        schema="week-standings",
        mode=season.mode,
        title=title,
        rows=rows,
        columns=standing_columns(rows, rulebook_of(season.state, week)),
        basis=season.basis(week),
        notes=notes,
    )


def _open(rows: Sequence[Row]) -> list[str]:
    return [f"provisional, {rows[0].provisional}"] if rows and rows[0].provisional else []


def _secret(season: Season, row: Row) -> bool:
    """Whether the votes of a historic week were never published."""
    return season.mode == "historic" and row.votes is None and row.status == "not tabulated"


def leaderboard(season: Season, week: int) -> Answer:
    """Judges' totals of the scoring period, and of the week alone."""
    rows = season.week(week).leaderboard()
    title = f"{season.name}, week {week}: the judges' leaderboard"
    basis = season.basis(week)
    return Answer(schema="week-leaderboard", mode=season.mode, title=title, rows=rows, columns=LEADERBOARD, basis=basis)


def scorecards(season: Season, week: int) -> Answer:
    """Every mark as it stands."""
    rows, title = season.week(week).scorecards(), f"{season.name}, week {week}"
    several = len({row.dance for row in rows}) > len({row.names for row in rows})
    columns = [column for column in SCORECARDS if any(column.of(row) is not None for row in rows)]
    notes = [f"Source: {source}" for source in dict.fromkeys(row.source for row in rows if row.source)]
    basis = season.basis(week)
    return Answer(
        schema="week-scorecards",
        mode=season.mode,
        title=title,
        rows=rows,
        columns=[DANCE, *columns] if several else columns,
        basis=basis,
        notes=notes,
    )


def check(season: Season, week: int, findings: tuple[Finding, ...]) -> Answer:
    """READY or NOT READY to be certified by what was found (`Week.check`), why, and what settles each reason."""
    rows = [
        Checked(
            severity=finding.severity,
            where=finding.where,
            what=in_names(finding, season.state, week),
            code=finding.code,
            facts=finding.facts,
            settled_by=lines_for(finding, season.name, week),
        )
        for finding in findings
    ]
    return Answer(
        schema="week-check",
        mode=season.mode,
        title=f"{season.name}, week {week}: {'READY' if is_ready(findings) else 'NOT READY'}",
        rows=rows,
        columns=CHECKED,
        basis=season.basis(week),
        row=Checked,
    )
