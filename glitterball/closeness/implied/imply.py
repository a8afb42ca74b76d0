"""What an announced result implies about votes nobody published (RULES 7).

From the marks and the announcement alone: whether any public vote gives the announced outcome, and for each couple the
exact range of public place (rank points, points tables) or of the share of the vote (share), under the rulebook and
under every reading of it.
"""

from functools import lru_cache
from math import factorial, perm

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.variants import variants
from domain.season.state import Announced
from glitterball.closeness.implied.cuts import Contradiction, Cuts, cuts_of
from glitterball.closeness.implied.night import Levels, Night, has_open_ties, levels_of, night_of
from glitterball.closeness.implied.orders import Survey, completed, refuse_too_many, survey
from glitterball.closeness.implied.placed import count_placed, placed_orders
from glitterball.closeness.implied.ranges import share_ranges
from glitterball.closeness.implied.results import (
    Implied,
    NotWorkedOut,
    Orders,
    PlaceRange,
    Reading,
    Verdict,
)
from glitterball.closeness.implied.witnesses import votes_in_order, witness

REMEMBERED = 64
"""Weeks whose answer is kept: a season that is audited, compared and shown asks of the same weeks again and again."""


@lru_cache(maxsize=REMEMBERED)
def implied(rulebook: Rulebook, period: ScoringPeriod, said: Announced, danger_is_lowest: bool = False) -> Implied:
    """What the announced result implies under the rulebook and under each reading of its assumptions.

    `period` holds what is known; a side of votes without a count in it is the secret one. Of `said` who left (as a set)
    and the final places constrain; with `danger_is_lowest` also the danger set, taken as exactly the selected one.
    """
    readings = tuple(
        read(variant.rulebook, period, said, danger_is_lowest, variant.switched) for variant in variants(rulebook)
    )
    return Implied(period.week, period.couples, tuple(sorted(said.eliminated or ())), _verdict(readings), readings)


def _verdict(readings: tuple[Reading, ...]) -> Verdict:
    found = {reading.possible for reading in readings}
    if {"consistent", "inconsistent"} <= found:
        return "depends on an unpublished rule"
    if "not worked out" in found:
        return "not worked out"
    return "consistent" if "consistent" in found else "inconsistent"


def read(
    rulebook: Rulebook,
    period: ScoringPeriod,
    said: Announced,
    danger_is_lowest: bool = False,
    switched: tuple[tuple[str, str], ...] = (),
) -> Reading:
    """What the announced result implies under one rulebook, as it stands."""
    try:
        night = night_of(rulebook, period)
        if night.by_share:
            ranges = share_ranges(night, cuts_of(night, said, danger_is_lowest, open_ties=True), said)
            if not ranges:
                return Reading(rulebook.ref, switched, "inconsistent", "no division of the vote gives it")
            return Reading(rulebook.ref, switched, "consistent", shares=ranges)
        levels = levels_of(night)
        cuts = cuts_of(night, said, danger_is_lowest, has_open_ties(levels))
        orders, places = _by_place(night, levels, cuts, said)
    except Contradiction as contradiction:
        return Reading(rulebook.ref, switched, "inconsistent", str(contradiction))
    except NotWorkedOut as limit:
        return Reading(rulebook.ref, switched, "not worked out", str(limit))
    if not orders.giving:
        return Reading(rulebook.ref, switched, "inconsistent", "no public order gives it", orders)
    return Reading(rulebook.ref, switched, "consistent", "", orders, places)


def orders_of_places(rulebook: Rulebook, period: ScoringPeriod, rising: tuple[str, ...]) -> int | None:
    """How many public orders give the couples this whole order, from the last place up; nothing where shares are counted.

    Raises `NotWorkedOut` for what the method does not cover.
    """
    night = night_of(rulebook, period)
    if night.by_share:
        return None
    index = {couple: at for at, couple in enumerate(period.couples)}
    return sum(count_placed(levels_of(night), tuple(index[couple] for couple in rising))[-1].values())


def _by_place(night: Night, levels: Levels, cuts: Cuts, said: Announced) -> tuple[Orders, tuple[PlaceRange, ...]]:
    if said.places is not None and not cuts.layerings[0].above:
        return _all_placed(night, levels, cuts)
    index = {couple: at for at, couple in enumerate(night.period.couples)}
    left = tuple(sorted(index[couple] for couple in said.eliminated or ()))
    refuse_too_many(night.size, cuts.layerings)
    found = Survey()
    for layering in cuts.layerings:
        survey(levels, layering, left, found)
    orders = Orders(
        factorial(night.size),
        found.giving,
        _open(levels, cuts, found.giving),
        len(found.placings),
        perm(night.size, len(left)),
    )
    if not found.giving:
        return orders, ()
    ranges = []
    for couple, name in enumerate(night.period.couples):
        possible = tuple(place for place in range(night.size) if found.seen[couple] >> place & 1)
        ends = []
        for place in (possible[0], possible[-1]):
            layering, low = found.first[couple, place]
            votes = votes_in_order(completed(levels, layering, low, couple, place))
            ends.append(witness(night, votes, layering, said.eliminated))
        ranges.append(PlaceRange(name, tuple(place + 1 for place in possible), ends[0], ends[1]))
    return orders, tuple(ranges)


def _open(levels: Levels, cuts: Cuts, giving: int) -> int | None:
    """The orders that would give the outcome only once an open tie is settled."""
    if not has_open_ties(levels):
        return 0
    if cuts.settled_kindly is None:
        return None
    kindly = Survey()
    survey(levels, cuts.settled_kindly, (), kindly, strict=False)
    return kindly.giving - giving


def _all_placed(night: Night, levels: Levels, cuts: Cuts) -> tuple[Orders, tuple[PlaceRange, ...]]:
    """A finale with all its places announced."""
    only = cuts.layerings[0]
    rising = tuple(layer[0] for layer in only.layers)
    giving, examples = placed_orders(levels, rising)
    kindly = sum(count_placed(levels, rising, strict=False)[-1].values())
    total = factorial(night.size)
    orders = Orders(total, giving, kindly - giving, giving, total)
    if not giving:
        return orders, ()
    ranges = []
    for couple, name in enumerate(night.period.couples):
        possible = sorted(place for one, place in examples if one == couple)
        best, worst = (
            witness(night, votes_in_order(examples[couple, place]), only, None) for place in (possible[0], possible[-1])
        )
        ranges.append(PlaceRange(name, tuple(place + 1 for place in possible), best, worst))
    return orders, tuple(ranges)
