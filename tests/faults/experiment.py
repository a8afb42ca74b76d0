"""What an experiment is, what came of it, and how the results of several runs are added up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

COUNTED = ("trials", "acknowledged", "lost", "doubled", "gaps")


@dataclass
class Tally:
    """What came of some trials. `other` breaks a promise too, by name; `seen` is allowed and only told."""

    trials: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    other: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def broken(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.lost or self.doubled or self.gaps or self.other.total())

    def add(self, more: "Tally") -> None:
        """Count the trials of another run in."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.other += more.other
        self.seen += more.seen

    def as_json(self) -> dict[str, Any]:
        """For a line of results."""
        return {name: getattr(self, name) for name in COUNTED} | {"other": dict(self.other), "seen": dict(self.seen)}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Tally":
        """From a line of results."""
        return cls(*(told[name] for name in COUNTED), Counter(told["other"]), Counter(told["seen"]))


@dataclass(frozen=True)
class Bench:
    """Where an experiment is made: an empty folder of its own, and its own chance, which follows from the seed."""

    folder: Path
    random: Random

    def place(self, name: str) -> Path:
        """A new empty folder."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        return folder


@dataclass(frozen=True)
class Experiment:
    """A claim about the store, and how it is tried.

    `bounded` are its trials in the bounded set, `round` those of one round of the whole one. With `sanity` something is
    held back on purpose (a sync, the truth), so it has to lose: if it does not, the experiment cannot fail and proves
    nothing. `shim` says that it needs the shim, and with it a C compiler.
    """

    name: str
    claim: str
    run: Callable[[Bench, int], Tally]
    bounded: int
    round: int
    sanity: bool = False
    shim: bool = False

    @property
    def group(self) -> str:
        """What `--only` names: `kills` of `kills: signed deliveries`."""
        return self.name.partition(":")[0]


def verdict(tally: Tally, sanity: bool) -> str:
    """What the figures say."""
    if not tally.trials:
        return "not run"
    if sanity:
        return "can fail" if tally.broken else "CANNOT FAIL"
    return "BROKEN" if tally.broken else "holds"


def passes(tally: Tally, sanity: bool) -> bool:
    """Whether the experiment came out as it should."""
    return verdict(tally, sanity) in ("holds", "can fail", "not run")


HEAD = ("experiment", "trials", "acknowledged", "lost", "doubled", "gaps", "other", "verdict")


def table(rows: Sequence[tuple[str, Tally, str]], details: bool = True) -> str:
    """The one table, and below it what else was seen."""
    cells = [
        (name, *(f"{getattr(tally, count):,}" for count in COUNTED), f"{tally.other.total():,}", said)
        for name, tally, said in rows
    ]
    widths = [max(len(row[place]) for row in (HEAD, *cells)) for place in range(len(HEAD))]
    lines = []
    for row in (HEAD, *cells):
        middle = "  ".join(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True))
        lines.append(f"{row[0].ljust(widths[0])}  {middle}  {row[-1]}")
    if details:
        lines.append("")
        lines += [line for name, tally, _ in rows for line in _details(name, tally)]
    return "\n".join(lines)


def _details(name: str, tally: Tally) -> list[str]:
    found = [f"{name}: {', '.join(f'{what} {count:,}' for what, count in sorted(tally.other.items()))}"]
    allowed = [f"{name}: (allowed) {', '.join(f'{what} {count:,}' for what, count in sorted(tally.seen.items()))}"]
    return (found if tally.other else []) + (allowed if tally.seen else [])
