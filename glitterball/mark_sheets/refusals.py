"""The refusal of a sheet of marks."""

from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


class MarksRefused(Refusal):
    """A sheet of which some mark cannot be given. `findings` hold all that is wrong, each with its line and column."""

    says: ClassVar = "{where} cannot be taken in ({found} found), first at {first}."
    fix: ClassVar = "Mend the sheet and hand it in again; a mark that stands already is not given twice."
    where: str
    found: int
    first: str
    findings: tuple[Finding, ...]


def refused(where: str, findings: list[Finding]) -> MarksRefused:
    """The refusal that holds all findings."""
    return MarksRefused(where, len(findings), findings[0].where, tuple(findings))
