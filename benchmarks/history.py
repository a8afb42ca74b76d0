"""How long the audit of a file with all 34 seasons takes: read, planned, replayed as events, every week of it implied.

    python -m benchmarks.history [--file FILE]

The file is made by repeating the five seasons the tests hold (COMAP's 2026 MCM, problem C) to 34, each under the rulebook of
the season it stands for. The yardstick does the least an analyst's loop does with the same bytes: read the CSV, add up the
scores of each week, and tabulate each week once with made-up votes, with no dances found, no rows checked and nothing implied.
The target is a minute on one core.
"""

import argparse
import csv
import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import process_time

from domain.period.scoring_period import BodyVotes, Dance, ScoringPeriod
from domain.tabulation.tabulate import tabulate
from glitterball.history import History, HistoryReport, audit_seasons, history_of
from glitterball.history.known import US

EXTRACT = Path(__file__).parents[1] / "tests" / "history" / "data" / "comap-five-seasons.csv"
STANDS_FOR = {1: range(1, 3), 3: range(3, 15), 15: range(15, 28), 28: range(28, 32), 33: range(32, 35)}
"""Which seasons each of the five stands for: one after another in the rulebooks of their time."""


def all_seasons() -> bytes:
    """The extract repeated to 34 seasons."""
    header, *rows = csv.reader(io.StringIO(EXTRACT.read_text(encoding="utf-8"), newline=""))
    season = header.index("season")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for known, numbers in STANDS_FOR.items():
        for number in numbers:
            chosen = (row for row in rows if row[season] == str(known))
            writer.writerows([*row[:season], str(number), *row[season + 1 :]] for row in chosen)
    return out.getvalue().encode()


def bare(data: bytes) -> int:
    """Read, add up, tabulate each week once. Answers how many weeks."""
    weeks = 0
    for number, week, totals in _totals(data):
        couples = tuple(sorted(totals))
        dances = tuple(Dance(f"{week}.1.{couple}", (couple,), (), totals[couple]) for couple in couples)
        votes = (BodyVotes("viewers", tuple(range(1, len(couples) + 1))),)
        rulebook = US.rulebook_of(number)
        assert rulebook is not None
        tabulate(
            rulebook,
            ScoringPeriod(week=week, form="single", couples=couples, dances=dances, votes=votes),
            explain=False,
        )
        weeks += 1
    return weeks


def _totals(data: bytes) -> Iterator[tuple[int, int, dict[str, Fraction]]]:
    seasons: dict[int, dict[int, dict[str, Fraction]]] = {}
    for place, row in enumerate(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))):
        for week in range(1, 12):
            scores = [row.get(f"week{week}_judge{judge}_score", "N/A") for judge in range(1, 5)]
            total = sum((Fraction(score) for score in scores if score not in ("N/A", "")), Fraction(0))
            if total:
                seasons.setdefault(int(row["season"]), {}).setdefault(week, {})[f"couple-{place}"] = total
    for number, weeks in seasons.items():
        for week, totals in weeks.items():
            yield number, week, totals


def _audited(history: History, number: int, reports: list[HistoryReport]) -> None:
    reports.append(audit_seasons(history, season=number))


def processor(work: Callable[[], object]) -> float:
    """Seconds on the processor, which other programs on the machine do not stretch."""
    began = process_time()
    work()
    return process_time() - began


def main() -> None:
    """Measure, and tell where the time went by rulebook."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, help="another file of seasons")
    asked = parser.parse_args()
    data = asked.file.read_bytes() if asked.file else all_seasons()
    reading = processor(lambda: history_of(data))
    history, reports, spent = history_of(data), list[HistoryReport](), dict[str, float]()
    for number in history.seasons:
        took = processor(partial(_audited, history, number, reports))
        rulebook = reports[-1].rows[-1].rulebook
        spent[rulebook] = spent.get(rulebook, 0) + took
    weeks = sum(len(report.rows) for report in reports)
    couples = sum(report.couples for report in reports)
    ours, yardstick = reading + sum(spent.values()), processor(lambda: bare(data))
    print(f"{len(history.seasons)} seasons, {couples} couples, {weeks} weeks, {len(data):,} bytes; seconds on one core")
    print(f"audit {ours:.1f} s ({ours / weeks * 1000:.0f} ms a week), of which reading {reading:.2f} s")
    for rulebook, took in spent.items():
        print(f"  {rulebook:14} {took:6.2f} s")
    print(f"bare read and tabulate {yardstick:.2f} s, ratio {yardstick / ours:.4f}")
    print(f"target of 60 s: {'met' if ours < 60 else 'MISSED'}")


if __name__ == "__main__":
    main()
