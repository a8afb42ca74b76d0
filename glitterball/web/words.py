"""What the pages say in words of their own: English as it stands, with what each needs to be said in another language.

A `Words` is its British English text, and is that wherever nobody asks for more: in documents for machines, in logs, in tests. A
page that is written for somebody says it in their language. What is evidence is plain text, and is in no catalogue.
"""

from typing import Any


class Words(str):
    """Words of the pages. `message` is what the catalogues have them under, `facts` what stands in its places, and `several`
    with `number` what is said of more than one."""

    message: str
    several: str
    number: int
    facts: dict[str, Any]


class Figure(str):
    """A number as it is read, written `1,234.5`."""


class Moment(str):
    """A moment in UTC, written `2026-03-07T20:00:00Z`."""


def worded(message: str, **facts: Any) -> Words:
    """Words of the pages. A fact stands in a message as `%(name)s`."""
    return _made(message, "", 1, facts)


def counted(one: str, several: str, count: int, **facts: Any) -> Words:
    """Words about so many of something, which stands in them as `%(count)s`."""
    return _made(one, several, count, {**facts, "count": Figure(f"{count:,}")})


def figure(count: int) -> Figure:
    """A number as it is read."""
    return Figure(f"{count:,}")


def _made(message: str, several: str, count: int, facts: dict[str, Any]) -> Words:
    said = message if count == 1 or not several else several
    made = Words(said % facts if facts else said)
    made.message, made.several, made.number, made.facts = message, several, count, facts
    return made
