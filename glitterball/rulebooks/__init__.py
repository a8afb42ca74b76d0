"""The rulebooks that ship with Glitterball, each a TOML file in this folder."""

from functools import cache
from importlib.resources import files
from typing import ClassVar

from domain.refusals import Refusal
from domain.rulebook import Rulebook, read_rulebook


class RulebookNotShipped(Refusal):
    """No rulebook of that name ships with Glitterball."""

    says: ClassVar = "No rulebook {id!r} ships with Glitterball; it has: {has}."
    fix: ClassVar = "Check the name, or keep the rulebook as a file."
    exit_code: ClassVar = 3
    id: str
    has: str


@cache
def shipped_rulebooks() -> tuple[str, ...]:
    """The identifiers of the rulebooks that ship, in order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def shipped_rulebook(id: str) -> Rulebook:  # noqa: A002 - a rulebook's own word for its name
    """A rulebook that ships. Raises `RulebookNotShipped` on any other name."""
    return read_rulebook(shipped_text(id), f"{id}.toml")


def shipped_text(id: str) -> str:  # noqa: A002 - a rulebook's own word for its name
    """The text of a rulebook that ships, comments and all. Raises `RulebookNotShipped` on any other name."""
    if id not in shipped_rulebooks():
        raise RulebookNotShipped(id, ", ".join(shipped_rulebooks()))
    return files(__name__).joinpath(f"{id}.toml").read_text("utf-8")
