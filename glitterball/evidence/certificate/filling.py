"""Filling the one template of the page from a certificate's JSON. Every value is escaped.

    [[path]] [[path|filter]]     a value by its path, such as rulebook.adopted.time; `.` is the value at hand
    [[#path]] ... [[/]]          for each of a list
    [[?path]] ... [[/]]          only where there is something
    [[^path]] ... [[/]]          only where there is nothing
    [[stylesheet]]               the style, which has such marks itself

A path is looked for in the value at hand, then in those around it. Nothing is what is absent, false, empty or 0.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

Filter = Callable[[Any], str]
Token = str | re.Match[str]
_TOKEN = re.compile(r"\[\[(?:([#?^])([\w.]+)|(/)|([\w.]+)(?:\|(\w+))?)\]\]")


@dataclass(frozen=True, slots=True)
class Value:
    """A place for a value."""

    path: str
    filter: str


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stand once, several times, or not at all."""

    kind: str
    path: str
    inside: "tuple[Piece, ...]"


Piece = str | Value | Block


def read_template(template: str, style: str = "") -> tuple[Piece, ...]:
    """The template in pieces, with its style in its place."""
    return tuple(_pieces(_tokens(template.replace("[[stylesheet]]", style))))


def filled(pieces: tuple[Piece, ...], document: Mapping[str, Any], filters: Mapping[str, Filter]) -> str:
    """The template with the values of a document."""
    return "".join(_filled(pieces, (document,), filters))


def _tokens(template: str) -> Iterator[Token]:
    at = 0
    for found in _TOKEN.finditer(template):
        yield template[at : found.start()]
        yield found
        at = found.end()
    yield template[at:]


def _pieces(tokens: Iterator[Token]) -> Iterator[Piece]:
    """Pieces up to the end of the block, or of the text."""
    for token in tokens:
        if isinstance(token, str):
            yield token
            continue
        kind, path, end, value, named = token.groups()
        if end:
            return
        yield Block(kind, path, tuple(_pieces(tokens))) if kind else Value(value, named or "")


def _filled(pieces: tuple[Piece, ...], around: tuple[Any, ...], filters: Mapping[str, Filter]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Block):
            value = _found(piece.path, around)
            inside = value if piece.kind == "#" else [None] * (bool(value) == (piece.kind == "?"))
            for each in inside or ():
                yield from _filled(piece.inside, (*around, each) if piece.kind == "#" else around, filters)
        else:
            value = _found(piece.path, around)
            told = filters[piece.filter](value) if piece.filter else "" if value is None else str(value)
            yield escape(told, quote=True)


def _found(path: str, around: tuple[Any, ...]) -> Any:
    if path == ".":
        return around[-1]
    first, *rest = path.split(".")
    value = next((held[first] for held in reversed(around) if isinstance(held, dict) and first in held), None)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else None
    return value
