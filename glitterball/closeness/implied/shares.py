"""Ranges of shares of the public vote, exactly: whole numbers over one denominator, and straight lines between them.

Write a couple's height as its share of the vote plus its fixed points over the viewers' weight. Heights add to a
constant, no couple is below its fixed part, and each layer stands below the next. Such heights have a least element;
raising one couple to a height t lifts those in higher layers to t as well, so the votes needed are a rising line with
a bend at each couple it passes, and the end of a range is where the line meets the whole vote.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from domain.exact import Exact, over_one_denominator
from glitterball.closeness.implied.cuts import Couples, Layering
from glitterball.closeness.implied.night import Night, TieLink

Heights = list[Fraction]


@dataclass(slots=True)
class Slope:
    """The heights a layering allows. `floor` are the heights with no vote, `whole` what all votes together add."""

    floor: tuple[int, ...]
    whole: int
    links: tuple[TieLink, ...]
    layers: tuple[Couples, ...]
    loose: Couples
    layer_of: dict[int, int] = field(default_factory=dict)
    least: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.layer_of = {couple: number for number, layer in enumerate(self.layers) for couple in layer}
        heights, top = list(self.floor), None
        for layer in self.layers:
            for couple in layer:
                heights[couple] = max(heights[couple], top) if top is not None else heights[couple]
            top = max(heights[couple] for couple in layer)
        self.least = heights

    @property
    def spare(self) -> int:
        """What is left of the vote when every couple stands as low as it may. Below 0 nothing fits."""
        return self.whole - sum(self.least) + sum(self.floor)

    @property
    def topmost(self) -> Couples:
        """The couples nothing holds down: the highest layer and the loose ones."""
        return (*(self.layers[-1] if self.layers else ()), *self.loose)

    def depth(self, couple: int) -> int:
        """The couple's layer from 0, the lowest; loose couples are in none."""
        return self.layer_of.get(couple, -1)

    def below(self, low: int, high: int) -> bool:
        """Whether the layers put the first couple below the second."""
        return low in self.layer_of and high in self.layer_of and self.layer_of[low] < self.layer_of[high]

    def holds(self, heights: Heights, among: Couples | None = None) -> bool:
        """Whether every layer stands below the next, ties settled by the chain (an open one does not hold)."""
        couples = among if among is not None else tuple(self.layer_of)
        return all(
            heights[low] < heights[high] or (heights[low] == heights[high] and self.tie_keeps(low, high))
            for low in couples
            for high in couples
            if self.below(low, high)
        )

    def tie_keeps(self, low: int, high: int) -> bool:
        """Whether two couples with equal combined points are told apart by the chain in this order.

        With equal heights the couple with fewer fixed points has more of the vote.
        """
        for link in self.links:
            if isinstance(link, str):
                lower: Exact = -self.floor[low]
                higher: Exact = -self.floor[high]
            else:
                lower, higher = link[low], link[high]
            if lower != higher:
                return lower < higher
        return False

    def fits(self) -> bool:
        """Whether any vote gives the layers."""
        return self.spare > 0 or (self.spare == 0 and self.holds([Fraction(height) for height in self.least]))


def slope_of(night: Night, layering: Layering) -> Slope:
    """The heights of a night under a layering. Viewers-only raw votes order the couples as shares do."""
    assert night.secret is not None
    weight = Fraction(night.secret.weight)
    numerators, over = over_one_denominator([Fraction(points) / weight for points in night.fixed])
    layers = tuple(layer for layer in (*layering.layers, layering.above) if layer)
    return Slope(numerators, over, night.links, layers, layering.loose)


@dataclass(frozen=True, slots=True)
class Reached:
    """The end of a range: the height, whether some vote has it, and heights that have it or come near."""

    height: Fraction
    attained: bool
    near: tuple[Fraction, ...]


def highest(slope: Slope, couple: int) -> Reached:
    """The most a couple can have. There every vote is used up, so only one vote has it, or none."""
    start = slope.least[couple]
    lifted = sorted(slope.least[other] for other in slope.layer_of if slope.below(couple, other))
    height, passed = Fraction(start + slope.spare), 0
    for number, other in enumerate(lifted, start=1):
        passed += max(other, start)
        if height <= other:
            break
        height = Fraction(slope.spare + start + passed, 1 + number)
    at_end = [Fraction(one) for one in slope.least]
    at_end[couple] = height
    for other in slope.layer_of:
        if slope.below(couple, other):
            at_end[other] = max(at_end[other], height)
    attained = slope.holds(at_end)
    return Reached(height, attained, tuple(at_end) if attained else _towards(slope, at_end))


