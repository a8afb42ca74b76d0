"""The audit of a file of seasons: every week of every season, from the published marks and who left, in one run."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.findings import Finding
from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.audit.week import audit_week
from glitterball.frames import Rows
from glitterball.history.planning import SeasonPlan, WeekPlan, plan_of
from glitterball.history.ranges import RangeRow, range_rows
from glitterball.history.reading import Beside, seasons_in
from glitterball.history.records import History, ShowSaid
from glitterball.history.refusals import SeasonNotInHistory, SeasonNotWritten
from glitterball.history.rows import HistoryRow, Verdict, row_of
from glitterball.history.scripting import HistoricSeason, historic_season, rules_of, whose
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
class _Audit:
    """An audit while it runs."""

    history: History
    rulebook: Rulebook | None
    said: ShowSaid
    findings: list[Finding]
    ranges: list[RangeRow]


def audit_history(
    file: Path | str,
    results: Path | str | None = None,
    rulebook: Rulebook | None = None,
    *,
    progress: Progress | None = None,
    season: int | None = None,
    beside: Beside | None = None,
) -> HistoryReport:
    """Audit every week of every season in a file, or of one season. `results` and `beside` as in `seasons_in`.

    `rulebook` is used for all seasons instead of each season's own. Refuses what is no file of seasons.
    """
    return audit_seasons(seasons_in(file, results, beside), rulebook, progress, season)


def audit_seasons(
    history: History, rulebook: Rulebook | None = None, progress: Progress | None = None, season: int | None = None
) -> HistoryReport:
    """The same of a file that was read already. Refuses a season the file has not (`SeasonNotInHistory`)."""
    if season is not None and season not in history.seasons:
        raise SeasonNotInHistory(history.where, season, ", ".join(map(str, history.seasons)))
    said = history.show_under(rulebook)
    audit = _Audit(history, rulebook, said, list(history.findings), [])
    audit.findings += whose(history, said, rulebook)
    chosen = [one for number, one in history.seasons.items() if season in (None, number)]
    plans = [plan_of(one, said.show, history.together) for one in chosen]
    total, done = sum(len(plan.weeks) for plan in plans), 0
    rows: list[HistoryRow] = []
    for plan in plans:
        for row in _season(audit, plan):
            rows.append(row)
            done += 1
            if progress is not None:
                progress(min(done, total), total, f"season {row.season}, week {row.week}")
    couples = sum(len(plan.season.couples) for plan in plans)
    return HistoryReport(
        history.where,
        history.layout,
        Rows("history", HistoryRow, rows, "historic"),
        tuple(audit.findings),
        couples,
        Rows("history-ranges", RangeRow, audit.ranges, "historic"),
    )


def _season(audit: _Audit, plan: SeasonPlan) -> Iterator[HistoryRow]:
    """The weeks of one season. What keeps it from being worked out is said of each."""
    number = plan.season.number
    rules = rules_of(audit.said, number, audit.rulebook)
    problem, season = plan.problem or rules.problem, None
    if not problem:
        try:
            season = historic_season(audit.history, plan, audit.said, rules)
        except SeasonNotWritten as refused:
            problem = refused.because
    if season is None:
        audit.findings += plan.findings
        if plan.problem or audit.said.show is not None or audit.rulebook is not None:  # else it is said once
            audit.findings.append(Finding(f"season {number}", f"not worked out: {problem}"))
        for week in plan.weeks or [WeekPlan(0)]:
            yield _unknown(audit.said, number, week, problem)
        return
    audit.findings += season.findings
    run = DryRun(season.file.season)
    run.through(season.file.script)
    audit.findings += run.findings
    for week in plan.weeks:
        yield _week(audit, season, week, run)


def _unknown(said: ShowSaid, number: int, week: WeekPlan, why: str) -> HistoryRow:
    show = said.show.name if said.show is not None else ""
    return HistoryRow(number, week.week, "", "", len(week.dancing), "not worked out", why=why, show=show)


def _week(audit: _Audit, season: HistoricSeason, week: WeekPlan, run: DryRun) -> HistoryRow:
    number = season.plan.season.number
    if week.week not in run.fold.state.weeks:
        why = str(run.findings[0]) if run.findings else "the week was not opened"
        return _unknown(audit.said, number, week, why)
    audited = audit_week(run.fold, week.week)
    row = row_of(season, week, audited)
    audit.ranges += range_rows(row, week, season, audited.implied)
    return row
