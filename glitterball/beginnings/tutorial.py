"""The files of the tutorial, which the pages of the documentation work with."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

HARBOUR = "harbour"
"""What the tutorial's folder is called."""


def tutorial_files() -> dict[str, bytes]:
    """The tutorial's files by name, as they lie in the package."""
    return {entry.name: entry.read_bytes() for entry in sorted(_folder().iterdir(), key=_name) if entry.is_file()}


def _folder() -> Traversable:
    """In the package where it is installed; in the documentation it is made from, where it runs from its sources."""
    package = files("glitterball")
    installed = package.joinpath("tutorial", HARBOUR)
    return installed if installed.is_dir() else Path(str(package)).parent / "docs" / "tutorial" / HARBOUR


def _name(entry: Traversable) -> str:
    return entry.name
