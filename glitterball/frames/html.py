"""Rows as a table of a notebook. Everything in it is escaped, and what is left out is said."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from domain.legible import escaped
from projections.numbers import number

SHOWN = 40
"""Rows shown at most."""


def table_html(title: str, headings: Sequence[str], rows: Sequence[Iterable[str]]) -> str:
    """A table with a caption, of the first rows."""
    head = "".join(f'<th scope="col">{_text(heading)}</th>' for heading in headings)
    lines = ["".join(f"<td>{_text(cell)}</td>" for cell in row) for row in rows[:SHOWN]]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    more = f"<p>and {len(rows) - SHOWN:,} more</p>" if len(rows) > SHOWN else ""
    caption = f"<caption>{_text(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def shown(value: Any) -> str:
    """A value as a person reads it: nothing for what is absent, numbers with their thousands, several things with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return number(value)
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)


def _text(text: str) -> str:
    return escape(escaped(text))
