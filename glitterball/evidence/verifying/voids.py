"""Voided batches: a void restates what its batch put into the count, and here the two are compared."""

from collections.abc import Iterable
from typing import Any

from domain.gateway.events import AnyBatch, VoteBatchReceived
from domain.record import Recorded
from domain.season.events import BatchVoided
from glitterball.evidence.verifying.findings import Findings

BatchKey = tuple[int, str, int]
"""A batch: its week, its gateway, its number."""


class Voids:
    """Only batches that are voided somewhere are kept, so the memory is that of the voids."""

    def __init__(self, voided: frozenset[BatchKey], findings: Findings) -> None:
        self.findings = findings
        self._wanted = voided
        self._batches: dict[BatchKey, VoteBatchReceived] = {}
        self._sealed: set[int] = set()
        self._voided: dict[BatchKey, int] = {}

    def seal(self, week: int) -> None:
        """What arrives from here on is not counted."""
        self._sealed.add(week)

    def concern(self, batch: AnyBatch) -> bool:
        """Whether the batch is voided somewhere, so that what it says is to be kept."""
        return (batch.week, batch.gateway, batch.batch) in self._wanted

    def batch(self, event: Recorded[Any], batch: VoteBatchReceived) -> None:
        """A batch arrived; what it says, by couple."""
        key = (batch.week, batch.gateway, batch.batch)
        if not self.concern(batch) or batch.week in self._sealed:
            return
        self._batches[key] = batch
        if key in self._voided:
            says = f"it was voided before it arrived (event {self._voided[key]}), and is counted all the same"
            self.findings.add("void", says, event.position, batch.week)

    def void(self, event: Recorded[Any]) -> None:
        """A void says what its batch held: nothing where the batch had not come in time."""
        fact: BatchVoided = event.fact
        key = (fact.week, fact.gateway, fact.batch)
        self._voided[key] = event.position
        batch = self._batches.get(key)
        held = _pairs(batch.votes) if batch else {}
        same_words = batch is None or (batch.channel, batch.body) == (fact.channel, fact.body)
        if held != _pairs((given.couple, given.votes) for given in fact.votes) or not same_words:
            says = f"the void does not restate batch {fact.batch} of {fact.gateway} as it was counted"
            self.findings.add("void", says, event.position, fact.week)


def _pairs(votes: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(votes)
