"""Who speaks for the desk: a command line is said, and what came of it is answered. The desk itself records nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of a command line: its exit code, the sentences it said, and where it recorded what."""

    code: int
    sentences: tuple[str, ...]
    positions: tuple[int, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it did what was asked; a proposal that waits for a second person has."""
        return self.code == 0 or bool(self.positions)


class Speaks(Protocol):
    """Says command lines, without the word `glitterball` before them."""

    @property
    def name(self) -> str | None:
        """Who speaks where a line does not say it, `Dora (score desk)`; nothing where nobody is set."""

    def would(self, words: Sequence[str]) -> Said:
        """What would be recorded, or why it is refused. Records nothing."""

    def record(self, words: Sequence[str]) -> Said:
        """Record it, or say why it is refused."""
