"""What one couple needs, in public places. Whoever else stands below it is a question of who takes which of the other places;
a couple is below from some place on, so those places are nested and taking them in order is the best there is."""

from dataclasses import dataclass

from glitterball.closeness.implied.night import Levels

Places = tuple[int, ...]
"""Each couple's public place, from 0, the best."""


@dataclass(frozen=True, slots=True)
class PlaceNeeds:
    """Places from 0; None where there is none. `example` and `against` are whole public orders."""

    may: int | None
    surely: int | None
    example: Places | None
    against: Places | None


def above_at_least(levels: Levels, couple: int, rivals: tuple[int, ...], fewest: int) -> PlaceNeeds:
    """What the couple needs to stand above at least `fewest` of its rivals, told apart by the chain."""
    size = len(levels)
    may, surely = None, None
    example: Places | None = None
    against: Places | None = None
    still_sure = True
    for place in range(size):
        level = levels[couple][place]
        below = {other: [at for at in range(size) if levels[other][at] < level] for other in rivals}
        most, order = _most(size, couple, place, below)
        if most >= fewest:
            may, example = place, example or order
        above = {other: [at for at in range(size) if levels[other][at] >= level] for other in rivals}
        most, order = _most(size, couple, place, above)
        if len(rivals) - most < fewest:
            still_sure, against = False, order
        elif still_sure:
            surely = place
    return PlaceNeeds(may, surely, example, against)


def _most(size: int, couple: int, place: int, wanted: dict[int, list[int]]) -> tuple[int, Places]:
    """The most rivals that can stand in a place wanted for them, and an order with so many.

    The wanted places are all from some place on, or all up to some place: so whoever has fewest is served first.
    """
    free = [at for at in range(size) if at != place]
    places = {couple: place}
    for other in sorted(wanted, key=lambda one: (len(wanted[one]), one)):
        here = next((at for at in wanted[other] if at in free), None)
        if here is not None:
            places[other] = here
            free.remove(here)
    served = len(places) - 1
    for other in range(size):
        if other not in places:
            places[other] = free.pop()
    return served, tuple(places[one] for one in range(size))
