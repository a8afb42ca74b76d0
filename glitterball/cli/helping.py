"""Help: whole sentences, values by what they are for people, an example that was run; and what was nearly typed."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from glitterball.cli.everywhere import EVERYWHERE, with_options_everywhere
from glitterball.cli.table import HELP
from glitterball.spelling import did_you_mean

KINDS = (
    (re.compile(r"<list\[Path\]>|<path>"), "FILE"),
    (re.compile(r"<list\[str\]>|<str>"), "TEXT"),
    (re.compile(r"<(?:int|float)(?: range)?>"), "N"),
    (re.compile(r"<list\[(?:int|float)\]>"), "N"),
    (re.compile(r"\s*\[required\]|; required(?=\])"), ""),
    (re.compile(r"; (?=-?[\d.]*(?:<=)?x[<>]=)"), "] ["),
    (re.compile(r"\[x>=(-?\d+)\]"), r"[at least \1]"),
    (re.compile(r"\[x<=\d{15,}\]"), ""),
    (re.compile(r"\[x<=(\d+)\]"), r"[at most \1]"),
    (re.compile(r"\[(-?\d+)<=x<=\d{15,}\]"), r"[at least \1]"),
    (re.compile(r"\[(-?\d+(?:\.\d+)?)<=x<=(\d+)\]"), r"[\1 to \2]"),
)
"""How the library writes what sort of value stands there, and how people do."""

SHOWN = 2
"""Examples shown in the help of a command."""


class Verb(TyperCommand):
    """A command that says what it is for as people do, and takes what every command takes."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its own, and those of all commands."""
        return with_options_everywhere(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, one by one."""
        _write_parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """An example, which was run, on a line of its own so that it can be copied."""
        _write_examples(ctx, formatter, _examples_of(_words_of(ctx)))


class Noun(TyperGroup):
    """A noun that lists its verbs with whole sentences."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its own, and those of all commands."""
        return with_options_everywhere(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Its verbs; it has no options of its own but those of all."""
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every verb with all of its first sentence."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first(command.help)) for name, command in self.commands.items()])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """An example of one of its verbs."""
        words = _words_of(ctx)
        of_verbs = (_examples_of(f"{words} {name}") for name in self.commands)
        _write_examples(ctx, formatter, next((found[:1] for found in of_verbs if found), []))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb; one that is not there is refused with what was nearly typed."""
        return resolved(self, ctx, args, self.commands)


def resolved(group: TyperGroup, ctx: Any, args: list[str], has: Iterable[str]) -> tuple[str | None, Any, list[str]]:
    """A command of a group, or its help. Refuses one that is not there: usage, with the command that was nearly typed."""
    if args[0] == HELP:
        return _helped(group, ctx, args[1:], has)
    name = args[0]
    command = group.get_command(ctx, name)
    if command is None:
        before = ctx.command_path
        hint = did_you_mean(name, has, f"{before} {{}}") or _elsewhere(name, before)
        ctx.fail(f"{before} has no command {name!r}.{hint}")
    return name, command, args[1:]


def _helped(group: TyperGroup, ctx: Any, of: list[str], has: Iterable[str]) -> tuple[str | None, Any, list[str]]:
    """The command whose help was asked for before it; what the code of a refusal means is told here, and so is all there is."""
    from glitterball.cli.explaining import codes, explain

    if not of:
        typer.echo(ctx.get_help())
        ctx.exit()
    name = of[0].strip("[]")
    if group.get_command(ctx, name) is None and ctx.parent is None:
        if name not in codes():
            hint = did_you_mean(name, [*has, *codes()], f"{ctx.command_path} {HELP} {{}}") or _elsewhere(
                name, ctx.command_path
            )
            ctx.fail(f"{ctx.command_path} has no command {name!r}, and no refusal has this code.{hint}")
        explain(name)
        ctx.exit()
    return resolved(group, ctx, [*of, f"--{HELP}"], has)


def _elsewhere(name: str, before: str) -> str:
    """A verb that stands under other nouns, or an option that was typed as a command."""
    if name == "version":
        return f" Did you mean glitterball --{name}?"
    from glitterball.cli.table import commands

    nouns = [words for words in commands() if words.split()[-1] == name]
    return f" Did you mean {' or '.join(f'glitterball {words}' for words in nouns[:3])}?" if nouns else ""


def _write_parameters(command: TyperCommand, ctx: Any, formatter: Any) -> None:
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            where = "Arguments" if parameter.param_type_name == "argument" else "Options"
            sections[where].append((_for_people(record[0]), _for_people(record[1])))
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _for_people(text: str) -> str:
    for kind, said in KINDS:
        text = kind.sub(said, text)
    return text.strip()


def _write_examples(ctx: Any, formatter: Any, examples: list[str]) -> None:
    formatter.write_paragraph()
    formatter.write_text(EVERYWHERE)
    if examples:
        formatter.write(f"\n{'Example' if len(examples) == 1 else 'Examples'}:\n")
        formatter.write("".join(f"  glitterball {line}\n" for line in examples))


def _examples_of(words: str) -> list[str]:
    from glitterball.cli.table import commands  # read where help is asked for

    found = commands().get(words)
    return list(found.examples[:SHOWN]) if found else []


def _words_of(ctx: Any) -> str:
    """The words of a command behind `glitterball`."""
    return " ".join(_path(ctx))


def _path(ctx: Any) -> Iterator[str]:
    if ctx.parent is not None:
        yield from _path(ctx.parent)
        yield ctx.info_name


def _first(help_text: str | None) -> str:
    return " ".join((help_text or "").split("\n\n")[0].split())
