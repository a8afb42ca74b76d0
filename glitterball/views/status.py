"""How far the views have come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewStatus:
    """One view. `current` when it has seen the whole log."""

    view: str
    version: int
    position: int
    lag: int
    current: bool


@dataclass(frozen=True, slots=True)
class Status:
    """All views; they share one position, because a page is one transaction. `lag` is in events."""

    path: str
    position: int
    last: int
    views: tuple[ViewStatus, ...]

    @property
    def lag(self) -> int:
        """How many events the views have not seen."""
        return max(self.last - self.position, 0)

    @property
    def current(self) -> bool:
        """Whether they have seen all."""
        return self.lag == 0
