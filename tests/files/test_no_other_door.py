"""Every file is opened, written, moved and removed in `glitterball/files`; a door elsewhere is named with its line."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "glitterball"

DOORS = {
    "open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text", "replace", "rename", "renames", "link",
    "symlink", "unlink", "remove", "truncate", "touch", "rmtree", "copyfile", "copy2", "copytree", "move", "mkstemp",
    "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "FileIO", "hardlink_to", "symlink_to", "creat",
}  # fmt: skip
"""Calls that open a file, or change what a name leads to."""

OF_TEXTS = {"replace", "remove", "truncate", "open", "copy2", "move"}
"""Names that strings, lists and our own classes have, too: a door only as told in `_is_door`."""

ALLOWED = {
    "client/client.py": "opens addresses, not files",
    "auditors_file/verify_bundle.py": "one file that needs nothing of ours, so it cannot import the room",
    "auditors_file/parts/part_29_command_line.py": "a part of that file",
    "browser_check/build.py": "puts what it fetched beside itself, for a page or a wheel to be made with",
    "browser_check/page.py": "reads what ships, as a resource",
    "auditors_file/build.py": "run in a checkout: reads the parts beside it, and writes the file they make",
    "evidence/certificate/page.py": "reads what ships, as a resource",
    "evidence/certificate/verifier.py": "reads what ships, as a resource",
    "rulebooks/__init__.py": "reads what ships, as a resource",
    "season_files/shipped.py": "reads what ships, as a resource",
    "incidents/shipped.py": "reads what ships, as a resource",
    "canvass/workplace.py": "its own work folder: counts under a digest, a lock, room to spill, removed when done",
    "placing/worker.py": "its own standard output, kept for answers under another number",
    "sqlite_files/connecting.py": "makes an empty new file of SQLite private, while nobody begins to hold one",
    "sqlite_files/header.py": "the head of a rollback journal, on which SQLite keeps no locks",
    "doctor/quietly.py": "looks at a store without a trace: its first bytes, or a copy, only while nobody here has it open",
    "log/resuming.py": "takes the note away that stopped a store, and syncs the folder it was in",
    "log/place.py": "the note beside a store why it stopped: written when the disk has failed, so never by a rename",
    "cli/helping.py": "writes the words of a help, not a file",
    "beginnings/tutorial.py": "reads what ships, as a resource",
    "cli/table.py": "reads what ships, as a resource",
    "cli/streams.py": "the null device, for a stream that is not there",
    "cli/unforeseen.py": "the report of an unforeseen error, new in the temporary folder, whatever else has failed",
    "web/rendering.py": "reads what ships, as a resource",
    "web/languages/language.py": "reads what ships, as a resource",
    "views/opening.py": "takes away a views file so damaged that SQLite cannot write over it, after asking that nobody holds it",
    "evidence/ledger/register.py": "takes back a register whose key could not be written, after asking that it is that one",
}


def doors(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and name of each call that is a door, and of each import that brings one under another name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _called(node.func)) in DOORS and _is_door(node, name):
            yield node.lineno, name
        elif isinstance(node, ast.ImportFrom) and node.module in ("os", "io", "shutil", "tempfile"):
            yield from ((node.lineno, one.name) for one in node.names if one.name in DOORS)


def _called(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _is_door(call: ast.Call, name: str) -> bool:
    """`open(...)` is one, `os.open`, `path.open()` and `path.open("rb")` are; `Views.open(path, log)` opens by SQLite."""
    if isinstance(call.func, ast.Name):
        return name == "open"  # of the others the import is the door
    if name not in OF_TEXTS:
        return True
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if isinstance(owner, ast.Name) and owner.id in ("os", "io", "shutil"):
        return True
    if name == "open":
        return not (isinstance(owner, ast.Name) and owner.id[:1].isupper())
    return name == "replace" and len(call.args) == 1 and not call.keywords  # a text's has two


def modules() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py"))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("module", [module for module in modules() if not module.startswith("files/")])
def test_no_module_opens_writes_moves_or_removes_a_file_by_itself(module: str) -> None:
    found = [f"glitterball/{module}:{line}: {name}" for line, name in doors(ast.parse((ROOT / module).read_text()))]
    if module not in ALLOWED:
        assert found == [], "go through glitterball.files, or say in ALLOWED why not"


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("module", ALLOWED)
def test_whoever_is_excused_has_something_to_be_excused_for(module: str) -> None:
    assert list(doors(ast.parse((ROOT / module).read_text()))), f"take {module} out of ALLOWED"


@pytest.mark.parametrize(
    "line",
    [
        "open(path)", "Path(path).open('rb')", "path.read_bytes()", "path.read_text('utf-8')", "path.write_bytes(b'')",
        "path.write_text('')", "os.open(path, 0)", "os.fdopen(3)", "os.replace(a, b)", "beside.replace(path)",
        "os.rename(a, b)", "path.rename(b)", "path.unlink()", "os.remove(path)", "shutil.move(a, b)", "io.open(path)",
        "shutil.rmtree(path)", "tempfile.NamedTemporaryFile()", "from os import open as o", "from os import replace",
        "from shutil import copyfile",
        "path.touch()", "folder.joinpath(name).open()",
    ],
)  # fmt: skip
def test_every_kind_of_door_is_seen(line: str) -> None:
    assert [number for number, _ in doors(ast.parse(line))] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "text.replace('a', 'b')",
        "Views.open(path, log)",
        "listed.remove(x)",
        "dataclasses.replace(one, size=2)",
        "replace(one, size=2)",
        "read_text(path, limit)",
    ],
)
def test_what_is_no_door_is_passed_by(line: str) -> None:
    assert list(doors(ast.parse(line))) == []
