"""The readings of a rulebook: its assumptions switched, one at a time or all together."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain.rulebook.book import Assumption, Rulebook


@dataclass(frozen=True, slots=True)
class Variant:
    """A rulebook under one reading. `switched` names each assumption that differs from the rulebook, and to what."""

    rulebook: Rulebook
    switched: tuple[tuple[str, str], ...]


def assume(rulebook: Rulebook, name: str, reading: str) -> Rulebook:
    """The rulebook with one assumption switched to another of its declared readings. Raises `ValueError` on others."""
    assumption = next((one for one in rulebook.assumptions if one.name == name), None)
    if assumption is None:
        known = ", ".join(one.name for one in rulebook.assumptions) or "none"
        raise ValueError(f"rulebook {rulebook.ref} has no assumption {name!r}; it has: {known}")
    spoken = {plain(alternative): alternative for alternative in assumption.alternatives}
    if reading not in spoken and reading not in spoken.values():
        raise ValueError(f"assumption {name!r} can be switched to {', '.join(spoken)}; not to {reading!r}")
    return _switched(rulebook, ((assumption, spoken.get(reading, reading)),))


def variants(rulebook: Rulebook) -> Iterator[Variant]:
    """The rulebook as it stands first, then every combination of readings of its assumptions."""
    choices = [(None, *assumption.alternatives) for assumption in rulebook.assumptions]
    for readings in product(*choices):
        chosen = tuple(
            (assumption, reading)
            for assumption, reading in zip(rulebook.assumptions, readings, strict=True)
            if reading is not None
        )
        switched = tuple((assumption.name, plain(reading)) for assumption, reading in chosen)
        yield Variant(_switched(rulebook, chosen), switched)


def plain(reading: str) -> str:
    """A reading for a person: text without its JSON quotes, anything else as it is."""
    value = json.loads(reading)
    return value if isinstance(value, str) else reading


def _switched(rulebook: Rulebook, chosen: tuple[tuple[Assumption, str], ...]) -> Rulebook:
    if not chosen:
        return rulebook
    tree = json.loads(rulebook.__pydantic_serializer__.to_json(rulebook))
    for assumption, reading in chosen:
        _put(tree, assumption.clause.split("."), json.loads(reading))
    return Rulebook.model_validate_json(json.dumps(tree))


def _put(tree: Any, path: list[str], value: Any) -> None:
    *parents, last = path
    for step in parents:
        tree = _child(tree, step)
    if isinstance(tree, list) or last not in tree:
        raise ValueError(f"no clause at {'.'.join(path)}")
    tree[last] = value


def _child(tree: Any, step: str) -> Any:
    """A named member of a table, or of a list of named clauses."""
    if isinstance(tree, list):
        named = next((member for member in tree if member.get("name") == step), None)
        if named is None:
            raise ValueError(f"no clause named {step!r}")
        return named
    if not isinstance(tree, dict) or step not in tree:
        raise ValueError(f"no clause named {step!r}")
    return tree[step]
