"""Raw files counted twice: each stretch of a gateway's own file counts once."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from .part_01_findings import LISTED, Findings
from .part_02_spellings import Json
from .part_10_events import Event
from .part_13_tallies import moment
from .part_15_season import Season


class Stretch(NamedTuple):
    """From when to when a batch was counted from its raw file."""

    opens: str
    closes: str
    event: Event


class RawFiles:
    """The stretches counted of each raw file, by channel and voting body; none overlaps another."""

    def __init__(self, voided: set[tuple[int, str, int]], findings: Findings) -> None:
        self.findings, self.voided = findings, voided
        self.counted: dict[tuple[str, str, str], list[Stretch]] = {}
        self.again: list[tuple[Event, Event]] = []

    def batch(self, event: Event) -> None:
        """A batch arrived in time."""
        batch = event.fact
        voided = (batch["week"], batch["gateway"], batch["batch"]) in self.voided
        if batch.get("raw_sha256") is None or voided or len(self.again) >= LISTED:
            return
        this = Stretch(moment(batch["opens"]), moment(batch["closes"]), event)
        held = self.counted.setdefault((batch["raw_sha256"], batch["channel"], batch["body"]), [])
        at = bisect_left(held, this[:2], key=lambda stretch: stretch[:2])
        for before in (*held[at : at + 1], *held[max(at - 1, 0) : at]):
            if _counts_again(before, this):
                self.again.append((event, before.event))
                return
        held.insert(at, this)

    def finish(self, season: Season) -> None:
        for again, first in self.again:
            if _still_counts(again.fact, season) and _still_counts(first.fact, season):
                before = f"batch {first.fact['batch']} of {first.fact['gateway']}, event {first.position}"
                says = f"its raw file is counted already: {before}"
                self.findings.add("raw-file", says, again.position, again.fact["week"])


def _counts_again(before: Stretch, this: Stretch) -> bool:
    elsewhere = any(before.event.fact[name] != this.event.fact[name] for name in ("week", "gateway"))
    return elsewhere or before[:2] == this[:2] or (before.opens < this.closes and this.opens < before.closes)


def _still_counts(batch: Json, season: Season) -> bool:
    """Whether a batch is in the count after everything two people decided."""
    week = season.weeks[batch["week"]]
    return week.counts(batch["gateway"], batch["channel"], batch["body"])
