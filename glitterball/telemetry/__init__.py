"""What happens while a program runs long, told to whoever listens: log lines, metrics, traces.

Rooms `tell` what has happened and open a `span` around what takes a while; where nobody listens both cost next to nothing.
What is told carries names and sizes and never a count, a hidden part, a key or a sentence (docs/operations.md says what is left
out, and why), so that no listener can let one out.
"""

from glitterball.telemetry.happenings import (
    Answered,
    Began,
    CaughtUp,
    Committed,
    Ended,
    Followed,
    Happening,
    Listening,
    Looked,
    Published,
    Refused,
    Reported,
    TakenIn,
    WeekPlayed,
)
from glitterball.telemetry.hearing import Listener, aside, end, is_heard, listen, tell, unlisten
from glitterball.telemetry.measuring import committing
from glitterball.telemetry.naming import KEPT, OTHER, kinds_told, refused
from glitterball.telemetry.spans import span

__all__ = [
    "KEPT",
    "OTHER",
    "Answered",
    "Began",
    "CaughtUp",
    "Committed",
    "Ended",
    "Followed",
    "Happening",
    "Listener",
    "Listening",
    "Looked",
    "Published",
    "Refused",
    "Reported",
    "TakenIn",
    "WeekPlayed",
    "aside",
    "committing",
    "end",
    "is_heard",
    "kinds_told",
    "listen",
    "refused",
    "span",
    "tell",
    "unlisten",
]
