"""How a value of a command stands in a form: as texts under names, written and read back by one spelling a sort of value.

What cannot be read is handed on as it was typed, so that the command itself refuses it, by the field's name.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.exact import read_exact, write_exact
from glitterball.spelling import did_you_mean

Typed = Mapping[str, tuple[str, ...]]
"""What a form said: by the name of a control, every text under it, in the order of the page."""

TEN = "T"
"""How a ten is typed with one key at the score desk."""

BETWEEN_BARS = re.compile(r"((?:[^|\\]|\\.?)*)\|")
ESCAPED = re.compile(r"\\(.)")
"""A bar or a backslash inside a part has a backslash before it."""

LONGEST_NUMBER = 18
"""Digits of a whole number, at most: a store holds no larger one."""


class Spelling(Protocol):
    """Writes a value as texts under names that begin with the field's, and reads it back: nothing where nothing was typed."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The texts of a value, as its command holds it in JSON."""

    def read(self, typed: Typed, name: str) -> Any:
        """The value as its command takes it, or what was typed where it is none."""


def text_in(typed: Typed, name: str) -> str:
    """What was typed under a name, without white space around it; of several the first."""
    return next(iter(typed.get(name, ())), "").strip()


def whole(text: str) -> Any:
    """A whole number, or the text where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else text


@dataclass(frozen=True, slots=True)
class OneLine:
    """Words on one line, or one of several choices."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The words."""
        return {name: (str(value),)}

    def read(self, typed: Typed, name: str) -> Any:
        """The words, or nothing."""
        return text_in(typed, name) or None


class WholeNumber(OneLine):
    """A whole number."""

    def read(self, typed: Typed, name: str) -> Any:
        """The number."""
        said = text_in(typed, name)
        return whole(said) if said else None


class Mark(OneLine):
    """A mark, points or a total: 8, 8.5, 17/2, or T for ten."""

    def read(self, typed: Typed, name: str) -> Any:
        """The number, exact."""
        said = text_in(typed, name)
        return mark_of(said) if said else None


def mark_of(said: str) -> str:
    """A mark as it is typed, in the text a command takes; as it was typed where it is none."""
    if said.upper() == TEN:
        return "10"
    try:
        return write_exact(read_exact(said.replace(",", ".")))
    except ValueError:
        return said


@dataclass(frozen=True, slots=True)
class Several:
    """Several choices, ticked."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """Each of them."""
        return {name: tuple(map(str, value))}

    def read(self, typed: Typed, name: str) -> Any:
        """Those that are ticked, or nothing."""
        return [said.strip() for said in typed.get(name, ()) if said.strip()] or None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers on one line, spaces between them."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The numbers."""
        return {name: (" ".join(map(str, value)),)}

    def read(self, typed: Typed, name: str) -> Any:
        """The numbers, or nothing."""
        return [whole(said) for said in text_in(typed, name).replace(",", " ").split()] or None


@dataclass(frozen=True, slots=True)
class Ordered:
    """All of several in an order: a place is typed beside each, under the field's name, a colon and its own."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The place of each."""
        return {f"{name}:{member}": (str(place),) for place, member in enumerate(value, start=1)}

    def read(self, typed: Typed, name: str) -> Any:
        """Those that have a place, in the order of their places; as typed where a place is no number."""
        placed = dict(_under(typed, name))
        if not placed:
            return None
        wrong = next((text for text in placed.values() if not isinstance(whole(text), int)), None)
        return wrong if wrong is not None else sorted(placed, key=lambda member: whole(placed[member]))


@dataclass(frozen=True, slots=True)
class Counts:
    """A whole number for each of several couples, such as its votes or its place."""

    number: str

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The number of each."""
        return {f"{name}:{said['couple']}": (str(said[self.number]),) for said in value}

    def read(self, typed: Typed, name: str) -> Any:
        """Those that have a number, or nothing."""
        return [{"couple": couple, self.number: whole(said)} for couple, said in _under(typed, name)] or None


def _under(typed: Typed, name: str) -> list[tuple[str, str]]:
    """What was typed under the field's name, a colon and somebody's, by theirs."""
    begins = f"{name}:"
    found = [(key.removeprefix(begins), text_in(typed, key)) for key in typed if key.startswith(begins)]
    return [(member, said) for member, said in found if said]


@dataclass(frozen=True, slots=True)
class Lines:
    """Several things, each on a line of its own; its parts stand in this order between bars. `lists` are parts that are lists
    of words, `numbers` parts that are whole numbers. A line of one part is that part alone where `plain`."""

    parts: tuple[str, ...]
    lists: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    plain: bool = False

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """A line each."""
        return {name: ("\n".join(map(self._line, value)),)}

    def _line(self, member: Any) -> str:
        if self.plain:
            return str(member)
        said = [self._part(member.get(part)) for part in self.parts]
        while said and not said[-1]:
            said.pop()
        return " | ".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in said)

    @staticmethod
    def _part(value: Any) -> str:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)

    def read(self, typed: Typed, name: str) -> Any:
        """What stands on each line, or nothing."""
        lines = [line.strip() for line in text_in(typed, name).splitlines() if line.strip()]
        return [line if self.plain else self._member(line) for line in lines] or None

    def _member(self, line: str) -> Any:
        said = [ESCAPED.sub(r"\1", part).strip() for part in BETWEEN_BARS.findall(f"{line}|")]
        if len(said) > len(self.parts):
            return line
        return {
            part: self._value(part, text)
            for part, text in zip(self.parts, said, strict=False)
            if text or part in self.lists
        }

    def _value(self, part: str, text: str) -> Any:
        if part in self.lists:
            return [word.strip() for word in text.split(",") if word.strip()]
        return whole(text) if part in self.numbers else text


@dataclass(frozen=True, slots=True)
class AsJson:
    """What programs make and people paste: JSON."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The document."""
        return {name: (json.dumps(value, ensure_ascii=False, indent=1),)}

    def read(self, typed: Typed, name: str) -> Any:
        """The document, or the text where it is none."""
        said = text_in(typed, name)
        try:
            return json.loads(said) if said else None
        except (ValueError, RecursionError):
            return said


@dataclass(frozen=True, slots=True)
class RulebookText:
    """A rulebook: the name of one that ships, or the text of one, which goes before. Written as its text."""

    def write(self, value: Any, name: str) -> dict[str, tuple[str, ...]]:
        """The text."""
        from domain.rulebook import Rulebook
        from glitterball.season_files.rulebook_text import rulebook_text

        return {f"{name}:text": (rulebook_text(Rulebook.model_validate_json(json.dumps(value))),)}

    def read(self, typed: Typed, name: str) -> Any:
        """The rulebook. Refuses a text that is none, in the words of whoever reads rulebooks, and a name that does not ship."""
        from domain.record import canonical_json
        from domain.rulebook import read_rulebook
        from glitterball.refusals import ValueNotValid
        from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks

        text, named = text_in(typed, f"{name}:text"), text_in(typed, name)
        if text:
            return json.loads(canonical_json(read_rulebook(text, "what was typed")))
        ships = shipped_rulebooks()
        if named and named not in ships:
            raise ValueNotValid("rulebook", named, f"Choose one of {', '.join(ships)}.{did_you_mean(named, ships)}")
        return json.loads(canonical_json(shipped_rulebook(named))) if named else None
