"""The table of commands that help and completion read: what the command tree says, with the examples that were run."""

import json
from enum import Enum
from typing import Any

from domain.facts import FACTS
from glitterball.timeline import kind_of
from glitterball.views.catalogue import VERSIONS
from tests.docs.reference.commands import examples_of
from tests.docs.reference.examples import Example
from tests.docs.reference.stage import Shown
from tests.docs.reference.tree import Command, commands, is_option


def table(shown: dict[Example, Shown]) -> str:
    """`glitterball/cli/table.json`."""
    entries = {command.name: _entry(command, shown) for command in commands()}
    lines = ",\n".join(
        f" {json.dumps(words)}: {json.dumps(entry, ensure_ascii=False)}" for words, entry in entries.items()
    )
    return f"{{\n{lines}\n}}\n"


def _entry(command: Command, shown: dict[Example, Shown]) -> dict[str, Any]:
    arguments = [parameter for parameter in command.parameters if not is_option(parameter)]
    return {
        "says": command.says[0],
        "arguments": [parameter.name for parameter in arguments],
        "repeats": any(parameter.nargs == -1 for parameter in arguments),
        "choices": {parameter.name: _listed(parameter) for parameter in arguments if _listed(parameter)},
        "options": {
            name: None if parameter.is_flag else (_listed(parameter) or parameter.name)
            for parameter in command.parameters
            if is_option(parameter)
            for name in (*parameter.opts, *parameter.secondary_opts)
        },
        "examples": [shown[example].line for example in examples_of(command)],
    }


LISTS = {"kinds": sorted({kind_of(fact) for fact in FACTS.values()}), "view": sorted(VERSIONS)}  # type: ignore[arg-type]
"""What parameters of these names take: what the program has of it."""


def _listed(parameter: Any) -> list[str]:
    return _choices(parameter) or LISTS.get(parameter.name, [])


def _choices(parameter: Any) -> list[str]:
    annotation = parameter.type_descriptor.annotation if parameter.type_descriptor else None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(choice.value) for choice in annotation]
    return []
