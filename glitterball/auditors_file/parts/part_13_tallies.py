"""Remembering votes: what the gateways delivered, and at which positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .part_02_spellings import Json, sum_of
from .part_10_events import Event

Spans = list[tuple[int, int]]
"""Positions as ascending, disjoint, inclusive ranges."""


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    joined: Spans = []
    for first, last in sorted(span for span in spans if span[1] > 0):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def spans_at(positions: Iterable[int]) -> Spans:
    return merged((position, position) for position in positions)


@dataclass
class Channel:
    """What one gateway delivered for one channel and voting body before the seal."""

    batches: int = 0
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    late: int = 0
    hidden: int = 0
    """Batches whose counts are not known here."""
    votes: dict[str, int] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)
    """Numbers of batches whose own window does not lie within the lines on record."""
    named_outside: Spans = field(default_factory=list)
    """Those that a statement about the window has named, of the batches counted before it."""
    committing: dict[int, Json] = field(default_factory=dict)
    """In a season that asks for it the batches that commit to their counts, by number."""
    silent: set[int] = field(default_factory=set)
    """And the numbers of those that do not."""

    def add(self, batch: Json) -> None:
        if "received" not in batch:
            self.hidden += 1
            return
        self.batches += 1
        self.received += batch["received"]
        self.accepted += sum_of(batch["votes"])
        self.rejected += sum_of(batch["rejected"])
        self.late += batch["late"]
        for reason, count in batch["rejected"]:
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        for couple, votes in batch["votes"]:
            self.votes[couple] = self.votes.get(couple, 0) + votes


@dataclass
class Gateway:
    """One gateway in one week. `last` is its highest number, `arrived` all of those above the gapless beginning."""

    contiguous: int = 0
    ahead: set[int] = field(default_factory=set)
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)
    manifest: Json = None
    closed_at: int = 0
    """The position of the manifest."""
    behind: int = 0
    behind_votes: int = 0
    """Batches that came after the seal, and the votes received in them."""

    @property
    def last(self) -> int:
        return max(self.ahead, default=self.contiguous)

    def missing(self) -> Iterator[int]:
        """Numbers up to the last, or up to the manifest's count, that have not arrived."""
        through = max(self.last, self.manifest["batches"] if self.manifest else 0)
        return (number for number in range(self.contiguous + 1, through + 1) if number not in self.ahead)


def gaps_in(gateway: Gateway) -> str:
    """The numbers missing, as a person writes them: `3-5, 9`. A manifest may name very many."""
    through = max(gateway.last, gateway.manifest["batches"] if gateway.manifest else 0)
    arrived = [gateway.contiguous, *sorted(gateway.ahead), through + 1]
    gaps = [(one + 1, other - 1) for one, other in pairwise(arrived) if other > one + 1]
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in gaps)


MOST_SPANS = 256
"""Where more stretches than this are apart, the narrowest gaps (of equal ones the first) are closed until half are left."""


def join_nearest(spans: Spans, keep: int) -> Spans:
    widths = sorted((spans[at][0] - spans[at - 1][1], at) for at in range(1, len(spans)))
    closed = {at for _, at in widths[: len(spans) - keep]}
    starts = [at for at in range(len(spans)) if at not in closed]
    return [(spans[at][0], spans[end - 1][1]) for at, end in zip(starts, [*starts[1:], len(spans)], strict=True)]


@dataclass
class Tally:
    """All votes of a week up to its seal, and the positions counted."""

    gateways: dict[str, Gateway] = field(default_factory=dict)
    spans: Spans = field(default_factory=list)
    sealed_at: int = 0
    opens: str | None = None
    closes: str | None = None
    by_batch: bool = False
    """Whether the season asks each batch to commit to its counts."""

    def count(self, event: Event) -> None:
        channel = self.arrived(event)
        if channel is not None:
            channel.add(event.fact)
        else:
            gateway = self.gateways[event.fact["gateway"]]
            gateway.behind += 1
            gateway.behind_votes += event.fact.get("received", 0)

    def arrived(self, event: Event) -> Channel | None:
        """The channel of a batch that came in time, noted with its window; nothing where it is late."""
        batch = event.fact
        gateway = self.gateways.setdefault(batch["gateway"], Gateway())
        if self.sealed_at:
            return None  # it is kept, and it is late
        gateway.ahead.add(batch["batch"])
        while gateway.contiguous + 1 in gateway.ahead:
            gateway.contiguous += 1
            gateway.ahead.discard(gateway.contiguous)
        channel = gateway.channels.setdefault((batch["channel"], batch["body"]), Channel())
        if not self._covers(batch):
            channel.outside.add(batch["batch"])
        if self.by_batch and "commitments" in batch:
            channel.committing[batch["batch"]] = batch
        elif self.by_batch:
            channel.silent.add(batch["batch"])
        if self.spans and self.spans[-1][1] + 1 == event.position:
            self.spans[-1] = (self.spans[-1][0], event.position)
        else:
            self.spans.append((event.position, event.position))
            if len(self.spans) > MOST_SPANS:
                self.spans = join_nearest(self.spans, MOST_SPANS // 2)
        return channel

    def restate_window(self, fact: Json) -> None:
        """The lines were open over another window: the statement names the batches counted so far that lie outside it."""
        self.opens, self.closes = fact["opens"], fact["closes"]
        named = outside_in(fact)
        for name, gateway in self.gateways.items():
            for (channel, body), held in gateway.channels.items():
                held.outside, held.named_outside = set(), named.get((name, channel, body), [])

    def outside(self) -> dict[tuple[str, str, str], Spans]:
        """Numbers of batches outside the lines, as ranges, by gateway, channel and voting body."""
        return {
            (name, channel, body): spans_at(held.outside)
            for name, gateway in self.gateways.items()
            for (channel, body), held in gateway.channels.items()
            if held.outside
        }

    def _covers(self, batch: Json) -> bool:
        """Whether a batch's window lies within the lines on record; what was not stated covers everything."""
        opens, closes = moment(batch["opens"]), moment(batch["closes"])
        return (self.opens is None or moment(self.opens) <= opens) and (
            self.closes is None or closes <= moment(self.closes)
        )


def outside_in(fact: Json) -> dict[tuple[str, str, str], Spans]:
    """The batches that a statement about the window names, by gateway, channel and voting body."""
    return {
        (held["gateway"], held["channel"], held["body"]): [(first, last) for first, last in held["batches"]]
        for held in fact["outside"]
    }


def numbers_of(spans: Spans) -> Iterator[int]:
    return (number for first, last in spans for number in range(first, last + 1))


def moment(text: str) -> str:
    """A time with its microseconds, so that times compare as text."""
    return text if "." in text else f"{text[:-1]}.000000Z"
