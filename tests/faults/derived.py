"""kill -9 of what is derived from the log: views that follow and are made again, signed checkpoints, a canvass."""

from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from glitterball.evidence.ledger import Ledger, Register, make_key, publish, read_key, register_path
from glitterball.store import Store
from glitterball.views import VIEWS, Views, views_path
from tests.faults import night
from tests.faults.acknowledged import count_errors
from tests.faults.at_the_desk import types
from tests.faults.ballots import raw_ballots
from tests.faults.children import ACKNOWLEDGED, Child, Say
from tests.faults.experiment import Bench, Experiment, Tally
from tests.faults.kills import KILLS_OF_A_STORE, killed

ORIGIN = "example.org/laboratory"
EXPORTED = (*(view.name for view in VIEWS), "log")


def exported(views: Views) -> list[list[bytes]]:
    """Every line of every view."""
    return [list(views.export(name)) for name in EXPORTED]


def as_made_fresh(store: Store, folder: Path) -> list[list[bytes]]:
    """The views as they are when made from nothing."""
    fresh = folder / f"fresh-{store.log.last_position()}.sqlite"
    with Views.open(fresh, store.log) as views:
        views.catch_up()
        lines = exported(views)
    for left in folder.glob(f"{fresh.name}*"):
        left.unlink()
    return lines


def follow(path: Path, say: Say) -> None:
    """Views that follow in small pages while batches and corrections come, made again from nothing now and then."""
    with night.opened(path) as store, Views.open(views_path(store.log.beside), store.log) as views:
        sent = night.batches("web", store.log.version(night.stream_of("web")) + 1)
        for number in count():
            night.send(store, next(sent), say)
            if number % 4 == 0:
                for line in night.correct(store, "ines", 1 + (next(sent).batch + number) % 9, f"{number}"):
                    say(*line)
            views.catch_up(page=2)
            if number % 7 == 6:
                views.rebuild()


def view_trials(bench: Bench, kills: int) -> Tally:
    """After every kill the views, caught up, are as if they were made from nothing."""
    tally = Tally()
    path = Path()
    for number in range(kills):
        if number % KILLS_OF_A_STORE == 0:
            path = bench.place(str(number)) / "night.sqlite"
            night.lines_open(path)
        lines = killed(partial(follow, path), bench.random.uniform(0, 0.15))
        tally.trials += 1
        tally.acknowledged += sum(line[0] == ACKNOWLEDGED for line in lines)
        count_errors(lines, tally, ("already-so",))
        with night.opened(path) as store, Views.open(views_path(store.log.beside), store.log) as views:
            views.catch_up()
            tally.other["views differ from fresh ones"] += exported(views) != as_made_fresh(store, path.parent)
        tally.other += type(tally.other)()  # leaves no zero behind
    return tally


def sign(path: Path, key: Path, say: Say) -> None:
    """A checkpoint after every batch; the note is handed out."""
    register = Register(register_path(key))
    with night.opened(path) as store, Ledger.open(store.log) as ledger:
        for batch in night.batches("web", store.log.version(night.stream_of("web")) + 1):
            store.season(night.SEASON).receive([batch])
            published = publish(ledger, register, read_key(key))
            say(ACKNOWLEDGED, published.size, published.note.hex())


def checkpoint_trials(bench: Bench, kills: int) -> Tally:
    """Every note handed out is in the register, fits the log, and signing goes on."""
    tally = Tally()
    path, given = Path(), []
    for number in range(kills):
        if number % KILLS_OF_A_STORE == 0:
            path, given = bench.place(str(number)) / "night.sqlite", []
            night.lines_open(path)
            make_key(path.with_name("key"), ORIGIN)
        key = path.with_name("key")
        lines = killed(partial(sign, path, key), bench.random.uniform(0, 0.08))
        given += [(line[1], line[2]) for line in lines if line[0] == ACKNOWLEDGED]
        tally.trials += 1
        tally.acknowledged += sum(line[0] == ACKNOWLEDGED for line in lines)
        count_errors(lines, tally)
        tally.lost += lost_checkpoints(path, key, given, tally)
    return tally


def lost_checkpoints(path: Path, key: Path, given: list[tuple[int, str]], tally: Tally) -> int:
    """How many handed out are not in the register; whether those in it fit the log, and the next can be signed."""
    register = Register(register_path(key))
    try:
        kept = {(published.size, published.note.hex()) for published in register.published()}
        with night.opened(path) as store, Ledger.open(store.log) as ledger:
            ledger.catch_up()
            for published in register.published():
                if published.size > ledger.size or ledger.root(published.size) != published.root:
                    tally.other["a signed checkpoint does not fit the log"] += 1
            if ledger.check():
                tally.other["the ledger does not fit the log"] += 1
            publish(ledger, register, read_key(key))
    finally:
        register.close()
    return len(set(given) - kept)


def canvass_trials(bench: Bench, kills: int) -> Tally:
    """A canvass killed and run again gives, byte for byte, what the undisturbed one gives; its output is never torn."""
    tally = Tally()
    folder = bench.place("canvass")
    command = raw_ballots(folder, Random(7), 20_000)
    whole = folder / "whole.ndjson"
    assert types(folder, [*command, "-o", str(whole)]).code == 0
    for number in range(kills):
        output = folder / f"{number}.ndjson"
        child = Child(lambda say, output=output: say(ACKNOWLEDGED, types(folder, [*command, "-o", str(output)]).code))
        if not child.listen(bench.random.uniform(0.02, 0.5), bool):
            child.kill()
        else:
            child.wait()
        tally.trials += 1
        tally.seen["ended before the kill"] += bool(child.lines)
        tally.lost += bool(child.lines) and not output.exists()
        tally.other["a torn output"] += output.exists() and output.read_bytes() != whole.read_bytes()
        tally.other["run again and refused"] += types(folder, [*command, "-o", str(output)]).code != 0
        tally.other["run again and different"] += output.read_bytes() != whole.read_bytes()
    tally.other += type(tally.other)()
    return tally


EXPERIMENTS = (
    Experiment("kills: views", "Views go on as if nothing had happened.", view_trials, 30, 60),
    Experiment("kills: checkpoints", "A checkpoint handed out is never forgotten.", checkpoint_trials, 40, 120),
    Experiment("kills: canvass", "A canvass run again gives the same.", canvass_trials, 6, 20),
)
