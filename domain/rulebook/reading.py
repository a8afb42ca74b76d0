"""Reading a rulebook from the TOML text a producer writes, with file, line and clause for everything wrong in it."""

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import ValidationError

from domain.clauses import clauses_at
from domain.findings import Finding
from domain.misfits import clause_for, curly_quotes_in
from domain.refusals import Refusal
from domain.rulebook.book import Rulebook
from domain.rulebook.plug_ins import named_in_readings, said_of
from domain.rulebook.variants import NoSuchClause, assume, variants
from domain.spelling import meant

FORMAT = "rulebook.v1"
NAMED = ("sides", "forms", "assumptions")
"""Tables whose members are clauses with a name of their own: `[sides.judges]`."""

LARGEST_TEXT = 60_000
"""Characters of a rulebook at most, so that its adoption fits one event."""

LONGEST_LINE = 4_000
"""Characters of a line at most: reading a dotted key takes time with the square of its parts."""


class RulebookUnreadable(Refusal):
    """The text is not a rulebook. `findings` hold all that is wrong, each with its line."""

    says: ClassVar = "{where} is not a rulebook: {first}."
    fix: ClassVar = "Mend the file; glitterball rules new writes one that holds as it is."
    where: str
    first: str
    findings: tuple[Finding, ...]


def read_rulebook(text: str, where: str = "the rulebook") -> Rulebook:
    """The rulebook in a TOML text. `where` names it in messages. Raises `RulebookUnreadable` with every finding."""
    if len(text) > LARGEST_TEXT:
        raise _unreadable(where, [Finding(where, f"it has {len(text)} characters; at most {LARGEST_TEXT} fit")])
    tree = _tree(text, where)
    if tree.pop("glitterball", None) != FORMAT:
        raise _unreadable(where, [Finding(f"{where}:1", f'it must begin with glitterball = "{FORMAT}"')])
    named = _named_lists(tree)
    try:
        rulebook = Rulebook.model_validate_json(json.dumps(named, default=str))
    except ValidationError as error:
        lines = clause_lines(text)
        problems = _but_for_consequences(error.errors())
        raise _unreadable(where, [_finding(where, lines, problem, named) for problem in problems]) from None
    except RecursionError:
        raise _unreadable(where, [Finding(where, "its tables are nested too deeply")]) from None
    if findings := _assumptions_that_do_not_fit(rulebook, text, where):
        raise _unreadable(where, findings)
    if findings := _plug_ins_that_do_not_fit(rulebook, text, where):
        raise _unreadable(where, findings)
    return rulebook


def _plug_ins_that_do_not_fit(rulebook: Rulebook, text: str, where: str) -> list[Finding]:
    """The package of a kind that is missing, a kind in the wrong place, parameters that it does not take."""
    misfits = dict.fromkeys(
        ((*named.path, *below), why) for named in named_in_readings(rulebook) for below, why in said_of(named)
    )
    lines = clause_lines(text) if misfits else {}
    tree = rulebook.model_dump(mode="json") if misfits else {}
    return [
        Finding(f"{where}:{_line_in(lines, path)}", f"{_spoken(_stepped(path), tree)}{why}") for path, why in misfits
    ]


def _stepped(path: tuple[str, ...]) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in path)


