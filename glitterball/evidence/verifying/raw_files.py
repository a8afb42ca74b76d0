"""Raw files counted twice: a batch may name the SHA-256 of the gateway's own file, and each stretch of it counts once."""

from bisect import bisect_left
from typing import Any, NamedTuple

from domain.gateway.events import AnyBatch
from domain.record import Recorded
from domain.season.state import SeasonState, counts_as_delivered
from glitterball.evidence.verifying.findings import LISTED, Findings
from glitterball.evidence.verifying.voids import BatchKey


class _Slice(NamedTuple):
    """A stretch of a raw file, and the batch that was counted from it."""

    opens: str
    closes: str
    event: Recorded[Any]


class RawFiles:
    """Each raw file by channel and voting body. A file may be counted in slices, one stretch of time beside the other;
    a stretch that overlaps one before, of another week or of another gateway counts its votes again. Batches `voided`
    somewhere in the season are left aside."""

    def __init__(self, voided: frozenset[BatchKey], findings: Findings) -> None:
        self.findings, self._voided = findings, voided
        self._slices: dict[tuple[bytes, str, str], list[_Slice]] = {}
        self._again: list[tuple[Recorded[Any], Recorded[Any]]] = []

    def batch(self, event: Recorded[AnyBatch]) -> None:
        """A batch arrived in time."""
        fact = event.fact
        raw = fact.__dict__.get("raw_sha256")
        voided = (fact.week, fact.gateway, fact.batch) in self._voided
        if raw is None or voided or len(self._again) >= LISTED:
            return
        slices = self._slices.setdefault((bytes.fromhex(raw), fact.channel, fact.body), [])
        this = _Slice(_instant(fact.opens), _instant(fact.closes), event)
        at = bisect_left(slices, this[:2], key=lambda earlier: earlier[:2])
        beside = [*slices[at : at + 1], *slices[max(at - 1, 0) : at]]
        twice = next((earlier for earlier in beside if _counts_again(earlier, this)), None)
        if twice is None:
            slices.insert(at, this)
        else:
            self._again.append((event, twice.event))

    def finish(self, state: SeasonState) -> None:
        """A file is counted twice where both its batches count after all that two people decided."""
        for again, first in self._again:
            if _counts(again, state) and _counts(first, state):
                before = f"batch {first.fact.batch} of {first.fact.gateway}, event {first.position}"
                says = f"its raw file is counted already: {before}"
                self.findings.add("raw-file", says, again.position, again.fact.week)


def _counts_again(earlier: _Slice, this: _Slice) -> bool:
    one, other = earlier.event.fact, this.event.fact
    if (one.week, one.gateway) != (other.week, other.gateway) or earlier[:2] == this[:2]:
        return True
    return earlier.opens < this.closes and this.opens < earlier.closes


def _counts(event: Recorded[Any], state: SeasonState) -> bool:
    fact, week = event.fact, state.weeks[event.fact.week]
    return counts_as_delivered(week, fact.gateway, fact.channel, fact.body)


def _instant(time: str) -> str:
    """A time with its microseconds, so that times compare as text."""
    return time if "." in time else f"{time[:-1]}.000000Z"
