"""Surges: patterns in a week's votes that are unusual by stated measures. Each row says what is seen; none says what it means.

A surge may be a fraud, a fan club, a broken line or a good dance. What is compared: a couple's share in one channel with its
share in the others; a couple's votes in one minute with its median minute; what a gateway rejected with what the others
rejected. Votes delivered before the seal are looked at, also those of batches and channels that were voided later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from domain.exact import Exact, exact
from domain.gateway.tally import WeekTally
from domain.period.ranges import written
from projections.fold import SeasonFold
from projections.names import couple_names
from projections.numbers import number, percent
from projections.votes_over_time import cells

TIMES_BY_CHANNEL = 2
"""A couple's share in a channel is told when it is so many times its share in the other channels, or one in so many of it."""

TIMES_BY_MINUTE = 3
"""A couple's votes in a minute are told when they are so many times those of its median minute."""

TIMES_REJECTED = 2
"""The part a gateway rejected for a reason is told when it is so many times that of the other gateways."""

LEAST_VOTES = 1_000
"""Shares are compared only where each is of so many votes: a share of few says little."""

LEAST_IN_A_MINUTE = 100
"""Votes in a minute below this are never told."""

LEAST_APART = Fraction(1, 100)
"""Shares closer than this are never told, however many times one is the other."""