def _tree(text: str, where: str) -> dict[str, Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            said = f"the line has {len(line)} characters; at most {LONGEST_LINE} fit"
            raise _unreadable(where, [Finding(f"{where}:{number}", said)])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of too many digits is no TOMLDecodeError
        said = re.sub(r" \(at (line \d+, column \d+|end of document)\)$", "", str(error))
        at = re.search(r"\(at line (\d+), column", str(error))
        line_number = int(at[1]) if at else max(len(text.split("\n")), 1)
        finding = Finding(
            f"{where}:{line_number}", f"the TOML cannot be read: {said}{curly_quotes_in(text, line_number)}"
        )
        raise _unreadable(where, [finding]) from None


def _assumptions_that_do_not_fit(rulebook: Rulebook, text: str, where: str) -> list[Finding]:
    """Each assumption's readings one at a time, so that the finding names it; then all together."""
    findings: list[Finding] = []
    lines = clause_lines(text)

    def note(path: tuple[str, ...], error: ValueError | RecursionError) -> None:
        said = _why(error, rulebook)
        findings.append(Finding(f"{where}:{_line_in(lines, path)}", f"an assumption does not fit: {said}"))

    try:
        checked = variants(rulebook)
        for number, assumption in enumerate(rulebook.assumptions):
            for reading in assumption.alternatives:
                try:
                    assume(rulebook, assumption.name, reading)
                except (ValueError, RecursionError) as error:
                    key = "clause" if isinstance(error, NoSuchClause) else "alternatives"
                    note(("assumptions", str(number), key), error)
        if not findings:
            for _ in checked:
                pass
    except (ValueError, RecursionError) as error:
        note(("assumptions",), error)
    return findings


def _why(error: ValueError | RecursionError, rulebook: Rulebook) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        tree = rulebook.model_dump(mode="json")
        return f"{_spoken(first['loc'], tree)}{clause_for(first)}"
    return str(error)


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
    listed = tree.get("assumptions")
    for assumption in listed if isinstance(listed, list) else []:
        if isinstance(assumption, dict) and isinstance(assumption.get("alternatives"), list):
            assumption["alternatives"] = [
                json.dumps(reading, separators=(",", ":"), default=str) for reading in assumption["alternatives"]
            ]
    return tree


def _but_for_consequences(problems: Sequence[Any]) -> list[Any]:
    """Without what only follows from another problem: a list of sides is not empty because the side in it is wrong."""
    return [
        problem
        for problem in problems
        if problem["type"] != "too_short"
        or not any(other["loc"][: len(problem["loc"])] == problem["loc"] for other in problems if other is not problem)
    ]


def _finding(where: str, lines: dict[tuple[str, ...], int], problem: Any, tree: Any) -> Finding:
    path = (*problem["loc"], *getattr(problem.get("ctx", {}).get("error"), "path", ()))
    line = _line_in(lines, tuple(str(step) for step in path))
    return Finding(f"{where}:{line}", f"{_spoken(path, tree)}{clause_for(problem)}{_meant(problem)}")


def _meant(problem: Any) -> str:
    """Which clause a name that no clause has was nearly."""
    if problem["type"] != "extra_forbidden":
        return ""
    *before, name = problem["loc"]
    return meant(str(name), clauses_at(Rulebook, before))


def _spoken(path: tuple[str | int, ...], tree: Any) -> str:
    """The clause as its author wrote it: a side or form by its name, and without the kind by which a table was read."""
    told: list[str] = []
    for step in path:
        if isinstance(tree, list | tuple) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            told.append(str(tree.get("name", step)) if isinstance(tree, dict) else str(step))
        elif isinstance(tree, dict) and step in tree:
            tree = tree[step]
            told.append(str(step))
        elif not (isinstance(tree, dict) and tree.get("kind") == step):
            tree = None
            told.append(str(step))
    return f"{'.'.join(told)}: " if told else ""


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line (from 1) where the clause at `path` stands, or the nearest table above it; 1 when there is none."""
    return _line_in(clause_lines(text), path)


def _line_in(lines: dict[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    return next((lines[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in lines), 1)


def clause_lines(text: str) -> dict[tuple[str, ...], int]:
    """The first line of every table and key of the text, by its path in the value."""
    lines: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] = ()
    members: dict[str, dict[str, int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if found := re.match(r"\s*(\[\[?)([^\[\]]+)\]", line):
            header = here = _header(found[1], found[2], members)
            for depth in range(1, min(len(here), 8)):
                lines.setdefault(here[:depth], number)
        elif found := re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line):
            here = (*header, found[1])
        else:
            continue
        lines.setdefault(here, number)
    return lines


def _header(brackets: str, name: str, members: dict[str, dict[str, int]]) -> tuple[str, ...]:
    """The path of a table. Members of a list and named clauses are counted from 0, as they stand in the value."""
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    listed = members.setdefault(parts[0], {})
    if brackets == "[[":
        parts.insert(1, str(len(listed)))
        listed[parts[1]] = len(listed)
    elif len(parts) > 1:
        index = listed.setdefault(parts[1], len(listed))
        if parts[0] in NAMED:
            parts[1] = str(index)
    return tuple(parts)
