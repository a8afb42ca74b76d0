"""Reading a rulebook from the TOML text a producer writes, with file, line and clause for everything wrong in it."""

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ValidationError

from domain.findings import Finding
from domain.refusals import Refusal
from domain.rulebook.book import Rulebook
from domain.rulebook.variants import variants

FORMAT = "rulebook.v1"
NAMED = ("sides", "forms", "assumptions")
"""Tables whose members are clauses with a name of their own: `[sides.judges]`."""

LARGEST_TEXT = 60_000
"""Characters of a rulebook at most, so that its adoption fits one event."""


@dataclass(eq=False)
class RulebookUnreadable(Refusal):
    """The text is not a rulebook. `findings` hold all that is wrong, each with its line."""

    code: ClassVar = "rulebook-unreadable"
    says: ClassVar = "{where} is not a rulebook: {first}."
    fix: ClassVar = "Mend the file; a rulebook that ships with Glitterball shows the form."
    where: str
    first: str
    findings: tuple[Finding, ...]


def read_rulebook(text: str, where: str = "the rulebook") -> Rulebook:
    """The rulebook in a TOML text. `where` names it in messages. Raises `RulebookUnreadable` with every finding."""
    if len(text) > LARGEST_TEXT:
        raise _unreadable(where, [Finding(where, f"it has {len(text)} characters; at most {LARGEST_TEXT} fit")])
    try:
        tree = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(where, [Finding(where, f"the TOML cannot be read: {error}")]) from None
    if tree.pop("glitterball", None) != FORMAT:
        raise _unreadable(where, [Finding(f"{where}:1", f'it must begin with glitterball = "{FORMAT}"')])
    try:
        rulebook = Rulebook.model_validate_json(json.dumps(_named_lists(tree), default=str))
    except ValidationError as error:
        raise _unreadable(where, [_finding(where, text, problem) for problem in error.errors()]) from None
    try:
        for _ in variants(rulebook):
            pass
    except (ValueError, RecursionError) as error:
        line = line_of(text, ("assumptions",))
        raise _unreadable(where, [Finding(f"{where}:{line}", f"an assumption does not fit: {error}")]) from None
    return rulebook


def _unreadable(where: str, findings: list[Finding]) -> RulebookUnreadable:
    first = findings[0]
    line = f" (line {first.where.rsplit(':', 1)[1]})" if first.where != where else ""
    return RulebookUnreadable(where, first.what + line, tuple(findings))


def _named_lists(tree: dict[str, Any]) -> dict[str, Any]:
    """`[sides.judges]` and `[forms.single]` are tables in the text and named clauses in the value."""
    for plural in NAMED:
        members = tree.get(plural)
        if isinstance(members, dict):
            tree[plural] = [
                {"name": name, **member} if isinstance(member, dict) else member for name, member in members.items()
            ]
    for assumption in tree.get("assumptions", []):
        if isinstance(assumption, dict) and isinstance(assumption.get("alternatives"), list):
            assumption["alternatives"] = [
                json.dumps(reading, separators=(",", ":")) for reading in assumption["alternatives"]
            ]
    return tree


def _finding(where: str, text: str, problem: Any) -> Finding:
    tree_path = tuple(str(step) for step in problem["loc"])
    said = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "missing":
        said = "it is missing"
    elif problem["type"] == "extra_forbidden":
        said = "no clause has that name"
    return Finding(f"{where}:{line_of(text, tree_path)}", f"{_spoken(tree_path)}{said}")


def _spoken(path: tuple[str, ...]) -> str:
    return f"{'.'.join(path)}: " if path else ""


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line (from 1) where the clause at `path` stands, or the nearest table above it; 1 when there is none."""
    best_line, best_depth = 1, 0
    header: tuple[str, ...] = ()
    members: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]", line):
            parts = [part.strip().strip("\"'") for part in found[2].split(".")]
            listed = members.setdefault(parts[0], [])
            if found[1] == "[[":
                parts.insert(1, str(len(listed)))
                listed.append(parts[1])
            elif len(parts) > 1:
                if parts[1] not in listed:
                    listed.append(parts[1])
                if parts[0] in NAMED:
                    parts[1] = str(listed.index(parts[1]))
            header = here = tuple(parts)
        elif found := re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line):
            here = (*header, found[1])
        else:
            continue
        if best_depth < len(here) <= len(path) and path[: len(here)] == here:
            best_line, best_depth = number, len(here)
    return best_line
