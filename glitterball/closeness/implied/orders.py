"""Counting public orders. Those that must stand lowest are placed in every way; every other couple then has an upper
bound on its place, the bounds are nested, and the number of completions is a product."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from math import perm

from glitterball.closeness.implied.cuts import Couples, Layering
from glitterball.closeness.implied.night import Levels
from glitterball.closeness.implied.results import NotWorkedOut

MOST_PLACINGS = 500_000
"""Placings of the lowest couples that are gone through; a form that needs more is not worked out."""

Placing = dict[int, int]
"""Places (from 0, the best) by couple."""


@dataclass(slots=True)
class Survey:
    """What the orders that give an outcome have in common. `seen` are each couple's possible places as a bit mask;
    `first` the layering and the placing of its low couples that first showed a couple in a place."""

    giving: int = 0
    placings: set[tuple[int, ...]] = field(default_factory=set)
    seen: dict[int, int] = field(default_factory=dict)
    first: dict[tuple[int, int], tuple[Layering, Placing]] = field(default_factory=dict)

    def note(self, couple: int, places: int, layering: Layering, low: Couples, placing: tuple[int, ...]) -> None:
        """Note possible places of a couple."""
        new = places & ~self.seen.get(couple, 0)
        if not new:
            return
        self.seen[couple] = self.seen.get(couple, 0) | new
        while new:
            bit = new & -new
            self.first[couple, bit.bit_length() - 1] = (layering, dict(zip(low, placing, strict=True)))
            new ^= bit


def refuse_too_many(size: int, layerings: tuple[Layering, ...]) -> None:
    """Raises `NotWorkedOut` where going through the placings would take too long."""
    needed = sum(perm(size, sum(map(len, layering.layers))) for layering in layerings)
    if needed > MOST_PLACINGS:
        raise NotWorkedOut(f"{needed} placings of the lowest couples would have to be gone through")


def survey(levels: Levels, layering: Layering, left: Couples, into: Survey, strict: bool = True) -> None:
    """Count the orders in which the layering holds. `strict` is False to let open ties be settled kindly."""
    low = tuple(couple for layer in layering.layers for couple in layer)
    bounds: dict[int, list[tuple[int, int]]] = {}
    met: dict[tuple[int, int], int] = {}
    where = [low.index(couple) for couple in left if couple in low]
    for placing, taken, top in _placings(levels, layering.layers, strict):
        completions = met.get((top, taken))
        if completions is None:
            if top not in bounds:
                bounds[top] = _bounds(levels, layering, top, strict)
            completions = met[top, taken] = _complete(bounds[top], taken, placing, layering, low, into, len(levels))
        if completions:
            into.giving += completions
            into.placings.add(tuple(placing[at] for at in where))
            for couple, place in zip(low, placing, strict=True):
                into.note(couple, 1 << place, layering, low, placing)


def _placings(levels: Levels, layers: tuple[Couples, ...], strict: bool) -> Iterable[tuple[tuple[int, ...], int, int]]:
    """The placings of the low couples in which each layer stands below the next, rising: the places, the same as a bit mask,
    and the highest level that is reached (-1 where nobody is low)."""
    found: Iterable[tuple[tuple[int, ...], int, int]] = (((), 0, -1),)
    for layer in layers:
        found = _and_above(found, _of_a_layer(levels, layer), strict)
    return found


def _of_a_layer(levels: Levels, layer: Couples) -> list[tuple[tuple[int, ...], int, int, int]]:
    """The placings of a layer's couples: the places, the same as a bit mask, the lowest and the highest level reached."""
    placings = []
    for places in permutations(range(len(levels)), len(layer)):
        reached = [levels[couple][place] for couple, place in zip(layer, places, strict=True)]
        placings.append((places, sum(1 << place for place in places), min(reached), max(reached)))
    return placings


def _and_above(
    below: Iterable[tuple[tuple[int, ...], int, int]],
    layer: list[tuple[tuple[int, ...], int, int, int]],
    strict: bool,
) -> Iterator[tuple[tuple[int, ...], int, int]]:
    for placing, taken, top in below:
        least = top + strict
        for places, mask, lowest, highest in layer:
            if lowest >= least and not taken & mask:
                yield placing + places, taken | mask, max(top, highest)


def _bounds(levels: Levels, layering: Layering, top: int, strict: bool) -> list[tuple[int, int]]:
    """(how many of the best places a couple may have, couple), rising. The bounds of all couples are nested."""
    least = top + 1 if strict else top
    bounds = [(sum(level >= least for level in levels[couple]), couple) for couple in layering.above]
    return sorted(bounds + [(len(levels), couple) for couple in layering.loose])


def _complete(
    bounds: list[tuple[int, int]],
    taken: int,
    placing: tuple[int, ...],
    layering: Layering,
    low: Couples,
    into: Survey,
    size: int,
) -> int:
    """In how many ways the other couples take the places that are left, and which each can have.

    A couple with bound b chooses among the free places up to b that those with smaller bounds left; it can have any
    that no full set of tighter couples takes up. It is the same for all placings of the low couples that take these places
    (`taken`, a bit mask) and reach the same level, so it is asked once, with the first of them.
    """
    completions = 1
    free_up_to = []
    for number, (bound, _) in enumerate(bounds):
        free = bound - (taken & (1 << bound) - 1).bit_count()
        if free <= number:
            return 0
        completions *= free - number
        free_up_to.append(free)
    upto = [0]
    for place in range(size):
        if not taken >> place & 1:
            upto.append(upto[-1] | 1 << place)
    full = 0
    for number, (_, couple) in enumerate(bounds):
        into.note(couple, upto[free_up_to[number]] & ~upto[full], layering, low, placing)
        if free_up_to[number] == number + 1:
            full = number + 1
    return completions


def completed(levels: Levels, layering: Layering, low: Placing, couple: int, place: int) -> tuple[int, ...]:
    """One public order in which the layering holds with the low couples so placed and the couple in that place.

    Answers each couple's place. Those with the tightest bounds take the best places left.
    """
    places = {**low, couple: place}
    top = max((levels[one][at] for one, at in low.items()), default=-1)
    left = [at for at in range(len(levels)) if at not in places.values()]
    for _, bound in _bounds(levels, layering, top, strict=True):
        if bound not in places:
            places[bound] = left.pop(0)
    return tuple(places[one] for one in range(len(levels)))
