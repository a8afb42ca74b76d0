"""Votes over time: what came in minute by minute, by gateway, channel, voting body and couple.

A batch belongs to the minute (UTC) in which its window opens, whenever it arrived. These are the votes delivered before
the seal; a void takes a batch out of the count and leaves it here, for it was delivered.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from domain.gateway.tally import Counted, WeekTally
from projections.fold import SeasonFold


@dataclass(frozen=True, slots=True)
class Row:
    """The accepted votes for one couple."""

    week: int
    """The week, as viewers count."""
    minute: str
    """`2024-09-25T00:01`, in UTC."""
    gateway: str
    """The gateway's identifier."""
    channel: str
    """The channel's identifier, such as `sms`."""
    body: str
    """The voting body, `viewers` where the rulebook names no other."""
    couple: str
    """The couple's identifier."""
    votes: int
    """Accepted votes for the couple."""


@dataclass(frozen=True, slots=True)
class MinuteRow:
    """All that came, in votes unless said."""

    week: int
    """The week, as viewers count."""
    minute: str
    """The minute the batches' windows open, in UTC."""
    gateway: str
    """The gateway's identifier."""
    channel: str
    """The channel's identifier, such as `sms`."""
    body: str
    """The voting body, `viewers` where the rulebook names no other."""
    batches: int
    """Batches delivered before the seal."""
    received: int
    """Votes accepted, rejected and late together."""
    accepted: int
    """Votes that count, voids aside."""
    rejected: int
    """Votes not accepted, for whatever reason."""
    rejected_by_reason: tuple[tuple[str, int], ...]
    """Reason and votes, for each reason."""
    late: int
    """Votes the gateway itself says came after the lines closed."""


Cell = tuple[str, str, str, str, Counted]
"""Minute, gateway, channel, body, and what came."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, minute, gateway, channel, body and couple. Couples are those the batches name."""
    return tuple(
        row for number in _weeks(season, week) for row in _votes(number, cells(season.tallies[number]))
    )  # fmt: skip


def minutes(season: SeasonFold, week: int | None = None) -> tuple[MinuteRow, ...]:
    """By week, minute, gateway, channel and body."""
    return tuple(
        row for number in _weeks(season, week) for row in _counts(number, cells(season.tallies[number]))
    )  # fmt: skip


def rows_of(season: SeasonFold, week: int, gateway: str, which: Collection[str]) -> tuple[Row, ...]:
    """The rows of some minutes of one gateway."""
    return tuple(_votes(week, _some(season, week, gateway, which)))


def minutes_of(season: SeasonFold, week: int, gateway: str, which: Collection[str]) -> tuple[MinuteRow, ...]:
    """The rows of some minutes of one gateway."""
    return tuple(_counts(week, _some(season, week, gateway, which)))


def cells(tally: WeekTally) -> list[Cell]:
    """What a week's gateways delivered, by minute, gateway, channel and body in order."""
    found = [
        (minute, name, channel, body, counted)
        for name, gateway in tally.gateways.items()
        for (channel, body), delivered in gateway.channels.items()
        for minute, counted in delivered.minutes.items()
    ]
    return sorted(found, key=lambda cell: cell[:4])


def _weeks(season: SeasonFold, week: int | None) -> list[int]:
    """Weeks with votes; a batch can be on record of a week that was never opened only in a log nobody decided on."""
    return [number for number in sorted(season.tallies) if week is None or number == week]


def _some(season: SeasonFold, week: int, gateway: str, which: Collection[str]) -> Iterator[Cell]:
    """A minute whose batches all came after the seal has no cell."""
    for (channel, body), delivered in season.tallies[week].gateways[gateway].channels.items():
        for minute in which:
            if minute in delivered.minutes:
                yield minute, gateway, channel, body, delivered.minutes[minute]


def _votes(week: int, found: Iterable[Cell]) -> Iterator[Row]:
    for minute, gateway, channel, body, counted in found:
        for couple, votes in sorted(counted.votes.items()):
            yield Row(week, minute, gateway, channel, body, couple, votes)


def _counts(week: int, found: Iterable[Cell]) -> Iterator[MinuteRow]:
    for minute, gateway, channel, body, counted in found:
        yield MinuteRow(
            week,
            minute,
            gateway,
            channel,
            body,
            counted.batches,
            counted.received,
            counted.accepted,
            sum(counted.rejected.values()),
            tuple(sorted(counted.rejected.items())),
            counted.late,
        )
