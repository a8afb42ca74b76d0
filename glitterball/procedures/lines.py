"""The end of the lines: the last batches, every gateway's manifest, and only then the seal."""

from collections.abc import Callable, Sequence
from typing import Protocol

from domain.gateway.events import OfBatch, OfManifest

GROUP = 40
"""Batches handed over at a time."""


class Lines(Protocol):
    """Where gateways deliver, and how the lines of the week are closed."""

    def receive(self, deliveries: Sequence[OfBatch | OfManifest]) -> object:
        """Take in batches and manifests, all or none."""

    def close(self) -> object:
        """Seal the votes of the week."""


def deliver_and_close(
    lines: Lines,
    batches: Sequence[OfBatch],
    manifests: Sequence[OfManifest],
    *,
    group: int = GROUP,
    delivered: Callable[[int], None] = lambda batches: None,
) -> None:
    """Hand over batches in groups, then every manifest, then close: a batch behind the seal would not count.

    `delivered` is told after each group how many batches are in. Refuses what a delivery or the closing is refused for;
    what was taken in before stays, and delivering it again records nothing twice.
    """
    for start in range(0, len(batches), group):
        lines.receive(batches[start : start + group])
        delivered(min(start + group, len(batches)))
    lines.receive(manifests)
    lines.close()
