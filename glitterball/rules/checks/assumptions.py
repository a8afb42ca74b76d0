"""Assumptions that settle nothing, and clauses that are assumed without saying so."""

from collections.abc import Iterator

from domain.record import Frozen
from domain.rulebook import Rulebook, assume
from domain.rulebook.variants import plain
from domain.stages.clause import Clause
from glitterball.rules.checks.problem import Problem
from glitterball.rules.paths import meets

ASSUMING = ("by assumption", "not found", "assumed by", "never published")
"""Words of a source that says there is none."""


def assumption_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """An assumption about a clause that is not there, a reading that changes nothing, an assumption nobody declared."""
    for assumption in rulebook.assumptions:
        for reading in assumption.alternatives:
            clause = f"assumptions.{assumption.name}"
            try:
                switched = assume(rulebook, assumption.name, reading)
            except ValueError as error:
                yield Problem(f"{clause}.clause", f"cannot be switched to {plain(reading)}: {_first_line(error)}")
                continue
            if switched == rulebook:
                what = f"the reading {plain(reading)} is what the rulebook says already"
                yield Problem(f"{clause}.alternatives", what, "warning")
    for path, clause_at in _cited("", rulebook):
        spoken = clause_at.source.lower()
        if any(words in spoken for words in ASSUMING) and not _declared(rulebook, path):
            what = "its source says that it is assumed, but no assumption names it, so nobody can switch it"
            yield Problem(path, what, "warning")


def _first_line(error: ValueError) -> str:
    return str(error).splitlines()[0]


def _declared(rulebook: Rulebook, path: str) -> bool:
    return any(meets(assumption.clause, path) for assumption in rulebook.assumptions)


def _cited(path: str, value: object) -> Iterator[tuple[str, Clause]]:
    """Every clause with its path."""
    if isinstance(value, Clause):
        yield path, value
    if isinstance(value, tuple):
        for at, member in enumerate(value):
            yield from _cited(f"{path}.{getattr(member, 'name', at)}", member)
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _cited(f"{path}.{name}".removeprefix("."), getattr(value, name))
