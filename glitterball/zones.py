"""Zones by name: moments told in a show's own hours, and typed in them. What is on record is in UTC, and stays as it is."""

import re
from datetime import UTC, datetime, tzinfo
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from domain.refusals import Refusal
from glitterball.refusals import ValueNotValid
from glitterball.spelling import did_you_mean

ON_RECORD = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
"""A moment as facts write it."""

WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII | re.IGNORECASE)
"""A time as it is typed where no zone stands behind it."""


class HourUnclear(Refusal):
    """What was typed is an hour that came twice, or not at all, since the clocks of the zone were changed."""

    says: ClassVar = "{said} {how} in {zone}, where the clocks were changed that day."
    fix: ClassVar = "Write the time with its offset: {ways}."
    said: str
    how: str
    zone: str
    ways: str


def zone_named(said: str, where: str) -> ZoneInfo:
    """A zone by its name of the IANA's list. `where` it was said stands in the refusal of a name that is not on it."""
    try:
        return ZoneInfo(said)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(said, available_timezones())
        raise ValueNotValid(
            where, said, f"{hint} Write one such as Europe/London or America/Los_Angeles".strip()
        ) from None


def told_in(zone: tzinfo, text: str) -> str:
    """A text whose moments in UTC are told in a zone, each with its offset, so that it can be typed again as it is shown."""
    return ON_RECORD.sub(lambda found: _told(zone, found[0]), text)


def _told(zone: tzinfo, moment: str) -> str:
    try:
        shown = datetime.fromisoformat(moment).astimezone(zone)
    except (ValueError, OverflowError):  # no day there is, or none there is in that zone
        return moment
    return shown.isoformat(timespec="microseconds" if "." in moment else "seconds")


def typed_in(zone: ZoneInfo, said: str) -> str:
    """What was typed, a time that names no zone with the offset it has there; all else as it is. `HourUnclear`."""
    text = said.strip()
    if not WITHOUT_ZONE.fullmatch(text):
        return said
    try:
        hour = datetime.fromisoformat(text)
        before, after = (hour.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        came = before.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == hour
    except (ValueError, OverflowError):  # no time there is: whoever reads it refuses it
        return said
    if before.utcoffset() != after.utcoffset():
        ways = f"{text}{offset_of(before)} or {text}{offset_of(after)}"
        raise HourUnclear(text, "came twice" if came else "never came", zone.key, ways)
    return text + offset_of(before)


def offset_of(moment: datetime) -> str:
    """What a moment is off UTC, as it is written behind it: -07:00."""
    return moment.isoformat()[19 + 7 * bool(moment.microsecond) :]
