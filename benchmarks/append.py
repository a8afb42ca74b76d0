"""How fast events are recorded, in groups of 1, 100 and 1,000 a commit, each group on disk before the next begins.

    python benchmarks/append.py --events 50000

The yardstick is `sqlite3` by hand with the same bytes and durability. Our side starts from facts: it checks, serialises,
guards against editing and duplicates, and writes. Groups of one are few, for they wait for the disk.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from yardsticks import groups, lines_of, raw_writes, seconds, settled, tell, vote_batches

from glitterball.log import Entry, EventLog

TARGETS = {1_000: 0.7}
"""By group size, what is to be reached."""


def ours(path: Path, entries: list[Entry], size: int) -> float:
    """Seconds the event log takes."""
    batches = groups(entries, size)
    with EventLog.open(f"sqlite:{path}") as log:

        def write() -> None:
            for batch in batches:
                log.append_many(batch)

        return seconds(write)


def main() -> None:
    """Measure each group size in turn with its yardstick, and tell the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=50_000, help="events in groups of 100 and 1,000")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for size in (1, 100, 1_000):
        count = min(asked.events, 2_000) if size == 1 else asked.events
        entries = vote_batches(count)
        lines = lines_of(entries)
        settled()
        with tempfile.TemporaryDirectory() as folder:
            times = [
                (
                    raw_writes(Path(folder, f"raw-{turn}.db"), lines, size),
                    ours(Path(folder, f"ours-{turn}.db"), entries, size),
                )
                for turn in range(asked.rounds)
            ]
        raw, log = (statistics.median(column) for column in zip(*times, strict=True))
        tell(f"append, groups of {size:>5,}", count, log, raw, "raw sqlite3", TARGETS.get(size))


if __name__ == "__main__":
    main()
