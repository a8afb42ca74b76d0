"""How fast a log is read back into validated facts, streamed in pages.

    python benchmarks/replay.py --events 200000

The yardstick is a plain select of the same bytes parsed by orjson into dictionaries that nobody checked.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from yardsticks import groups, raw_replay, seconds, tell, vote_batches

from glitterball.log import EventLog


def drain(path: Path, raw: bool) -> float:
    """Seconds to read the whole log, as events or as bytes."""
    with EventLog.open(f"sqlite:{path}") as log:

        def read() -> None:
            for _ in log.raw() if raw else log.read():
                pass

        return seconds(read)


def main() -> None:
    """Write a log once, then read it in turn with the yardstick, and tell the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "season.glitter")
        with EventLog.open(f"sqlite:{path}") as log:
            for group in groups(vote_batches(asked.events), 1_000):
                log.append_many(group)
        times = [(raw_replay(path), drain(path, raw=False), drain(path, raw=True)) for _ in range(asked.rounds)]
    yardstick, events, stored = (statistics.median(column) for column in zip(*times, strict=True))
    tell("replay into validated events", asked.events, events, yardstick, "select and orjson", 0.4)
    tell("stored bytes only           ", asked.events, stored, yardstick, "select and orjson")


if __name__ == "__main__":
    main()
