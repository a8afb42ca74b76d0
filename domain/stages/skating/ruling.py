"""A ruling: one comparison the Skating System made, and what it decided."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from domain.exact import Exact, exact

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Under `rule`, the couples `about` were compared by `values`; `groups` are they, best first. `what` says how."""

    rule: str
    what: str
    about: Group
    values: tuple[Exact, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Couples who share a place, and the rulings made to tell them from those placed after them."""

    group: Group
    rulings: tuple[Ruling, ...] = ()

    def after(self, *rulings: Ruling) -> "Placed":
        """The same, with rulings that were made before."""
        return Placed(self.group, (*rulings, *self.rulings))


def told_apart(
    rule: str,
    what: str,
    couples: Group,
    quantity: Callable[[int], Exact],
    best: Literal["most", "least"] = "most",
) -> Ruling:
    """Couples put in groups of equal quantity, best first. `best` says whether most or least is best."""
    values = tuple(quantity(couple) for couple in couples)
    levels = sorted(set(values), reverse=best == "most")
    groups = tuple(
        tuple(couple for couple, value in zip(couples, values, strict=True) if value == level) for level in levels
    )
    return Ruling(rule=rule, what=what, about=couples, values=values, groups=groups)


def ordinal(place: Exact) -> str:
    """A place for a person: `1st`, `2nd`, `11th`; a shared place as its number."""
    if not isinstance(place, int):
        return str(place)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def shared_place(first: int, couples: int) -> Exact:
    """The place of each of `couples` who share the places from `first` on: their mean."""
    return exact(Fraction(2 * first + couples - 1, 2))
