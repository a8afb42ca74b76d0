"""Handles on one store: opened and closed for each request, in many threads of many processes, beside readers.

On POSIX, closing any descriptor of a file drops all locks its process holds on it. A program that looks at the file of an
open store with `open()` therefore takes SQLite's locks away under its own feet: the next other process to close the store
removes the write-ahead log the first one is still acknowledging into.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from threading import Barrier

from domain.refusals import Refusal
from glitterball.evidence.ledger import Ledger
from glitterball.views import Views, views_path
from tests.faults import night
from tests.faults.acknowledged import compare, count_errors
from tests.faults.children import ERROR, Line, Say, Work, refusal_line, run_together
from tests.faults.experiment import Bench, Experiment, Tally

ALLOWED = ("store-busy", "already-so")
"""Refusals that are no fault: somebody else keeps the store, or has just given the very mark."""

ENDS_WITHIN = 60
"""Seconds for what takes one: a process that reads another history than the others decides again for ever."""

REQUESTS = 8
"""Requests of a thread."""

Beside = Callable[[Path, Random], None]
"""What a request does beside the store it has open."""


def nothing(path: Path, random: Random) -> None:
    """Nothing beside."""


def looks(path: Path, random: Random) -> None:
    """The accident itself: the file is opened and closed by hand, as a copy or a checksum of it would be made."""
    with path.open("rb") as file:
        file.read(100)


def reads_beside(path: Path, random: Random) -> None:
    """A second handle on what is open already: a reading one, the views, or the ledger."""
    kind = random.randrange(3)
    with night.opened(path, read_only=kind == 0) as store:
        if kind == 1:
            with Views.open(views_path(store.log.beside), store.log) as views:
                views.status()
        elif kind == 2:
            with Ledger.open(store.log) as ledger:
                ledger.catch_up()
        else:
            store.log.last_position()


def thread(path: Path, gateway: str, seed: int, beside: Beside, say: Say) -> None:
    """Requests one after the other; each opens the store, records, and closes it."""
    random = Random(seed)
    sent = night.batches(gateway)
    for number in range(REQUESTS):
        try:
            with night.opened(path) as store:
                night.send(store, next(sent), say)
                if random.random() < 0.5:
                    beside(path, random)
                if random.random() < 0.3:
                    for line in night.correct(store, "ines", 1 + number % 2, f"{gateway} {number}"):
                        say(*line)
        except Refusal as refusal:
            say(*refusal_line(refusal))
        except Exception as error:
            say(ERROR, f"{type(error).__name__}: {error}"[:200])


def process(path: Path, gateways: Sequence[str], seed: int, beside: Beside, kept: str | None, say: Say) -> None:
    """Threads that start at once; in one process a handle is kept open all the time, and records now and then."""
    start = Barrier(len(gateways))

    def one(place: int) -> None:
        start.wait()
        thread(path, gateways[place], seed + place, beside, say)

    with ThreadPoolExecutor(len(gateways)) as pool:
        if kept is None:
            list(pool.map(one, range(len(gateways))))
            return
        with night.opened(path) as store:
            sent = night.batches(kept)
            night.send(store, next(sent), say)
            work = [pool.submit(one, place) for place in range(len(gateways))]
            for each in work:
                each.result()
                night.send(store, next(sent), say)


def trial(bench: Bench, name: str, processes: int, threads: int, beside: Beside, tally: Tally) -> None:
    """One store, all of them at it, and the account afterwards."""
    path, keeps = bench.place(name) / "night.sqlite", threads > 1
    gateways = [[f"p{number}t{place}" for place in range(threads)] for number in range(processes)]
    night.lines_open(path, [*(gateway for group in gateways for gateway in group), "kept"])
    work: list[Work] = [
        partial(process, path, group, bench.random.randrange(1 << 30), beside, "kept" if keeps and not number else None)
        for number, group in enumerate(gateways)
    ]
    account(path, run_together(work, ENDS_WITHIN), tally)


def account(path: Path, lines: Sequence[Line], tally: Tally) -> None:
    """One trial counted."""
    tally.trials += 1
    compare(path, lines, tally)
    count_errors(lines, tally, ALLOWED)


def trials(processes: int, threads: int, beside: Beside, bench: Bench, count: int) -> Tally:
    """So many stores."""
    tally = Tally()
    for number in range(count):
        trial(bench, str(number), processes, threads, beside, tally)
    return tally


EXPERIMENTS = (
    Experiment(
        "handles: opened per request",
        "A handle for each request, in threads of several processes, loses nothing that was acknowledged.",
        partial(trials, 3, 3, nothing),
        bounded=15,
        round=20,
    ),
    Experiment(
        "handles: readers, views and ledger beside",
        "Second handles of every kind, opened and closed beside an open one, lose nothing.",
        partial(trials, 2, 3, reads_beside),
        bounded=15,
        round=20,
    ),
    Experiment(
        "handles: one thread a process",
        "Several processes with one handle each lose nothing.",
        partial(trials, 4, 1, nothing),
        bounded=10,
        round=20,
    ),
    Experiment(
        "handles: the file looked at by hand",
        "A descriptor of the open store that is opened and closed by hand loses acknowledged events.",
        partial(trials, 2, 2, looks),
        bounded=6,
        round=6,
        sanity=True,
    ),
)
