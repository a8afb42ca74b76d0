"""Findings: what can be wrong, and how it is noted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

DOES_NOT_STAND = "does-not-stand"
"""A certificate that says itself that what was certified does not stand."""
OUTCOME = ("outcome", "announced", DOES_NOT_STAND, "proof-fails")
UNREAD = ("newer", "plug-in", "no-bundle")
NOTICE = (
    *("closing-checkpoint", "stale", "changed", "late", "raw-file", "danger", "revoked", "guessable"),
    "proof-stale",
)
LISTED = 1_000  # findings of one code that are kept; a hostile bundle could have millions


class Wrong(Exception):
    """Something is not what it claims to be; the text says why."""


class Newer(Wrong):
    """It is of a form that is well said, but newer than this file; the text says what."""


@dataclass(frozen=True)
class Found:
    """One finding. Position and week are None where it is about neither."""

    code: str
    says: str
    position: int | None = None
    week: int | None = None

    @property
    def kind(self) -> str:
        return _KIND_OF.get(self.code, "integrity")


_KIND_OF = {
    **dict.fromkeys(OUTCOME, "outcome"),
    **dict.fromkeys(UNREAD, "unread"),
    **dict.fromkeys(NOTICE, "notice"),
}


class Findings:
    """All findings of a run, in the order found."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, says: object, position: int | None = None, week: int | None = None) -> None:
        self.counts[code] += 1
        if self.counts[code] <= LISTED:
            self.found.append(Found(code, str(says)[:300], position, week))

    def integrity(self) -> int:
        return sum(count for code, count in self.counts.items() if code not in _KIND_OF)


def demand(holds: object, why: str) -> None:
    if not holds:
        raise Wrong(why)


UNREADABLE = (Wrong, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
