"""Many processes at one store: writers, processes that keep views, and a reader that never sees a gap."""

from functools import partial
from pathlib import Path

from domain.refusals import Refusal
from glitterball.store import Store
from glitterball.views import Views, views_path
from tests.faults import night
from tests.faults.acknowledged import compare, count_errors
from tests.faults.children import ERROR, Say, Work, refusal_line, run_together
from tests.faults.derived import as_made_fresh, exported
from tests.faults.experiment import Bench, Experiment, Tally

WRITERS = 8
BATCHES = 25
ALLOWED = ("already-so", "store-busy")


def writer(path: Path, gateway: str, say: Say) -> None:
    """Batches, and corrections that meet those of the others."""
    with night.opened(path) as store:
        sent = night.batches(gateway)
        for number in range(BATCHES):
            night.send(store, next(sent), say)
            if number % 3 == 0:
                _correct(store, gateway, number, say)


def _correct(store: Store, gateway: str, number: int, say: Say) -> None:
    """A correction; somebody else may just have given the very mark."""
    try:
        for line in night.correct(store, "ines" if gateway < "g4" else "jo", 1 + number % 9, f"{gateway} {number}"):
            say(*line)
    except Refusal as refusal:
        say(*refusal_line(refusal))


def viewer(path: Path, say: Say) -> None:
    """Views kept up while others write and others keep them up too."""
    with night.opened(path) as store, Views.open(views_path(store.log.beside), store.log) as views:
        for _ in range(15):
            views.catch_up(page=20)


def reader(path: Path, forgetful: bool, say: Say) -> None:
    """The log read again and again: it only grows, and has no gap."""
    with night.opened(path, read_only=True) as store:
        last = 0
        for _ in range(20):
            positions = [event.position for event in store.log.read()]
            if forgetful:
                positions = positions[1:]
            if positions != list(range(1, len(positions) + 1)) or len(positions) < last:
                say(ERROR, "a reader saw a gap")
            last = len(positions)


def trials(bench: Bench, count: int, forgetful: bool = False) -> Tally:
    """One store each; all at once."""
    tally = Tally()
    for number in range(count):
        path = bench.place(str(number)) / "night.sqlite"
        gateways = [f"g{place}" for place in range(WRITERS)]
        night.lines_open(path, gateways)
        work: list[Work] = [partial(writer, path, gateway) for gateway in gateways]
        work += [partial(viewer, path), partial(viewer, path), partial(reader, path, forgetful)]
        lines = run_together(work)
        tally.trials += 1
        compare(path, lines, tally)
        count_errors(lines, tally, ALLOWED)
        with night.opened(path) as store, Views.open(views_path(store.log.beside), store.log) as views:
            views.catch_up()
            tally.other["views differ from fresh ones"] += exported(views) != as_made_fresh(store, path.parent)
    tally.other += type(tally.other)()
    return tally


EXPERIMENTS = (
    Experiment("together", "Eight writers, two keepers of views and a reader lose nothing.", trials, 8, 20),
    Experiment(
        "together: a reader that skips", "A reader that misses an event is found.", partial(trials, forgetful=True),
        1, 1, sanity=True,
    ),
)  # fmt: skip
