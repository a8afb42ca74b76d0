"""A table of contents whose entries are loaded when they are called: a command pays for itself alone."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from glitterball.cli.helping import Noun, Verb, resolved
from glitterball.cli.loading import loading


@dataclass(frozen=True, slots=True)
class Entry:
    """A command or a noun with its verbs.

    `says` stands in the list of commands; `where` is the module of `glitterball.cli` and what is taken of it, as
    `module:name`, as `verbs` are, which a noun has from other modules than its own.
    """

    says: str
    where: str
    verbs: Mapping[str, str] = field(default_factory=dict)

    def made(self, name: str) -> Any:
        """The command Typer makes of this entry, by the name it is typed as."""
        holder = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        holder.callback()(_nothing)  # with which it is a group, however little it holds
        found = _taken(self.where)
        if isinstance(found, typer.Typer):
            noun = _as_noun(found, self.says)
            for verb, where in self.verbs.items():
                noun.command(verb, cls=Verb)(_taken(where))
            holder.add_typer(noun, name=name)
        else:
            holder.command(name, cls=Verb)(found)
        group: Any = typer.main.get_command(holder)
        return group.commands[name]


def _as_noun(found: typer.Typer, says: str) -> typer.Typer:
    """A noun with its verbs, and with those nouns that stand below it, each with the help that all have."""
    noun = typer.Typer(cls=Noun, help=says, no_args_is_help=True)
    for registered in found.registered_commands:
        command = copy(registered)
        command.cls = Verb
        noun.registered_commands.append(command)
    for group in found.registered_groups:
        below = group.typer_instance
        assert below is not None
        noun.add_typer(_as_noun(below, str(below.info.help)), name=group.name)
    return noun


def _nothing() -> None:
    """A holder does nothing of its own."""


def _taken(where: str) -> Callable[..., Any] | typer.Typer:
    module, _, name = where.partition(":")
    found: Callable[..., Any] | typer.Typer = getattr(import_module(f"glitterball.cli.{module}"), name)
    return found


class Deferred(MutableMapping[str, Any]):
    """Commands by name, each made when it is asked for."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            with loading():
                self._made[name] = self.entries[name].made(name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("a command is taken from the table of contents, not from what was made of it")

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def contents(entries: Mapping[str, Entry], sections: Mapping[str, Sequence[str]]) -> type[TyperGroup]:
    """The kind of group that has these entries, and lists them by section, with whole sentences, without loading one."""

    class Contents(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = Deferred(entries)

        def list_commands(self, ctx: Any) -> list[str]:
            return [name for names in sections.values() for name in names]

        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
            return resolved(self, ctx, args, entries)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            for title, names in sections.items():
                with formatter.section(title):
                    formatter.write_dl([(name, entries[name].says) for name in names])

    return Contents
