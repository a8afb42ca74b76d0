"""Every week of a file of seasons under another rulebook, in one run. All of it is hypothetical, and none of it is recorded."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from domain.findings import Finding
from domain.plurals import count_of
from domain.rulebook import Rulebook
from glitterball.closeness.what_if import HypotheticalWeek, what_if
from glitterball.frames import Rows
from glitterball.history.planning import WeekPlan
from glitterball.history.playing import Played, Task, played, tasks_of, why_not_opened
from glitterball.history.records import History
from glitterball.history.scripting import whose
from glitterball.placing import HERE, Place
from projections.names import couple_names, listed

Otherwise = Literal["yes", "no", "depends", "not worked out"]
OTHERWISE: tuple[Otherwise, ...] = ("yes", "no", "depends", "not worked out")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HypotheticalHistoryRow:
    """One week as it would have been. Couples by their names.

    `otherwise`: whether the result would have been another: `yes` or `no` where that holds for every vote that fits what was
    announced, `depends` where it hangs on which of them it was. `surely` are the couples whose fate would have been another for
    every such vote, `lowest` the sets of which each would have been lowest for some of them (of a finale: who could have won).
    """

    season: int
    week: int
    rulebook: str
    hypothetical_rulebook: str
    happened: str
    otherwise: Otherwise
    surely: tuple[str, ...] = ()
    lowest: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class HypotheticalHistory:
    """A file of seasons under another rulebook: one row a week, each with the couples that really danced in it."""

    where: str
    hypothetical_rulebook: str
    rows: Rows[HypotheticalHistoryRow]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"<HYPOTHETICAL: {self.where} under {self.hypothetical_rulebook}: {self.summary()}>"

    @property
    def counts(self) -> dict[Otherwise, int]:
        """Weeks by whether their result would have been another."""
        found = Counter(row.otherwise for row in self.rows)
        return {otherwise: found[otherwise] for otherwise in OTHERWISE}

    def summary(self) -> str:
        """In how many weeks the result would have been another."""
        found = self.counts
        seasons = count_of(len({row.season for row in self.rows}), "season")
        return (
            f"{seasons}, {count_of(len(self.rows), 'week')}: otherwise in {found['yes']}, the same in {found['no']}, "
            f"depending on the votes in {found['depends']}, not worked out in {found['not worked out']}."
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    task: Task
    other: Rulebook


@dataclass(slots=True)
class _Found:
    rows: list[HypotheticalHistoryRow] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()


def suppose_seasons(
    history: History,
    other: Rulebook,
    rulebook: Rulebook | None = None,
    *,
    season: int | None = None,
    progress: Progress | None = None,
    place: Place = HERE,
) -> HypotheticalHistory:
    """Every week of every season, or of one, under the `other` rulebook, beside what happened under its own.

    `rulebook` is the one in force for all seasons instead of each season's own; seasons are tasks that `place` does. Refuses a
    season the file has not (`SeasonNotInHistory`).
    """
    tasks = tasks_of(history, rulebook, season)
    total = sum(len(task.plan.weeks) for task in tasks)
    rows: list[HypotheticalHistoryRow] = []
    findings = [*history.findings, *whose(history, history.show_under(rulebook), rulebook)]
    for found in place.many(_supposed, [_Asked(task, other) for task in tasks]):
        findings += found.findings
        for row in found.rows:
            rows.append(row)
            if progress is not None:
                progress(min(len(rows), total), total, f"season {row.season}, week {row.week}")
    told = Rows("history-whatif", HypotheticalHistoryRow, rows, "historic")
    return HypotheticalHistory(history.where, other.ref, told, tuple(findings))


def _supposed(asked: _Asked) -> _Found:
    """The weeks of one season."""
    task, other = asked.task, asked.other
    found = played(task)
    weeks = task.plan.weeks or [WeekPlan(0)]
    return _Found([_row(task.plan.season.number, week, found, other) for week in weeks], found.findings)


def _row(number: int, plan: WeekPlan, found: Played, other: Rulebook) -> HypotheticalHistoryRow:
    problem = found.problem
    if found.run is not None:
        state = found.run.fold.state
        if plan.week in state.weeks:
            week = what_if(found.run.fold, plan.week, other)
            return _told(number, week, dict(couple_names(state, plan.week)))
        problem = why_not_opened(found.run)
    return HypotheticalHistoryRow(
        season=number, week=plan.week, rulebook="", hypothetical_rulebook=other.ref, happened="",
        otherwise="not worked out", why=problem,
    )  # fmt: skip


def _told(number: int, week: HypotheticalWeek, names: dict[str, str]) -> HypotheticalHistoryRow:
    def called(couples: tuple[str, ...]) -> str:
        return listed([names.get(couple, couple) for couple in couples])

    first = [couple for couple, place in week.actual_places if place == 1]
    changed: dict[bool | None, Otherwise] = {True: "yes", False: "no", None: "depends"}
    open_ = week.fates is not None and week.fates.same == "not worked out"
    return HypotheticalHistoryRow(
        season=number,
        week=week.week,
        rulebook=week.rulebook,
        hypothetical_rulebook=week.hypothetical_rulebook,
        happened=f"{called(tuple(first))} won" if first else f"{called(week.actual_leaving) or 'nobody'} left",
        otherwise="not worked out" if open_ or not week.lines else changed[week.changed],
        surely=tuple(
            f"{names.get(line.couple, line.couple)}: {line.actual}, {line.hypothetical}"
            for line in week.lines if line.changed
        ),
        lowest=tuple(called(one) for one in week.fates.sets if one) if week.fates is not None else (),
        why=week.why.removeprefix("hypothetical: "),
    )  # fmt: skip
