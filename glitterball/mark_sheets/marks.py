"""The cells of a sheet as marks of a season: what is still to be given, what stands already, and everything that is wrong."""

from dataclasses import dataclass
from typing import Any

from domain.exact import read_exact
from domain.findings import Finding
from domain.record import Actor, Recorded
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.proposing.refusals import RoleMayNot
from domain.season.state import SeasonState
from glitterball.engine.trial import Trial
from glitterball.mark_sheets.reading import Cell, Sheet
from glitterball.mark_sheets.refusals import refused
from glitterball.naming import JUDGE, dance_named, judge_choices, named


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What a sheet comes to: the marks to be given, in reading order, and the events of those that stand as it says."""

    to_give: tuple[c.GiveScore, ...]
    standing: tuple[Recorded[Any], ...]


def marks_of(sheet: Sheet, trial: Trial, week: int, by: Actor) -> SheetMarks:
    """The marks of a sheet, each decided as if those before it had been given: nothing is recorded.

    Refuses (`MarksRefused`) with everything that is wrong, each at its line and column; and, at once, a role that may not.
    """
    findings = list(sheet.findings)
    to_give: list[c.GiveScore] = []
    standing: list[Recorded[Any]] = []
    begun = trial.state
    seen: dict[tuple[str, str], str] = {}
    for cell in sheet.cells:
        try:
            command = _command(cell, trial.state, week)
            place = (command.dance, command.judge)
            if place in seen:
                findings.append(
                    Finding(cell.at, f"{command.judge} has scored {command.dance} on this sheet, at {seen[place]}")
                )
                continue
            seen[place] = cell.at
            there = begun.weeks[week].dances[command.dance].marks.get(command.judge) if week in begun.weeks else None
            if there is not None and there.fact.mark == command.mark:
                standing.append(there)
                continue
            trial.do(command, by)
        except RoleMayNot:
            raise
        except (Refusal, ValueError) as error:
            findings.append(Finding(cell.at, _told(error)))
        else:
            to_give.append(command)
    if findings:
        raise refused(sheet.where, findings)
    return SheetMarks(tuple(to_give), tuple(standing))


def _command(cell: Cell, state: SeasonState, week: int) -> c.GiveScore:
    """A cell with the names of the season in it. `ValueError`, or a refusal of a name, where it is none."""
    episode = None
    if cell.episode is not None:
        if not (cell.episode.isascii() and cell.episode.isdecimal() and len(cell.episode) < 5):
            raise ValueError(f"{cell.episode!r} is no number of an episode")
        episode = int(cell.episode)
    mark = read_exact(cell.mark)
    dance = dance_named(cell.who, state, week, cell.round, episode)
    judge = named(cell.judge, JUDGE, judge_choices(state, state.weeks.get(week)), f" in week {week}")
    return c.GiveScore(week=week, dance=dance, judge=judge, mark=mark)


def _told(error: Exception) -> str:
    return f"{error.sentence()} [{error.code}]" if isinstance(error, Refusal) else str(error)
