"""`python -m tests.faults`: run experiments, print one table, keep the results as lines of JSON."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.faults.catalogue import EXPERIMENTS, chosen
from tests.faults.experiment import Bench, Experiment, Tally, passes, table, verdict
from tests.faults.recording import compiled, shim

UNDER_THE_SHIM = "LABORATORY_SHIM"


def main() -> int:
    """The command line."""
    asked = _arguments().parse_args()
    if asked.add:
        return _report(_read(asked.add))
    with tempfile.TemporaryDirectory(prefix="laboratory-", dir=asked.folder) as folder:
        _begin_under_the_shim(Path(folder))
        results = Path(asked.results) if asked.results else Path(folder, "results.jsonl")
        begun = len(results.read_bytes().splitlines()) if results.exists() else 0
        experiments = [each for each in chosen(asked.only) if not each.shim or shim() is not None]
        rounds = _rounds(asked, experiments)
        failed = _work(rounds, asked, Path(folder), results)
        for each in chosen(asked.only):
            if each not in experiments:
                print(f"left out, since there is no C compiler: {each.name}")
        print(f"seed {asked.seed}")
        told = _report(_tallies(results.read_bytes().splitlines()[begun:] if results.exists() else []))
        return 1 if failed else told


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="The fault laboratory.")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--bounded", action="store_true", help="each experiment once, a stated number of trials")
    how.add_argument("--whole", action="store_true", help="round after round, each with its own chance")
    how.add_argument("--add", nargs="+", metavar="FILE", help="add up the results of earlier runs, and run nothing")
    parser.add_argument("--minutes", type=float, default=60.0, help="begin no round of the whole after that long")
    parser.add_argument("--trials", type=int, help="so many trials of each experiment, instead of its own number")
    parser.add_argument("--seed", type=int, default=1, help="what all chance follows from")
    parser.add_argument("--only", help="groups or names of experiments, between commas")
    parser.add_argument("--workers", type=int, default=2, help="experiments at once")
    parser.add_argument("--results", help="a file to add the results to, a line of JSON for each round")
    parser.add_argument("--folder", help="where the stores are made; the system's temporary folder unless said")
    return parser


def _begin_under_the_shim(folder: Path) -> None:
    """Start again under the shim, which is idle until an experiment wants it. Without a compiler go on without."""
    if UNDER_THE_SHIM in os.environ:
        return
    keep = Path(tempfile.mkdtemp(prefix="laboratory-shim-"))
    made = compiled(keep)
    if made is not None:
        folder.rmdir()
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.faults", *sys.argv[1:]],
            {**os.environ, "LD_PRELOAD": str(made), UNDER_THE_SHIM: str(made)},
        )


Round = tuple[Experiment, int, int]
"""An experiment, its trials, the number of the round."""


def _rounds(asked: argparse.Namespace, experiments: Sequence[Experiment]) -> list[Round]:
    """What is to be done; of the whole, one turn, which is repeated."""
    if asked.bounded:
        return [(each, asked.trials or each.bounded, 0) for each in experiments]
    return [(each, each.round if asked.trials is None else min(each.round, asked.trials), 0) for each in experiments]


def _work(rounds: list[Round], asked: argparse.Namespace, folder: Path, results: Path) -> int:
    """Rounds in forked workers, so many at once, until all are done or the time is over. How many experiments failed themselves:
    one that proves nothing is no claim that holds."""
    until = time.monotonic() + 60 * asked.minutes
    left, running, begun, failed = list(rounds), {}, 0, 0
    done = {each.name: 0 for each, _, _ in rounds}
    while left or running:
        while left and len(running) < asked.workers and (asked.bounded or time.monotonic() < until):
            each, trials, number = left.pop(0)
            begun += 1
            running[_worker(each, trials, number, asked.seed, folder / str(begun), results)] = (each, trials, number)
        if not running:
            return failed
        pid, status = os.wait()
        each, trials, number = running.pop(pid)
        done[each.name] += trials
        if status:
            failed += 1
            print(f"{each.name}: the experiment itself failed", file=sys.stderr)
        elif asked.whole and (asked.trials is None or done[each.name] < asked.trials):
            more = trials if asked.trials is None else min(trials, asked.trials - done[each.name])
            left.append((each, more, number + 1))
    return failed


def _worker(each: Experiment, trials: int, number: int, seed: int, folder: Path, results: Path) -> int:
    """A forked process for one round."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        folder.mkdir()
        tempfile.tempdir = str(folder)  # what is made elsewhere goes with the rest
        began = time.monotonic()
        tally = each.run(Bench(folder, Random(f"{seed} {each.name} {number}")), trials)
        line = {"experiment": each.name, "seed": seed, "round": number, "seconds": round(time.monotonic() - began, 1)}
        _append(results, line | tally.as_json())
        print(f"{each.name}: {tally.trials:,} trials, {verdict(tally, each.sanity)}", file=sys.stderr, flush=True)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _append(results: Path, line: dict[str, object]) -> None:
    descriptor = os.open(results, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(descriptor, json.dumps(line).encode() + b"\n")
    os.close(descriptor)


def _read(files: Sequence[str]) -> dict[str, Tally]:
    return _tallies([line for file in files for line in Path(file).read_bytes().splitlines()])


def _tallies(lines: Sequence[bytes]) -> dict[str, Tally]:
    """Results added up, by experiment."""
    found: dict[str, Tally] = {}
    for line in lines:
        told = json.loads(line)
        found.setdefault(told["experiment"], Tally()).add(Tally.from_json(told))
    return found


def _report(found: dict[str, Tally]) -> int:
    """The table. 0 where every claim holds and every experiment that must fail did, else 1."""
    known = {each.name: each for each in EXPERIMENTS}
    names = [name for name in known if name in found] + [name for name in found if name not in known]
    sanity = {name: name in known and known[name].sanity for name in names}
    print(table([(name, found[name], verdict(found[name], sanity[name])) for name in names]))
    return 0 if all(passes(found[name], sanity[name]) for name in names) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        if UNDER_THE_SHIM in os.environ:
            shutil.rmtree(Path(os.environ[UNDER_THE_SHIM]).parent, ignore_errors=True)
