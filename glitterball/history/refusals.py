"""The refusals of files with many seasons. Codes are stable for ever."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class HistoryUnreadable(Refusal):
    """The file holds no seasons that can be read. `findings` hold all that is wrong."""

    says: ClassVar = "{where} holds no seasons that can be read ({found} found), first at {first}."
    fix: ClassVar = (
        "Either one row a couple with columns week1_judge1_score or week1_total and so on, or one row a score or a dance with "
        "season, week, couple and score, also in tables that refer to each other; `docs/history.md` shows each layout."
    )
    exit_code: ClassVar = 3
    where: str
    found: int
    first: str
    findings: tuple[Finding, ...]


class SeasonNotInHistory(Refusal):
    """The file has no such season."""

    says: ClassVar = "{where} has no season {season}; it has: {has}."
    fix: ClassVar = "Check the season's number."
    exit_code: ClassVar = 3
    where: str
    season: int
    has: str


class SeasonNotWritten(Refusal):
    """A season of the file cannot become a season file."""

    says: ClassVar = "Season {season} of {where} cannot become a season file: {because}."
    fix: ClassVar = (
        "Mend the rows it names; say whose season it is with --show, and name the rulebook with --rules where the show's own is "
        "not known."
    )
    exit_code: ClassVar = 3
    where: str
    season: int
    because: str


class WeeksTogetherUnclear(Refusal):
    """What is said of weeks that count together cannot be read, or fits no season."""

    says: ClassVar = "{said!r} does not say which weeks count together: {because}."
    fix: ClassVar = (
        "Write 1-2, or 33:1-2 where the file has several seasons; or name a CSV file with the columns season, weeks and "
        "source."
    )
    exit_code: ClassVar = 2
    said: str
    because: str


def unreadable(where: str, findings: list[Finding]) -> HistoryUnreadable:
    """The refusal that holds all findings, errors first."""
    listed = sorted(findings, key=lambda finding: finding.severity != "error")
    return HistoryUnreadable(where, len(listed), str(listed[0]), tuple(listed))
