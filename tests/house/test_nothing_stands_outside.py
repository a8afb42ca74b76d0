"""What is written down is registered: a view in the catalogue, a command in the tree. A file nobody reaches type-checks too."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
import typer

import projections
from glitterball import cli
from glitterball.views.catalogue import ROWS
from tests.docs.reference.tree import commands

CATALOGUE = "glitterball/views/catalogue.py"
PROGRAM = "the CONTENTS of glitterball/cli/app.py"
CLI = [module.name for module in iter_modules(cli.__path__)]
PROJECTIONS = [module.name for module in iter_modules(projections.__path__) if not module.ispkg]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_row_of_a_projection_is_shown_by_a_view(name: str) -> None:
    rows = {
        value
        for word, value in vars(import_module(f"projections.{name}")).items()
        if word == "Row" and isinstance(value, type) and value.__module__ == f"projections.{name}"
    }
    assert rows <= set(ROWS.values()), (
        f"projections/{name}.py has a Row that no view shows: add it to VIEWS in {CATALOGUE}"
    )


@pytest.fixture(scope="module")
def reached() -> set[str]:
    """The modules of the command line that the program loads by itself, when each of its commands has been called."""
    script = (
        "import sys\n"
        "from glitterball.cli.app import CONTENTS\n"
        "from glitterball.cli.contents import Deferred\n"
        "dict(Deferred(CONTENTS))\n"
        "import glitterball.cli.unforeseen, glitterball.cli.explaining\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", CLI)
def test_every_module_of_the_command_line_is_reached_from_the_program(name: str, reached: set[str]) -> None:
    assert f"glitterball.cli.{name}" in reached, f"glitterball/cli/{name}.py is reached by nothing: add it to {PROGRAM}"


@pytest.mark.parametrize("name", CLI)
def test_every_command_of_a_module_stands_in_the_tree(name: str) -> None:
    tree = {getattr(command.typer.callback, "__wrapped__", command.typer.callback) for command in commands()}
    apps = [
        value for value in vars(import_module(f"glitterball.cli.{name}")).values() if isinstance(value, typer.Typer)
    ]
    left_out = [
        command.callback.__name__
        for app in apps
        for command in app.registered_commands
        if command.callback is not None and command.callback not in tree
    ]
    assert not left_out, f"glitterball/cli/{name}.py: {left_out} in no group of commands: add it to {PROGRAM}"
