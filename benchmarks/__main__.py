"""Everything that is measured, in one table: by us, by a yardstick, by what others would use, and how cost grows.

    python -m benchmarks                          # three rounds, minutes
    python -m benchmarks --only replay --only outcome
    python -m benchmarks --save quiet             # benchmarks/figures/quiet.md and quiet.json
    python -m benchmarks --quick                  # whether everything still runs; its figures mean nothing

How to read it: benchmarks/README.md. Processor time, unless a row says otherwise; medians of rounds in turn.
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Figure, Work, cells, figure, report
from benchmarks.works import commands, intake, outcomes, proofs, reading

WORKS: list[Work] = [*intake.WORKS, *reading.WORKS, *outcomes.WORKS, *proofs.WORKS, *commands.WORKS]
FIGURES = Path(__file__).parent / "figures"


def machine() -> dict[str, str]:
    """What figures hang on; no name of the machine."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def load() -> float:
    """How many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


class Run:
    """Rows measured one after another, with when it began, on what, and how busy the machine was meanwhile."""

    def __init__(self, rounds: int, quick: bool) -> None:
        self.rounds, self.quick = rounds, quick
        self.works: list[Work] = []
        self.figures: list[Figure] = []
        self.loads = [load()]
        self._began, self._clock = datetime.now(UTC), time.monotonic()

    def measure(self, work: Work) -> None:
        """One more row."""
        self.figures.append(figure(work, self.rounds, self.quick))
        self.works.append(work)
        self.loads.append(load())

    def about(self) -> dict[str, str]:
        """What the figures hang on."""
        little = ", little work: a quick look, whose figures mean nothing" if self.quick else ""
        return {
            "measured": f"{self._began:%Y-%m-%d %H:%M} UTC",
            "took": f"{time.monotonic() - self._clock:.0f} s",
            "rounds": f"{self.rounds}{little}",
            "load": f"{min(self.loads):.1f} to {max(self.loads):.1f}",
            **machine(),
        }

    def text(self) -> str:
        """What is printed."""
        head = "\n".join(f"- {name}: {value}" for name, value in self.about().items())
        return f"{head}\n\n{report(self.works, self.figures)}"

    def keep(self, folder: Path, name: str) -> None:
        """All rows so far, so that a run that is stopped keeps what it has measured."""
        folder.mkdir(parents=True, exist_ok=True)
        loads = [round(one, 1) for one in self.loads]
        kept = {"run": self.about(), "loads": loads, "figures": [asdict(one) for one in self.figures]}
        (folder / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
        (folder / f"{name}.md").write_text(f"# Everything in one table\n\n{self.text()}", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for, print it, and keep it if that was asked. 1 where a work that was named is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="of which the median is told")
    parser.add_argument(
        "--only", action="append", default=[], metavar="WORDS", help="rows whose name holds these words"
    )
    parser.add_argument("--quick", action="store_true", help="little work, one round, ten times as much at most")
    parser.add_argument("--save", metavar="NAME", help="keep table and figures in benchmarks/figures under this name")
    parser.add_argument("--into", type=Path, default=FIGURES, help="another folder to keep them in")
    asked = parser.parse_args(arguments)
    if asked.rounds < 1:
        parser.error("--rounds is 1 or more")
    chosen = [work for work in WORKS if not asked.only or any(words in work.name for words in asked.only)]
    if not chosen:
        print(f"No row is named so. There are: {'; '.join(work.name for work in WORKS)}", file=sys.stderr)
        return 1
    run = Run(1 if asked.quick else asked.rounds, asked.quick)
    for work in chosen:
        run.measure(work)
        print(f"{work.name}: {', '.join(cells(work, run.figures[-1])[1:5])}", file=sys.stderr, flush=True)
        if asked.save:
            run.keep(asked.into, asked.save)
    print(run.text(), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
