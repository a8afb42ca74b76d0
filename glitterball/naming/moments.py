"""A moment of a season as people say it: a position of the log, a time, or what happened in a week."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from domain.record import Recorded
from domain.refusals import Refusal
from domain.season.state import SeasonState, WeekState
from glitterball.moments import micros, stamp
from glitterball.naming.weeks import week_named

LONGEST = 200
"""Letters of a moment as typed at most; no longer one is understood."""


def _last(events: tuple[Recorded[Any], ...]) -> Recorded[Any] | None:
    return events[-1] if events else None


IN_A_WEEK: Mapping[str, Callable[[WeekState], Recorded[Any] | None]] = {
    "opened": lambda week: week.openings[0],
    "voting opened": lambda week: week.voting,
    "sealed": lambda week: week.seal,
    "announced": lambda week: _last(week.announcements),
    "certified": lambda week: _last(week.certified),
    "closed": lambda week: week.closed,
    "reopened": lambda week: _last(week.reopened),
}
"""What happens in a week, by the words that name it: the event that says so, the last of several, where it stands."""

WAYS = (
    "a position of the log (412), a time in UTC or with an offset (2024-09-24T21:58 or 2024-09-24T21:58-04:00), or what "
    f"happened in a week (week 2 announced; {', '.join(IN_A_WEEK)})"
)
"""How a moment can be said."""

A_DAY = " A day alone has two ends, in every zone others: at its end is {day}T23:59:59, at its beginning {day}T00:00."
"""What is said of a day without a time (docs/decisions/0057)."""

_POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)? ?(Z|UTC|[+-]\d\d:\d\d(?::\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_IN_A_WEEK = re.compile(rf"week (\S.*?) ({'|'.join(IN_A_WEEK)})", re.IGNORECASE)


class MomentUnclear(Refusal):
    """What was typed is no moment of a season."""

    says: ClassVar = "{said!r} is no moment of a season.{hint}"
    fix: ClassVar = "Write {ways}."
    said: str
    ways: str = WAYS
    hint: str = ""


class MomentNotThere(Refusal):
    """The week has no such moment, as the season stands."""

    says: ClassVar = "Week {week} of {season} is not {what}, as the season stands; what is on record of it: {has}."
    fix: ClassVar = "Name what is on record, or write a position of the log or a time."
    week: int
    season: str
    what: str
    has: str


@dataclass(frozen=True, slots=True)
class AtPosition:
    """The moment in which the log ended at a position."""

    position: int


@dataclass(frozen=True, slots=True)
class AtTime:
    """A moment of the clock, as facts write it (`2024-09-24T21:58:00Z`)."""

    time: str


@dataclass(frozen=True, slots=True)
class InAWeek:
    """The moment in which something had just happened in a week, which is named as people name it."""

    week: str
    what: str


Moment = AtPosition | AtTime | InAWeek


def moment_said(said: str) -> Moment:
    """What moment was said. A time that names no zone is in UTC, as every time is on record. `MomentUnclear`."""
    text = said.strip()
    if len(text) > LONGEST:
        raise MomentUnclear(f"{text[:20]}...")
    if _POSITION.fullmatch(text):
        return AtPosition(int(text))
    if found := _TIME.fullmatch(text):
        day, minute, seconds, zone = found.groups()
        try:
            return AtTime(stamp(micros(f"{day}T{minute}{seconds or ':00'}{(zone or 'Z').upper().replace('UTC', 'Z')}")))
        except (ValueError, OverflowError):
            raise MomentUnclear(said) from None
    if _DAY.fullmatch(text):
        raise MomentUnclear(said, hint=A_DAY.format(day=text))
    if found := _IN_A_WEEK.fullmatch(" ".join(text.split())):
        return InAWeek(found[1], found[2].lower())
    raise MomentUnclear(said)


def position_in_week(moment: InAWeek, season: str, state: SeasonState) -> int:
    """The position of the event a moment of a week is named after. `WeekUnclear`, `MomentNotThere`."""
    number = week_named(moment.week, state)
    on_record = {what: event.position for what, say in IN_A_WEEK.items() if (event := say(state.weeks[number]))}
    if moment.what not in on_record:
        raise MomentNotThere(number, season, moment.what, ", ".join(on_record))
    return on_record[moment.what]
