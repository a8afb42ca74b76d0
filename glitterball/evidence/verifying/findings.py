"""What a verification finds: each finding with a code of the catalogue, the event's position, and a sentence.

The codes are stable for ever; the catalogue with their meaning is in docs/formats/bundle.md, section 10.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["integrity", "outcome", "unread", "notice"]

CODES: dict[str, Kind] = {
    "container": "integrity",
    "manifest": "integrity",
    "checkpoint": "integrity",
    "scope": "integrity",
    "root": "integrity",
    "consistency": "integrity",
    "known": "integrity",
    "order": "integrity",
    "leaf": "integrity",
    "bytes": "integrity",
    "missing": "integrity",
    "foreign": "integrity",
    "stream": "integrity",
    "opening": "integrity",
    "votes": "integrity",
    "signature": "integrity",
    "void": "integrity",
    "window": "integrity",
    "rulebook": "integrity",
    "two-persons": "integrity",
    "people": "integrity",
    "pinned": "integrity",
    "ready": "integrity",
    "replay": "integrity",
    "derived": "integrity",
    "certificate": "integrity",
    "proof-event": "integrity",
    "proof-context": "integrity",
    "proof-bytes": "integrity",
    "proof-commitments": "integrity",
    "outcome": "outcome",
    "announced": "outcome",
    "does-not-stand": "outcome",
    "proof-fails": "outcome",
    "newer": "unread",
    "plug-in": "unread",
    "no-bundle": "unread",
    "closing-checkpoint": "notice",
    "stale": "notice",
    "proof-stale": "notice",
    "changed": "notice",
    "late": "notice",
    "raw-file": "notice",
    "danger": "notice",
    "revoked": "notice",
    "guessable": "notice",
}

DOES_NOT_STAND = "does-not-stand"
"""A certificate that says itself that what was certified does not stand."""

LISTED = 1_000
"""Findings of one code that are kept; more are counted. A hostile bundle could have millions."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `position` and `week` are absent where it is about neither."""

    code: str
    says: str
    position: int | None = None
    week: int | None = None

    @property
    def kind(self) -> Kind:
        """Whether it is about the record's integrity, about what follows from it, about what this program could not read,
        or only worth knowing."""
        return CODES[self.code]


class Findings:
    """All findings of a run, in the order found. `without` switches checks off, to prove that the tests would notice."""

    def __init__(self, without: Collection[str] = ()) -> None:
        self.without = frozenset(without)
        self._found: list[Found] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, says: str, position: int | None = None, week: int | None = None) -> None:
        """Note a finding."""
        assert code in CODES, f"{code} is not in the catalogue"
        if code in self.without:
            return
        self._counts[code] += 1
        if self._counts[code] <= LISTED:
            self._found.append(Found(code, says, position, week))

    def __iter__(self) -> Iterator[Found]:
        return iter(self._found)

    @property
    def more(self) -> dict[str, int]:
        """By code, how many were found beyond those listed."""
        return {code: count - LISTED for code, count in sorted(self._counts.items()) if count > LISTED}
