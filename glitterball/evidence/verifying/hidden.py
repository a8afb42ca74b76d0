"""The hidden parts that go with a bundle: in it, where it is open; in the openings, for an adjudicator of a sealed one."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from glitterball.evidence.bundle.lines import read_line, stated_position
from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.evidence.verifying.findings import Findings


class HiddenParts(Protocol):
    """Where hidden parts are looked up, event by event."""

    def of(self, position: int) -> bytes | None:
        """The hidden part of the event at a position, if it is there. Events are asked for in their order."""

    def finish(self) -> None:
        """What is left over belongs to no event."""


class InBundle:
    """Those of an open bundle. They stand in the order of the events, so they are read as the events are."""

    def __init__(self, lines: Iterator[bytes], findings: Findings) -> None:
        self._lines, self._findings = lines, findings
        self._next: tuple[int, bytes] | None = None
        self._read()

    def of(self, position: int) -> bytes | None:
        while self._next is not None and self._next[0] < position:
            self._stray()
        if self._next is None or self._next[0] != position:
            return None
        hidden = self._next[1]
        self._read()
        return hidden

    def finish(self) -> None:
        while self._next is not None:
            self._stray()

    def _stray(self) -> None:
        assert self._next is not None
        self._findings.add("opening", "its hidden part belongs to no event of two parts here", self._next[0])
        self._read()

    def _read(self) -> None:
        self._next = None
        for raw in self._lines:
            try:
                line = read_line(raw)
            except BundleMalformed as refusal:
                self._findings.add("opening", refusal.reason, stated_position(raw))
                continue
            if line.sealed:
                self._findings.add("opening", "it is sealed itself", line.position)
                continue
            self._next = (line.position, line.octets)
            return


class InOpenings:
    """Those of a sealed bundle, among its openings; what is left over is found where openings are."""

    def __init__(self, openings: Mapping[int, bytes], opened: set[int]) -> None:
        self._openings, self._opened = openings, opened

    def of(self, position: int) -> bytes | None:
        self._opened.add(position)
        return self._openings.get(position)

    def finish(self) -> None:
        """Nothing."""


class Nowhere:
    """A sealed bundle without openings."""

    def of(self, position: int) -> bytes | None:
        return None

    def finish(self) -> None:
        """Nothing."""
