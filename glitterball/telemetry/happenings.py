"""What can happen. A field here is on log lines and in metrics: none holds a count of votes, a hidden part, a key or a text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Began:
    """A command that runs long has begun, as it is called on the command line."""

    command: str
    version: str


@dataclass(frozen=True, slots=True)
class Ended:
    """It has ended, with an exit code (docs/exit-codes.md)."""

    exit_code: int


@dataclass(frozen=True, slots=True)
class Committed:
    """Events were recorded, durably: how many of each type as `kinds_told` has it, the position of the last, and the seconds
    from asking to the answer, waiting for others among them."""

    types: Mapping[str, int]
    position: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was refused: the code where it tells nothing about how a week ends, else that it was another."""

    code: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A request was answered: its part of the pages, never its address; the seconds until the answer began."""

    area: str
    method: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Listening:
    """Listeners to changes came (1) or went (-1)."""

    change: int


@dataclass(frozen=True, slots=True)
class Followed:
    """The log was looked at for listeners, up to a position."""

    position: int


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """The persisted views have come to a position, by so many events."""

    events: int
    position: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file of a gateway was taken in, and how many seconds after it was written."""

    season: str
    week: int
    gateways: tuple[str, ...]
    waited: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A folder of deliveries was looked into: files that are refused as it stands, files that may still be written, whether a
    signature does not fit, and which gateways are waited for."""

    season: str
    week: int
    refused: int
    unsettled: int
    alarm: bool
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint of so many events was signed."""

    size: int


@dataclass(frozen=True, slots=True)
class WeekPlayed:
    """A week of a rehearsal is over."""

    week: int
    of: int


@dataclass(frozen=True, slots=True)
class Reported:
    """An unforeseen error, by the name of its class, and the file with the report of it."""

    error: str
    report: str


Happening = (
    Began
    | Ended
    | Committed
    | Refused
    | Answered
    | Listening
    | Followed
    | CaughtUp
    | TakenIn
    | Looked
    | Published
    | WeekPlayed
    | Reported
)
