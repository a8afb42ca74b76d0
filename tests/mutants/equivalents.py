"""Mutations that change nothing that could be observed, each named with its reason."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.mutants.places import Place

FILE = Path(__file__).with_name("equivalents.toml")
KEYS = {"path", "function", "mutation", "reason"}


class Stale(Exception):
    """An entry matches no place, is there twice, or lacks a part."""


class Equivalent(NamedTuple):
    """One mutation that no test can notice."""

    path: str
    function: str
    mutation: str
    reason: str


def read_equivalents(file: Path = FILE) -> list[Equivalent]:
    """The entries of a file. Raises Stale for one without a part, or without a reason."""
    read = []
    for entry in tomllib.loads(file.read_text("utf-8")).get("equivalent", []):
        if entry.keys() != KEYS or not all(entry[key].strip() for key in KEYS):
            raise Stale(
                f"an entry has {', '.join(sorted(entry))}; it needs {', '.join(sorted(KEYS))}, none of them empty"
            )
        read.append(Equivalent(**entry))
    return read


def resolved(entries: Iterable[Equivalent], found: Iterable[Place]) -> set[Place]:
    """The places the entries name. Raises Stale for an entry that names none, and for one that is there twice."""
    by_name = {(place.path, place.function, place.mutation): place for place in found}
    named: set[Place] = set()
    for entry in entries:
        place = by_name.get((entry.path, entry.function, entry.mutation))
        if place is None:
            raise Stale(f"{entry.path}, {entry.function}: {entry.mutation} is no place any more: take the entry out")
        if place in named:
            raise Stale(f"{entry.path}, {entry.function}: {entry.mutation} is named twice")
        named.add(place)
    return named
