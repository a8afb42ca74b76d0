"""All properties, in the order of RULES 5, and running them on a rulebook."""

from collections.abc import Callable, Iterable

from domain.rulebook import Rulebook
from domain.rulebook.promises import PROMISES, PromiseName
from glitterball.placing import HERE, Place
from glitterball.properties.changes import NEUTRAL, SCALE_FREE, WITHDRAWAL_PROOF
from glitterball.properties.conserved import CONSERVED
from glitterball.properties.consistent import CONSISTENT
from glitterball.properties.decisive import DECISIVE
from glitterball.properties.local import LOCAL
from glitterball.properties.monotone import MONOTONE
from glitterball.properties.no_dictator import NO_DICTATOR
from glitterball.properties.order_free import ORDER_FREE
from glitterball.properties.property import STANDARD, Property
from glitterball.properties.reach import NOBODY_SAFE, SAVABLE, WINNABLE
from glitterball.properties.result import Result
from glitterball.properties.rules import Budget, Rules
from glitterball.properties.schedule import SCHEDULE
from glitterball.properties.votes_matter import VOTES_MATTER

PROPERTIES: tuple[Property, ...] = (
    SAVABLE, NOBODY_SAFE, WINNABLE, VOTES_MATTER, MONOTONE, DECISIVE, NEUTRAL, NO_DICTATOR, CONSISTENT,
    WITHDRAWAL_PROOF, SCALE_FREE, CONSERVED, ORDER_FREE, LOCAL, SCHEDULE,
)  # fmt: skip

assert tuple(one.name for one in PROPERTIES) == PROMISES, "what can be promised can be tried"

BY_NAME: dict[PromiseName, Property] = {one.name: one for one in PROPERTIES}


def property_named(name: str) -> Property:
    """The property of that name. Raises `ValueError` on any other, with the names there are."""
    found = next((one for one in PROPERTIES if one.name == name), None)
    if found is None:
        raise ValueError(f"no property is called {name!r}; there are {', '.join(PROMISES)}")
    return found


def run_properties(
    rulebook: Rulebook | Rules,
    budget: Budget = STANDARD,
    names: Iterable[str] | None = None,
    begins: Callable[[PromiseName, int, int], None] = lambda name, number, of: None,
    *,
    place: Place = HERE,
) -> tuple[Result, ...]:
    """Try every property on the rulebook (or only those named), each with the whole budget. One result each, in order.

    `begins` is told of each before it is waited for: its name, its number and how many there are. `place` does the searches;
    they find the same wherever they are done.
    """
    wanted = PROPERTIES if names is None else tuple(property_named(name) for name in names)
    found = place.many(_tried, [(asked.name, rulebook, budget) for asked in wanted])
    results = []
    for number, asked in enumerate(wanted, start=1):
        begins(asked.name, number, len(wanted))
        results.append(next(found))
    return tuple(results)


def _tried(task: tuple[PromiseName, Rulebook | Rules, Budget]) -> Result:
    name, rulebook, budget = task
    return property_named(name).try_on(rulebook, budget)
