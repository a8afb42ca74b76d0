"""Which commitments of manifests count towards a week, by couple; or why it cannot be proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from typing import NamedTuple

from .part_01_findings import Wrong, demand
from .part_02_spellings import Json
from .part_03_p256 import P256_NOTHING, P256Point, p256_plus, p256_point, p256_points
from .part_13_tallies import Gateway, Tally
from .part_14_weeks import Week
from .part_15_season import Season


class Committed(NamedTuple):
    """What a manifest commits to for one channel and voting body: 33 bytes a couple, in hexadecimal digits."""

    week: int
    gateway: str
    channel: str
    body: str
    points: dict[str, str]
    closed_at: int
    """The position of the manifest."""


def counted_commitments(season: Season, number: int, patterns: Sequence[str]) -> list[Committed]:
    """All that count towards a week, of bodies of these names; refuses a week of which no proof can be made."""

    def asked(body: str) -> bool:
        return any(fnmatchcase(body, pattern) for pattern in patterns)

    counted = list[Committed]()
    couples = season.competing(number)
    for voted in sorted(season.weeks[number].opened["votes_from"]):
        week, tally = season.weeks.get(voted), season.tallies.get(voted, Tally())
        order = week.voting.fact.get("couples") if week and week.voting else None
        if week is None or order is None:
            raise Wrong(f"order-not-stated: no order of the couples was stated for week {voted}")
        demand(
            sorted(order) == couples, f"others-voted-for: in week {voted} the couples voted for are not those ranked"
        )
        _check_as_committed(week, asked)
        for name in sorted({*_expected(week), *tally.gateways} - week.given_up.keys()):
            gateway = tally.gateways.get(name, Gateway())
            counted += _of_gateway(week, name, gateway, order, asked)
    demand(counted, "not-committed: no manifest commits to votes that count")
    return counted


def _expected(week: Week) -> Iterator[str]:
    return (gateway["gateway"] for gateway in (week.voting.fact["gateways"] if week.voting else ()))


def _check_as_committed(week: Week, asked: Callable[[str], bool]) -> None:
    """Refuses decisions after which other votes count than the manifests commit to."""
    for void in week.voids.values():
        where = (void.fact["gateway"], void.fact["channel"], void.fact["body"])
        demand(
            not (week.counts(*where) and asked(void.fact["body"])),
            f"batch-voided: the manifest of {where[0]} commits to batch {void.fact['batch']}, which is void",
        )
    replaced = (body for _, channel, body in week.replaced if channel not in week.void_channels)
    stated = any(map(asked, chain(replaced, week.substitutions)))
    taken = any(event.fact["taken"] != "not at all" for event in week.given_up.values())
    demand(not stated and not taken, "counts-stated: counts were stated by two people, or taken without a manifest")


def _of_gateway(
    week: Week, name: str, gateway: Gateway, order: Sequence[str], asked: Callable[[str], bool]
) -> Iterator[Committed]:
    entries: Json = (gateway.manifest or {}).get("commitments", ())
    committed = {(channel, body): points for channel, body, points in entries}
    for channel, body in sorted({*gateway.channels, *committed}):
        if not week.counts(name, channel, body) or not asked(body):
            continue
        points = committed.get((channel, body), ())
        if len(points) != len(order):
            raise Wrong(f"not-committed: {name} does not commit to the votes of {channel} ({body}) for each couple")
        by_couple = dict(zip(order, points, strict=True))
        yield Committed(week.opened["week"], name, channel, body, by_couple, gateway.closed_at)


def summed(couples: Sequence[str], counted: Sequence[Committed]) -> list[P256Point]:
    """For each couple the sum of what is committed to; refuses what is no point, and a sum without coordinates."""
    sums = []
    for couple in couples:
        total = P256_NOTHING
        for committed in counted:
            try:
                total = p256_plus(total, p256_point(bytes.fromhex(committed.points[couple])))
            except (Wrong, ValueError):
                raise Wrong(f"a commitment of {committed.gateway} is no point of the curve") from None
        sums.append(total)
    return p256_points(sums)


def accepted_in_all(season: Season, number: int, counted: Sequence[Committed]) -> int | None:
    """The votes that the manifests say were accepted in the channels counted; nothing where other bodies were voted for too."""
    total = 0
    held = {(committed.week, committed.gateway, committed.channel, committed.body) for committed in counted}
    for voted in season.weeks[number].opened["votes_from"]:
        week, tally = season.weeks[voted], season.tallies.get(voted, Tally())
        for name, gateway in tally.gateways.items():
            there = {(channel, body) for channel, body, _ in (gateway.manifest or {}).get("commitments", ())}
            if any(week.counts(name, *where) and (voted, name, *where) not in held for where in there):
                return None
            channels = {
                committed.channel for committed in counted if (committed.week, committed.gateway) == (voted, name)
            }
            totals = gateway.manifest["totals"] if gateway.manifest else ()
            total += sum(stated["accepted"] for stated in totals if stated["channel"] in channels)
    return total
