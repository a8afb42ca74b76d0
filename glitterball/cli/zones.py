"""The show's own hours at the terminal: times are told in a stated zone, and those typed without one are read in it.

The zone is said with `--zone`, else by `GLITTERBALL_ZONE`, else in the settings; where it is said nowhere, times are in UTC.
It is a way of reading: what is recorded, JSON, CSV and whatever is written to a file stay in UTC.
"""

from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

from glitterball.cli.settings import standing
from glitterball.zones import offset_of, told_in, typed_in, zone_named

OPTION = "--zone"

SETTING = "zone"
"""What it is called in the settings."""

_ZONE: ContextVar[ZoneInfo | None] = ContextVar("the zone times are told in; None for UTC", default=None)


def read_times_in(said: str | None) -> None:
    """From here on times are told in that zone; with None in the one that is set, and in UTC where none is."""
    _ZONE.set(None)  # a refusal of what is set tells its times in UTC
    _ZONE.set(zone_named(said, OPTION) if said is not None else _set())


def _set() -> ZoneInfo | None:
    try:
        found = standing(SETTING)
    except OSError:  # somebody else's folder: what is shown says UTC beside each time, and the doctor runs anywhere
        return None
    return zone_named(found.said, found.where) if found.said else None


def in_use() -> str:
    """The zone times are told in; empty for UTC where no zone is stated."""
    zone = _ZONE.get()
    return "" if zone is None else zone.key


def told(text: str) -> str:
    """A text for people, with its moments in the zone that is stated."""
    zone = _ZONE.get()
    return text if zone is None else told_in(zone, text)


def moment_typed(moment: str) -> str:
    """A moment as it was typed, with the offset it has in the zone that is stated, where it is a time that names none."""
    zone = _ZONE.get()
    return moment if zone is None else typed_in(zone, moment)


def when(time: str) -> str:
    """A moment on record to the second, for a table, with its zone: 2026-03-07 21:04:00 UTC, 2026-03-07 13:04:00 -08:00."""
    return _spaced(datetime.fromisoformat(time), "seconds")


def minute(time: str) -> str:
    """A minute in UTC as a view has it (2026-03-07T20:00), for a table, with its zone."""
    return _spaced(datetime.fromisoformat(f"{time}Z"), "minutes")


def _spaced(moment: datetime, to: str) -> str:
    zone = _ZONE.get()
    shown = (moment if zone is None else moment.astimezone(zone)).replace(microsecond=0)
    hours = shown.replace(tzinfo=None).isoformat(" ", to)
    return f"{hours} {'UTC' if zone is None else offset_of(shown)}"
