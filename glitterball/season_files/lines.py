"""On which line of a TOML text something stands."""

import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Table names, keys, and numbers within lists (from 0): `("weeks", 1, "announcements", 0, "couples")`."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"\s*(\"[^\"]+\"|'[^']+'|[A-Za-z0-9_-]+)\s*=\s*(.*)")


@dataclass(slots=True)
class Lines:
    """The lines of one text, from 1, by path."""

    found: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """The line of what stands at `path`, or of the nearest thing around it; 1 when there is none."""
        while path:
            if path in self.found:
                return self.found[path]
            path = path[:-1]
        return 1


@dataclass(slots=True)
class _Scan:
    """Where a scan has come to: the table, how far each list has been counted, and what is not closed yet."""

    lines: Lines = field(default_factory=Lines)
    table: Path = ()
    counted: dict[Path, int] = field(default_factory=dict)
    listing: Path | None = None
    quote: str | None = None

    def line(self, number: int, line: str) -> None:
        """Take in one line of the text."""
        if self.quote is not None:
            if self.quote in line:
                self.quote = None
        elif self.listing is not None:
            self._listed(number, line.strip())
        elif header := _HEADER.match(line):
            self._header(number, header[1], header[2])
        elif key := _KEY.match(line):
            self._key(number, key[1].strip("\"'"), key[2].strip())

    def _listed(self, number: int, line: str) -> None:
        assert self.listing is not None
        if line.startswith("]"):
            self.listing = None
        elif line.startswith("{"):
            self.lines.found.setdefault((*self.listing, self._next(self.listing)), number)

    def _header(self, number: int, brackets: str, name: str) -> None:
        path: Path = ()
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for place, part in enumerate(parts, start=1):
            path = (*path, part)
            if place == len(parts) and brackets == "[[":
                self.lines.found.setdefault(path, number)
                path = (*path, self._next(path))
            elif path in self.counted:
                path = (*path, self.counted[path])
        self.table = path
        self.lines.found.setdefault(path, number)

    def _key(self, number: int, name: str, value: str) -> None:
        path = (*self.table, name)
        self.lines.found.setdefault(path, number)
        for quote in ('"""', "'''"):
            if value.startswith(quote) and value.count(quote) == 1:
                self.quote = quote
                return
        if value.startswith("[") and value.count("[") > value.count("]"):
            self.listing = path

    def _next(self, path: Path) -> int:
        self.counted[path] = self.counted.get(path, -1) + 1
        return self.counted[path]


def lines_in(text: str) -> Lines:
    """Where everything in a TOML text stands, as far as it is written one thing a line."""
    scan = _Scan()
    for number, line in enumerate(text.split("\n"), start=1):
        scan.line(number, line)
    return scan.lines
