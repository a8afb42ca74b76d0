"""What people and programs do to a store that is open: fork, link, move, replace. Safe, or refused in a sentence.

Whatever is answered must be true: an acknowledged event is in the file at the store's path or, where the file was moved
away, in the file that was moved. A refusal is always allowed here; anything else that is raised is not.
"""

import os
import shutil
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from domain.refusals import Refusal
from glitterball.store import Store
from tests.faults import night
from tests.faults.acknowledged import Held
from tests.faults.children import ACKNOWLEDGED, ERROR, REFUSED, SENT, Child, Line, Say, refusal_line
from tests.faults.experiment import Bench, Experiment, Tally

BEFORE = 3
"""Batches before, and after, what is done to the store."""


def several(store: Store, gateway: str, first: int, say: Say) -> None:
    """A few batches; a refusal is told, and the next one is tried all the same."""
    sent = night.batches(gateway, first)
    for _ in range(BEFORE):
        guarded(lambda: night.send(store, next(sent), say), say)


def guarded(work: Callable[[], object], say: Say) -> None:
    """Do it, and tell what was raised."""
    try:
        work()
    except Refusal as refusal:
        say(*refusal_line(refusal))
    except Exception as error:
        say(ERROR, f"{type(error).__name__}: {error}"[:200])


def request(path: Path, gateway: str, first: int, say: Say) -> None:
    """A handle of one's own for a few batches."""
    with night.opened(path) as store:
        several(store, gateway, first, say)


class Others:
    """Other processes, with nothing open: forked by one that was there before the store was opened.

    A child of a process that has the store open is no such thing: it inherits what SQLite believes to hold.
    """

    def __init__(self, path: Path, say: Say) -> None:
        asked, self._ask = os.pipe()
        self._done, done = os.pipe()
        self._path = path
        if not os.fork():
            os.close(self._ask)
            while order := os.read(asked, 4096):
                gateway, _, where = order.decode().partition(" ")
                for line in Child(partial(_ordered, Path(where), gateway)).wait():
                    say(*line)
                os.write(done, b".")
            os._exit(0)
        os.close(asked)
        os.close(done)

    def __call__(self, gateway: str, path: Path | None = None) -> None:
        """One of them makes a request, and ends."""
        os.write(self._ask, f"{gateway} {path or self._path}".encode())
        os.read(self._done, 1)


NEW = "new"


def _ordered(path: Path, gateway: str, say: Say) -> None:
    guarded(lambda: night.lines_open(path) if gateway == NEW else request(path, gateway, 1, say), say)


Accident = Callable[[Path, Say, Others], None]


def beside_a_child(path: Path, child: Callable[[Store, Say], None], say: Say, others: Others) -> None:
    """A child forked with the store open works; its parent closes the store; others come and go; the child works on."""
    told_to_go_on, go_on = os.pipe()

    def life(told: Say) -> None:
        os.close(go_on)
        child(store, told)
        os.read(told_to_go_on, 1)
        child(store, told)

    with night.opened(path) as store:
        several(store, "parent", 1, say)
        forked = Child(life)
        forked.listen(60, _heard)
        several(store, "parent", 1 + BEFORE, say)
    others("other")
    os.close(go_on)
    for line in forked.wait():
        say(*line)
    others("late")


def _heard(lines: list[Line]) -> bool:
    """Whether the child has done all it does before its parent closes: it was answered so often, or refused at once."""
    answers = [line for line in lines if line[0] != SENT]
    return len(answers) >= BEFORE or any(line[0] == REFUSED for line in answers)


def forked_with_it(path: Path, say: Say, others: Others) -> None:
    """A child that uses the store its parent had open when it was forked."""
    first = count(1, BEFORE)
    beside_a_child(path, lambda store, told: several(store, "child", next(first), told), say, others)


def forked_and_opened(path: Path, say: Say, others: Others) -> None:
    """A child that opens the same file anew, and keeps it, beside the handle it inherited."""
    own: list[Store] = []
    first = count(1, BEFORE)

    def child(inherited: Store, told: Say) -> None:
        guarded(lambda: own or own.append(night.opened(path)), told)
        for store in own:
            several(store, "child", next(first), told)

    beside_a_child(path, child, say, others)


def forked_and_closed(path: Path, say: Say, others: Others) -> None:
    """A child that only closes what it inherited, as an interpreter does at its end."""
    with night.opened(path) as store:
        several(store, "parent", 1, say)
        for line in Child(lambda told: guarded(store.close, told)).wait():
            say(*line)
        others("other")
        several(store, "parent", 1 + BEFORE, say)
        others("late")


