"""States in colour and weight: what must not be overlooked is heavier. Each says in words what its colour says.

Colour needs a terminal. `NO_COLOR` takes the colours and leaves the weight (no-color.org); `FORCE_COLOR` paints where nobody
watches, too, in a pipe or a file; a dumb terminal gets neither.
"""

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

CODES: Mapping[str, tuple[str, str]] = {
    "bold": ("1", ""),
    "dim": ("2", ""),
    "bad": ("1", "31"),
    "good": ("1", "32"),
    "care": ("1", "33"),
    "notice": ("", "33"),
    "unreal": ("1", "35"),
}
"""Weight and colour of each style, as terminals take them (ECMA-48, SGR)."""

CAPITALS: Mapping[str, str] = {
    "NOT READY": "bad",
    "ELIMINATED": "bad",
    "OUT": "bad",
    "NOT intact": "bad",
    "READY": "good",
    "PROVISIONAL": "care",
    "NOT checked": "care",
    "REHEARSAL": "unreal",
    "HYPOTHETICAL": "unreal",
    "SYNTHETIC": "unreal",
    "SAVED": "bold",
    "PLACED": "bold",
}
"""States that are painted wherever they stand: nothing else is written so."""

WHOLE: Mapping[str, str] = {
    "leaves": "bad",
    "withdrew": "care",
    "in danger": "care",
    "saved": "bold",
    "damaged": "bad",
    "error": "bad",
    "broken": "bad",
    "differs": "bad",
    "warning": "care",
    "attention": "care",
    "awaited": "care",
    "undecided": "care",
    "not tabulated": "care",
    "rehearsal": "unreal",
    "ok": "good",
    "agrees": "good",
}
"""States that are painted where a cell says nothing else, but for a bracket behind them."""

BRACKET = re.compile(r" \([^()]*\)$")
IN_TEXT = re.compile("|".join(rf"\b{re.escape(state)}\b" for state in CAPITALS))


def style_of(cell: str) -> str:
    """The style of a cell that says a state; none of any other."""
    found = IN_TEXT.search(cell)
    return CAPITALS[found[0]] if found else WHOLE.get(BRACKET.sub("", cell), "")


def painted(text: str, style: str, codes: "Codes") -> str:
    """The text in that style."""
    code = codes.of(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def with_states(text: str, codes: "Codes", style: str = "") -> str:
    """A sentence in a style, with the states it names in theirs."""
    if not codes.weight:
        return text
    parts, at = [], 0
    for found in IN_TEXT.finditer(text):
        parts += [painted(text[at : found.start()], style, codes), painted(found[0], CAPITALS[found[0]], codes)]
        at = found.end()
    return "".join([*parts, painted(text[at:], style, codes)])


class Codes:
    """What a stream takes: weight, and colour."""

    def __init__(self, weight: bool, colour: bool) -> None:
        self.weight = weight
        self.colour = weight and colour

    def of(self, style: str) -> str:
        """The code of a style; empty where the stream takes none."""
        if not self.weight or style not in CODES:
            return ""
        weight, colour = CODES[style]
        return ";".join(filter(None, (weight, colour if self.colour else "")))


def codes_of(stream: Any) -> Codes:
    """What a stream takes, by what it is and by what the environment says."""
    forced, dumb = bool(os.environ.get("FORCE_COLOR")), os.environ.get("TERM") in ("dumb", "unknown")
    return Codes(
        weight=forced or (is_terminal(stream) and not dumb and _understands()), colour=not os.environ.get("NO_COLOR")
    )


def is_terminal(stream: Any) -> bool:
    """Whether somebody watches what is written to it."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # none, or closed
        return False


def _understands() -> bool:
    """A console of Windows shows codes only where a terminal program stands before it."""
    return sys.platform != "win32" or any(os.environ.get(name) for name in ("WT_SESSION", "TERM", "ANSICON"))
