"""What is recorded for power cuts, and what must be true after any cut of it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, register_path
from glitterball.season_files import shipped_season
from glitterball.views import Views, views_path
from tests.faults import night
from tests.faults.acknowledged import compare, of_events
from tests.faults.at_the_desk import types
from tests.faults.ballots import raw_ballots
from tests.faults.children import ACKNOWLEDGED, Line, Say
from tests.faults.derived import ORIGIN, as_made_fresh, exported, lost_checkpoints
from tests.faults.experiment import Tally


def batches_and_desk(folder: Path, say: Say) -> None:
    """A store made, a season begun, batches and corrections, a commit each."""
    path = folder / "night.sqlite"
    night.lines_open(path)
    with night.opened(path) as store:
        for line in of_events(store.log.read()):
            say(*line)
        sent = night.batches("web")
        for number in range(12):
            night.send(store, next(sent), say)
            for line in night.correct(store, "ines", 1 + number % 2, f"{number}"):
                say(*line)


def in_threads(folder: Path, say: Say) -> None:
    """Eight gateways at once, which share commits."""
    path = folder / "night.sqlite"
    gateways = [f"g{number}" for number in range(8)]
    night.lines_open(path, gateways)
    with night.opened(path) as store, ThreadPoolExecutor(8) as pool:

        def gateway_night(gateway: str) -> None:
            sent = night.batches(gateway)
            for _ in range(6):
                night.send(store, next(sent), say)

        list(pool.map(gateway_night, gateways))


def deliveries(folder: Path, say: Say) -> None:
    """Signed deliveries of ten batches."""
    path = folder / "night.sqlite"
    night.lines_open(path, signed=True)
    with night.opened(path) as store:
        for number in range(8):
            night.deliver(
                store, ("phones", "tv-app", "web")[number % 3], 10 * (number // 3) + 1, 10 * (number // 3) + 10, say
            )


def deliveries_in_parts(folder: Path, say: Say) -> None:
    """The same in the second form: the season's key is made, and each commit has the hidden parts of its events."""
    path = folder / "night.sqlite"
    night.lines_open(path, signed=True, in_parts=True)
    with night.opened(path) as store:
        for number in range(8):
            gateway, first = ("phones", "tv-app", "web")[number % 3], 10 * (number // 3) + 1
            night.deliver_in_parts(store, gateway, first, first + 9, say)


def imports(folder: Path, say: Say) -> None:
    """Two seasons, a commit each."""
    with night.opened(folder / "night.sqlite") as store:
        for name in ("one", "two"):
            store.take_in(shipped_season("us-33"), name=name)
            for line in of_events(store.log.stream(f"season/{name}")):
                say(*line)


def follows(folder: Path, say: Say) -> None:
    """Views in pages of five, and made again."""
    path = folder / "night.sqlite"
    night.lines_open(path)
    with night.opened(path) as store, Views.open(views_path(store.log.beside), store.log) as views:
        sent = night.batches("web")
        for number in range(6):
            night.send(store, next(sent), say)
            views.catch_up(page=5)
            if number == 3:
                views.rebuild()


def signs(folder: Path, say: Say) -> None:
    """A key made, and a checkpoint after every batch, its note handed out."""
    path, key = folder / "night.sqlite", folder / "key"
    night.lines_open(path)
    make_key(key, ORIGIN)
    say("key")
    register = Register(register_path(key))
    with night.opened(path) as store, Ledger.open(store.log) as ledger:
        sent = night.batches("web")
        for _ in range(10):
            store.season(night.SEASON).receive([next(sent)])
            published = publish(ledger, register, read_key(key))
            say(ACKNOWLEDGED, published.size, published.note.hex())
    register.close()


def writes_outputs(folder: Path, say: Say) -> None:
    """What commands write with -o: a canvass, a checkpoint, a bundle."""
    command = raw_ballots(folder, Random(3), 300)
    key = str(folder / "key")
    assert types(folder, ["checkpoint", "key", ORIGIN, "-o", key]).code == 0
    for words, name in (
        (command, "canvass.ndjson"),
        (["checkpoint", "publish", "--key", key], "checkpoint.note"),
        (["bundle", night.SEASON, "--key", key], "night.bundle"),
    ):
        output = folder / name
        said = types(folder, [*words, "-o", str(output)])
        assert said.code == 0, said.err
        say("output", name, output.read_bytes().hex())


def the_store(folder: Path, marks: list[Line], tally: Tally) -> None:
    """All that was acknowledged is there; what is there is whole and can be written on."""
    path = folder / "night.sqlite"
    if path.exists() or marks:
        with night.opened(path) as store:  # recovery is the business of whoever opens it for writing
            store.log.last_position()
    compare(path, marks, tally)


def the_views(folder: Path, marks: list[Line], tally: Tally) -> None:
    """Caught up, the views are as if made from nothing."""
    the_store(folder, marks, tally)
    with (
        night.opened(folder / "night.sqlite") as store,
        Views.open(views_path(store.log.beside), store.log) as views,
    ):
        views.catch_up()
        if exported(views) != as_made_fresh(store, folder):
            tally.other["views differ from fresh ones"] += 1


def the_register(folder: Path, marks: list[Line], tally: Tally) -> None:
    """The key and every checkpoint handed out are there, and fit."""
    given = [(line[1], line[2]) for line in marks if line[0] == ACKNOWLEDGED]
    tally.acknowledged += len(given)
    if not marks:
        return
    if not (folder / "key").exists() or not register_path(folder / "key").exists():
        tally.other["a key was made, and is gone"] += 1
        tally.lost += len(given)
        return
    tally.lost += lost_checkpoints(folder / "night.sqlite", folder / "key", given, tally)


def the_outputs(folder: Path, marks: list[Line], tally: Tally) -> None:
    """An output is whole or absent; after exit 0 it is there."""
    for _, name, octets in marks:
        tally.acknowledged += 1
        found = folder / name
        tally.lost += not found.exists()
        if found.exists() and found.read_bytes().hex() != octets:
            tally.other[f"torn: {name}"] += 1
