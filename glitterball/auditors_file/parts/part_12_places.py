"""The events in their places: positions, leaves, streams."""

from __future__ import annotations

import base64
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise

from .part_01_findings import UNREADABLE, Findings, Wrong, demand
from .part_02_spellings import LARGEST, Json, count_of, written
from .part_04_notes import Checkpoint
from .part_06_trees import leaf_hash
from .part_07_container import LONGEST_EVENT, Bundle
from .part_08_what_packages_are_given import PLUG_IN
from .part_10_events import CLOSINGS, Event, belongs, is_newer_type, read_event
from .part_11_hidden_parts import HiddenLines, must_fit, names_hidden_part
from .part_11_sealed_events import is_guessable, public_part, read_public

_LINE = re.compile(rb"([1-9][0-9]{0,17}) (sealed )?(\{.*\})\n", re.DOTALL)
_STATED = re.compile(rb"([1-9][0-9]{0,17}) ")


class Scope:
    """The log's signed word on which positions are the season's."""

    def __init__(self, text: str, checkpoint: Checkpoint, season: str) -> None:
        lines = text.split("\n")
        root = base64.b64encode(checkpoint.root).decode()
        head = ["glitterball scope v1", checkpoint.origin, season, str(checkpoint.size), root]
        spans = [re.fullmatch(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})", line) for line in lines[5:-1]]
        demand(lines[:5] == head and lines[-1] == "" and all(spans), "it is not about this season at this checkpoint")
        self.spans = [(int(span[1]), int(span[2])) for span in spans if span]
        apart = all(span[1] + 1 < after[0] for span, after in pairwise(self.spans))
        rising = all(first <= last <= checkpoint.size for first, last in self.spans)
        demand(apart and rising, "its spans overlap, touch or reach beyond the log")

    def __contains__(self, position: int) -> bool:
        at = bisect_right(self.spans, (position, LARGEST)) - 1
        return at >= 0 and self.spans[at][0] <= position <= self.spans[at][1]

    def positions(self) -> Iterator[int]:
        for first, last in self.spans:
            yield from range(first, last + 1)


class Stream:
    """The numbers of one stream: a season's are 1, 2, 3; a gateway's may come out of order, each once."""

    def __init__(self, in_order: bool) -> None:
        self.in_order, self.last, self.ahead, self.closed = in_order, 0, set[int](), 0

    def take(self, number: int, closes: bool) -> str:
        """What is wrong with the next number; nothing where nothing is."""
        if self.in_order:
            expected, self.last = self.last + 1, max(self.last, number)
            return "" if number == expected else f"{expected} should follow, not {number}"
        if number <= self.last or number in self.ahead:
            return f"{number} is there twice"
        if self.closed and number > self.closed:
            return f"{number} stands behind the closing manifest"
        self.ahead.add(number)
        while self.last + 1 in self.ahead:
            self.last += 1
            self.ahead.discard(self.last)
        if closes:
            self.closed = number
            if max(self.ahead, default=self.last) > number:
                return f"its manifest stands at {number}, behind which there is a batch already"
        return ""


