"""Receipts: where what a gateway sent stands in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a batch or manifest stands in the log. `duplicate`: it was there already, with the same contents."""

    gateway: str
    sequence: int
    position: int
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts(Sequence[Receipt]):
    """The receipts of one delivery, line by line. `signed_at` is the position of its signature, where it has one."""

    gateway: str
    first: int
    positions: Sequence[int]
    duplicate: bool
    signed_at: int | None = None

    def __len__(self) -> int:
        return len(self.positions)

    @overload
    def __getitem__(self, place: int) -> Receipt: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Receipt]: ...
    def __getitem__(self, place: int | slice) -> Receipt | Sequence[Receipt]:
        """One receipt, or several."""
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        position = self.positions[place]
        sequence = self.first + (place if place >= 0 else place + len(self))
        return Receipt(self.gateway, sequence, position, self.duplicate)
