"""Mutated files at every reader: a value or a refusal in a sentence; no traceback, no hang, no memory blown up."""

import os
import resource
import signal
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from domain.refusals import Refusal
from tests.faults import night
from tests.faults.at_the_desk import types
from tests.faults.children import Child, Say, peak_kib
from tests.faults.experiment import Bench, Experiment, Tally
from tests.faults.mutators import mutated
from tests.faults.readers import Reader, readers

HANG_SECONDS = 10
MEMORY_KIB = 500 * 1024
PART = 2_000
"""Inputs of a child: it begins anew, so that one input's memory is not held against the next."""


class Hangs(BaseException):
    """The alarm rang."""


def _ring(*_: object) -> None:
    raise Hangs


def fed(name: str, reader: Reader, inputs: int, seed: int, kept: Path, say: Say) -> None:
    """A child that reads so many mutants, and tells what came of them; what ended badly is kept as a file."""
    signal.signal(signal.SIGALRM, _ring)
    random, ends, base = Random(seed), Counter[str](), peak_kib()
    for number in range(inputs):
        octets = mutated(reader.genuine, random)
        end = _read(reader, octets)
        if peak_kib() - base > MEMORY_KIB:
            end = f"memory over 500 MB: {name}"
        ends[end] += 1
        if end not in ("read", "refused"):
            (kept / f"{name.replace(' ', '-')}-{seed}-{number}").write_bytes(octets)
            if end.startswith("memory"):
                base = peak_kib()
    say("ends", ends)


def _read(reader: Reader, octets: bytes) -> str:
    """How it ended."""
    signal.setitimer(signal.ITIMER_REAL, HANG_SECONDS)
    try:
        reader.read(octets)
    except Refusal as refusal:
        refusal.sentence()
        return "refused"
    except Hangs:
        return f"over {HANG_SECONDS} s"
    except Exception as error:
        if os.environ.get("LABORATORY_DEBUG"):
            raise
        return f"{type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "read"


def trials(bench: Bench, count: int, only: dict[str, Reader] | None = None) -> Tally:
    """So many inputs, shared among the readers by how fast they are."""
    tally, chosen = Tally(), only or readers()
    shares = sum(reader.share for reader in chosen.values())
    kept = bench.place("kept")
    for name, reader in chosen.items():
        left = max(1, count * reader.share // shares)
        while left > 0:
            part = min(PART, left)
            child = Child(partial(fed, name, reader, part, bench.random.randrange(1 << 30), kept))
            lines = child.wait()
            tally.trials += part
            left -= part
            if child.status or not lines:
                tally.other[f"the reader's process died: {name}"] += 1
            for _, ends in lines:
                for end, times in ends.items() if isinstance(ends, dict) else ():
                    good = end in ("read", "refused")
                    (tally.seen if good else tally.other)[end if good else f"{end}: {name}"] += times
    return tally


def _careless(octets: bytes) -> object:
    """A reader as one writes it in a hurry."""
    return [int(cell) for line in octets.decode().splitlines() for cell in line.split(",")]


NULS = 300_000_000
ADDRESS_SPACE = 4 << 30
"""A hog may not starve the machine it is tried on: beyond this it is told that there is no memory."""

HOGS: dict[str, tuple[Callable[[], bytes | int], tuple[str, ...]]] = {
    "nested rulebook": (lambda: b"a = " + b"[" * 200_000, ("rules", "check", "FILE")),
    "a number of a million digits": (lambda: b"version = " + b"9" * 1_000_000, ("rules", "check", "FILE")),
    "a rulebook of NULs": (lambda: NULS, ("rules", "check", "FILE")),
    "nested votes": (lambda: b'{"a":' * 200_000, ("votes", "import", "small", "1", "FILE")),
    "one line of votes": (
        lambda: b'{"votes":[' + b'["amy-ben",1],' * 1_500_000 + b'["a",1]]}',
        ("votes", "import", "small", "1", "FILE"),
    ),
    "history of NULs": (lambda: NULS, ("history", "audit", "FILE")),
    "history of commas": (lambda: b"," * 60_000_000, ("history", "audit", "FILE")),
    "a policy without end": (lambda: b"group g any " + b"g " * 20_000_000, ("verify", "FILE", "--policy", "FILE")),
    "a bundle of NULs": (lambda: NULS, ("verify", "FILE", "--policy", "POLICY")),
}
"""What is small to make and large to read: the file, or how many NULs; the command, with FILE for it."""


def hog(words: tuple[str, ...], folder: Path, say: Say) -> None:
    """One command on one file, in a child, so that its memory is its own."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    base = peak_kib()
    said = types(
        folder, [word.replace("FILE", str(folder / "hog")).replace("POLICY", str(folder / "policy")) for word in words]
    )
    say("ended", said.code, peak_kib() - base)


def _write(path: Path, content: bytes | int) -> None:
    path.write_bytes(content if isinstance(content, bytes) else b"")
    if isinstance(content, int):
        os.truncate(path, content)


def hog_trials(bench: Bench, count: int) -> Tally:
    """Each hog once; its time is the child's processor time."""
    tally, folder = Tally(), bench.place("hogs")
    night.lines_open(folder / "night.sqlite")
    (folder / "policy").write_bytes(readers()["policy"].genuine)
    for name, (make, words) in list(HOGS.items())[:count]:
        _write(folder / "hog", make())
        child = Child(partial(hog, words, folder))
        ended = child.wait_at_most(10 * HANG_SECONDS)
        tally.trials += 1
        code, kib = child.lines[-1][1:] if ended and len(child.lines[-1]) == 3 else (None, 0)
        seconds = child.usage.ru_utime + child.usage.ru_stime
        tally.other[f"over {HANG_SECONDS} s: {name}"] += not ended or seconds > HANG_SECONDS
        tally.other[f"memory over 500 MB: {name} ({kib // 1024} MB)"] += kib > MEMORY_KIB
        tally.other[f"exit {code}: {name}"] += code not in (2, 3, 5)
    tally.other += type(tally.other)()
    return tally


EXPERIMENTS = (
    Experiment("mutated", "Any file ends in a value or a sentence.", trials, 15_000, 50_000),
    Experiment("mutated: hogs", "Small files do not take much time or memory.", hog_trials, len(HOGS), len(HOGS)),
    Experiment(
        "mutated: a careless reader",
        "A reader that raises is found.",
        partial(trials, only={"careless": Reader(_careless, b"1,2\n3,4\n")}),
        bounded=300,
        round=300,
        sanity=True,
    ),
)
