"""Disks that fail: syncs and writes answered with EIO or ENOSPC, a full disk. What was answered must be true.

Acknowledged: it is there after a restart. "Nothing was recorded": it is not. Anything else: either.
"""

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

from domain.refusals import Refusal
from glitterball.cli.app import app
from glitterball.cli.ending import run
from tests.faults import night
from tests.faults.acknowledged import Held, compare, told
from tests.faults.children import ACKNOWLEDGED, ERROR, REFUSED, SENT, Child, Line, Say, refusal_line
from tests.faults.experiment import Bench, Experiment, Tally
from tests.faults.recording import shim

SYNCS, WRITES = 1, 2
REQUESTS = 30


@dataclass(frozen=True)
class Fault:
    """Which calls fail: kind, the first one, whether all from there, and with what."""

    what: int
    at: int
    every: bool
    error: int

    def arm(self, folder: Path) -> None:
        """From now on, in this process."""
        process = shim()
        assert process is not None, "only under the shim"
        process.laboratory_fail(self.what, self.at, int(self.every), self.error, os.fsencode(folder))


def attempt(store: object, number: int, say: Say, honest: bool = True) -> None:
    """Send one batch; what was answered is told with what the batch says."""
    (batch,) = [next(night.batches("web", number))]
    try:
        night.send(store, batch, say)  # type: ignore[arg-type]
    except Refusal as refusal:
        _, code, nothing = refusal_line(refusal)
        say(REFUSED, code, nothing, night.stream_of("web"), number, told(batch))
    except Exception as error:
        say(ERROR, f"{type(error).__name__}: {error}"[:200])
    if not honest:
        say(REFUSED, "a lie", True, night.stream_of("web"), number, told(batch))


def life(path: Path, fault: Fault, honest: bool, say: Say) -> None:
    """Requests with a disk that fails after the first; the same numbers are not tried again."""
    with night.opened(path) as store:
        attempt(store, 1, say)
        fault.arm(path.parent)
        for number in range(2, REQUESTS):
            attempt(store, number, say, honest)
            if not any(True for _ in store.log.raw(0, 1)):
                say(ERROR, "the log cannot be read")


def trials(what: int, error: int, bench: Bench, count: int, honest: bool = True) -> Tally:
    """So many disks, each failing at another call, for once or for ever."""
    tally = Tally()
    for number in range(count):
        path = bench.place(str(number)) / "night.sqlite"
        night.lines_open(path)
        fault = Fault(what, bench.random.randrange(1, 40), bench.random.random() < 0.5, error)
        child = Child(partial(life, path, fault, honest))
        if not child.wait_at_most(120):
            tally.other["did not end"] += 1
        account(path, child.lines, tally)
    return tally


def account(path: Path, lines: list[Line], tally: Tally) -> None:
    """Hold every answer against the log after a restart."""
    tally.trials += 1
    if Path(f"{path}.stopped").exists():
        with redirect_stderr(StringIO()), redirect_stdout(StringIO()):
            code = run(app, ["--store", f"sqlite:{path}", "store", "resume"])
        tally.seen["stopped, looked at, and gone on with"] += not code
        tally.other[f"store resume ends with {code}"] += bool(code)
    try:
        with night.opened(path) as store:
            store.log.last_position()
    except Refusal as refusal:
        tally.other[f"not opened again: {refusal.code}"] += 1
        return
    held = compare(path, [line for line in lines if line[0] == ACKNOWLEDGED], tally)
    for line in lines:
        if line[0] == REFUSED:
            _tell_refusal(line, held, tally)
        elif line[0] == ERROR:
            tally.other[str(line[1]).partition(":")[0]] += 1


def _tell_refusal(line: Line, held: Held, tally: Tally) -> None:
    _, code, nothing, *place = line
    tally.seen[f"refused {code}"] += 1
    if len(place) == 3 and nothing and tuple(place) in held.at.values():
        tally.other["said that nothing was recorded, and it was"] += 1
    if not nothing:
        tally.seen["said that it may be recorded"] += 1


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of 600 KiB, where this process may mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def full(path: Path, mounted: bool, most: int, say: Say) -> None:
    """Batches until the disk has been full for a while."""
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    heard: list[tuple[object, ...]] = []
    with night.opened(path) as store:
        refused = 0
        for number in range(1, 2000):
            attempt(store, number, lambda *line: heard.append(line) or say(*line))
            refused += heard[-1][0] == REFUSED
            if refused > 30:
                return


def full_disk_trials(bench: Bench, count: int) -> Tally:
    """A disk that fills up: refused from then on, and everything acknowledged before is there."""
    tally = Tally()
    for number in range(count):
        folder = bench.place(str(number))
        with small_disk(folder) as mounted:
            path = folder / "night.sqlite"
            night.lines_open(path)
            child = Child(partial(full, path, mounted, bench.random.randrange(100_000, 400_000)))
            child.wait_at_most(120)
            (folder / "filler").unlink(missing_ok=True)
            tally.seen["a small disk was mounted" if mounted else "a limit on the size of files"] += 1
            tally.seen["never full"] += not any(line[0] == REFUSED for line in child.lines)
            account(path, [line for line in child.lines if line[0] != SENT], tally)
    return tally


def _experiment(name: str, what: int, error: int) -> Experiment:
    claim = "What was answered while the disk failed is true after a restart."
    return Experiment(f"ioerrors: {name}", claim, partial(trials, what, error), 30, 100, shim=True)


EXPERIMENTS = (
    _experiment("syncs EIO", SYNCS, errno.EIO),
    _experiment("syncs ENOSPC", SYNCS, errno.ENOSPC),
    _experiment("writes EIO", WRITES, errno.EIO),
    _experiment("writes ENOSPC", WRITES, errno.ENOSPC),
    _experiment("both EIO", SYNCS | WRITES, errno.EIO),
    Experiment("ioerrors: a full disk", "A full disk refuses, and loses nothing.", full_disk_trials, 3, 10),
    Experiment(
        "ioerrors: an answer that lies",
        "A refusal that says nothing was recorded, where it was, is counted.",
        partial(trials, SYNCS, errno.EIO, honest=False),
        bounded=5,
        round=5,
        sanity=True,
        shim=True,
    ),
)
