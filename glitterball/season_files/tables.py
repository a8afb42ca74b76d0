"""Tables of a season file turned into values of the domain, or into findings with their line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from pydantic import ValidationError

from domain.findings import Finding
from domain.misfits import clause_for
from domain.record import Frozen
from glitterball.season_files.lines import Lines, Path
from glitterball.spelling import meant

V = TypeVar("V", bound=Frozen)
Table = dict[str, Any]


@dataclass(slots=True)
class Tables:
    """One season.toml while it is read: its lines, what its source names mean, and the findings so far."""

    where: str
    lines: Lines
    findings: list[Finding]
    sources: dict[str, str] = field(default_factory=dict)

    def at(self, path: Path) -> str:
        """File and line of what stands at a path."""
        return f"{self.where}:{self.lines.of(path)}"

    def wrong(self, path: Path, what: str) -> None:
        """Note something wrong; `what` is a clause of a sentence."""
        self.findings.append(Finding(self.at(path), what))

    def listed(self, tree: Table, key: str, path: Path) -> list[tuple[Path, Table]]:
        """The tables of a list, with their paths. Anything else at that key is a finding."""
        members = tree.get(key, [])
        if not isinstance(members, list):
            self.wrong((*path, key), f"{key} is a list of tables")
            return []
        tables = []
        for number, member in enumerate(members):
            at = (*path, key, number)
            if isinstance(member, dict):
                tables.append((at, member))
            else:
                self.wrong(at, f"{key} is a list of tables; {_short(member)} is none")
        return tables

    def source(self, name: str, at: str) -> str | None:
        """What a source is: a name under [sources], or a sentence of its own."""
        if name in self.sources:
            return self.sources[name]
        if " " in name.strip():
            return name
        has = ", ".join(self.sources) or "none"
        self.findings.append(Finding(at, f"no source is called {name!r} under [sources]; it has: {has}"))
        return None

    def value(self, kind: type[V], path: Path, table: Table, **given: Any) -> V | None:
        """The value a table states. `given` are particulars that follow from where the table stands."""
        for key in (*given, "do"):
            if key in table:
                self.wrong((*path, key), f"{key} is not stated here; it follows from where the table stands")
                return None
        stated = {**given, **table}
        if isinstance(stated.get("source"), str):
            stated["source"] = self.source(stated["source"], self.at((*path, "source")))
        try:
            return kind.model_validate_json(json.dumps(stated, default=_plain))
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                self.wrong((*path, *problem["loc"]), said(problem, kind))
        except (ValueError, RecursionError) as error:
            self.wrong(path, f"it cannot be read: {error}")
        return None

    def only(self, table: Table, path: Path, known: tuple[str, ...]) -> None:
        """Keys nobody knows are findings."""
        for key in table:
            if key not in known:
                self.wrong((*path, key), unknown(key, known))


def unknown(name: str, known: Sequence[str]) -> str:
    """That nothing is called so, what was nearly written, and what is known."""
    return f"nothing is called {name!r} here{meant(name, known)}; known are {', '.join(known)}"


def said(problem: Any, kind: type[Frozen]) -> str:
    """What a validation found, as a clause of a sentence."""
    name = ".".join(str(step) for step in problem["loc"])
    if problem["type"] == "missing":
        return f"{name} is missing"
    if problem["type"] == "extra_forbidden":
        return unknown(name, [key for key in kind.model_fields if key != "do"])
    message = clause_for(problem)
    return f"{name} = {_short(problem['input'])}: {message}" if name else message


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _plain(value: object) -> str:
    """TOML has dates and times of its own; in the domain they are text."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    raise ValueError(f"{value!r} has no place in a season file")
