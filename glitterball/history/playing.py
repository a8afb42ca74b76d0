"""One season of a file played through: what is asked of many seasons is a task a season, which may be done anywhere."""

from dataclasses import dataclass, replace

from domain.findings import Finding
from domain.rulebook import Rulebook
from glitterball.history.planning import SeasonPlan, plan_of
from glitterball.history.records import History, ShowSaid
from glitterball.history.refusals import SeasonNotInHistory, SeasonNotWritten
from glitterball.history.scripting import HistoricSeason, historic_season, rules_of
from glitterball.season_files.checking import DryRun


@dataclass(frozen=True, slots=True)
class Task:
    """One season to play, with what it is read under. `history` holds no other season."""

    history: History
    plan: SeasonPlan
    said: ShowSaid
    rulebook: Rulebook | None


@dataclass(frozen=True, slots=True)
class Played:
    """A season as it was said, and what it came to; neither where `problem` says what keeps it from being worked out."""

    season: HistoricSeason | None
    run: DryRun | None
    problem: str
    findings: tuple[Finding, ...]


def tasks_of(history: History, rulebook: Rulebook | None, season: int | None) -> list[Task]:
    """Every season of a file, or one. Refuses a season the file has not (`SeasonNotInHistory`)."""
    if season is not None and season not in history.seasons:
        raise SeasonNotInHistory(history.where, season, ", ".join(map(str, history.seasons)))
    said = history.show_under(rulebook)
    chosen = [one for number, one in history.seasons.items() if season in (None, number)]
    plans = [plan_of(one, said.show, history.together) for one in chosen]
    return [Task(replace(history, seasons={}, findings=[]), plan, said, rulebook) for plan in plans]


def played(task: Task) -> Played:
    """The season played by its rulebook, with whatever was odd or assumed on the way."""
    plan, said = task.plan, task.said
    number = plan.season.number
    rules = rules_of(said, number, task.rulebook)
    problem, season = plan.problem or rules.problem, None
    if not problem:
        try:
            season = historic_season(task.history, plan, said, rules)
        except SeasonNotWritten as refused:
            problem = refused.because
    if season is None:
        findings = [*plan.findings]
        if plan.problem or said.show is not None or task.rulebook is not None:  # else it is said once
            findings.append(Finding(f"season {number}", f"not worked out: {problem}"))
        return Played(None, None, problem, tuple(findings))
    run = DryRun(season.file.season)
    run.through(season.file.script)
    return Played(season, run, "", (*season.findings, *run.findings))


def why_not_opened(run: DryRun) -> str:
    """What kept a week of a season from being opened, in words."""
    return str(run.findings[0]) if run.findings else "the week was not opened"
