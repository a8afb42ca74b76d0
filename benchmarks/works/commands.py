"""The terminal, and the canvass: programs that somebody starts and waits for."""

import os
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import polars

from benchmarks import canvass
from benchmarks.table import Ready, Side, Sides, Target, Work

COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Whoever uses a program has its modules compiled from the first start on, whatever whoever develops it has set."""


def _started(command: list[str], times: int, folder: Path) -> Side:
    def once() -> None:
        nothing = subprocess.DEVNULL
        subprocess.run(command, cwd=folder, env=COMPILED, check=True, stdout=nothing, stdin=nothing)

    def run() -> None:
        for _ in range(times):
            once()

    def ready(_: Path, __: ExitStack) -> Ready:
        once()
        return run

    return ready


def command(line: str, times: int, folder: Path, stack: ExitStack) -> Sides:
    """A command of the terminal, in a folder that holds season 33."""
    program = str(Path(sys.executable).with_name("glitterball"))
    if "us-33" in line:
        subprocess.run([program, "season", "import", "us-33"], cwd=folder, check=True, capture_output=True)
    return Sides(
        _started([program, *line.split()], times, folder),
        _started([sys.executable, "-c", "pass"], times, folder),
        instead=_started([sys.executable, "-c", "import pandas"], times, folder),
    )


def canvassed(ballots: int, folder: Path, stack: ExitStack) -> Sides:
    """Raw ballots counted into batches, and why each other one does not count."""
    path = folder / "ballots.parquet"
    canvass.generate(path, ballots)
    queries = range(len(canvass.YARDSTICKS["same counts"]))
    tried = {place: canvass.apart("query", str(path), _query(place), "0")["processor"] for place in queries}
    best = _query(min(tried, key=tried.__getitem__))
    return Sides(
        lambda _, __: partial(_accepted, "canvass", str(path), "2GB", "0"),
        lambda _, __: partial(_accepted, "query", str(path), best, "0"),
        instead=lambda _, __: partial(by_polars, path),
    )


def _query(place: int) -> str:
    return canvass.YARDSTICKS["same counts"][place]


def _accepted(*arguments: str) -> int:
    return int(canvass.apart(*arguments)["accepted"])


def by_polars(path: Path) -> int:
    """The same counts as an analyst would write them. Answers how many votes count."""
    column = polars.col
    eligible = polars.scan_parquet(path).filter(
        column("voter") != "",
        column("couple").is_in(canvass.COUPLES),
        column("channel").is_in(canvass.CHANNELS),
        column("region").is_in(("us", "ca")),
        column("time").dt.epoch("us") >= canvass.OPENS,
        column("time").dt.epoch("us") < canvass.CLOSES,
    )
    once = eligible.sort("time").unique("ballot", keep="first", maintain_order=True)
    capped = once.filter(polars.int_range(polars.len()).over("voter", "couple", "channel") < 10)
    minute = column("time").dt.epoch("us") // 60_000_000
    counts = capped.group_by("couple", "channel", minute.alias("minute")).len().collect()
    return int(counts["len"].sum())


BARE = "starts Python, which does nothing"
PANDAS = "Python that imports pandas and does nothing"
READS = {"--version": 0.06, "--help": 0.3, "season show us-33": 0.6, "demo": 0.9}
WORKS = [
    *(
        Work(
            f"glitterball {line}", "a start", "", 3, 1, partial(command, line), BARE, Target("seconds", most),
            instead=PANDAS,
        )
        for line, most in READS.items()
    ),
    Work(
        "canvass of raw ballots", "a ballot", "ballots", 20_000, 2_000, canvassed,
        "the best single DuckDB query for the same counts, which gives no reasons and no digest", Target("times", 1.2),
        instead="the same counts by polars, in memory",
    ),
]  # fmt: skip
