"""What is written on a page in the mirrored language outside of its marks, and is no name of the show: English by mistake."""

import re
from html.parser import HTMLParser

NEVER_SAID = frozenset(("code", "pre", "kbd", "script", "style", "title", "select", "textarea", "svg"))
"""Elements in which nothing is said in words of the pages: a picture says it beside itself."""

CLOSED_AT_ONCE = frozenset(("meta", "link", "input", "br", "hr", "img"))

CODES = re.compile(
    r"/\S+|\b[a-z0-9]+(?:[-._:@][a-z0-9]+)+\b|\bSHA-256\b|\bJSON\b|\bHYPOTHETICAL\b|\bGlitterball\b"
    r"|\b[A-Z][a-z]{2} \d\d?, \d{4}\b"
)
"""Addresses, codes, names of formats, and moments, which the mirrored language writes as English does."""


class Outside(HTMLParser):
    """Reads a page, and keeps what stands outside."""

    def __init__(self, page: str, names: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._names = sorted(names, key=len, reverse=True)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        for name in ("aria-label", "placeholder"):
            self._look(said.get(name) or "")
        if tag in CLOSED_AT_ONCE:
            return
        is_other = tag in NEVER_SAID or said.get("lang") not in (None, "ar-XB")
        self._open.append((tag, is_other or (bool(self._open) and self._open[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        if tag not in CLOSED_AT_ONCE and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self._look(data)

    def _look(self, text: str) -> None:
        rest = text
        for name in self._names:
            rest = rest.replace(name, "")
        rest = CODES.sub("", rest)
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
            rest = shorter
        if re.search(r"[^\W\d_]{2}", rest):
            self.found.append(" ".join(text.split()))


def outside(page: str, names: frozenset[str]) -> list[str]:
    """What is in English by mistake on a page in the mirrored language. `names` are those of the show."""
    return Outside(page, names).found
