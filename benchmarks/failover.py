"""Failovers in a row: a primary killed with gateways sending, its standby promoted, and what came of what was acknowledged.

    python -m benchmarks.failover [--rounds 300] [--asynchronous]

It tells rounds, acknowledged, lost, doubled, answered otherwise on a retry, whether positions were dense, how many commits
nobody was answered for, and how long it took from the kill to the first answer. It ends with 1 where anything was lost,
doubled or not dense; of time it asserts nothing. With `--asynchronous` nobody waits for the standby.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from tests.failover.nights import Outcome, round_of
from tests.failover.pair import Pair


def main() -> int:
    """Make so many failovers, one line for each ten, and a summary."""
    parser = argparse.ArgumentParser(description="Failovers in a row.")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--asynchronous", action="store_true", help="nobody waits for the standby")
    asked = parser.parse_args()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), synchronous=not asked.asynchronous)
        try:
            for number in range(asked.rounds):
                if number:
                    pair.renew()
                outcomes.append(round_of(pair, f"round-{number}"))
                if not outcomes[-1].holds or (number + 1) % 10 == 0:
                    print(f"{number + 1}: {outcomes[-1]}", flush=True)
        finally:
            pair.remove()
    print(_told(outcomes))
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _told(outcomes: Sequence[Outcome]) -> str:
    seconds = sorted(outcome.seconds for outcome in outcomes)
    slow = quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
    return (
        f"{len(outcomes)} failovers: {sum(each.acknowledged for each in outcomes):,} acknowledged, "
        f"{sum(each.lost for each in outcomes)} lost, {sum(each.doubled for each in outcomes)} doubled, "
        f"{sum(each.again for each in outcomes)} answered otherwise on a retry, "
        f"dense in {sum(each.dense for each in outcomes)}, "
        f"recorded and not answered {sum(each.unanswered for each in outcomes)}; "
        f"first answer after the kill: median {median(seconds):.1f} s, 99th percentile {slow:.1f} s, last {seconds[-1]:.1f} s; "
        f"load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
