"""Pages as HTML: everything that comes from a log is text, escaped, on one line and in one direction; the pages' own words are in
the language of whoever asks (`speaking`)."""

import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from glitterball.web.languages import LANGUAGES, MIRRORED, Language
from glitterball.web.script_words import OF_SCRIPTS
from glitterball.web.speaking import language, speaking
from glitterball.web.words import Figure, Moment, Words, counted, worded

STATIC = ("desk.css", "live.js", "passkey.js", "writing.js", "favicon.svg", "rehearsal.svg", "board.css", "board.js")
"""The files that pages ask for beside themselves; there are no others."""

KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def html(template: str, shown: dict[str, Any]) -> bytes:
    """A page as HTML, in the language that is spoken."""
    now = speaking()
    now.varies = now.varies or not now.by_address
    return _environment().get_template(template).render(shown).encode()


def _unknown(text: Any) -> bool:
    """Whether words of an answer are in no catalogue, and stay in English."""
    return isinstance(text, Words) and not language().knows(text)


def _result(said: str) -> str:
    """What a board shows of a couple's result, which a feed has in English."""
    return worded("place %(place)s", place=said[6:]) if said.startswith("place ") else worded(said)


def script_words() -> dict[str, str]:
    """What scripts say, by what they know it under."""
    now = language()
    said = {name: now.message(words) for name, words in OF_SCRIPTS.items()}
    return {**said, "point": now.figure("0.0")[1:2], "comma": now.figure("1,000,000")[1:2]}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_legible,
    )
    made.globals |= {
        "asset": asset, "_": _said, "_n": _counted, "language": language, "languages": _offered, "here_again": _here,
        "as_recorded": _as_recorded, "script_words": script_words, "moment": Moment, "result": _result, "figure": Figure,
        "unknown": _unknown,
    }  # fmt: skip
    return made


def _legible(value: Any) -> Any:
    """A value as it is shown in the language that is spoken."""
    return language().says(value)


def _said(message: str, **facts: Any) -> Any:
    """Words of a template, or words that a page brings, in the language that is spoken."""
    return language().says(message if isinstance(message, Words) else worded(message, **facts))


def _counted(one: str, several: str, count: int, **facts: Any) -> Any:
    """Words of a template about so many of something."""
    return language().says(counted(one, several, count, **facts))


def _offered() -> tuple[Language, ...]:
    """The languages of the switch; that of the tests only where it is spoken."""
    return (*LANGUAGES.values(), *((MIRRORED,) if language() is MIRRORED else ()))


def _here() -> str:
    """Where the switch leads back to."""
    return speaking().here


def _as_recorded(text: str = "") -> Markup:
    """Said of what is in English whatever the page is in: what is on record, and what a proof or a certificate quotes. Of a text
    that a catalogue has it is not said."""
    return Markup("") if language().knows(text) or language().code == "en-GB" else Markup(' lang="en-GB" dir="ltr"')


def _template(name: str) -> str:
    return resources.files("glitterball.web.templates").joinpath(name).read_text("utf-8")


@cache
def octets_of(name: str) -> bytes:
    """A file that pages ask for."""
    return resources.files("glitterball.web.static").joinpath(name).read_bytes()


@cache
def asset(name: str) -> str:
    """The address of a file that pages ask for. The hash of its bytes is in it, so that it never changes."""
    stem, _, ending = name.rpartition(".")
    return f"/static/{stem}.{hashlib.sha256(octets_of(name)).hexdigest()[:12]}.{ending}"


@cache
def assets() -> dict[str, str]:
    """The files that pages ask for, by their addresses."""
    return {asset(name): name for name in STATIC}
