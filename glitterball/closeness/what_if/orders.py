"""Public orders in which a layering holds, without going through them: every couple then has a range of places."""

from collections.abc import Iterator
from itertools import pairwise, permutations, product

from glitterball.closeness.implied.cuts import Layering
from glitterball.closeness.implied.night import Levels

Ranges = tuple[tuple[int, int], ...]
"""For each couple its first and last possible place, from 0, the best."""

Placing = dict[int, int]


def ranges_of(levels: Levels, layering: Layering) -> Iterator[Ranges]:
    """Ranges of places; an order holds the layering exactly when it keeps to one of these. There is one for each way to draw
    the lines between the layers, at a level one of the couples below it has."""
    lines = [sorted({levels[couple][at] for couple in layer for at in range(len(levels))}) for layer in layering.layers]
    for drawn in product(*lines):
        if all(low < high for low, high in pairwise(drawn)):
            found = _ranges(levels, layering, drawn)
            if found is not None:
                yield found


def _ranges(levels: Levels, layering: Layering, drawn: tuple[int, ...]) -> Ranges | None:
    size = len(levels)
    ranges = [(0, size - 1)] * size
    bounds = [-1, *drawn]
    for number, layer in enumerate((*layering.layers, layering.above)):
        above, upto = bounds[number], bounds[number + 1] if number < len(drawn) else None
        for couple in layer:
            fits = [at for at, level in enumerate(levels[couple]) if level > above and (upto is None or level <= upto)]
            if not fits:
                return None
            ranges[couple] = (fits[0], fits[-1])
    return tuple(ranges)


def meets(one: Ranges, other: Ranges) -> bool:
    """Whether some order keeps to both: each place in turn goes to the couple that can wait least."""
    both: list[tuple[int, int]] = []
    for (a, b), (c, d) in zip(one, other, strict=True):
        first, last = max(a, c), min(b, d)
        if first > last:
            return False
        both.append((first, last))
    waiting = sorted(both)
    for place in range(len(both)):
        ready = [entry for entry in waiting if entry[0] <= place]
        if not ready:
            return False
        next_one = min(ready, key=lambda entry: entry[1])
        if next_one[1] < place:
            return False
        waiting.remove(next_one)
    return True


def placings(levels: Levels, layering: Layering) -> Iterator[tuple[Placing, tuple[int, ...]]]:
    """Every placing of the layers' couples, with each other couple's last possible place; only those that can be completed."""
    low = tuple(couple for layer in layering.layers for couple in layer)
    size = len(levels)
    for places in permutations(range(size), len(low)):
        placing = dict(zip(low, places, strict=True))
        tops = [[levels[couple][placing[couple]] for couple in layer] for layer in layering.layers]
        if any(min(high) <= max(down) for down, high in pairwise(tops)):
            continue
        top = max((level for layer in tops for level in layer), default=-1)
        last = [size - 1] * size
        for couple in layering.above:
            last[couple] = sum(level > top for level in levels[couple]) - 1
        if _completes(placing, last):
            yield placing, tuple(last)


def _completes(placing: Placing, last: list[int]) -> bool:
    free = [at for at in range(len(last)) if at not in placing.values()]
    bounds = sorted(last[couple] for couple in range(len(last)) if couple not in placing)
    return all(bound >= place for bound, place in zip(bounds, free, strict=True))
