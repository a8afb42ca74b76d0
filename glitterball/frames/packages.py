"""Packages that not everybody has: imported when asked for (pandas takes seconds), and told by name where they are absent."""

from importlib import import_module
from typing import Any, ClassVar

from domain.refusals import Refusal

INSTALL = "Install it with: pip install 'glitterball[{extra}]' (as a program: uv tool install or pipx install --force)."
"""How an extra is had; pip alone would put it where a program of its own does not look."""


class FramesMissing(Refusal):
    """An optional package is not installed."""

    says: ClassVar = "{what} need the package {package}, which is not installed."
    fix: ClassVar = INSTALL
    package: str
    what: str = "Data frames"
    extra: str = "frames"


def imported(module: str, what: str, extra: str = "frames") -> Any:
    """A module of an optional package, or `FramesMissing`, which says what needs it and which extra brings it."""
    try:
        return import_module(module)
    except ImportError:
        raise FramesMissing(module.partition(".")[0], what, extra) from None
