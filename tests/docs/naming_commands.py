"""The commands that pages name, in the middle of a sentence or in a block, held against the commands there are."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

from glitterball.answers.statuses import STATUS_OF
from glitterball.cli.table import HELP
from tests.docs.reference.tree import root

FENCED = re.compile(r"(?ms)^ *```.*?^ *```")
INLINE = re.compile(r"`(?:uv run )?(glitterball (?![=-]>?[ >])[^`]+)`")
TYPED = re.compile(r"(?m)^(?:\$ )?(?:uv run )?(glitterball (?!= ).+)$")
PLACEHOLDER = re.compile(r"[A-Z][A-Z_]*|\.\.\.|…|<.*>")
"""A word that stands for whatever is meant there."""

NUMBER = re.compile(r"-\d*")
"""A number below zero, or standard input: no option."""


def commands_named(page: str) -> Iterator[str]:
    """Every line of a page in which a command is typed, and every command named within a sentence."""
    yield from (" ".join(found.split()) for found in INLINE.findall(FENCED.sub("", page)))
    for block in FENCED.findall(page):
        yield from TYPED.findall(block)


def unknown_in(line: str) -> list[str]:
    """Words of a line that are no command, or no option of the command they stand behind."""
    words, command, found = _words(line), root(), []
    if words[:1] == [HELP]:
        words = [
            word for word in words[1:] if word not in STATUS_OF
        ]  # the help of a command, or of the code of a refusal
    for before, word in zip(["", *words], words, strict=False):
        if word.startswith("-") and not NUMBER.fullmatch(word):
            if word.split("=")[0] not in {*_options(root()), *_options(command)}:
                found.append(word)
        elif members := getattr(command, "commands", None):
            if word in members:
                command = members[word]
            elif not PLACEHOLDER.fullmatch(word) and before not in _taking_a_value(root()):
                found.append(word)
    return found


def _words(line: str) -> list[str]:
    told = re.split(r" [|>#] | && ", line)[0]
    try:
        return shlex.split(told)[1:]
    except ValueError:
        return told.split()[1:]


def _options(command: Any) -> Iterator[str]:
    yield from ("--help", "-h")
    for parameter in _of(command):
        yield from (*parameter.opts, *parameter.secondary_opts)


def _taking_a_value(command: Any) -> set[str]:
    return {name for parameter in _of(command) if not parameter.is_flag for name in parameter.opts}


def _of(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "option"]