class Events:
    """One pass over the events of a bundle; what is intact is handed on."""

    def __init__(self, bundle: Bundle, leaves: bytes, scope: Scope | None, openings: Json, findings: Findings) -> None:
        self.bundle, self.leaves, self.scope, self.openings, self.findings = bundle, leaves, scope, openings, findings
        self.size, self.season = bundle.manifest["size"], bundle.manifest["season"]
        self.seen, self.opened, self.highest, self.count = bytearray(self.size + 1), set[int](), 0, 0
        self.streams: dict[str, Stream] = {}
        inside = bundle.lines("hidden.lines") if "hidden.lines" in bundle else iter(())
        self.hidden = HiddenLines(inside, findings)
        self.open = openings is not None or not bundle.manifest["sealed"]

    def check(self, hand_on: Callable[[Event], None]) -> None:
        for line in self.bundle.lines("events.lines"):
            found, stated = _LINE.fullmatch(line), _STATED.match(line)
            if found is None or len(found[3]) > LONGEST_EVENT:
                self.findings.add("order", "it is no position and event", int(stated[1]) if stated else None)
            elif self._in_place(int(found[1])):
                self._look_at(int(found[1]), found[2] is not None, found[3], hand_on)
        self.hidden.finish()
        for position in self.scope.positions() if self.scope else ():
            if not self.seen[position]:
                self.findings.add("missing", "the log says that it is the season's; it is not here", position)
        for position in sorted((self.openings or {}).keys() - self.opened):
            self.findings.add("opening", "it opens no sealed event", position)

    def _in_place(self, position: int) -> bool:
        """Whether the line can be looked at: a position of the log, met for the first time."""
        if position > self.size:
            self.findings.add("foreign", f"the log had {count_of(self.size, 'event')}", position)
            return False
        if position <= self.highest:
            self.findings.add("order", f"it comes after {self.highest}", position)
            if self.seen[position]:
                return False
        self.highest = max(self.highest, position)
        self.seen[position] = 1
        self.count += 1
        if self.scope is not None and position not in self.scope:
            self.findings.add("foreign", "the log says that this position is not the season's", position)
        return True

    def _unread(self, event: Event, position: int) -> None:
        """What of an event no outcome can be computed by: what is newer, and kinds of packages."""
        plugged = [name.removeprefix(PLUG_IN) for name in event.newer if name.startswith(PLUG_IN)]
        newer = [name for name in event.newer if not name.startswith(PLUG_IN)]
        if newer:
            says = f"written by a newer Glitterball than this program, which does not know {' and '.join(newer)}"
            self.findings.add("newer", says, position)
        if plugged:
            says = f"its rules name {' and '.join(dict.fromkeys(plugged))}: kinds of stages of a package, which no verifier knows"
            self.findings.add("plug-in", says, position)

    def _look_at(self, position: int, sealed: bool, shown: bytes, hand_on: Callable[[Event], None]) -> None:
        stored = self._opening(position, shown) if sealed else shown
        fits = stored is None or leaf_hash(stored) == self.leaves[32 * position - 32 : 32 * position]
        if not fits:
            code = "opening" if sealed else "leaf"
            self.findings.add(code, "the bytes are not those whose hash stands in the log", position)
        try:
            event = read_public(position, shown) if stored is None else self._read(position, stored)
            demand(fits or not event.newer, f"{' and '.join(event.newer)[:100]} is not known")
        except UNREADABLE as error:
            self.findings.add("bytes", f"it is no event in the stored form: {error}", position)
            return
        if event.stream.split("/", 2)[1:2] != [self.season]:
            self.findings.add("foreign", f"it is an event of the stream {event.stream}", position)
        elif not belongs(event):
            self.findings.add("bytes", f"it does not belong at {event.sequence} in {event.stream}", position)
        else:
            self._in_stream(event)
            self._unread(event, position)
            hand_on(event)

    def _read(self, position: int, stored: bytes) -> Event:
        """The event in its stored bytes, and in its hidden part where its type has one."""
        if not names_hidden_part(stored):
            return read_event(position, stored)
        hidden = self.hidden.of(position)
        if self.openings is not None:
            hidden = self.openings.get(position)
            self.opened.add(position)
        if hidden is None and self.open:
            self.findings.add("opening", "its hidden part is missing", position)
        try:
            if hidden is not None:
                must_fit(stored, hidden)
        except Wrong as error:
            self.findings.add("opening", error, position)
            hidden = None
        return read_event(position, stored, hidden)

    def _in_stream(self, event: Event) -> None:
        """A newer type is numbered here only among the season's own events: elsewhere the number may mean something else."""
        in_order = event.stream.startswith("season/")
        if is_newer_type(event.type) and not in_order:
            return
        stream = self.streams.setdefault(event.stream, Stream(in_order))
        if wrong := stream.take(event.sequence, event.type in CLOSINGS):
            self.findings.add("stream", f"{event.stream}: {wrong}", event.position)

    def _opening(self, position: int, shown: bytes) -> bytes | None:
        if not self.bundle.manifest["sealed"]:
            self.findings.add("opening", "it is sealed, in a bundle that says it is not", position)
        if self.openings is None:
            return None
        self.opened.add(position)
        stored: bytes | None = self.openings.get(position)
        if stored is None:
            self.findings.add("opening", "its opening is missing", position)
            return None
        try:
            value = json.loads(stored)
            newer = is_newer_type(value["type"])  # what of it is hidden nobody here can say
            fits = newer or (public_part(value) != value and written(public_part(value)) == shown)
            guessable = fits and not newer and is_guessable(value)
        except UNREADABLE:
            fits = guessable = False
        if not fits:
            self.findings.add("opening", "its opening does not give what the bundle shows of it", position)
        if guessable:
            self.findings.add("guessable", "it has no nonce, and its counts could be guessed", position)
        return stored


def read_openings(octets: bytes, findings: Findings) -> dict[int, bytes]:
    """Openings by position; lines that are none are found."""
    held: dict[int, bytes] = {}
    for line in re.findall(rb"[^\n]*\n|[^\n]+", octets):
        found = _LINE.fullmatch(line)
        if found is None or len(found[3]) > LONGEST_EVENT:
            findings.add("opening", "it is no position and event")
            continue
        position = int(found[1])
        if found[2] is not None or position in held:
            findings.add("opening", "it is there twice, or is sealed itself", position)
        held[position] = found[3]
    return held
