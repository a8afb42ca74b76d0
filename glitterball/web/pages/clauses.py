"""Which clause of the rules' page a step of the working leads to: a step names what it was done under, the page what is said."""

from functools import cache

from domain.rulebook import Rulebook
from glitterball.rules import show


@cache
def clauses_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The clauses that the rules' page tells, in its order."""
    return tuple(said.clause for said in show(rulebook))


def nearest(clause: str, told: tuple[str, ...]) -> str:
    """The clause told that a clause is, or is part of, or else begins: `tie_chain.0.lot` is told in `tie_chain.0`."""
    parts = clause.split(".")
    for length in range(len(parts), 0, -1):
        wanted = ".".join(parts[:length])
        if wanted in told:
            return wanted
    return next((said for said in told if said.startswith(f"{clause}.")), "")
