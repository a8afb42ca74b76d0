"""Deliveries: gateways' signatures, and voids held against their batches."""

from __future__ import annotations

import re
from itertools import islice

from .part_01_findings import LISTED, Findings, Wrong
from .part_02_spellings import Json, digest, unbase64, written
from .part_04_notes import read_key
from .part_07_container import Bundle
from .part_10_events import Event
from .part_13_tallies import Tally, outside_in
from .part_15_season import Season


class Deliveries:
    """Lines of gateways that have a key wait here until a signature covers them: it stands right behind them."""

    def __init__(self, findings: Findings, leaves: bytes) -> None:
        self.findings, self.leaves, self.signed, self.unsigned = findings, leaves, 0, 0
        self.no_opening, self.names_opening_from = 0, dict[str, int]()
        self.waiting: dict[str, dict[int, Event]] = {}
        self.counted_with: dict[tuple[str, str], list[Event]] = {}

    def line(self, event: Event, season: Season) -> None:
        if event.fact["gateway"] in season.keys:
            self.waiting.setdefault(event.stream, {})[event.sequence] = event
        else:
            self.unsigned += 1

    def signature(self, event: Event, season: Season) -> None:
        """A signature: by a key then in force, over all the lines it names."""
        fact = event.fact
        waiting = self.waiting.get(f"votes/{fact['season']}/{fact['week']}/{fact['gateway']}", {})
        numbers = range(fact["first"], min(fact["last"], fact["first"] + 10**6) + 1)
        whole = len(numbers) <= len(waiting)
        there = numbers if whole else [number for number in sorted(waiting) if number in numbers]
        covered = [waiting.pop(number, None) for number in there]
        key = next((key for key in season.keys.get(fact["gateway"], ()) if key.key_id == fact["key"]), None)
        if key is None:
            self._found(event, f"{fact['gateway']} has no key {fact['key']}")
            return
        if key.retired or key.revoked:
            self._found(event, f"key {fact['key']} was retired or revoked before")
        lines = [line for line in covered if line is not None]
        if len(lines) < len(covered) or not whole:
            self._found(event, "it covers lines that do not stand before it")
            return
        self.signed += 1
        heading = self._heading(event, season)
        if all(line.octets is not None for line in lines):
            self._verify(event, key.vkey, heading + b"".join((line.octets or b"") + b"\n" for line in lines))
        self.counted_with.setdefault((fact["gateway"], fact["key"]), []).append(event)

    def finish(self, season: Season) -> None:
        for stream, waiting in self.waiting.items():
            for number, event in sorted(waiting.items()):
                says = f"{stream} {number} is not signed, and its gateway has a key"
                self.findings.add("signature", says, event.position)
        for gateway, keys in season.keys.items():
            for key in keys:
                for event in self.counted_with.get((gateway, key.key_id), ()) if key.revoked else ():
                    says = f"{gateway} signed it with {key.key_id}, revoked at event {key.revoked}"
                    self.findings.add("revoked", says, event.position, event.fact["week"])

    def _heading(self, event: Event, season: Season) -> bytes:
        """What stands above the lines: the leaf of the event that opened the season. The first form has nothing there, and
        in a live season the second is not followed by the first: that could be a rehearsal's delivery."""
        gateway, opening = event.fact["gateway"], event.fact.get("opening")
        if opening is None:
            self.no_opening += 1
            if season.opened is not None and season.opened["mode"] == "live" and gateway in self.names_opening_from:
                since = self.names_opening_from[gateway]
                self._found(event, f"it names no opening of the season, which {gateway} has done since event {since}")
            return b""
        self.names_opening_from.setdefault(gateway, event.position)
        if opening != self.leaves[32 * season.opened_at - 32 : 32 * season.opened_at].hex():
            self._found(event, f"{gateway} signed it for another opening of the season, such as a rehearsal")
        return written({"version": 2, "opening": opening}) + b"\n"

    def _verify(self, event: Event, vkey: str, text: bytes) -> None:
        try:
            key = read_key(vkey)
        except Wrong as error:
            self._found(event, f"the key introduced is none: {error}")
            return
        try:
            fits = key.accepts(text.decode(), unbase64(event.fact["signature"]))
        except Wrong:  # another spelling of the same bytes is not what the gateway sent
            fits = False
        if digest(text) != event.fact["sha256"] or not fits:
            self._found(event, "the signature does not fit the lines before it")

    def _found(self, event: Event, says: str) -> None:
        self.findings.add("signature", says, event.position, event.fact["week"])


