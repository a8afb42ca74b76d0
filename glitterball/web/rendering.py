"""Pages as HTML: everything that comes from a log is text, escaped, on one line and in one direction."""

import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from domain.legible import escaped

STATIC = ("desk.css", "live.js", "passkey.js", "favicon.svg")
"""The files that pages ask for beside themselves; there are no others."""

KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def html(template: str, shown: dict[str, Any]) -> bytes:
    """A page as HTML."""
    return _environment().get_template(template).render(shown).encode()


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
    made.globals["asset"] = asset
    return made


def _legible(value: Any) -> Any:
    """A value as it is shown. What a template itself says is markup and stays; what would turn or break a line is an escape."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return escaped(value) if "\n" not in value else "\n".join(map(escaped, value.split("\n")))


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
