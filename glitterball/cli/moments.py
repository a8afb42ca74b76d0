"""Moments as they are typed."""

from glitterball.moments import micros, stamp
from glitterball.refusals import ValueNotValid


def in_utc(text: str | None, option: str) -> str | None:
    """A time as it goes on record. Refuses one without a zone: whose clock it was would be a guess."""
    try:
        return None if text is None else stamp(micros(text))
    except (ValueError, OverflowError):
        raise ValueNotValid(option, text, "Write a time with its zone, such as 2026-03-07T20:00:00Z") from None
