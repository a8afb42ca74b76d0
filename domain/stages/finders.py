"""Where stage kinds of packages are looked for. The rules know no disk, so whoever starts the program says how."""

from collections.abc import Callable
from typing import Any

Finder = Callable[[str], Any]
"""A `domain.stages.plugged.StageKind` by its name, or nothing."""

FINDERS: list[Finder] = []
"""Asked in turn, when a rulebook that names such a kind is read or computed with, and never before."""
