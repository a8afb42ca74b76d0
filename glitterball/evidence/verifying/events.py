"""The events, one by one: their places, their leaves, their form, their streams. What is intact is handed on.

Four questions of each: is the position one of the season's, do the bytes have the leaf of that position, are they in the
one stored form, and do they follow in their stream.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from domain.gateway.events import GatewayClosed
from domain.plurals import count_of
from domain.record import Recorded
from glitterball.evidence.bundle import contents
from glitterball.evidence.bundle.lines import EventLine, read_line, stated_position
from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.evidence.bundle.scope import Scope
from glitterball.evidence.bundle.sealing import is_guessable, public_part
from glitterball.evidence.verifying.findings import Findings
from glitterball.evidence.verifying.hidden import HiddenParts, InBundle, InOpenings, Nowhere
from glitterball.evidence.verifying.newer import is_newer_type, stage_kinds_of_packages
from glitterball.evidence.verifying.numbers import StreamNumbers
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.evidence.verifying.stored import (
    Stored,
    belongs,
    fits_together,
    has_hidden_part,
    read_public,
    read_stored,
)
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.spellings import HASH_BYTES
from glitterball.steps import counted

HandOn = Callable[[Stored], None]
"""What takes an intact event."""


class Events:
    """One pass over the events of a bundle."""

    def __init__(
        self,
        bundle: OpenBundle,
        leaves: bytes,
        scope: Scope | None,
        openings: Mapping[int, bytes] | None,
        findings: Findings,
    ) -> None:
        self.bundle, self.leaves, self.scope, self.findings = bundle, leaves, scope, findings
        self.openings = openings
        self.size = bundle.manifest.size
        self.count = self.sealed = 0
        self._opened: set[int] = set()
        self._hidden = self._hidden_parts()
        self._seen = bytearray(self.size + 1)
        self._highest = 0
        self._streams: dict[str, StreamNumbers] = {}

    def check(self, hand_on: HandOn) -> None:
        """Look at every line, and at what is not there."""
        for raw in counted(self.bundle.lines(contents.EVENTS), "events", self.size):
            try:
                line = read_line(raw)
            except BundleMalformed as refusal:
                self.findings.add("order", refusal.reason, stated_position(raw))
                continue
            if self._in_place(line):
                self._look_at(line, hand_on)
        self._hidden.finish()
        self._not_there()

    def _hidden_parts(self) -> HiddenParts:
        if contents.HIDDEN in self.bundle:
            return InBundle(self.bundle.lines(contents.HIDDEN), self.findings)
        return Nowhere() if self.openings is None else InOpenings(self.openings, self._opened)

    @property
    def highest(self) -> int:
        """The highest position of a line that stands in its place."""
        return self._highest

    def _in_place(self, line: EventLine) -> bool:
        """Whether the line can be looked at: a position of the log, met for the first time."""
        position = line.position
        if position > self.size:
            self.findings.add("foreign", f"the log had {count_of(self.size, 'event')}", position)
            return False
        if position <= self._highest:
            self.findings.add("order", f"it comes after {self._highest}", position)
            if self._seen[position]:
                return False
        self._highest = max(self._highest, position)
        self._seen[position] = 1
        self.count += 1
        if self.scope is not None and position not in self.scope:
            self.findings.add("foreign", "the log says that this position is not the season's", position)
        return True

    def _look_at(self, line: EventLine, hand_on: HandOn) -> None:
        position = line.position
        stored = self._opening_of(line) if line.sealed else line.octets
        fits = stored is None or self._is_leaf(position, stored)
        if not fits:
            code = "opening" if line.sealed else "leaf"
            self.findings.add(code, "the bytes are not those whose hash stands in the log", position)
        try:
            unopened = line.sealed and stored is None
            read = read_public(position, line.octets) if unopened else self._read(position, stored or b"")
            if read.newer and not fits:
                raise ValueError(f"{' and '.join(read.newer)} is not known")
        except ValueError as error:
            self.findings.add("bytes", str(error).splitlines()[0][:200], position)
            return
        event = read.event
        if event.stream.split("/", 2)[1:2] != [self.bundle.manifest.season]:
            self.findings.add("foreign", f"it is an event of the stream {event.stream}", position)
        elif not belongs(event):
            self.findings.add("bytes", f"it does not belong at {event.sequence} in {event.stream}", position)
        else:
            self._in_stream(event)
            if plugged := stage_kinds_of_packages(read.event.fact):
                says = f"its rules name {' and '.join(plugged)}: kinds of stages of a package, which no verifier knows"
                self.findings.add("plug-in", says, position)
            if read.newer:
                says = (
                    f"written by a newer Glitterball than this program, which does not know {' and '.join(read.newer)}"
                )
                self.findings.add("newer", says, position)
            hand_on(read)

    def _read(self, position: int, stored: bytes) -> Stored:
        """The event in its stored bytes, and in its hidden part where its type has one."""
        if not has_hidden_part(stored):
            return read_stored(position, stored)
        hidden = self._hidden.of(position)
        if hidden is None and self._are_open:
            self.findings.add("opening", "its hidden part is missing", position)
        elif hidden is not None and not fits_together(stored, hidden):
            self.findings.add("opening", "its hidden part is not the one whose hash it names", position)
            hidden = None
        return read_stored(position, stored, hidden)

    @property
    def _are_open(self) -> bool:
        """Whether hidden parts should be there."""
        return self.openings is not None or not self.bundle.manifest.sealed

    def _is_leaf(self, position: int, stored: bytes) -> bool:
        return leaf_hash(stored) == self.leaves[(position - 1) * HASH_BYTES : position * HASH_BYTES]

    def _opening_of(self, line: EventLine) -> bytes | None:
        """The opening of a sealed event, where there is one."""
        self.sealed += 1
        if not self.bundle.manifest.sealed:
            self.findings.add("opening", "it is sealed, in a bundle that says it is not", line.position)
        if self.openings is None:
            return None
        stored = self.openings.get(line.position)
        self._opened.add(line.position)
        if stored is None:
            self.findings.add("opening", "its opening is missing", line.position)
            return None
        try:
            newer = is_newer_type(json.loads(stored)["type"])  # what of it is hidden nobody here can say
            fits = newer or public_part(stored) == line.octets
            guessable = fits and not newer and is_guessable(stored)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            fits = guessable = False
        if not fits:
            self.findings.add("opening", "its opening does not give what the bundle shows of it", line.position)
        if guessable:
            self.findings.add("guessable", "it has no nonce, and its counts could be guessed", line.position)
        return stored

    def _in_stream(self, event: Recorded[Any]) -> None:
        """A newer type is numbered here only among the season's own events: elsewhere the number may mean something else."""
        in_order = event.stream.startswith("season/")
        if event.fact is None and not in_order:
            return
        stream = self._streams.get(event.stream)
        if stream is None:
            stream = self._streams[event.stream] = StreamNumbers(in_order)
        wrong = stream.take(event.sequence, closes=isinstance(event.fact, GatewayClosed))
        if wrong:
            self.findings.add("stream", f"{event.stream}: {wrong}", event.position)

    def _not_there(self) -> None:
        if self.scope is not None:
            for position in self.scope.positions():
                if not self._seen[position]:
                    self.findings.add("missing", "the log says that it is the season's; it is not here", position)
        for position in sorted((self.openings or {}).keys() - self._opened):
            self.findings.add("opening", "it opens no sealed event", position)
