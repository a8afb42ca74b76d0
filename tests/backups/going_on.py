"""A night going on: a gateway that sends its counts hidden, batch by batch."""

from pathlib import Path

from glitterball.store import Store
from tests.faults import night
from tests.ingest import nights


def send(store: Store, number: int) -> None:
    """One batch, whose number says what is in it."""
    store.season(night.SEASON).deliver(nights.in_parts("web", number, number, key=None))


def more(path: Path, first: int, batches: int = 1) -> None:
    """The night goes on in a process that opens the store for it."""
    with night.opened(path) as store:
        for number in range(first, first + batches):
            send(store, number)
