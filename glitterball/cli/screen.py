"""The screen: how wide it is, and lines on it. In a pipe nothing is folded, unless `COLUMNS` says how wide it is."""

import os
import re
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any

from rich.cells import cell_len

from glitterball.cli.layout import STRONGLY_RIGHT_TO_LEFT, Line, Piece
from glitterball.cli.weights import codes_of, is_terminal, painted, with_states

OFF_A_TERMINAL = 100_000
"""Columns where nobody watches and `COLUMNS` says nothing: each row of a table on its line, so that it can be searched."""

USUAL = 80
"""Columns of a terminal that does not say how many it has."""

NARROWEST = 20
"""No screen is taken for narrower than that, whatever it says of itself."""

RIGHT_TO_LEFT = re.compile(f"[{STRONGLY_RIGHT_TO_LEFT}]")
LEFT_TO_RIGHT_MARK = "\u200e"
"""After a name from right to left, so that a terminal that turns text does not draw the number behind it into the name."""


def width_of(stream: Any) -> int:
    """Columns to lay out for: what `COLUMNS` says, else what the terminal has."""
    stated = _stated()
    if stated:
        return max(stated, NARROWEST)
    if not is_terminal(stream):
        return OFF_A_TERMINAL
    return max(_of_a_terminal(stream), NARROWEST)


def _of_a_terminal(stream: Any) -> int:
    """What a terminal says it has; one that does not know is taken for the usual one."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL
    except OSError:
        return USUAL


def wraps(stream: Any) -> bool:
    """Whether sentences are folded there: on a terminal, or where a width is stated. Else each stays on its line."""
    return is_terminal(stream) or bool(_stated())


def _stated() -> int:
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def print_lines(lines: Iterable[Line]) -> None:
    """Lines of a table on standard output, each piece in its weight."""
    codes = codes_of(sys.stdout)
    turned = partial(_turned, terminal=is_terminal(sys.stdout))
    for line in lines:
        print("".join(painted(turned(piece), piece.style, codes) for piece in line))


def _turned(piece: Piece, terminal: bool) -> str:
    return f"{piece.text}{LEFT_TO_RIGHT_MARK}" if terminal and RIGHT_TO_LEFT.search(piece.text) else piece.text


def sentence(text: str, stream: Any, style: str = "", further: int = 0) -> str:
    """A sentence as a stream shows it: folded at spaces on a terminal, with its states in their weight."""
    codes = codes_of(stream)
    width = width_of(stream)
    if not wraps(stream) or cell_len(text) <= width:
        return with_states(text, codes, style)
    return "\n".join(with_states(line, codes, style) for line in in_lines(text, width, further))


def in_lines(text: str, width: int, further: int = 0) -> list[str]:
    """A sentence in lines of so many cells, as far in as it begins and the others further.

    A command line in it is never folded, so that it can be copied: it stands on a line of its own where it is too long.
    """
    indent = len(text) - len(text.lstrip(" "))
    lines: list[str] = []
    for word in _words(text):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * (indent + (further if lines else 0)) + word)
    return lines


def _words(text: str) -> list[str]:
    """The words of a sentence; a command line is one, up to the word that ends in a stop."""
    words: list[str] = []
    typing = False
    for word in text.split():
        if typing:
            words[-1] += f" {word}"
        else:
            words.append(word)
        typing = (typing or word.endswith("glitterball")) and not word.endswith((".", ",", ";", ":", ")"))
    return words
