"""What a server answers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A document, its ETag, and where its list goes on (empty where it does not)."""

    document: Mapping[str, Any]
    etag: str
    following: str = ""

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of a list."""
        return list(self.document["data"])

    @property
    def position(self) -> int:
        """As of which position of the log it is."""
        return int(self.document["basis"]["position"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a command led to. `waits` is the decision that waits for a second person; `again` whether it was on record before;
    `sequence` how many events the season's stream has."""

    events: tuple[Mapping[str, Any], ...]
    waits: int | None
    again: bool
    sequence: int
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where a delivery stands in the log, line by line. `duplicate` is whether it came before."""

    gateway: str
    first: int
    positions: tuple[int, ...]
    duplicate: bool
    signed_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What has changed of a season up to a position. `kind` is `change`, or `reset` for who has to ask for everything again."""

    kind: str
    season: str
    position: int
    weeks: tuple[int, ...]
    views: tuple[str, ...]


class Refused(Exception):
    """The server refuses: `problem` is its problem document, `code` is stable for ever."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status, self.problem = status, problem
        self.code = str(problem.get("code", ""))
        super().__init__(f"{problem.get('detail', 'no reason is given')} ({self.code or status})")


class Unreached(Exception):
    """No server answered. What was sent may have been recorded: say it again under the same key."""
