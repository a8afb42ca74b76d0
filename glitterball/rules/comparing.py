"""What changed between two rulebooks: versions of one show, or two shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.rulebook import Rulebook
from glitterball.rules import sentences as say
from glitterball.rules.showing import Said, show


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in a sentence, with the clause it is about."""

    clause: str
    says: str

    def __str__(self) -> str:
        return f"{self.clause}: {self.says}"


def diff(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """What is different in `after`, clause by clause; nothing where the rules and their sources are the same."""
    return (*_about(before, after), *_clauses(before, after), *_tie_chain(before, after), *_assumptions(before, after))


def _about(before: Rulebook, after: Rulebook) -> Iterator[Change]:
    for clause in ("title", "applies_to"):
        was, now = getattr(before, clause), getattr(after, clause)
        if was != now:
            yield Change(clause, f"{was} becomes {now}.")


def _clauses(before: Rulebook, after: Rulebook) -> Iterator[Change]:
    was, now = _by_clause(before), _by_clause(after)
    for clause in (*was, *(clause for clause in now if clause not in was)):
        if clause not in now:
            yield Change(clause, f"is gone. It said: {was[clause].says}")
        elif clause not in was:
            yield Change(clause, f"is new: {now[clause].says}")
        elif was[clause].says != now[clause].says:
            yield Change(clause, f"{was[clause].says} Now: {now[clause].says}")
        elif was[clause].source != now[clause].source and clause != "sides":
            yield Change(clause, f"the same rule, with another source: {now[clause].source}")


def _by_clause(rulebook: Rulebook) -> dict[str, Said]:
    apart = ("tie_chain", "assumptions.")
    return {said.clause: said for said in show(rulebook) if not said.clause.startswith(apart)}


def _tie_chain(before: Rulebook, after: Rulebook) -> Iterator[Change]:
    """The chain is read as a whole: a link put in front moves all others."""
    was, now = _spoken(before), _spoken(after)
    if was != now:
        yield Change("tie_chain", f"Equal couples were told apart by {was}. Now by {now}.")
        return
    for at, (old, new) in enumerate(zip(before.tie_chain, after.tie_chain, strict=True)):
        if old.source != new.source:
            yield Change(f"tie_chain.{at}", f"the same rule, with another source: {new.source}")


def _spoken(rulebook: Rulebook) -> str:
    return "; then by ".join(say.told_apart(link) for link in rulebook.tie_chain) or "no rule"


def _assumptions(before: Rulebook, after: Rulebook) -> Iterator[Change]:
    was = {assumption.name: assumption for assumption in before.assumptions}
    now = {assumption.name: assumption for assumption in after.assumptions}
    for name in (*was, *(name for name in now if name not in was)):
        clause = f"assumptions.{name}"
        if name not in now:
            yield Change(clause, f"is assumed no longer. It said: {was[name].says}")
        elif name not in was:
            yield Change(clause, f"is now assumed: {now[name].says}")
        elif was[name] != now[name]:
            yield Change(clause, f"the assumption changed. It said: {was[name].says} Now: {now[name].says}")
