"""A language of the pages: what it is called, which way it is written, its catalogue, and how it writes numbers and moments.

British English is the language the code is written in and needs no catalogue. `MIRRORED` is for tests: English with its letters
turned round, written from right to left, each message between marks, so that whatever stands outside the catalogue is seen.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from gettext import c2py
from importlib import resources
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol
from markupsafe import Markup, escape

from domain.legible import escaped
from glitterball.web.words import Figure, Moment, Words

BEGINS, ENDS = "⟦", "⟧"
"""Marks between which the mirrored language puts each message."""

_FIGURE = re.compile(r"-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?")
_PIECES = re.compile(r"(%\(\w+\)s)")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST_HEADER = 500


@dataclass(frozen=True)
class Language:
    """A language. `code` is as pages, cookies and addresses name it (BCP 47), `called` its own name for itself."""

    code: str
    called: str
    territory: str
    direction: str = "ltr"

    @cached_property
    def locale(self) -> Locale:
        """How it writes numbers and moments."""
        return Locale.parse(self.territory)

    @cached_property
    def catalogue(self) -> Catalog | None:
        """What it says for each message; none of the language in which the messages are."""
        return None if self.code == "en-GB" else catalogue_of("es" if self.code == "ar-XB" else self.territory)

    def says(self, value: Any) -> Any:
        """A value as it is shown: words, numbers and moments in this language; other text as it is, on one line and in one
        direction; and markup as it stands."""
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        if isinstance(value, Words):
            said = Markup(escape(self.message(value.message, value.several, value.number)))
            return said % {name: escape(self.says(fact)) for name, fact in value.facts.items()} if value.facts else said
        if isinstance(value, Figure):
            return self.figure(value)
        if isinstance(value, Moment):
            return self.moment(value)
        return escaped(value) if "\n" not in value else "\n".join(map(escaped, value.split("\n")))

    def message(self, message: str, several: str = "", count: int = 1) -> str:
        """What is said for a message, its places still open. What no catalogue has is said as it stands."""
        plain = several if several and count != 1 else message
        if self.catalogue is None:
            return plain
        found = self.catalogue.get(message)
        if found is None:
            return plain
        if self.code == MIRRORED_CODE:
            return mirrored(plain)
        said = found.string
        if isinstance(said, str) or not said:
            return str(said or plain)
        return said[self.which(count)] or plain

    def knows(self, text: str) -> bool:
        """Whether a text is in its catalogue."""
        message = text.message if isinstance(text, Words) else text
        return bool(message) and self.catalogue is not None and self.catalogue.get(message) is not None

    @cached_property
    def which(self) -> Callable[[int], int]:
        """Which of the forms of a catalogue is said of so many."""
        assert self.catalogue is not None, "it is asked of what a catalogue said"
        return c2py(self.catalogue.plural_expr)

    def figure(self, text: str) -> str:
        """A number, exactly: only what stands between its digits is another."""
        if self.catalogue is None or _FIGURE.fullmatch(text) is None:
            return text
        whole, point, places = text.partition(".")
        said = str(format_decimal(int(whole.replace(",", "")), locale=self.locale, group_separator="," in whole))
        return f"{'-' if whole == '-0' else ''}{said}{point and self.point}{places}"

    @cached_property
    def point(self) -> str:
        """What stands before the places of a number."""
        return get_decimal_symbol(self.locale)

    def moment(self, text: str) -> str:
        """A moment in UTC, to the second."""
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return escaped(text)
        return str(format_skeleton("yMMMd", at, locale=self.locale)) + f", {at:%H:%M:%S}"


def catalogue_of(name: str) -> Catalog:
    """A catalogue as it is in the package."""
    octets = resources.files("glitterball.web.languages").joinpath(f"{name}.po").read_bytes()
    return read_po(BytesIO(octets), locale=name)


def mirrored(text: str) -> str:
    """A message in the language of tests: its words from right to left, its places as they are, and marks around it."""
    pieces = (
        piece if _PIECES.fullmatch(piece) else _LETTERS.sub(lambda found: f"\u202e{found[0]}\u202c", piece)
        for piece in _PIECES.split(text)
    )
    return f"{BEGINS}{''.join(pieces)}{ENDS}"


MIRRORED_CODE = "ar-XB"

BRITISH = Language("en-GB", "British English", "en_GB")
MIRRORED = Language(MIRRORED_CODE, f"{BEGINS}Mirrored{ENDS}", "en", "rtl")
LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        BRITISH,
        Language("en-US", "American English", "en_US"),
        Language("es", "Español", "es"),
        Language("de", "Deutsch", "de"),
    )
}
"""The languages that are offered, the first where nobody asks for one."""


def named(code: str) -> Language | None:
    """The language of a code, the one for tests among them; nothing where there is none."""
    return MIRRORED if code == MIRRORED_CODE else LANGUAGES.get(code)


def chosen(header: str) -> Language:
    """The language a browser asks for (Accept-Language): the first it would rather have that there is."""
    wanted: list[tuple[float, int, Language]] = []
    for place, said in enumerate(header[:_LONGEST_HEADER].split(",")):
        tag, _, rest = said.strip().partition(";")
        weight = _weight(rest)
        found = _nearest(tag.strip().lower())
        if found is not None and weight > 0:
            wanted.append((-weight, place, found))
    return min(wanted, key=lambda each: each[:2])[2] if wanted else BRITISH


def _weight(said: str) -> float:
    found = re.fullmatch(r"\s*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", said)
    return 1.0 if not said else float(found[1]) if found else 0.0


def _nearest(tag: str) -> Language | None:
    exact = {code.lower(): language for code, language in {**LANGUAGES, MIRRORED_CODE: MIRRORED}.items()}
    if tag in exact:
        return exact[tag]
    return {"en": BRITISH, "es": LANGUAGES["es"], "de": LANGUAGES["de"]}.get(tag.partition("-")[0])
