"""HTML from values: everything that is not markup of ours goes through `text`, which escapes it."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Markup, with all that came from the log escaped."""


def text(value: object) -> Html:
    """Words from the log, as words."""
    return Html(escape(str(value), quote=True))


def tag(name: str, *inside: Html, css: str = "") -> Html:
    """An element. `css` is a class of ours, never data."""
    attribute = f' class="{css}"' if css else ""
    return Html(f"<{name}{attribute}>{''.join(inside)}</{name}>")


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Markup one after the other."""
    return Html(between.join(parts))


def table(head: Sequence[tuple[str, str]], rows: Iterable[Sequence[Html]], css: str = "") -> Html:
    """A table; each column has a heading and a class (`n` for numbers)."""
    heading = tag("tr", *(tag("th", text(title), css=kind) for title, kind in head))
    body = [tag("tr", *(tag("td", cell, css=kind) for cell, (_, kind) in zip(row, head, strict=True))) for row in rows]
    return tag("table", tag("thead", heading), tag("tbody", *body), css=css)


def section(title: str, *inside: Html, css: str = "") -> Html:
    """A part with its heading; nothing when there is nothing in it."""
    held = [one for one in inside if one]
    return tag("section", tag("h2", text(title)), *held, css=css) if held else Html("")


def listing(items: Iterable[Html], css: str = "") -> Html:
    """A list, or nothing."""
    made = [tag("li", item) for item in items]
    return tag("ul", *made, css=css) if made else Html("")


def facts(pairs: Iterable[tuple[str, Html]]) -> Html:
    """Names and what they are."""
    return tag("dl", *(tag("div", tag("dt", text(name)), tag("dd", value)) for name, value in pairs))


def mono(value: str) -> Html:
    """A hash or a root: to be compared letter by letter, so it may break anywhere and is never shortened."""
    return tag("code", text(value))
