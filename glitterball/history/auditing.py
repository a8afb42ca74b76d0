"""The audit of a file of seasons: every week of every season, from the published marks and who left, in one run."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.findings import Finding
from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.audit.week import audit_week
from glitterball.frames import Rows
from glitterball.history.planning import WeekPlan
from glitterball.history.playing import Task, played, tasks_of, why_not_opened
from glitterball.history.ranges import RangeRow, range_rows
from glitterball.history.reading import Beside, seasons_in
from glitterball.history.records import History, ShowSaid
from glitterball.history.rows import HistoryRow, Verdict, row_of
from glitterball.history.scripting import HistoricSeason, whose
from glitterball.placing import HERE, Place
from glitterball.season_files.checking import DryRun

Progress = Callable[[int, int, str], None]
"""Told after each week: weeks done, weeks in all, which week it was."""

VERDICTS: tuple[Verdict, ...] = ("consistent", "inconsistent", "depends on an unpublished rule", "not worked out")


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """The audit of a file: one row a week (a data frame when asked for one), the range of each couple's public vote in it, and
    everything odd or assumed on the way."""

    where: str
    layout: str
    rows: Rows[HistoryRow]
    findings: tuple[Finding, ...]
    couples: int
    ranges: Rows[RangeRow]

    def __repr__(self) -> str:
        return f"<History audited, {self.where}: {self.summary()}>"

    @property
    def counts(self) -> dict[Verdict, int]:
        """Weeks by verdict."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def seasons(self) -> tuple[int, ...]:
        """The seasons, in order."""
        return tuple(dict.fromkeys(row.season for row in self.rows))

    def lines(self) -> Iterator[str]:
        """One line a week."""
        return (row.line() for row in self.rows)

    def summary(self) -> str:
        """How many weeks came out how."""
        told = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items())
        seasons = count_of(len(self.seasons), "season")
        return f"{seasons}, {count_of(self.couples, 'couple')}, {count_of(len(self.rows), 'week')}: {told}."


@dataclass(slots=True)
class _Audited:
    """What one season comes to: a row a week, the ranges in them, and what was odd or assumed."""

    rows: list[HistoryRow] = field(default_factory=list)
    ranges: list[RangeRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def audit_history(
    file: Path | str,
    results: Path | str | None = None,
    rulebook: Rulebook | None = None,
    *,
    progress: Progress | None = None,
    season: int | None = None,
    beside: Beside | None = None,
    place: Place = HERE,
) -> HistoryReport:
    """Audit every week of every season in a file, or of one season. `results` and `beside` as in `seasons_in`.

    `rulebook` is used for all seasons instead of each season's own; seasons are tasks that `place` does. Refuses what is no
    file of seasons.
    """
    return audit_seasons(seasons_in(file, results, beside), rulebook, progress, season, place=place)


def audit_seasons(
    history: History,
    rulebook: Rulebook | None = None,
    progress: Progress | None = None,
    season: int | None = None,
    *,
    place: Place = HERE,
) -> HistoryReport:
    """The same of a file that was read already. Refuses a season the file has not (`SeasonNotInHistory`)."""
    tasks = tasks_of(history, rulebook, season)
    plans = [task.plan for task in tasks]
    total = sum(len(plan.weeks) for plan in plans)
    whole = _Audited(findings=[*history.findings, *whose(history, history.show_under(rulebook), rulebook)])
    for audited in place.many(_audited, tasks):
        whole.findings += audited.findings
        whole.ranges += audited.ranges
        for row in audited.rows:
            whole.rows.append(row)
            if progress is not None:
                progress(min(len(whole.rows), total), total, f"season {row.season}, week {row.week}")
    return HistoryReport(
        history.where,
        history.layout,
        Rows("history", HistoryRow, whole.rows, "historic"),
        tuple(whole.findings),
        sum(len(plan.season.couples) for plan in plans),
        Rows("history-ranges", RangeRow, whole.ranges, "historic"),
    )


def _audited(task: Task) -> _Audited:
    """The weeks of one season. What keeps it from being worked out is said of each."""
    said, number = task.said, task.plan.season.number
    found = played(task)
    audited = _Audited(findings=[*found.findings])
    if found.season is None or found.run is None:
        audited.rows += [_unknown(said, number, week, found.problem) for week in task.plan.weeks or [WeekPlan(0)]]
        return audited
    for week in task.plan.weeks:
        _add_week(audited, said, found.season, week, found.run)
    return audited


def _unknown(said: ShowSaid, number: int, week: WeekPlan, why: str) -> HistoryRow:
    show = said.show.name if said.show is not None else ""
    return HistoryRow(number, week.week, "", "", len(week.dancing), "not worked out", why=why, show=show)


def _add_week(audited: _Audited, said: ShowSaid, season: HistoricSeason, week: WeekPlan, run: DryRun) -> None:
    if week.week not in run.fold.state.weeks:
        audited.rows.append(_unknown(said, season.plan.season.number, week, why_not_opened(run)))
        return
    found = audit_week(run.fold, week.week)
    row = row_of(season, week, found)
    audited.rows.append(row)
    audited.ranges += range_rows(row, week, season, found.implied)
