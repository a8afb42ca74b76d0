"""The command tree, read from Typer itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from typer.main import get_command

from glitterball.cli.app import app


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the words that lead to it, and Typer's own object."""

    words: tuple[str, ...]
    typer: Any

    @property
    def name(self) -> str:
        """As it is typed after `glitterball`."""
        return " ".join(self.words)

    @property
    def says(self) -> list[str]:
        """Its help, in paragraphs."""
        return [" ".join(part.split()) for part in (self.typer.help or "").split("\n\n") if part.strip()]

    @property
    def parameters(self) -> list[Any]:
        """Its arguments and options."""
        return list(self.typer.params)


@cache
def root() -> Any:
    """The command `glitterball` itself, with the options that hold for every command."""
    return get_command(app)


@cache
def commands() -> tuple[Command, ...]:
    """Every command of the tree, in the order of `glitterball --help`."""
    return tuple(_below((), root()))


def groups() -> dict[str, str]:
    """What each group of commands is for, by its name."""
    return {name: member.help for name, member in root().commands.items() if hasattr(member, "commands")}


def _below(words: tuple[str, ...], command: Any) -> Iterator[Command]:
    if not hasattr(command, "commands"):
        yield Command(words, command)
        return
    for name, member in command.commands.items():
        yield from _below((*words, name), member)


def is_option(parameter: Any) -> bool:
    """Whether it is typed with dashes."""
    return bool(parameter.param_type_name == "option")


def called(parameter: Any) -> str:
    """An option by its longest spelling, an argument by its name."""
    return str(max(parameter.opts, key=len) if is_option(parameter) else parameter.name)


def metavar(parameter: Any) -> str:
    """What stands for its value: what the code calls it, else what kind of value it is."""
    if parameter.metavar:
        return str(parameter.metavar).strip("[]")
    annotation = str(getattr(parameter.type_descriptor, "annotation", ""))
    if "Path" in annotation:
        return "PATH"
    if is_option(parameter) and ("int" in annotation or "float" in annotation):
        return "N"
    return called(parameter).lstrip("-").upper()


def as_typed(parameter: Any) -> str:
    """An argument or option as a line of usage has it."""
    if not is_option(parameter):
        text = metavar(parameter) + ("..." if parameter.nargs == -1 else "")
    elif parameter.is_flag:
        text = " / ".join((*parameter.opts, *parameter.secondary_opts))
    else:
        text = f"{called(parameter)} {metavar(parameter)}"
    return text if parameter.required else f"[{text}]"