def hard_link(path: Path, say: Say, others: Others) -> None:
    """The same file under a second name: SQLite keeps a write-ahead log for each name."""
    second = path.with_name("second.sqlite")
    with night.opened(path) as store:
        several(store, "parent", 1, say)
        os.link(path, second)
        guarded(lambda: request(second, "child", 1, say), say)
        others("other", second)
        several(store, "parent", 1 + BEFORE, say)


def moved_away(path: Path, say: Say, others: Others) -> None:
    """The file gets another name while it is open, and somebody makes a new store at the old one."""
    with night.opened(path) as store:
        several(store, "parent", 1, say)
        path.rename(path.with_name("moved.sqlite"))
        several(store, "parent", 1 + BEFORE, say)
        others(NEW)
        several(store, "parent", 1 + 2 * BEFORE, say)


def replaced(path: Path, say: Say, others: Others) -> None:
    """A copy made before the night is put in the place of the open store, as when a backup is restored."""
    copy = path.with_name("copy.sqlite")
    shutil.copyfile(path, copy)
    with night.opened(path) as store:
        several(store, "parent", 1, say)
        copy.replace(path)
        several(store, "parent", 1 + BEFORE, say)
        others("other")
        several(store, "parent", 1 + 2 * BEFORE, say)


def looked_at(path: Path, say: Say, others: Others) -> None:
    """The file is looked at by hand, which drops the locks; another process then believes that it is alone."""
    with night.opened(path) as store:
        several(store, "parent", 1, say)
        with path.open("rb") as file:
            file.read(100)
        others("other")
        several(store, "parent", 1 + BEFORE, say)
        others("late")


def restored_unseen(path: Path, say: Say, others: Others) -> None:
    """An older copy put back when nobody has the store open: nothing here could notice, so it has to lose."""
    copy = path.with_name("copy.sqlite")
    shutil.copyfile(path, copy)
    request(path, "parent", 1, say)
    copy.replace(path)


def trials(accident: Accident, bench: Bench, stores: int) -> Tally:
    """The accident on so many stores."""
    tally = Tally()
    for number in range(stores):
        path = bench.place(str(number)) / "night.sqlite"
        night.lines_open(path, ("parent", "child", "other", "late"))
        child = Child(lambda say, path=path: accident(path, say, Others(path, say)))
        if not child.wait_at_most(120):
            child.lines.append([ERROR, "did not end"])
        account(path, child.lines, tally)
    return tally


def account(path: Path, lines: list[Line], tally: Tally) -> None:
    """What was acknowledged is in the file at the path, in the one that was moved away, or in what was rescued."""
    tally.trials += 1
    path.with_name("second.sqlite").unlink(missing_ok=True)  # under two names nobody opens it, which is as it should be
    places = [Held(path)]
    for elsewhere in (path.with_name("moved.sqlite"), path.with_name(f"{path.name}.rescued")):
        if elsewhere.exists():
            places.append(Held(elsewhere))
    for held in places:
        held.count_into(tally)
    for line in lines:
        if line[0] == ACKNOWLEDGED:
            tally.acknowledged += 1
            tally.lost += not any(held.has(line) for held in places)
        elif line[0] == REFUSED:
            tally.seen[f"refused {line[1]}"] += 1
        elif line[0] == ERROR:
            tally.other[str(line[1]).partition(":")[0]] += 1


def _experiment(name: str, claim: str, accident: Accident) -> Experiment:
    return Experiment(f"misuse: {name}", claim, partial(trials, accident), bounded=3, round=10)


EXPERIMENTS = (
    _experiment("forked with the store open", "A forked child that uses its parent's store.", forked_with_it),
    _experiment("forked, opened anew", "A forked child that opens the file its parent has open.", forked_and_opened),
    _experiment("forked, closed", "A forked child that only closes the store it inherited.", forked_and_closed),
    _experiment("hard link", "The store under a second name.", hard_link),
    _experiment("moved away", "The file moved away while it is open.", moved_away),
    _experiment("replaced", "Another file put in the place of the open store.", replaced),
    Experiment(
        "misuse: looked at by hand",
        "A descriptor of the open store, opened and closed by hand, loses what is acknowledged afterwards.",
        partial(trials, looked_at),
        bounded=2,
        round=2,
        sanity=True,
    ),
    Experiment(
        "misuse: restored unseen",
        "A store set back behind everybody's back is found out by the account.",
        partial(trials, restored_unseen),
        bounded=2,
        round=2,
        sanity=True,
    ),
)
