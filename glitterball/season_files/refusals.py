"""The refusals of season files. Codes are stable for ever."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class SeasonFileUnreadable(Refusal):
    """The files are not a season. `findings` hold all that is wrong, each with its file and line."""

    says: ClassVar = "{where} is not a season that can be read ({found} found), first at {first}."
    fix: ClassVar = "Mend the files and read them again; glitterball season new writes some that hold as they are."
    exit_code: ClassVar = 3
    where: str
    found: int
    first: str
    findings: tuple[Finding, ...]


class SeasonFolderTaken(Refusal):
    """A season is not written over another."""

    says: ClassVar = "{folder} cannot take the season: {because}."
    fix: ClassVar = "Name a new or empty folder."
    exit_code: ClassVar = 3
    folder: str
    because: str


class SeasonNotShipped(Refusal):
    """No season of that name ships with Glitterball."""

    says: ClassVar = "No season {season!r} ships with Glitterball; it has: {has}.{hint}"
    fix: ClassVar = "Check the name, or read the season from its own folder."
    exit_code: ClassVar = 3
    season: str
    has: str
    hint: str = ""


class FactTooLong(Refusal):
    """A fact must fit one recorded event."""

    says: ClassVar = "This {what} does not fit one recorded event of 65,535 bytes."
    fix: ClassVar = "Say it in fewer words, or in several batches."
    exit_code: ClassVar = 3
    what: str


def unreadable(where: str, findings: list[Finding]) -> SeasonFileUnreadable:
    """The refusal that holds all findings, in the order they were found."""
    return SeasonFileUnreadable(where, len(findings), str(findings[0]), tuple(findings))
