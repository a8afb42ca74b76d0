"""The table of scores: one row a dance, one column a judge.

Columns: `episode`, `round`, `couple` (several joined by ` + ` dance as a `team`), then `style`, `team`, the judges by
their identifier, `total`, `total_over` and `basis` (a name under [sources]). A row without marks has its `total` alone: the split
is not public. `total_over` says which rounds one total adds up, such as `1+2`. With marks the total is checked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from domain.exact import Exact, exact, read_exact, write_exact
from domain.findings import Finding
from domain.season import commands as c
from domain.stated import DOES_NOT_FIT, problems_of
from glitterball.season_files.couple_names import CoupleNames
from glitterball.season_files.script import Located
from glitterball.season_files.table_text import Columns, Row, rows_of
from glitterball.season_files.tables import Tables, said

NEEDED = ("episode", "round", "couple")
OPTIONAL = ("style", "team", "total", "total_over", "basis")


@dataclass(slots=True)
class Seats:
    """What the season file says of its episodes: the week each belongs to, and its judges in scoring order."""

    week_of: dict[int, int] = field(default_factory=dict)
    judges: dict[int, list[str]] = field(default_factory=dict)
    incomplete: bool = False
    """A week could not be read, which is a finding of its own; episodes that are not known may be its."""

    def all_judges(self) -> tuple[str, ...]:
        """Every judge who sits in some episode, once."""
        return tuple(dict.fromkeys(judge for seated in self.judges.values() for judge in seated))


@dataclass(slots=True)
class WeekScores:
    """What a week's rows say: dances in running order, then marks and totals."""

    dances: list[Located] = field(default_factory=list)
    scores: list[Located] = field(default_factory=list)


def read_scores(
    text: str, where: str, tables: Tables, names: CoupleNames, seats: Seats, first_line: int = 1
) -> dict[int, WeekScores]:
    """The rows of the table by week. What does not fit is a finding with its line."""
    columns = Columns(NEEDED, (*OPTIONAL, *seats.all_judges()))
    for judge in sorted({*NEEDED, *OPTIONAL}.intersection(seats.all_judges())):
        what = f"a judge cannot be called {judge!r}: the table has a column of that name"
        tables.findings.append(Finding(f"{where}:{first_line}", what))
    weeks: dict[int, WeekScores] = {}
    seen: dict[str, str] = {}
    for row in rows_of(text, where, columns, tables.findings, first_line):
        reading = _RowReading(row, tables, seats)
        dance = reading.dance(names)
        if dance is None:
            continue
        if dance.dance in seen:
            reading.wrong(f"dance {dance.dance} stands twice, first at {seen[dance.dance]}")
            continue
        seen[dance.dance] = row.where
        week = weeks.setdefault(dance.week, WeekScores())
        week.dances.append((row.where, dance))
        week.scores.extend((row.where, score) for score in reading.scores(dance))
    return weeks


@dataclass(slots=True)
class _RowReading:
    """One row while it is read."""

    row: Row
    tables: Tables
    seats: Seats

    def wrong(self, what: str) -> None:
        self.tables.findings.append(Finding(self.row.where, what))

    def made(self, kind: type[Any], **particulars: Any) -> Any:
        """A command, or None and a finding for each particular that does not fit."""
        try:
            return kind(**particulars, source=self.source())
        except DOES_NOT_FIT as error:
            for problem in problems_of(error):
                self.wrong(said(problem, kind))
            return None

    def source(self) -> str | None:
        """What the row's basis means."""
        basis = self.row["basis"]
        return self.tables.sources.get(basis) if basis else None

    def dance(self, names: CoupleNames) -> c.ScheduleDance | None:
        """The dance the row is about."""
        if (basis := self.row["basis"]) and basis not in self.tables.sources:
            self.wrong(f"no source is called {basis!r} under [sources]")
        episode = whole(self.row["episode"])
        if episode not in self.seats.week_of and self.seats.incomplete:
            return None
        if episode is None or episode not in self.seats.week_of:
            has = ", ".join(map(str, self.seats.week_of)) or "none"
            self.wrong(f"no week has an episode {self.row['episode']!r}; episodes are {has}")
            return None
        couples = self._couples(names)
        if not couples:
            return None
        made: c.ScheduleDance | None = self.made(
            c.ScheduleDance,
            week=self.seats.week_of[episode],
            episode=episode,
            round=self.row["round"],
            couples=couples,
            style=self.row["style"] or None,
            team=self.row["team"] or None,
        )
        return made

    def _couples(self, names: CoupleNames) -> tuple[str, ...]:
        try:
            return tuple(names.couple(name.strip()) for name in self.row["couple"].split("+"))
        except ValueError as error:
            self.wrong(str(error))
            return ()

    def scores(self, dance: c.ScheduleDance) -> Iterable[c.GiveScore | c.GiveTotal]:
        """The row's marks in scoring order, or its total without a split."""
        marks = self._marks(dance.episode)
        if marks is None:
            return
        for judge, mark in marks.items():
            given = self.made(c.GiveScore, week=dance.week, dance=dance.dance, judge=judge, mark=mark)
            if given is not None:
                yield given
        total = self._number("total") if self.row["total"] else None
        if total is None:
            if self.row["total_over"] and not self.row["total"]:
                self.wrong("total_over names the dances a total adds up, but the row has no total")
        elif not marks:
            stated = self.made(c.GiveTotal, week=dance.week, dances=self._over(dance), total=total)
            if stated is not None:
                yield stated
        elif self.row["total_over"]:
            self.wrong("a row with marks has a total of its own; leave total_over empty")
        elif exact(sum(marks.values())) != total:
            added = write_exact(exact(sum(marks.values())))
            self.wrong(f"the marks add up to {added}, but the total says {write_exact(total)}")

    def _marks(self, episode: int) -> dict[str, Exact] | None:
        """The marks in scoring order, or None when one cannot be read."""
        seated = self.seats.judges.get(episode, [])
        others = [judge for judge in self.seats.all_judges() if judge not in seated]
        marks = {judge: self._number(judge) for judge in (*seated, *others) if self.row[judge]}
        read = {judge: mark for judge, mark in marks.items() if mark is not None}
        return read if len(read) == len(marks) else None

    def _number(self, column: str) -> Exact | None:
        text = self.row[column]
        try:
            return read_exact(text.replace(",", ".") if self.row.decimal_comma else text)
        except ValueError as error:
            self.wrong(f"{column}: {error}")
            return None

    def _over(self, dance: c.ScheduleDance) -> tuple[str, ...]:
        if not self.row["total_over"]:
            return (dance.dance,)
        parts = [part.strip() for part in self.row["total_over"].split("+")]
        return tuple(
            part if "." in part else f"{dance.episode}.{part}.{dance.team or dance.couples[0]}" for part in parts
        )


def whole(text: str) -> int | None:
    """A whole number as written in a table, or None."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None
