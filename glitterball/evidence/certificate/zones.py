"""The show's own hours: a zone by name, and what it was off UTC when the outcome was certified. Both stand in the JSON."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from glitterball.zones import zone_named


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone, such as America/Los_Angeles, and its offset, such as -07:00. All times of a certificate are shown with it."""

    name: str
    offset: str


UTC = Zone("UTC", "+00:00")


def zone_at(name: str, time: str) -> Zone:
    """The zone by its name of the IANA's list, with its offset at a recorded time. Refuses a name that is not on it."""
    offset = zone_named(name, "--zone").utcoffset(datetime.fromisoformat(time))
    return Zone(name, offset_of(offset or timedelta()))


def offset_of(offset: timedelta) -> str:
    """An offset as it is recorded, to the minute."""
    minutes = round(abs(offset).total_seconds() / 60)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
