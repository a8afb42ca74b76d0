"""Stated windows: a statement names the batches outside it, and here each is held against it as it was recorded."""

from typing import Any

from domain.gateway.events import AnyBatch
from domain.gateway.tally import WeekTally
from domain.record import Recorded
from domain.season.events import WindowStated
from glitterball.evidence.verifying.findings import Findings

WindowKey = tuple[int, str, str]
"""A stated window: its week, and from when to when the lines were open."""


class Windows:
    """For each window that is stated somewhere, the batches of its week counted within it: the memory is that of a tally."""

    def __init__(self, stated: frozenset[WindowKey], findings: Findings) -> None:
        self.findings = findings
        self._within: dict[int, dict[WindowKey, WeekTally]] = {}
        for key in stated:
            tally = self._within.setdefault(key[0], {})[key] = WeekTally()
            tally.open_lines(key[1], key[2])

    def seal(self, event: Recorded[Any]) -> None:
        """What arrives from here on is not counted."""
        for tally in self._within.get(event.fact.week, {}).values():
            tally.seal(event.position)

    def batch(self, event: Recorded[AnyBatch]) -> None:
        """A batch arrived."""
        for tally in self._within.get(event.fact.week, {}).values():
            tally.note(event)

    def stated(self, event: Recorded[WindowStated]) -> None:
        """A statement names exactly the batches counted so far that lie outside it."""
        fact = event.fact
        named = {(held.gateway, held.channel, held.body): held.batches for held in fact.outside}
        tally = self._within.get(fact.week, {}).get((fact.week, fact.opens, fact.closes))
        if tally is None or tally.outside() != named or len(named) != len(fact.outside):
            says = "the statement does not name the batches outside the window as they were counted"
            self.findings.add("window", says, event.position, fact.week)
