"""A loop goes through couples, batches, weeks: its variable is the field's noun, so that a line can be read by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "projections", "glitterball")
STRICT = ("domain", "projections")
"""Where loops inside a line, and functions inside one, name their noun as well."""
NO_NOUNS = {"one", "item", "elem", "obj", "thing"}
BUILT = ROOT / "glitterball" / "auditors_file" / "verify_bundle.py"
"""Made of its parts, which are looked at."""


def without_a_noun(path: Path, short: bool = False) -> Iterator[str]:
    """The loops of a module whose variable says nothing of what they go through; `short` ones, inside a line, as well."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.For) or (short and isinstance(node, ast.comprehension)):
            names = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
            if names & NO_NOUNS:
                yield f"{path}:{node.target.lineno}"
        elif short and isinstance(node, ast.Lambda):
            yield from (f"{path}:{argument.lineno}" for argument in node.args.args if argument.arg in NO_NOUNS)


@pytest.mark.heavy("every one")
def test_every_loop_names_what_it_goes_through() -> None:
    modules = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path != BUILT]
    found = [loop for path in modules for loop in without_a_noun(path)]
    assert not found, f"call the variable what it is, a couple or a batch: {found}"


def test_in_the_rules_and_in_what_is_shown_a_loop_inside_a_line_names_it_too() -> None:
    modules = [path for room in STRICT for path in sorted((ROOT / room).rglob("*.py"))]
    found = [loop for path in modules for loop in without_a_noun(path, short=True)]
    assert not found, f"call the variable what it is, a couple or a batch: {found}"


def test_a_loop_without_a_noun_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "for one in couples:\n    for place, item in one:\n        pass\nfor couple in couples:\n    pass\n"
    )
    assert list(without_a_noun(module)) == [f"{module}:1", f"{module}:2"]
    module.write_text(
        "left = [one for one in couples]\nkey = lambda item: item.place\nby = sorted(c for c in couples)\n"
    )
    assert list(without_a_noun(module)) == []
    assert sorted(without_a_noun(module, short=True)) == [f"{module}:1", f"{module}:2"]
