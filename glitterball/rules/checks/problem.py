"""A problem of a rulebook, before it is placed in a file."""

from dataclasses import dataclass

from domain.findings import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """`clause` is a path such as `forms.save.second_stage`; `what` says what is wrong and, where one is known, the remedy."""

    clause: str
    what: str
    severity: Severity = "error"
