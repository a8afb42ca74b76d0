"""What may come next on a command line: commands, options, choices, and what a store has, for the shells' completion.

A shell asks with the line as far as it is typed in `_GLITTERBALL_COMPLETE`; the answer is a line for each, its help after a
tab. Only words are offered that no shell reads as anything else.
"""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from zoneinfo import available_timezones

from domain.refusals import Refusal
from glitterball.cli.glimpse import Offer, offered
from glitterball.cli.table import HELP, Taken, commands

ASKED = "_GLITTERBALL_COMPLETE"
"""The variable of the environment in which a shell asks."""

STORE = "sqlite:glitterball.sqlite"
"""The store where neither the line nor the environment names one."""

ANYWHERE = {
    "--store": "store",
    "--state": "file",
    "--sign": "file",
    "--zone": "zone",
    "--debug": None,
    "--help": None,
    "-h": None,
}
"""Options of every command, with what they take."""

PLAIN = re.compile(r"(?:--[a-z-]+=)?[A-Za-z0-9-][A-Za-z0-9._/-]*")
"""Words that are offered: a shell reads nothing else into them."""

KINDS = {
    "who": "couple",
    "one": "couple",
    "couple": "couple",
    "danger": "couple",
    "saved": "couple",
    "out": "couple",
    "dances": "couple",
    "equal": "couple",
    "judge": "judge",
    "judges": "judge",
    "gateway": "gateway",
    "of": "gateway",
    "week": "week",
    "from_week": "week",
    "to_week": "week",
    "season": "season",
    "rulebook": "rulebook",
    "rules": "rulebook",
    "before": "rulebook",
    "after": "rulebook",
    "incident": "incident",
    "zone": "zone",
    "as_of": "moment",
}
"""What an argument or option of that name takes."""

SHIPPED = {
    "rulebook": ("rulebooks", ".toml"),
    "incident": ("incidents/cases", ".toml"),
    "shipped season": ("seasons", ""),
}
"""Where what ships is, and how its files end."""

OF_FILES = {"rehearse": "shipped season", "season import": "shipped season", "season validate": "shipped season"}
"""Commands whose first argument is a season that ships."""


@dataclass(slots=True)
class Line:
    """A command line as far as it is typed: the command, its arguments, its options, and what waits for a value."""

    words: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    waiting: str = ""
    asks_help: bool = False

    @property
    def command(self) -> str:
        """The words of the command, or of the noun as far as it goes."""
        return " ".join(self.words)

    @property
    def taken(self) -> Taken | None:
        """What the command takes; None before its last word."""
        return commands().get(self.command)

    def takes(self, option: str) -> str | tuple[str, ...] | None:
        """What an option takes here."""
        own = self.taken.options if self.taken else {}
        return own[option] if option in own else ANYWHERE.get(option)

    def goes_on(self, word: str) -> None:
        """One more whole word."""
        if self.waiting:
            self.options[self.waiting], self.waiting = word, ""
        elif word.startswith("-"):
            option, equals, value = word.partition("=")
            if equals:
                self.options[option] = value
            elif self.takes(option) is not None:
                self.waiting = option
        elif word == HELP and self.taken is None:
            self.asks_help = True
        elif self.taken is None:
            self.words.append(word)
        else:
            self.arguments.append(word)


def answer(typed: str) -> Iterator[str]:
    """What may come next, a line for each, with its help after a tab."""
    for word, says in candidates(typed):
        told = " ".join("".join(letter if letter.isprintable() else " " for letter in says).split())
        if PLAIN.fullmatch(word):
            yield f"{word}\t{told}" if told else word


def candidates(typed: str) -> list[Offer]:
    """What may come next, with what it is: all that begins as the last word does, and people by their names as well."""
    words = _split(typed)
    begun = "" if not words or typed[-1:].isspace() else words.pop()
    line = Line()
    for word in words[1:]:
        line.goes_on(word)
    option, equals, value = begun.partition("=")
    if equals and option.startswith("--") and not line.waiting:
        return [(f"{option}={word}", says) for word, says in _values(line, value, line.takes(option))]
    if begun.startswith("-") and not line.waiting:
        own = line.taken.options if line.taken else {}
        return _that_begin(begun, [(option, "") for option in (*own, *ANYWHERE) if option.startswith("--")])
    if line.taken is None and not line.waiting:
        return _that_begin(begun, _commands(line))
    if line.asks_help:
        return []
    return _values(line, begun, line.takes(line.waiting) if line.waiting else _argument(line))


def _that_begin(begun: str, offers: Iterable[Offer], by_name: bool = False) -> list[Offer]:
    typed = begun.casefold()
    return [
        (word, says)
        for word, says in offers
        if word.casefold().startswith(typed)
        or (by_name and any(name.startswith(typed) for name in says.casefold().split()))
    ]


def _commands(line: Line) -> list[Offer]:
    """The next words of the commands that begin so; of a noun, how many commands stand under it."""
    deep = len(line.words)
    below: dict[str, list[Taken]] = {}
    for name, taken in commands().items():
        words = name.split()
        if words[:deep] == line.words and len(words) > deep:
            below.setdefault(words[deep], []).append(taken)
    found = [(word, taken[0].says if len(taken) == 1 else f"{len(taken)} commands") for word, taken in below.items()]
    return (
        found
        if deep or line.asks_help
        else [*found, (HELP, "what a command takes, or what the code of a refusal means")]
    )


def _argument(line: Line) -> str | tuple[str, ...] | None:
    """What the next argument takes."""
    taken, at = line.taken, len(line.arguments)
    if taken is None or (at >= len(taken.arguments) and not taken.repeats):
        return None
    name = taken.arguments[min(at, len(taken.arguments) - 1)]
    if at == 0 and line.command in OF_FILES:
        return OF_FILES[line.command]
    return taken.choices.get(name, name)


def _values(line: Line, begun: str, takes: str | tuple[str, ...] | None) -> list[Offer]:
    if isinstance(takes, tuple):
        return _that_begin(begun, [(choice, "") for choice in takes])
    kind = KINDS.get(takes or "", takes or "")
    if kind in SHIPPED:
        return _that_begin(begun, _shipped(*SHIPPED[kind]))
    if kind == "zone":
        return _that_begin(begun, [(name, "") for name in sorted(available_timezones())])
    store = line.options.get("--store") or _standing()
    season, week, *_ = (*line.arguments, "", "")
    return _that_begin(begun, offered(kind, store, season, week), by_name=kind in ("couple", "judge", "moment"))


def _standing() -> str:
    """The store where the line names none; settings that cannot be read are told by the command, not at the Tab."""
    from glitterball.cli.settings import standing

    try:
        return standing("store").said
    except Refusal:
        return STORE


def _shipped(folder: str, ending: str) -> list[Offer]:
    names = (entry.name for entry in files("glitterball").joinpath(folder).iterdir())
    return [
        (name.removesuffix(ending), "ships") for name in sorted(names) if name.endswith(ending) and name[0] not in "._"
    ]


def _split(typed: str) -> list[str]:
    """The words of a line, of which the last may lack the quote that ends it."""
    for end in ("", '"', "'"):
        try:
            return shlex.split(typed + end)
        except ValueError:
            continue
    return typed.split()