def lowest(slope: Slope, couple: int) -> Reached:
    """The least a couple can have: its least height, unless it alone can take the votes the others cannot."""
    height = Fraction(slope.least[couple])
    takers = [other for other in slope.topmost if other != couple]
    if not takers:
        height = max(height, Fraction(slope.whole + sum(slope.floor), len(slope.floor)))
    pinned = tuple(
        other
        for other in slope.layer_of
        if other == couple or (slope.below(other, couple) and slope.least[other] == height)
    )
    room = len(slope.floor) * height - slope.whole - sum(slope.floor)
    level = [height] * len(slope.floor)
    if not takers and room == 0:
        attained = slope.holds(level)
        return Reached(height, attained, tuple(level) if attained else _towards(slope, level))
    if slope.spare == 0:
        return Reached(height, True, tuple(Fraction(one) for one in slope.least))
    if not slope.holds(level, pinned):
        return Reached(height, False, _towards(slope, _filled(slope, couple, height, takers, pinned, strictly=False)))
    return Reached(height, True, tuple(_filled(slope, couple, height, takers, pinned, strictly=True)))


def _filled(slope: Slope, couple: int, height: Fraction, takers: list[int], pinned: Couples, strictly: bool) -> Heights:
    """Heights with the couple as low as it can be: the others spread a little apart, what is left given to one taker."""
    low = [Fraction(one) for one in slope.least]
    low[couple] = height
    movable = [one for one in slope.layer_of if one != couple and one not in pinned]
    if strictly:
        gaps = [height - low[one] for one in movable if slope.below(one, couple)]
        step = min([Fraction(slope.spare, 2), *gaps]) / ((len(slope.layers) + 1) * (len(movable) + 1))
        for rising in movable:
            low[rising] += step * (slope.depth(rising) + 1)
    left = Fraction(slope.whole + sum(slope.floor)) - sum(low)
    if takers:
        low[takers[0]] += left
        return low
    return _level_up(slope, low, movable, height, left)


def _level_up(slope: Slope, low: Heights, movable: list[int], height: Fraction, left: Fraction) -> Heights:
    """Where the couple stands alone on top: raise the others towards its height until all votes are given."""
    step = (height - max([low[one] for one in movable], default=height)) / (len(slope.layers) + 1)
    while True:
        high = list(low)
        for rising in movable:
            high[rising] = height - step * (len(slope.layers) - slope.depth(rising))
        more = sum(high) - sum(low)
        if more >= left:
            return [a + (b - a) * left / more if more else a for a, b in zip(low, high, strict=True)]
        step /= 2


def inside(slope: Slope) -> Heights:
    """Heights in which every layer stands clearly below the next (or the only ones there are)."""
    heights = [Fraction(one) for one in slope.least]
    if slope.spare == 0:
        return heights
    step = Fraction(slope.spare, 2 * sum(slope.depth(one) + 1 for one in slope.layer_of) or 1)
    for couple in slope.layer_of:
        heights[couple] += step * (slope.depth(couple) + 1)
    left = Fraction(slope.whole + sum(slope.floor)) - sum(heights)
    for couple in slope.topmost:
        heights[couple] += left / len(slope.topmost)
    return heights


def _towards(slope: Slope, end: Heights) -> tuple[Fraction, ...]:
    """Close to an end that no vote has: a thousandth of the way back."""
    return tuple(e + (i - e) / 1000 for e, i in zip(end, inside(slope), strict=True))


def votes_of(slope: Slope, heights: tuple[Fraction, ...]) -> tuple[int, ...]:
    """The smallest whole votes in the proportion of these heights."""
    shares = [(height - floor) / slope.whole for height, floor in zip(heights, slope.floor, strict=True)]
    assert all(share >= 0 for share in shares)
    assert sum(shares) == 1
    return over_one_denominator(shares)[0]
