"""The votes tried for a couple: first those most likely to lift or sink it, then every order there is.

Where the size of votes matters (shares, raw counts) a few votes settle the question exactly: with a share, giving a couple
every vote raises it and lowers each of the others as far as any votes can, so that nothing helps it more; and a couple
is sunk most cheaply by votes that just lift the others level with it.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from domain.rulebook import Side
from domain.stages.measures import Bodies
from glitterball.properties import orders
from glitterball.properties.floor import Floor, is_viewers, viewers_side
from glitterball.properties.orders import Numbers
from glitterball.properties.rules import Trial

LANDSLIDE = 1_000_000
EVERY_ORDER_UP_TO = 7
"""Couples up to which every strict order is tried; orders with ties as far as they are listed."""


def settles(floor: Floor) -> bool:
    """Whether the votes tried are enough to say that no vote does it."""
    side = viewers_side(floor.rulebook)
    if side is None:
        return True
    if isinstance(side.counts, Bodies) or sum(is_viewers(one) for one in floor.rulebook.sides) > 1:
        return False
    if floor.voted_by_order():
        return floor.n <= (EVERY_ORDER_UP_TO if _ties_change_nothing(side) else orders.LARGEST_WITH_TIES)
    return side.points.kind in ("share", "raw")


def what_settles(floor: Floor, up: bool = True) -> str:
    """Why no vote lifts (or sinks) a couple, in a sentence."""
    side = viewers_side(floor.rulebook)
    if side is None:
        return "The rulebook counts no public vote."
    if floor.voted_by_order():
        return f"Every order of the public vote for {floor.n} couples was tried, ties included."
    if up:
        return "Exact: they have every vote already."
    return "Exact: to lift enough others to their height takes every vote there is, or more."


def lifting(floor: Floor, judged: Numbers, couple: int) -> Iterator[Numbers]:
    """Votes that may lift a couple."""
    side = viewers_side(floor.rulebook)
    if side is None:
        yield ()
        return
    others = [at for at in range(floor.n) if at != couple]
    rising = sorted(others, key=lambda at: (judged[at] if judged else 0, at))
    if not floor.voted_by_order():
        yield tuple(LANDSLIDE if at == couple else 0 for at in range(floor.n))
        return
    yield _in_order([couple, *rising], floor.n)
    yield _in_order([couple, *reversed(rising)], floor.n)
    yield from _every_order(floor, side)


def sinking(trial: Trial, floor: Floor, judged: Numbers, couple: int) -> Iterator[Numbers]:
    """Votes that may sink a couple into danger."""
    side = viewers_side(floor.rulebook)
    if side is None:
        yield ()
        return
    others = [at for at in range(floor.n) if at != couple]
    rising = sorted(others, key=lambda at: (judged[at] if judged else 0, at))
    if not floor.voted_by_order():
        yield tuple(0 if at == couple else LANDSLIDE for at in range(floor.n))
        yield from level(trial, floor, side, judged, couple)
        return
    yield _in_order([*rising, couple], floor.n)
    yield _in_order([*reversed(rising), couple], floor.n)
    yield from _every_order(floor, side)


def _in_order(best_first: list[int], n: int) -> Numbers:
    votes = [0] * n
    for place, at in enumerate(best_first):
        votes[at] = n - place
    return tuple(votes)


def _every_order(floor: Floor, side: Side) -> Iterator[Numbers]:
    if floor.n <= EVERY_ORDER_UP_TO:
        yield from orders.strict_orders(floor.n)
    if floor.n <= orders.LARGEST_WITH_TIES and not _ties_change_nothing(side):
        yield from orders.orders_with_ties(floor.n)


def _ties_change_nothing(side: Side) -> bool:
    """A points table cannot be handed out over a tie, so that ties among votes open no way that orders lack."""
    return side.points.kind == "table"


def level(trial: Trial, floor: Floor, side: Side, judged: Numbers, couple: int) -> Iterator[Numbers]:
    """Shares that lift as many others as must stay to the couple's height or above it, and give it nothing."""
    outcome = trial.outcome(floor.week(judged, (1,) * floor.n))
    if outcome.combined is None or side.points.kind != "share":
        return
    equal = Fraction(side.weight) / floor.n
    gaps = {
        at: max(Fraction(0), Fraction(outcome.combined[couple]) - Fraction(outcome.combined[at]))
        for at in range(floor.n)
        if at != couple
    }
    above = floor.n - floor.form.select.size(floor.n)
    lifted = sorted(gaps, key=lambda at: (gaps[at], at))[:above]
    spare = equal * floor.n - sum(gaps[at] for at in lifted)
    if spare < 0:
        return
    shares = [gaps[at] + spare / above if at in lifted else Fraction(0) for at in range(floor.n)]
    over = lcm(*(share.denominator for share in shares))
    yield tuple(int(share * over) for share in shares)
