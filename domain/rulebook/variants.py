"""The readings of a rulebook: its assumptions switched, one at a time or all together."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from domain.rulebook.book import Assumption, Rulebook

MOST_READINGS = 1_000
"""Combinations of readings at most: every one is gone through when a rulebook is read and when it is checked."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A rulebook under one reading. `switched` names each assumption that differs from the rulebook, and to what."""

    rulebook: Rulebook
    switched: tuple[tuple[str, str], ...]


def assume(rulebook: Rulebook, name: str, reading: str) -> Rulebook:
    """The rulebook with one assumption switched to another of its declared readings. Raises `ValueError` on others."""
    assumption = next((stated for stated in rulebook.assumptions if stated.name == name), None)
    if assumption is None:
        known = ", ".join(stated.name for stated in rulebook.assumptions) or "nothing"
        raise ValueError(f"rulebook {rulebook.ref} has no assumption {name!r}; it has: {known}")
    spoken = {plain(alternative): alternative for alternative in assumption.alternatives}
    if reading not in spoken and reading not in spoken.values():
        raise ValueError(f"assumption {name!r} can be switched to {', '.join(spoken)}; not to {reading!r}")
    return _switched(rulebook, ((assumption, spoken.get(reading, reading)),))


def variants(rulebook: Rulebook) -> Iterator[Variant]:
    """The rulebook as it stands first, then every combination of readings that makes another rulebook. Raises `ValueError`
    when the assumptions have too many readings to go through."""
    count = prod(1 + len(assumption.alternatives) for assumption in rulebook.assumptions)
    if count > MOST_READINGS:
        raise ValueError(
            f"the assumptions have {count} combinations of readings; at most {MOST_READINGS} are gone through"
        )
    return _variants(rulebook)


def _variants(rulebook: Rulebook) -> Iterator[Variant]:
    seen: set[Rulebook] = set()
    choices = [(None, *assumption.alternatives) for assumption in rulebook.assumptions]
    for readings in product(*choices):
        chosen = tuple(
            (assumption, text)
            for assumption, text in zip(rulebook.assumptions, readings, strict=True)
            if text is not None
        )
        switched = tuple((assumption.name, plain(text)) for assumption, text in chosen)
        try:
            reading = _switched(rulebook, chosen)
        except NoSuchClause:
            if len(chosen) == 1:
                raise
            continue  # another reading took the clause away
        if reading not in seen:
            seen.add(reading)
            yield Variant(reading, switched)


def fitting(rulebook: Rulebook) -> Rulebook:
    """The rulebook without the assumptions about clauses it does not have: after a change that took a clause away, what
    was assumed of it goes too, or the text of the rulebook could not be read back."""
    kept = tuple(assumption for assumption in rulebook.assumptions if _fits(rulebook, assumption))
    return rulebook if kept == rulebook.assumptions else rulebook.model_copy(update={"assumptions": kept})


def _fits(rulebook: Rulebook, assumption: Assumption) -> bool:
    try:
        for alternative in assumption.alternatives:
            _switched(rulebook, ((assumption, alternative),))
    except ValueError:
        return False
    return True


class NoSuchClause(ValueError):
    """An assumption settles a clause the rulebook does not have."""


def plain(reading: str) -> str:
    """A reading for a person: `dense`, `share`, `rank (ties dense)`, `the viewers' total; lot`."""
    return _plainly(json.loads(reading))


def _plainly(value: Any) -> str:
    if isinstance(value, dict):
        side = value.get("side")
        if value.get("kind") == "side_total" and isinstance(side, str):
            return f"the {side}' total" if side.endswith("s") else f"the total of {side}"
        rest = ", ".join(f"{name} {_plainly(part)}" for name, part in value.items() if name not in ("kind", "source"))
        return " ".join(part for part in (str(value.get("kind", "")), f"({rest})" if rest else "") if part)
    if isinstance(value, list):
        return "; ".join(map(_plainly, value)) or "nothing"
    return value if isinstance(value, str) else json.dumps(value)


def _switched(rulebook: Rulebook, chosen: tuple[tuple[Assumption, str], ...]) -> Rulebook:
    if not chosen:
        return rulebook
    tree = json.loads(rulebook.__pydantic_serializer__.to_json(rulebook))
    for assumption, reading in chosen:
        _put(tree, assumption.clause.split("."), json.loads(reading))
    return Rulebook.model_validate_json(json.dumps(tree))


def _put(tree: Any, path: list[str], value: Any) -> None:
    *parents, last = path
    for node in _nodes(tree, parents):
        if not isinstance(node, dict) or last not in node:
            raise NoSuchClause(f"no clause at {'.'.join(path)}")
        node[last] = value


def _nodes(tree: Any, path: list[str]) -> list[Any]:
    """The members at a path of names; `*` is every member of a list."""
    nodes = [tree]
    for step in path:
        nodes = [child for node in nodes for child in _children(node, step)]
        if not nodes:
            raise NoSuchClause(f"no clause named {step!r} in {'.'.join(path)}")
    return nodes


def _children(node: Any, step: str) -> list[Any]:
    if isinstance(node, list):
        return [child for child in node if step == "*" or (isinstance(child, dict) and child.get("name") == step)]
    return [node[step]] if isinstance(node, dict) and step in node else []