Pattern = Literal["share by channel", "votes by minute", "rejected by gateway", "sent twice"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing seen. `votes` of `of` are the whole numbers behind it; in a minute `of` are the votes for all couples."""

    week: int
    """The week, as viewers count."""
    pattern: Pattern
    """What is unusual: a share in a channel, a minute, rejections, or batches that repeat one just before."""
    body: str
    """The voting body, `viewers` where the rulebook names no other."""
    gateway: str | None
    """The gateway it was seen at, where it was seen at one."""
    channel: str | None
    """The channel it was seen in, where it was seen in one."""
    minute: str | None
    """The minute it was seen in, in UTC."""
    couple: str | None
    """The identifier of the couple whose votes they are."""
    reason: str | None
    """The reason votes were rejected."""
    votes: int
    """Votes behind what was seen."""
    of: int
    """Votes they are a part of."""
    seen: Exact
    """A share, or votes a minute."""
    against: Exact
    """What it is compared with: the same share elsewhere, or the couple's median minute."""
    times: Exact | None
    """`seen` divided by `against`; absent where that is 0."""
    says: str
    """The whole of it in a sentence."""


Counts = Mapping[str, int]


@dataclass(slots=True)
class _Cut:
    """The votes of one body as each measure looks at them."""

    channels: dict[str, dict[str, int]]
    minutes: dict[str, dict[str, dict[str, int]]]
    """By channel and minute."""
    received: dict[str, int]
    rejected: dict[str, dict[str, int]]
    """By gateway."""


def rows(season: SeasonFold, week: int | None = None) -> tuple[Row, ...]:
    """By week, body and pattern, then in order of names and minutes."""
    return tuple(
        row
        for number in sorted(season.tallies)
        if week is None or number == week
        for names in (couple_names(season.state, number),)
        for body, cut in sorted(_cuts(season.tallies[number]).items())
        for row in (
            *_by_channel(number, body, cut.channels, names),
            *_by_minute(number, body, cut.minutes, names),
            *_rejected(number, body, cut.received, cut.rejected),
            *_sent_twice(number, body, season.tallies[number]),
        )
    )


def median(values: Sequence[int]) -> Exact:
    """The middle value, or exactly half-way between the two in the middle."""
    rising = sorted(values)
    middle = len(rising) // 2
    if len(rising) % 2:
        return rising[middle]
    return exact(Fraction(rising[middle - 1] + rising[middle], 2))


def _cuts(tally: WeekTally) -> dict[str, _Cut]:
    found: dict[str, _Cut] = {}
    for minute, gateway, channel, body, counted in cells(tally):
        cut = found.get(body)
        if cut is None:
            cut = found[body] = _Cut({}, {}, {}, {})
        _add(cut.channels.setdefault(channel, {}), counted.votes)
        _add(cut.minutes.setdefault(channel, {}).setdefault(minute, {}), counted.votes)
        _add(cut.rejected.setdefault(gateway, {}), counted.rejected)
        cut.received[gateway] = cut.received.get(gateway, 0) + counted.received
    return found


def _by_channel(week: int, body: str, channels: Mapping[str, Counts], names: Mapping[str, str]) -> Iterator[Row]:
    """Each couple's share in each channel against its share in all others together."""
    whole: dict[str, int] = {}
    for votes in channels.values():
        _add(whole, votes)
    everything = sum(whole.values())
    for channel, votes in sorted(channels.items()):
        of = sum(votes.values())
        others_of = everything - of
        if min(of, others_of) < LEAST_VOTES:
            continue
        for couple in sorted(whole):
            here, there = votes.get(couple, 0), whole[couple] - votes.get(couple, 0)
            seen, against = Fraction(here, of), Fraction(there, others_of)
            if _apart(seen, against, TIMES_BY_CHANNEL):
                says = (
                    f"{names.get(couple, couple)} have {_part(here, of)} of the votes by {channel}"
                    f" and {_part(there, others_of)} of those by other channels."
                )
                yield _row(
                    week, "share by channel", body, seen, against, here, of, says, channel=channel, couple=couple
                )


def _by_minute(
    week: int, body: str, channels: Mapping[str, Mapping[str, Counts]], names: Mapping[str, str]
) -> Iterator[Row]:
    """Each couple's votes in each minute against its median over the minutes in which the channel delivered anything."""
    for channel, minutes in sorted(channels.items()):
        totals = {minute: sum(votes.values()) for minute, votes in minutes.items()}
        usual_total = median(list(totals.values()))
        for couple in sorted({couple for votes in minutes.values() for couple in votes}):
            usual = median([votes.get(couple, 0) for votes in minutes.values()])
            for minute, votes in sorted(minutes.items()):
                here = votes.get(couple, 0)
                if here < LEAST_IN_A_MINUTE or here < TIMES_BY_MINUTE * usual:
                    continue
                says = (
                    f"{names.get(couple, couple)} have {number(here)} votes by {channel} in the minute {minute[-5:]} UTC; their"
                    f" median minute has {number(usual)}. All couples together have {number(totals[minute])} then; their"
                    f" median minute has {number(usual_total)}."
                )
                yield _row(
                    week, "votes by minute", body, here, usual, here, totals[minute], says,
                    channel=channel, minute=minute, couple=couple,
                )  # fmt: skip


def _rejected(week: int, body: str, received: Counts, rejected: Mapping[str, Counts]) -> Iterator[Row]:
    """What each gateway rejected for each reason against all other gateways together."""
    everything = sum(received.values())
    for gateway, of in sorted(received.items()):
        others_of = everything - of
        if min(of, others_of) < LEAST_VOTES:
            continue
        for reason in sorted({reason for counts in rejected.values() for reason in counts}):
            here = rejected[gateway].get(reason, 0)
            there = sum(counts.get(reason, 0) for counts in rejected.values()) - here
            seen, against = Fraction(here, of), Fraction(there, others_of)
            if _apart(seen, against, TIMES_REJECTED):
                says = (
                    f"Gateway {gateway} rejected {_part(here, of)} of the votes it received as {reason!r},"
                    f" the other gateways {_part(there, others_of)}."
                )
                yield _row(
                    week, "rejected by gateway", body, seen, against, here, of, says, gateway=gateway, reason=reason
                )  # fmt: skip


def _sent_twice(week: int, body: str, tally: WeekTally) -> Iterator[Row]:
    """Batches that have the window and counts, or the raw file, of one just before: the part of the channel's votes in them."""
    for gateway, delivered in sorted(tally.gateways.items()):
        for (channel, counted_body), held in sorted(delivered.channels.items()):
            if counted_body == body and held.repeats and held.accepted:
                seen = Fraction(held.repeated, held.accepted)
                says = (
                    f"Batches {written(tuple(held.repeats))} of {gateway} by {channel} have the window and counts, or the raw"
                    f" file, of a batch just before; {_part(held.repeated, held.accepted)} of its votes by {channel} are in them."
                )
                yield _row(
                    week, "sent twice", body, seen, Fraction(0), held.repeated, held.accepted, says,
                    gateway=gateway, channel=channel,
                )  # fmt: skip


def _apart(one: Fraction, other: Fraction, times: int) -> bool:
    low, high = sorted((one, other))
    return high - low >= LEAST_APART and high >= times * low


def _row(
    week: int,
    pattern: Pattern,
    body: str,
    seen: Exact,
    against: Exact,
    votes: int,
    of: int,
    says: str,
    *,
    gateway: str | None = None,
    channel: str | None = None,
    minute: str | None = None,
    couple: str | None = None,
    reason: str | None = None,
) -> Row:
    times = exact(Fraction(seen) / Fraction(against)) if against else None
    return Row(
        week, pattern, body, gateway, channel, minute, couple, reason, votes, of, exact(seen), exact(against), times, says
    )  # fmt: skip


def _part(votes: int, of: int) -> str:
    """A share as a person reads it, with the whole numbers it is of: `12.5 % (125 of 1,000)`."""
    return f"{percent(Fraction(votes, of), places=1)} ({number(votes)} of {number(of)})"


def _add(total: dict[str, int], counts: Counts) -> None:
    for name, count in counts.items():
        total[name] = total.get(name, 0) + count
