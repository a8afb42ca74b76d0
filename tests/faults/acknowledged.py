"""What was acknowledged held against what the log holds: at its position, with its contents, once, without a gap."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from domain.record import canonical_json
from domain.refusals import Refusal
from glitterball.log import EventLog
from tests.faults.children import ACKNOWLEDGED, ERROR, REFUSED, Line
from tests.faults.experiment import Tally

Place = tuple[str, int]
"""Stream and sequence."""


def told(fact: Any) -> str:
    """A digest of what a fact tells, or of a delivery that becomes one."""
    return hashlib.sha256(canonical_json(fact)).hexdigest()[:16]


def acknowledgement(position: int, stream: str, sequence: int, fact: Any) -> Line:
    """The line of one acknowledged event."""
    return [ACKNOWLEDGED, position, stream, sequence, told(fact)]


def of_events(events: Iterable[Any]) -> list[Line]:
    """The lines of events as they were answered."""
    return [acknowledgement(event.position, event.stream, event.sequence, event.fact) for event in events]


class Held:
    """Everything a log holds, read by a process that has it open nowhere else."""

    def __init__(self, path: Path) -> None:
        self.at: dict[int, tuple[str, int, str]] = {}
        self.refused: str | None = None
        self.whole = "ok"
        if not path.exists():
            return
        try:
            with EventLog.open(f"sqlite:{path}", read_only=True) as log:
                for event in log.read():
                    self.at[event.position] = (event.stream, event.sequence, told(event.fact))
        except Refusal as refusal:
            self.refused = refusal.code
        if self.refused is None:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
                self.whole = str(db.execute("PRAGMA integrity_check").fetchone()[0])
        self.places: Counter[Place] = Counter((stream, sequence) for stream, sequence, _ in self.at.values())

    def has(self, line: Line) -> bool:
        """Whether an acknowledged event is there as it was acknowledged."""
        _, position, stream, sequence, says = line
        return self.at.get(position) == (stream, sequence, says)

    def count_into(self, tally: Tally) -> None:
        """Count what is wrong with the log by itself."""
        if self.refused is not None:
            tally.other[f"the log cannot be read: {self.refused}"] += 1
        if self.whole != "ok":
            tally.other["integrity_check"] += 1
        tally.gaps += len(set(range(1, max(self.at, default=0) + 1)) - set(self.at))
        tally.doubled += sum(count - 1 for count in self.places.values())
        seasons = Counter(stream for stream, _, _ in self.at.values() if stream.startswith("season/"))
        last = {stream: max(place for name, place in self.places if name == stream) for stream in seasons}
        tally.gaps += sum(last[stream] - count for stream, count in seasons.items() if last[stream] > count)


def compare(path: Path, lines: Sequence[Line], tally: Tally) -> Held:
    """Count what was acknowledged and is not in the log, what was acknowledged twice at one position, and gaps."""
    held = Held(path)
    held.count_into(tally)
    count_acknowledged(lines, held, tally)
    return held


def count_acknowledged(lines: Sequence[Line], held: Held, tally: Tally) -> None:
    """The acknowledgements themselves against the log."""
    given = [line for line in lines if line[0] == ACKNOWLEDGED]
    tally.acknowledged += len(given)
    tally.lost += sum(not held.has(line) for line in given)
    positions = Counter(line[1] for line in given)
    tally.doubled += sum(count - 1 for count in positions.values())


def count_errors(lines: Sequence[Line], tally: Tally, allowed: Sequence[str] = ()) -> None:
    """Refusals and errors that were answered; a refusal is told, an error, or one not allowed, breaks a promise."""
    for line in lines:
        if line[0] == ERROR:
            tally.other[str(line[1]).partition(":")[0]] += 1
        elif line[0] == REFUSED:
            counted = tally.seen if line[1] in allowed else tally.other
            counted[f"refused {line[1]}"] += 1
