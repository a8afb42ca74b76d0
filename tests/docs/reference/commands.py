"""The page of commands: usage, what each does, its arguments and options, how it ends, and an example that was run."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any

from tests.docs.reference import markdown as md
from tests.docs.reference.examples import EXAMPLES, Example
from tests.docs.reference.stage import Shown
from tests.docs.reference.tree import Command, as_typed, called, commands, groups, is_option, root

ALONE = "On their own"
"""The heading of the commands that are in no group."""

COMMON = 4
"""An argument or option of so many commands, the same in all, is explained once, at the top of the page."""

LARGEST = 2**63 - 1
"""A bound that says nothing to a reader: the largest number of the store."""

SEVERAL = re.compile("may be given several times|may be repeated|several may be named")
"""How the code itself says that an option may be given again."""

INTRODUCTION = """\
Every command of `glitterball`, as `glitterball --help` has them. Each example was run for this page, in a folder with the
files of [the tutorial's harbour season](tutorial/harbour) or with season 33; `...` stands for lines left out, `…` for keys and
hashes, which differ each time, and every event was recorded in the harbour's first night.

What every command may end with is in [exit codes](exit-codes.md): 0 done, 2 a line that cannot be understood, 3 bad input,
6 perhaps recorded, 70 unforeseen, 130 stopped. Where 1, 4 or 5 is an answer, the command says so here. Why something is refused:
[refusals](refusals.md)."""


def page(shown: dict[Example, Shown]) -> str:
    """`docs/commands.md`."""
    every = sorted(commands(), key=_order)
    common = _common(every)
    parts = [INTRODUCTION, _contents(every), "## Everywhere", "Before the command:", _options(root().params)]
    parts += ["The same wherever they are asked for:", _options(common.values())]
    for group in _groups(every):
        parts += [f"## {group}", groups().get(group, "")]
        for command in every:
            if _group(command) == group:
                parts += _command(command, common, shown)
    return md.page("Commands", *parts)


def examples_of(command: Command) -> list[Example]:
    """The examples that begin with the words of a command."""
    return [example for example in EXAMPLES if command_of(example) == command.name]


@cache
def command_of(example: Example) -> str:
    """The command an example is of: the longest whose words it begins with."""
    line = re.sub(r"^(--sign \S+ )+", "", example.line)
    begun = (command for command in commands() if f"{line} ".startswith(f"{command.name} "))
    return max((command.name for command in begun), key=len)


def _order(command: Command) -> int:
    """Where a command stands: as its first example does, and last without one."""
    examples = examples_of(command)
    return EXAMPLES.index(examples[0]) if examples else len(EXAMPLES)


def _group(command: Command) -> str:
    return command.words[0] if len(command.words) > 1 else ALONE


def _groups(every: Iterable[Command]) -> list[str]:
    return list(dict.fromkeys(["season", *(_group(command) for command in every if _group(command) != ALONE), ALONE]))


def _contents(every: Iterable[Command]) -> str:
    rows = []
    for group in _groups(every):
        links = [md.link(command.name, " ".join(command.words[-2:] if len(command.words) > 2 else command.words[-1:]))
                 for command in every if _group(command) == group]  # fmt: skip
        rows.append((md.link(group), groups().get(group, "Commands of one word."), " · ".join(links)))
    return md.table(("Group", "For", "Commands"), rows)


def _common(every: Iterable[Command]) -> dict[tuple[str, str, str], Any]:
    """Arguments and options that are the same in several commands, by what tells them apart."""
    found = [parameter for command in every for parameter in command.parameters]
    count = Counter(_key(parameter) for parameter in found)
    return {_key(one): one for one in sorted(found, key=is_option) if count[_key(one)] >= COMMON}


def _key(parameter: Any) -> tuple[str, str, str]:
    return parameter.opts[0], parameter.metavar or "", parameter.help or ""


def _command(command: Command, common: dict[tuple[str, str, str], Any], shown: dict[Example, Shown]) -> list[str]:
    own = [parameter for parameter in command.parameters if _key(parameter) not in common]
    return [
        f"### {command.name}",
        "\n\n".join(command.says),
        _usage(command),
        _options(own),
        *(md.console(shown[example].line, shown[example].answer) for example in examples_of(command)),
    ]


def _usage(command: Command) -> str:
    arguments = [parameter for parameter in command.parameters if not is_option(parameter)]
    options = [parameter for parameter in command.parameters if is_option(parameter)]
    options.sort(key=lambda parameter: not parameter.required)
    words = [f"glitterball {command.name}", *(as_typed(parameter) for parameter in (*arguments, *options))]
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) > 100:
            lines.append("   ")
        lines[-1] += f" {word}"
    return "\n".join(("```", *lines, "```"))


def _options(parameters: Iterable[Any]) -> str:
    rows = [(_typed(parameter), _meaning(parameter)) for parameter in parameters]
    return md.table(("Argument, option", "Meaning"), rows) if rows else ""


def _typed(parameter: Any) -> str:
    """An argument or option, and how else it may be spelled."""
    others = [f"`{one}`" for one in parameter.opts if is_option(parameter) and one != called(parameter)]
    return ", ".join((f"`{as_typed(parameter).strip('[]')}`", *others))


def _meaning(parameter: Any) -> str:
    """What it is, the range and the choices it has, and what holds without it."""
    said = [parameter.help or ""]
    annotation = parameter.type_descriptor.annotation if parameter.type_descriptor else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        choices = [str(choice.value) for choice in annotation]
        said += [] if all(choice in said[0] for choice in choices) else [f"One of {md.named(choices)}."]
    said.append(_range(parameter.min, None if parameter.max == LARGEST else parameter.max))
    if parameter.multiple and not SEVERAL.search(said[0]):
        said.append("May be given several times.")
    if not parameter.required and parameter.default not in (None, False, (), []) and not callable(parameter.default):
        said.append(_default(parameter))
    if parameter.envvar:
        said.append(f"Also `{parameter.envvar}` of the environment.")
    return " ".join(filter(None, said))


def _range(least: object, most: object) -> str:
    if least is None:
        return "" if most is None else f"At most {most}."
    return f"At least {least}." if most is None else f"From {least} to {most}."


def _default(parameter: Any) -> str:
    default = parameter.default
    if default is True:
        return f"`{parameter.opts[0]}` unless said."
    return f"`{default.value if isinstance(default, Enum) else default}` unless said."