def voided_in(bundle: Bundle) -> set[tuple[int, str, int]]:
    """The batches that are voided somewhere, so that only those are kept for comparing."""
    void = re.compile(rb'"fact":\{.*?"week":(\d+),"gateway":"([a-z0-9-]+)","batch":(\d+),')
    lines = (line for line in bundle.lines("events.lines") if b'"type":"batch-voided.v' in line)
    found = (void.search(line) for line in lines)
    return {(int(named[1][:9]), named[2].decode(), int(named[3][:9])) for named in found if named}


def windows_in(bundle: Bundle) -> set[tuple[int, str, str]]:
    """The windows that are stated somewhere, so that batches are held against no others; of a hostile bundle the first."""
    window = re.compile(rb'"fact":\{.*?"week":(\d+),"opens":"([0-9TZ:.-]+)","closes":"([0-9TZ:.-]+)"')
    lines = (line for line in bundle.lines("events.lines") if b'"type":"window-stated.v1"' in line)
    found = islice((named for named in map(window.search, lines) if named), LISTED)
    return {(int(named[1][:9]), named[2].decode(), named[3].decode()) for named in found}


class Voids:
    """A void restates what its batch put into the count; here the two are compared."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self.findings, self.wanted = findings, voided_in(bundle)
        self.batches: dict[tuple[int, str, int], Json] = {}
        self.voided: dict[tuple[int, str, int], int] = {}

    def batch(self, event: Event, sealed: bool) -> None:
        batch = event.fact
        key = (batch["week"], batch["gateway"], batch["batch"])
        if key not in self.wanted or sealed:
            return
        self.batches[key] = batch
        if key in self.voided:
            says = f"it was voided before it arrived (event {self.voided[key]}), and is counted all the same"
            self.findings.add("void", says, event.position, batch["week"])

    def void(self, event: Event) -> None:
        """What a void says its batch held: nothing where the batch had not come in time."""
        fact = event.fact
        key = (fact["week"], fact["gateway"], fact["batch"])
        self.voided[key] = event.position
        batch = self.batches.get(key)
        held = dict(batch["votes"]) if batch else {}
        stated = {line["couple"]: line["votes"] for line in fact["votes"]}
        if held != stated or (batch and (batch["channel"], batch["body"]) != (fact["channel"], fact["body"])):
            self.findings.add(
                "void", "the void does not restate its batch as it was counted", event.position, fact["week"]
            )


class Windows:
    """A stated window names the batches outside it; here each batch is held against every window stated for its week."""

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self.findings = findings
        self.within: dict[int, dict[tuple[int, str, str], Tally]] = {}
        for week, opens, closes in windows_in(bundle):
            self.within.setdefault(week, {})[week, opens, closes] = Tally(opens=opens, closes=closes)

    def batch(self, event: Event) -> None:
        for tally in self.within.get(event.fact["week"], {}).values():
            tally.arrived(event)

    def seal(self, event: Event) -> None:
        for tally in self.within.get(event.fact["week"], {}).values():
            tally.sealed_at = event.position

    def stated(self, event: Event) -> None:
        """The statement names exactly the batches counted before it that lie outside."""
        fact = event.fact
        tally = self.within.get(fact["week"], {}).get((fact["week"], fact["opens"], fact["closes"]))
        named = outside_in(fact)
        if tally is None or tally.outside() != named or len(named) != len(fact["outside"]):
            says = "the statement does not name the batches outside the window as they were counted"
            self.findings.add("window", says, event.position, fact["week"])
