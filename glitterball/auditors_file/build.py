"""Makes the one file an auditor runs, `verify_bundle.py`, from the files in `parts/`, one a section.

    python -m glitterball.auditors_file.build            writes it
    python -m glitterball.auditors_file.build --check    ends with 1 where the file is not what the parts give

A part imports the standard library and earlier parts, and nothing else. Its text is taken over as it stands, but for its
imports: those of the standard library are merged at the top, those of other parts are left out. No name is defined twice.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
MADE = HERE / "verify_bundle.py"
RULE = "# " + "-" * 117
WIDTH = 120


class Part(NamedTuple):
    """A section: its first sentence, the rest of its docstring, its imports by module, the names it defines, its text."""

    title: str
    more: list[str]
    imports: dict[str, set[str]]
    names: list[str]
    text: str


def read_part(path: Path, earlier: Sequence[str]) -> Part:
    """A part from its file; refuses what could not stand in one file with the others."""
    lines, tree = path.read_text().splitlines(), ast.parse(path.read_text())
    imports: dict[str, set[str]] = {}
    inner = [node for statement in tree.body for node in ast.walk(statement) if node is not statement]
    if any(isinstance(node, ast.Import | ast.ImportFrom) for node in inner):
        raise SystemExit(f"{path.name}: an import stands inside a function")
    begins = 1
    for node in tree.body:
        if isinstance(node, ast.Import):
            imports |= {alias.name: set() for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level and node.module not in earlier:
            raise SystemExit(f"{path.name}: {node.module} is no earlier part")
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imports.setdefault(f"from {node.module}", set()).update(alias.name for alias in node.names)
        elif not isinstance(node, ast.ImportFrom):
            continue
        begins = (node.end_lineno or 0) + 1
    foreign = {name.removeprefix("from ").split(".")[0] for name in imports} - set(sys.stdlib_module_names)
    if foreign:
        raise SystemExit(f"{path.name}: {', '.join(sorted(foreign))} is not in the standard library")
    title, *more = (ast.get_docstring(tree) or "").splitlines()
    text = "\n".join(lines[begins - 1 :]).strip("\n")
    return Part(title.rstrip("."), more[1:], imports, list(_defined(tree)), text)


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


def read_parts(folder: Path) -> list[Part]:
    """All parts in the order of their names."""
    parts: list[Part] = []
    earlier: list[str] = []
    for path in sorted(folder.glob("part_*.py")):
        parts.append(read_part(path, earlier))
        earlier.append(path.stem)
    names = [name for part in parts for name in part.names]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SystemExit(f"Two parts define {', '.join(sorted(twice))}")
    return parts


def import_lines(parts: Sequence[Part]) -> Iterator[str]:
    """One block for all parts, as the linter sorts it."""
    merged: dict[str, set[str]] = {}
    for part in parts:
        for module, names in part.imports.items():
            merged.setdefault(module, set()).update(names)
    yield from ("from __future__ import annotations", "")
    merged.pop("from __future__", None)
    yield from (f"import {module}" for module in sorted(merged) if not module.startswith("from "))
    for module in sorted(module for module in merged if module.startswith("from ")):
        sorted_names = sorted(merged[module], key=lambda name: (not name.isupper(), not name[0].isupper(), name))
        line = f"{module} import {', '.join(sorted_names)}"
        yield (
            line
            if len(line) <= WIDTH
            else f"{module} import (\n" + "".join(f"    {name},\n" for name in sorted_names) + ")"
        )


def section(number: int, part: Part) -> str:
    """A part under its heading."""
    heading = [RULE, f"# {number}  {part.title}", *(f"# {line}".rstrip() for line in part.more), RULE, ""]
    if part.text.startswith(("def ", "class ", "@")):
        heading.append("")
    return "\n".join([*heading, part.text])


def made(folder: Path = HERE / "parts") -> str:
    """The text of the one file: banner, table of contents with line numbers, imports, sections."""
    parts = read_parts(folder)
    banner = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    imports = "\n".join(import_lines(parts))
    sections = [section(number, part) for number, part in enumerate(parts, start=1)]
    line = banner.count("\n") + len(parts) + imports.count("\n") + 9
    contents = []
    for number, (part, text) in enumerate(zip(parts, sections, strict=True), start=1):
        contents.append(f"    {number:>2}  line {line:>4}  {part.title}")
        line += text.count("\n") + 3
    head = ["#!/usr/bin/env python3", f'"""{banner}', "", *contents, '"""', "", imports, ""]
    return "\n".join(head) + "\n" + "\n\n\n".join(sections) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` say whether it is the one the parts give."""
    if arguments == ["--check"]:
        same = MADE.read_text() == made()
        print(f"{MADE.name} is {'' if same else 'NOT '}what its parts give.")
        return 0 if same else 1
    MADE.write_text(made())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
