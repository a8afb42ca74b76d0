"""The items that can be left out of a count: channels, gateways and minutes from the tallies, batches from the events.

What is out of the count already is in no item: voided channels and batches, votes that were substituted, what came after
the seal.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2, counted_as
from domain.gateway.tally import MINUTE, Counted
from domain.record import Recorded
from domain.season import events as e
from domain.season.lookup import couples_in_order
from domain.season.state import WeekState, counts_as_delivered
from glitterball.closeness.exclusion.results import Each
from glitterball.closeness.exclusion.standing import Part
from projections.fold import SeasonFold
from projections.votes_over_time import cells

BatchKey = tuple[int, str, int]
"""Week, gateway, number."""


@dataclass(slots=True)
class Passed:
    """What one look through the events has found besides the batches that count. It grows with voids, not with batches."""

    minutes: dict[BatchKey, str] = field(default_factory=dict)
    """The minute of each voided batch."""
    late: dict[int, dict[tuple[str, str], Counted]] = field(default_factory=dict)
    """By week, channel and body: what came after the seal."""


def weeks_counted(season: SeasonFold, week: int) -> dict[int, WeekState]:
    """The weeks whose votes count in a week."""
    weeks = season.state.weeks
    return {number: weeks[number] for number in weeks[week].opened.fact.votes_from if number in weeks}


def batches(season: SeasonFold, week: int, events: Iterable[Recorded[Any]], passed: Passed) -> Iterator[Part]:
    """Each batch in the count, in the order of the events; on the way `passed` is filled."""
    counted = weeks_counted(season, week)
    voids = {(number, *key): void.fact for number, this in counted.items() for key, void in this.voided_batches.items()}
    sealed = {number: season.tallies[number].sealed_at for number in counted if number in season.tallies}
    for event in events:
        if not isinstance(event.fact, VoteBatchReceived | VoteBatchReceivedV2) or event.fact.week not in counted:
            continue
        fact = counted_as(event.fact, couples_in_order(season.state, event.fact.week))
        seal = sealed.get(fact.week, 0)
        if seal and event.position > seal:
            late = passed.late.setdefault(fact.week, {})
            late.setdefault((fact.channel, fact.body), Counted()).add(fact)
            continue
        void = voids.get((fact.week, fact.gateway, fact.batch)) if voids else None
        if void is not None:
            passed.minutes[fact.week, fact.gateway, fact.batch] = fact.opens[:MINUTE]
            if void.votes or not fact.votes:
                continue
        this = counted[fact.week]
        if counts_as_delivered(this, fact.gateway, fact.channel, fact.body) and fact.body not in this.substitutions:
            votes = {fact.body: dict(fact.votes)}
            yield Part(fact.week, f"{fact.gateway} {fact.batch}", votes, {fact.body: 1})


def parts(season: SeasonFold, week: int, each: Each, passed: Passed) -> Iterator[Part]:
    """Each channel, gateway or minute with votes in the count, by week and name."""
    for number, this in sorted(weeks_counted(season, week).items()):
        names = {"channel": 2, "gateway": 1, "minute": 0}
        at = names[each]
        if number not in season.tallies:
            continue
        found: dict[str, list[tuple[str, Counted]]] = {}
        for cell in cells(season.tallies[number]):
            if counts_as_delivered(this, *cell[1:4]) and cell[3] not in this.substitutions:
                found.setdefault(str(cell[at]), []).append((cell[3], cell[4]))
        for stated in this.replaced.values() if each != "minute" else ():
            of = (stated.fact.gateway, stated.fact.channel, stated.fact.body)
            if of[1] not in this.voided_channels and of[2] not in this.substitutions:
                counted = Counted(votes={given.couple: given.votes for given in stated.fact.votes})
                found.setdefault(of[0] if each == "gateway" else of[1], []).append((of[2], counted))
        for name, held in sorted(found.items()):
            voids = (
                void.fact for void in this.voided_batches.values() if _lies_in(void.fact, each, name, number, passed)
            )
            yield _part(number, name, held, voids, this)


def in_minutes(season: SeasonFold, number: int, channel: str, first: str, last: str | None, passed: Passed) -> Part:
    """What a channel delivered in the minutes from one to another, if it is in the count."""
    this = season.state.weeks[number]
    held = [
        (body, counted)
        for minute, gateway, name, body, counted in (cells(season.tallies[number]) if number in season.tallies else ())
        if name == channel and first <= minute and (last is None or minute <= last)
        if counts_as_delivered(this, gateway, name, body) and body not in this.substitutions
    ]
    voids = (
        void.fact
        for (gateway, batch), void in this.voided_batches.items()
        if void.fact.channel == channel
        and first <= (minute := passed.minutes.get((number, gateway, batch), ""))
        and (last is None or minute <= last)
    )
    return _part(number, f"{channel}, {first} to {last or 'the end'}", held, voids, this)


def batches_by_body(season: SeasonFold, week: int) -> dict[str, int]:
    """How many batches of each voting body are in the count, voided ones among them: they were delivered."""
    found: dict[str, int] = {}
    for number, this in weeks_counted(season, week).items():
        for _, gateway, channel, body, counted in cells(season.tallies[number]) if number in season.tallies else ():
            if counts_as_delivered(this, gateway, channel, body):
                found[body] = found.get(body, 0) + counted.batches
    return found


def substituted(season: SeasonFold, week: int) -> frozenset[str]:
    """The bodies whose votes were replaced in one of the weeks that count."""
    return frozenset(body for this in weeks_counted(season, week).values() for body in this.substitutions)


def _lies_in(void: e.BatchVoided, each: Each, name: str, number: int, passed: Passed) -> bool:
    if each == "minute":
        return passed.minutes.get((number, void.gateway, void.batch)) == name
    return name == (void.channel if each == "channel" else void.gateway)


def _part(
    number: int,
    name: str,
    held: Collection[tuple[str, Counted]],
    voids: Iterable[e.BatchVoided],
    this: WeekState,
) -> Part:
    votes: dict[str, dict[str, int]] = {}
    came: dict[str, int] = {}
    for body, counted in held:
        came[body] = came.get(body, 0) + counted.batches
        _add(votes.setdefault(body, {}), counted.votes.items(), 1)
    for void in voids:
        if void.body in votes and counts_as_delivered(this, void.gateway, void.channel, void.body):
            _add(votes[void.body], ((one.couple, one.votes) for one in void.votes), -1)
    return Part(number, name, votes, came)


def _add(total: dict[str, int], votes: Iterable[tuple[str, int]], sign: int) -> None:
    for couple, count in votes:
        total[couple] = total.get(couple, 0) + sign * count
