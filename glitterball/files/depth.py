"""How deep brackets stand inside one another, found without building anything."""

import re

_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def nests_deeper(line: bytes, most: int) -> bool:
    """Whether a line of JSON has more than `most` brackets inside one another. Brackets in texts are only letters."""
    left = line.translate(None, _BUT_BRACKETS)
    for _ in range(most):
        if not left:
            return False
        left = (
            left.replace(b"[]", b" ").replace(b"{}", b" ").replace(b" ", b"")
        )  # a pair that is left so is the next round's
    return bool(left) and _counted(line, most)


def _counted(line: bytes, most: int) -> bool:
    """The same bracket by bracket, for lines with brackets in their texts and lines that are no JSON."""
    depth = 0
    for token in _TOKEN.finditer(line):
        bracket = token[0]
        if bracket in (b"[", b"{"):
            depth += 1
            if depth > most:
                return True
        elif bracket in (b"]", b"}"):
            depth -= 1
    return False
