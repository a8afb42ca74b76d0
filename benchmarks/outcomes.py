"""Outcomes a second: 13 couples, two dances of three marks each, both sides, tie chain; with and without working.

Yardstick, in the same run: the bare arithmetic of the same outcome (sums, ranks, sort) in plain Python with no working, no
rulebook and no tie chain. Usage: python benchmarks/outcomes.py [--outcomes N]
"""

import argparse
import time
from collections.abc import Callable
from random import Random

from domain.period.scoring_period import BodyVotes, Dance, ScoringPeriod
from domain.rulebook import Rulebook, assume
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook

COUPLES = tuple(f"couple-{letter}" for letter in "abcdefghijklm")


def periods(count: int, chance: Random) -> list[ScoringPeriod]:
    """Season 33, week 2 in shape: two episodes pooled, three couples in danger, two leave."""
    return [
        ScoringPeriod(
            week=2,
            form="double-of-three",
            couples=COUPLES,
            dances=tuple(
                Dance(f"{episode}.1.{couple}", (couple,), tuple((judge, chance.randint(5, 9)) for judge in "abc"))
                for episode in (1, 2)
                for couple in COUPLES
            ),
            votes=(BodyVotes("viewers", tuple(chance.randint(100_000, 2_000_000) for _ in COUPLES)),),
            scores_rest_on=((20, 97),),
        )
        for _ in range(count)
    ]


def bare(period: ScoringPeriod) -> list[int]:
    """The arithmetic alone."""
    totals = dict.fromkeys(period.couples, 0)
    for dance in period.dances:
        for _, mark in dance.marks:
            totals[dance.couples[0]] += int(mark)
    judges = list(totals.values())
    votes = period.votes[0].votes
    combined = [
        sum(other <= marks for other in judges) + sum(other <= count for other in votes)
        for marks, count in zip(judges, votes, strict=True)
    ]
    return sorted(range(len(combined)), key=combined.__getitem__)


def per_second(work: Callable[[ScoringPeriod], object], some: list[ScoringPeriod], count: int) -> float:
    """How often the work is done in a second."""
    start = time.perf_counter()
    for index in range(count):
        work(some[index % len(some)])
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outcomes", type=int, default=20_000)
    count = parser.parse_args().outcomes
    some = periods(200, Random(33))
    rank = shipped_rulebook("us-33")
    share = assume(rank, "method", '{"kind":"share"}')
    yardstick = per_second(bare, some, count)
    print(f"{'bare arithmetic (yardstick)':42}{yardstick:>10,.0f}/s   1.00")
    for name, rulebook in (("rank points", rank), ("share", share)):
        for explain in (True, False):
            done = per_second(_tabulating(rulebook, explain), some, count)
            label = f"{name}, {'with' if explain else 'without'} working"
            print(f"{label:42}{done:>10,.0f}/s   {done / yardstick:.2f}")


def _tabulating(rulebook: Rulebook, explain: bool) -> Callable[[ScoringPeriod], object]:
    return lambda period: tabulate(rulebook, period, explain)


if __name__ == "__main__":
    main()
