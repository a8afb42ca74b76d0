"""Hidden parts: in an open bundle beside its events, for a sealed one among its openings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .part_01_findings import UNREADABLE, Findings, demand
from .part_02_spellings import Json, digest, said_in
from .part_07_container import LONGEST_EVENT
from .part_10_events import has_hidden_part

_PART = re.compile(rb"([1-9][0-9]{0,17}) (\{.*\})\n", re.DOTALL)

_BEGINS = re.compile(rb"([1-9][0-9]{0,17}) ")


class HiddenLines:
    """Those of an open bundle, read as the events are: in the order of their positions."""

    def __init__(self, lines: Iterator[bytes], findings: Findings) -> None:
        self.lines, self.findings = lines, findings
        self.next: tuple[int, bytes] | None = None
        self._read()

    def of(self, position: int) -> bytes | None:
        while self.next is not None and self.next[0] < position:
            self._stray()
        if self.next is None or self.next[0] != position:
            return None
        hidden = self.next[1]
        self._read()
        return hidden

    def finish(self) -> None:
        while self.next is not None:
            self._stray()

    def _stray(self) -> None:
        if self.next is not None:
            self.findings.add("opening", "its hidden part belongs to no event of two parts here", self.next[0])
        self._read()

    def _read(self) -> None:
        self.next = None
        for line in self.lines:
            found, stated = _PART.fullmatch(line), _BEGINS.match(line)
            if found and len(found[2]) <= LONGEST_EVENT:
                self.next = (int(found[1]), found[2])
                return
            self.findings.add("opening", "it is no position and hidden part", int(stated[1]) if stated else None)


def must_fit(stored: bytes, hidden: bytes) -> None:
    """Refuses a hidden part whose hash is not the one that the event names."""
    fact: Json = said_in(stored)["fact"]
    demand(fact["hidden_sha256"] == digest(hidden), "its hidden part is not the one whose hash it names")


def names_hidden_part(stored: bytes) -> bool:
    """Whether stored bytes are of an event of two parts, as far as this file knows types."""
    try:
        value = said_in(stored)
        return isinstance(value, dict) and has_hidden_part(value.get("type"))
    except UNREADABLE:
        return False
