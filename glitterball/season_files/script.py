"""A season file as a script: what is said and delivered, in order, in which capacity, and where in the files it stands.

A file holds what was decided, not who decided it. In a historic season a historian says everything; otherwise each line
is said in a role that may say it, and what takes two people is proposed by one and approved by another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from domain.gateway.events import OfBatch, OfManifest, Sent
from domain.record import Name, Role
from domain.season import commands as c
from domain.season.authority import AUTHORITY
from domain.season.roles import AFTER_THE_LOCK, GOVERNANCE, SUPERVISION, Authority

Said = c.SeasonCommand | Sent


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a script. `where` is a file and line; `second` marks the approval by a second person."""

    where: str
    says: Said
    role: Role
    second: bool = False


Script = tuple[Entry, ...]
"""Season commands and deliveries, in the order in which they are said."""


@dataclass(frozen=True, slots=True)
class ReportedVotes:
    """A total of votes that was reported, where counts by couple are not public. It decides nothing."""

    episode: int
    votes: int
    exactness: str
    source: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonFile:
    """A season as read from its files: its name, the script, what each source name means, totals of votes reported."""

    season: str
    where: str
    script: Script
    sources: tuple[tuple[str, str], ...] = ()
    reported_votes: tuple[ReportedVotes, ...] = ()


def commands_of(season_file: SeasonFile) -> tuple[c.SeasonCommand, ...]:
    """The season's commands in order."""
    return tuple(entry.says for entry in season_file.script if not isinstance(entry.says, OfBatch | OfManifest))


def deliveries_of(season_file: SeasonFile) -> tuple[Sent, ...]:
    """The gateways' deliveries in order. Their place among the commands is in `script`."""
    return tuple(entry.says for entry in season_file.script if isinstance(entry.says, OfBatch | OfManifest))


Located = tuple[str, Said]
"""Something said, after the file and line where it stands."""

TWO_PERSON = get_args(get_args(c.TwoPersonCommand)[0])


def voiced(lines: Iterable[Located], historic: bool) -> Script:
    """The lines with the roles that say them, proposals and approvals where two people are needed."""
    script: list[Entry] = []
    sealed: set[int] = set()
    judged: set[tuple[int, int, str]] = set()
    proposals = 0
    for where, says in lines:
        if isinstance(says, OfBatch | OfManifest):
            script.append(Entry(where, says, "gateway"))
            continue
        if historic:
            script.append(Entry(where, says, "historian"))
            continue
        if isinstance(says, c.CloseVoting):
            sealed.add(says.week)
        if isinstance(says, c.GiveScore):
            judged.add((says.week, int(says.dance.partition(".")[0]), says.judge))
        elif isinstance(says, c.CallCouples):
            judged.add((says.week, says.episode, says.judge))
        authority = _authority(says, sealed, judged)
        if authority.second == "nobody else" or not isinstance(says, TWO_PERSON):
            script.append(Entry(where, says, authority.roles[0]))
            continue
        proposals += 1
        script.append(Entry(where, c.Propose(command=says), authority.roles[0]))
        script.append(Entry(where, c.Approve(decision=proposals), authority.roles[-1], second=True))
    return tuple(script)


def _authority(command: c.SeasonCommand, sealed: set[int], judged: set[tuple[int, int, str]]) -> Authority:
    if isinstance(command, c.CorrectScore) and command.week in sealed:
        return AFTER_THE_LOCK
    if isinstance(command, c.StateRunningOrder) and command.week in sealed:
        return SUPERVISION
    if isinstance(command, c.MarkJudgeAbsent) and (command.week, command.episode, command.judge) in judged:
        return GOVERNANCE
    return AUTHORITY[command.do]
