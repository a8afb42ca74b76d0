"""A command of the season is built inside `typed`, so that a wrong value is refused by the name of its option.

Built elsewhere it is refused all the same, but by a message of the library's that names a field nobody typed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CLI = Path(__file__).parents[2] / "glitterball" / "cli"

HANDED_ON: dict[str, str] = {
    "week_on_record.py:_announcements": "gone through inside `typed`, in announce",
}
"""Functions that build commands for another, which calls them inside `typed`."""


def built_outside(path: Path) -> Iterator[str]:
    """Where a module builds a command of the season outside `typed`: the function, and the command."""
    tree = ast.parse(path.read_text("utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        inside = {
            id(call)
            for block in ast.walk(function)
            if isinstance(block, ast.With) and any(_is_typed(item.context_expr) for item in block.items)
            for call in ast.walk(block)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and id(call) not in inside and (command := _command(call.func)):
                yield f"{path.name}:{function.name}: {command}"


def _is_typed(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id == "typed"


def _command(function: ast.expr) -> str:
    """`c.CloseWeek(...)` or `c.CloseWeek.model_validate(...)`: the command; nothing for another call."""
    if isinstance(function, ast.Attribute) and function.attr == "model_validate":
        function = function.value
    named = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "c"
    return function.attr if named and isinstance(function, ast.Attribute) else ""


@pytest.mark.heavy("every one")
def test_every_command_is_built_inside_typed() -> None:
    found = [place for path in sorted(CLI.glob("*.py")) for place in built_outside(path)]
    outside = [place for place in found if place.rpartition(":")[0] not in HANDED_ON]
    assert not outside, f"build it inside `with typed(context):` (glitterball/cli/typed.py): {outside}"
    assert {place.rpartition(":")[0] for place in found} >= HANDED_ON.keys(), "take it out of HANDED_ON"


def test_a_command_built_outside_typed_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "def close(context, week):\n"
        "    with typed(context):\n"
        "        one = c.CloseWeek(week=week)\n"
        "    other = c.ReopenWeek.model_validate({'week': week})\n"
    )
    assert list(built_outside(module)) == ["module.py:close: ReopenWeek"]
