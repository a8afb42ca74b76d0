"""Findings: what an import or an audit found, all of it in one run, returned rather than raised."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a file and line (`scores.csv:14`), an event position or a week; `what` a clause of a sentence."""

    where: str
    what: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
