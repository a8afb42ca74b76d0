"""Shares of the vote that keep to a layering and to a public order, or to two layerings: whether there are any.

Only differences matter: adding the same share to every couple changes no comparison. So take everybody as low as the others
allow; there are such shares exactly when these least ones add up to less than the whole vote. (Votes in which two couples are
exactly equal are left out of account.)
"""

from fractions import Fraction

from glitterball.closeness.implied.cuts import Layering
from glitterball.closeness.implied.night import Night
from glitterball.closeness.what_if.orders import Placing

Ahead = tuple[int, int, Fraction]
"""The second couple's share must be more than the first's plus this."""


def per_vote(night: Night) -> tuple[Fraction, ...]:
    """Each couple's fixed points, in shares of the viewers' side."""
    assert night.secret is not None
    return tuple(Fraction(points) / Fraction(night.secret.weight) for points in night.fixed)


def wanted(night: Night, layering: Layering) -> list[Ahead]:
    """What a layering wants of the shares."""
    points = per_vote(night)
    layers = (*layering.layers, layering.above)
    return [
        (low, high, points[low] - points[high])
        for number, layer in enumerate(layers)
        for low in layer
        for higher in layers[number + 1 :]
        for high in higher
    ]


def exist(size: int, wants: list[Ahead]) -> bool:
    """Whether some shares give everything wanted. Each comparison is strict: the second number counts how often by a hair."""
    least: list[tuple[Fraction, int]] = [(Fraction(0), 0)] * size
    for _ in range(size + 1):
        changed = False
        for low, high, ahead in wants:
            reached = (least[low][0] + ahead, least[low][1] + 1)
            if reached > least[high]:
                least[high] = reached
                changed = True
        if not changed:
            return sum(share for share, _ in least) < 1
    return False  # each waits for the other


def exist_in_order(points: tuple[Fraction, ...], layering: Layering, placing: Placing, last: tuple[int, ...]) -> bool:
    """Whether some shares give the layering (of one layer) in some public order with these placings and last places.

    From the last place up, the lowest layer's couples go first, then those the fixed points help most: swapping two so that
    this holds costs nothing, since whoever may stand low may stand higher.
    """
    low = layering.layers[0]
    cut = max(points[couple] for couple in low)
    rank = {couple: (0, -points[couple]) for couple in low} | dict.fromkeys(layering.loose, (0, Fraction(0)))
    waiting = sorted(
        (couple for couple in range(len(points)) if couple not in placing),
        key=lambda couple: rank.get(couple, (1, -points[couple])),
    )
    at_place = {place: couple for couple, place in placing.items()}
    share, total = Fraction(0), Fraction(0)
    least_above: Fraction | None = None
    for place in range(len(points) - 1, -1, -1):
        couple = at_place.get(place)
        if couple is None:
            couple = next(one for one in waiting if last[one] >= place)
            waiting.remove(couple)
        if couple in low:
            if least_above is not None and least_above <= points[couple]:
                return False
        elif couple not in layering.loose:
            share = max(share, cut - points[couple])
            least_above = points[couple] if least_above is None else min(least_above, points[couple])
        total += share
        if total >= 1:
            return False
    return True
