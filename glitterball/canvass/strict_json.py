"""What a line of JSONL may be: an object of JSON as RFC 8259 has it, no more.

DuckDB reads more than JSON: a comma before a closing bracket, NaN and Infinity in any spelling, a key that an inner object
names twice. So DuckDB decides nothing of this. Lines that are evidently JSON match `EVIDENT`, which is quick; all others
are read by `unfit`, whatever DuckDB makes of them.
"""

import json
import re
from collections import Counter
from typing import Any

DEEPEST = 100
"""So many brackets may stand within each other: beyond it readers differ in what they can read."""

LONGEST_NUMBER = 20
"""Digits with a sign that may be a number of 64 bits; of longer ones nothing but their length matters."""

_SPACE = r"[ \t\r]*"
_TEXT = r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"'
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_PLAIN = f"(?:{_TEXT}|{_NUMBER}|true|false|null)"


def _many(what: str) -> str:
    return f"(?:{what}(?:{_SPACE},{_SPACE}{what})*)?"


_LIST = rf"\[{_SPACE}{_many(_PLAIN)}{_SPACE}\]"
_PAIR = f"{_TEXT}{_SPACE}:{_SPACE}(?:{_PLAIN}|{_LIST})"

EVIDENT = rf"{_SPACE}\{{{_SPACE}{_many(_PAIR)}{_SPACE}\}}{_SPACE}"
"""An object that holds no other, as a regular expression. Halves of letters (lone surrogates) match; DuckDB refuses them."""

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _NoJson(ValueError):
    """What Python reads and JSON does not know."""


def unfit(octets: bytes) -> tuple[str, str]:
    """What is wrong with a line, and what more is known of it; two empty texts for an object of JSON and a blank line."""
    text, because = _decoded(octets)
    return because or (("", "") if not text.strip(" \t\r\n") else _unfit(text))


def object_in(octets: bytes) -> dict[str, Any]:
    """The object of a line that is not `unfit`."""
    read: dict[str, Any] = json.loads(octets, parse_int=_whole)
    return read


def _decoded(octets: bytes) -> tuple[str, tuple[str, str] | None]:
    try:
        return octets.decode(), None
    except UnicodeDecodeError as error:
        return "", ("it is not UTF-8", f"from byte {error.start + 1:,} of the line on")


def _unfit(text: str) -> tuple[str, str]:
    if _depth(text) > DEEPEST:
        return "an object is nested too deep", f"more than {DEEPEST} brackets stand within each other"
    twice: list[str] = []

    def noted(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        read = json.loads(text, object_pairs_hook=noted, parse_constant=_no_number, parse_int=_whole)
        if _SURROGATE.search(text):
            _refuse_halves(read)
    except json.JSONDecodeError as error:
        return "it is not JSON", f"from letter {error.pos + 1:,} of the line on"
    except _NoJson as error:
        return "it is not JSON", str(error)
    if not isinstance(read, dict):
        return "it is not one JSON object a line", ""
    return ("an object names a column twice", "") if twice else ("", "")


def _depth(text: str) -> int:
    """How many brackets stand within each other."""
    if max(text.count("["), text.count("{")) <= DEEPEST // 2:
        return 0
    depth = deepest = 0
    for mark in re.findall(r"[\[\]{}]", _STRINGS.sub("", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _no_number(name: str) -> object:
    raise _NoJson(f"{name} is no number of JSON")


def _whole(digits: str) -> int:
    """A whole number; of one that cannot be of 64 bits, some number that is not either."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else 1 << 64


def _refuse_halves(read: object) -> None:
    try:
        json.dumps(read, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _NoJson("it names half of a letter (a surrogate that stands alone)") from None
