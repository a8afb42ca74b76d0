"""The clock of the lines: how long they are open still, or since when they should be closed. Pure, in whole seconds."""

from glitterball.desk.board import Lines
from glitterball.moments import SECOND, micros


def lines_said(lines: Lines, now: str) -> str:
    """What there is to say of the lines in a moment, which is a time with a zone."""
    if lines.sealed is not None:
        return f"lines closed, sealed at {lines.sealed}"
    if lines.opened is None:
        return "lines not opened"
    if lines.closes is not None and _between(lines.closes, now) >= 0:
        return f"lines past their end by {_long(_between(lines.closes, now))}, NOT SEALED"
    if lines.opens is not None and _between(lines.opens, now) < 0:
        return f"lines open in {_long(-_between(lines.opens, now))}"
    if lines.closes is None:
        return "lines open, no closing time on record"
    return f"lines open, {_long(-_between(lines.closes, now))} left"


def _between(moment: str, now: str) -> int:
    """Whole seconds from a moment until now; before it they are negative, and never said as 0 too early."""
    return (micros(now) - micros(moment)) // SECOND


def _long(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
