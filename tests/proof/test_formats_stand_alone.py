"""The formats rest on the standard library and `cryptography` only, so that a verifier can rest on them."""

import ast
import sys
from pathlib import Path

import pytest

import glitterball.proof

SOURCES = sorted(Path(glitterball.proof.__file__).parent.glob("*.py"))
ALLOWED_OF_OURS = ("glitterball.proof", "domain.refusals")
IMPURE = {"sqlite3", "random", "secrets", "time", "os", "pathlib", "io", "socket", "http", "urllib", "subprocess"}


def imported_by(source: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    return modules


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_format_imports_nothing_of_the_log_the_engine_or_the_world(source: Path) -> None:
    for module in imported_by(source):
        top = module.partition(".")[0]
        assert module.startswith(ALLOWED_OF_OURS) or top == "cryptography" or top in sys.stdlib_module_names, module
        assert top not in IMPURE, module
