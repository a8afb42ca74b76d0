"""What one week's standings cost: from the file and in memory, beside other weeks and other seasons.

    python benchmarks/week_query.py --seasons 100

The cost should not depend on either: each line gives it for a store of that size, and the ratio to the smallest store.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from catch_up import AT, PRODUCER, a_season
from yardsticks import seconds

from glitterball.log import EventLog
from glitterball.views import Views, as_of
from projections import standings

ROUNDS = 50


def cost(ask: Callable[[], object]) -> float:
    """Microseconds, the median of many."""
    return statistics.median(seconds(ask) for _ in range(ROUNDS)) * 1e6


def measured(folder: Path, seasons: int, weeks: int) -> tuple[float, float, float]:
    """The cost of the standings of the last week: from the file, in memory, and of a replay of its season, per week."""
    with EventLog.open(f"sqlite:{folder}/store-{seasons}-{weeks}") as log:
        for number in range(seasons):
            log.append(f"season/us-{number}", 0, a_season(f"us-{number}", weeks), PRODUCER, AT)
        with Views.open(folder / f"views-{seasons}-{weeks}", log) as views:
            views.catch_up()
            season = as_of(log, log.last_position(), "us-0").seasons["us-0"]
            return (
                cost(lambda: views.rows("standings", "us-0", weeks)),
                cost(lambda: standings.rows(season, weeks)),
                cost(lambda: as_of(log, log.last_position(), "us-0")) / weeks,
            )


def main() -> None:
    """One line for each size of store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seasons", type=int, default=100)
    parser.add_argument("--weeks", type=int, default=10)
    asked = parser.parse_args()
    sizes = [(1, 1), (1, asked.weeks), (10, asked.weeks), (asked.seasons, asked.weeks)]
    with tempfile.TemporaryDirectory() as folder:
        base: tuple[float, ...] = ()
        for seasons, weeks in sizes:
            found = measured(Path(folder), seasons, weeks)
            base = base or found
            told = (f"{one:>8,.0f} us (x{one / first:.2f})" for one, first in zip(found, base, strict=True))
            names = ("from the file", "in memory", "one season replayed, per week")
            print(f"{seasons:>4} seasons of {weeks:>2} weeks: ", end="")
            print(", ".join(f"{name} {text}" for name, text in zip(names, told, strict=True)), flush=True)


if __name__ == "__main__":
    main()
