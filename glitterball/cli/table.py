"""The table of all commands: what each takes, and an example of it. Read without loading a single command.

`table.json` is made of the commands themselves, and of the examples that are run for the page of commands; a test holds that
it says what they say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "table.json"

HELP = "help"
"""What may be typed before a command for its help, `glitterball help score row`, and before the code of a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a command takes. `arguments` by name, the last again and again where it `repeats`.

    `options` by each spelling: None for one that takes no value, else its choices, or the name of what it takes.
    """

    says: str
    arguments: tuple[str, ...]
    repeats: bool
    choices: Mapping[str, tuple[str, ...]]
    options: Mapping[str, str | tuple[str, ...] | None]
    examples: tuple[str, ...]


@cache
def commands() -> Mapping[str, Taken]:
    """Every command by its words behind `glitterball`, in the order of the help."""
    read = json.loads(files("glitterball.cli").joinpath(FILE).read_bytes())
    return {words: _taken(entry) for words, entry in read.items()}


def _taken(entry: Mapping[str, object]) -> Taken:
    arguments, options, choices = entry["arguments"], entry["options"], entry["choices"]
    assert isinstance(arguments, list)
    assert isinstance(options, dict)
    assert isinstance(choices, dict)
    examples = entry["examples"]
    assert isinstance(examples, list)
    return Taken(
        says=str(entry["says"]),
        arguments=tuple(arguments),
        repeats=bool(entry["repeats"]),
        choices={name: tuple(values) for name, values in choices.items()},
        options={name: tuple(value) if isinstance(value, list) else value for name, value in options.items()},
        examples=tuple(examples),
    )
