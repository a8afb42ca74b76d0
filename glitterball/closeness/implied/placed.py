"""Counting the public orders of a finale in which every couple was announced in a place: couple by couple from the last
place up, remembering which public places are used up."""

from itertools import pairwise

from glitterball.closeness.implied.cuts import Couples
from glitterball.closeness.implied.night import Levels
from glitterball.closeness.implied.results import NotWorkedOut

MOST_COUPLES = 13
"""Couples in a fully placed week at most; the work doubles with each."""

Key = tuple[int, int]
"""The public places used so far as a bit mask, and the public place of the couple reached."""


def count_placed(levels: Levels, rising: Couples, strict: bool = True) -> list[dict[Key, int]]:
    """For each couple, from the last place to the winner: in how many ways those up to it can stand, by what they use up.

    Raises `NotWorkedOut` for a larger field than is gone through. `strict` is False to settle open ties kindly.
    """
    if len(levels) > MOST_COUPLES:
        raise NotWorkedOut(
            f"all places of {len(levels)} couples were announced; {MOST_COUPLES} at most are gone through"
        )
    steps: list[dict[Key, int]] = [{(1 << place, place): 1 for place in range(len(levels))}]
    for below, couple in pairwise(rising):
        here: dict[Key, int] = {}
        for (used, last), count in steps[-1].items():
            floor = levels[below][last] + (1 if strict else 0)
            for place, level in enumerate(levels[couple]):
                if level >= floor and not used >> place & 1:
                    key = (used | 1 << place, place)
                    here[key] = here.get(key, 0) + count
        steps.append(here)
    return steps


def placed_orders(levels: Levels, rising: Couples) -> tuple[int, dict[tuple[int, int], tuple[int, ...]]]:
    """How many public orders give exactly these places, and for each couple and possible public place one such order.

    An order is each couple's public place, from 0.
    """
    steps = count_placed(levels, rising)
    onward: dict[Key, Key | None] = dict.fromkeys(steps[-1])
    alive: list[dict[Key, Key | None]] = [onward]
    for number in range(len(rising) - 1, 0, -1):
        lower: dict[Key, Key | None] = {}
        for key in alive[0]:
            for before in _before(levels, rising, steps, number, key):
                lower.setdefault(before, key)
        alive.insert(0, lower)
    examples: dict[tuple[int, int], tuple[int, ...]] = {}
    for number, couple in enumerate(rising):
        for key in sorted(alive[number]):
            if (couple, key[1]) not in examples:
                examples[couple, key[1]] = _through(levels, rising, steps, alive, number, key)
    return sum(steps[-1].values()), examples


def _before(levels: Levels, rising: Couples, steps: list[dict[Key, int]], number: int, key: Key) -> list[Key]:
    """The steps that lead to this one."""
    used, place = key
    below = levels[rising[number - 1]]
    keys = ((used & ~(1 << place), last) for last in range(len(levels)))
    return [one for one in keys if one in steps[number - 1] and below[one[1]] < levels[rising[number]][place]]


def _through(
    levels: Levels,
    rising: Couples,
    steps: list[dict[Key, int]],
    alive: list[dict[Key, Key | None]],
    number: int,
    key: Key,
) -> tuple[int, ...]:
    """One public order that passes through a step."""
    places = {rising[number]: key[1]}
    here = key
    for lower in range(number, 0, -1):
        here = _before(levels, rising, steps, lower, here)[0]
        places[rising[lower - 1]] = here[1]
    onward = alive[number][key]
    for higher in range(number + 1, len(rising)):
        assert onward is not None
        places[rising[higher]] = onward[1]
        onward = alive[higher][onward]
    return tuple(places[one] for one in range(len(rising)))
