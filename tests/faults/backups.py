"""Backups and restoring, killed at each step and on a disk that is full, while others write. What was answered must be there.

A child is killed at the k-th time Python opens, makes, renames or removes something: an audit hook counts them and ends the
process with no more than the kernel has. So every state of the folder that another process can meet is one of those that
are looked at.
"""

import errno
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from domain.refusals import Refusal
from glitterball.backups import back_up, restore
from glitterball.backups.manifest import NAME
from glitterball.doctor import store_rows
from glitterball.log.place import RESTORED, why_stopped
from tests.faults import night
from tests.faults.acknowledged import Held
from tests.faults.children import ACKNOWLEDGED, Child, Line, Say
from tests.faults.experiment import Bench, Experiment, Tally

STEPS = (
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.link",
    "os.rmdir",
    "sqlite3.connect",
    "os.chmod",
    "os.truncate",
)
KILLED = 9
BATCHES = 12


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do it in a child that is killed at a step of its own; whether it was done before."""
    child = os.fork()
    if not child:
        left = [step]

        def hook(event: str, _: object) -> None:
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)

        sys.addaudithook(hook)
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def with_room_for(octets: int, work: Callable[[], object]) -> bool:
    """Do it in a child that can write no file beyond a size, as on a full disk; whether it was done. It ends in a sentence."""
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (octets, octets))
        try:
            work()
        except Refusal:
            os._exit(3)
        except OSError as error:
            os._exit(4 if error.errno == errno.EFBIG else 5)
        except BaseException:
            os._exit(6)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, 3):
        raise AssertionError(f"ended with {code}")
    return code == 0


def writing(path: Path, say: Say) -> None:
    """A gateway that sends for as long as it is let."""
    with night.opened(path) as store:
        for batch in night.batches("web"):
            night.send(store, batch, say)


def _acknowledged(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line[0] == ACKNOWLEDGED]


def sound(path: Path) -> bool:
    return not any(row.state in ("damaged", "not read") for row in store_rows(path))


def _while_others_write(copy: Callable[[Path, Path], Path], bench: Bench, trials: int) -> Tally:
    """Acknowledged before the backup was begun: it is in it."""
    tally = Tally()
    for trial in range(trials):
        folder = bench.place(f"{trial}")
        path = folder / "night.sqlite"
        night.lines_open(path)
        child = Child(partial(writing, path))
        wanted = bench.random.randrange(1, BATCHES)
        child.listen(enough=lambda lines, wanted=wanted: len(_acknowledged(lines)) >= wanted)
        acknowledged = _acknowledged(child.lines)
        copied = copy(path, folder)
        child.kill()
        held = Held(copied)
        tally.trials += 1
        tally.acknowledged += len(acknowledged)
        tally.lost += sum(not held.has(line) for line in acknowledged)
        tally.gaps += sorted(held.at) != list(range(1, len(held.at) + 1))
    return tally


def _by_the_command(path: Path, folder: Path) -> Path:
    back_up(path, folder / "backup")
    restore(folder / "backup", folder / "again.sqlite")
    return folder / "again.sqlite"


def _by_hand(path: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(path, folder / "again.sqlite"))


def _killed(bench: Bench, trials: int) -> Tally:
    """A folder with a list is a whole backup, one without is none; a restored store is whole and stopped, or not there. Said
    again, both are done."""
    tally, step = Tally(), 0
    folder = bench.place("night")
    path, whole = folder / "night.sqlite", folder / "whole"
    night.lines_open(path)
    before = Held(path).at
    back_up(path, whole)
    for trial in range(trials):
        to, again = folder / f"backup-{trial}", folder / f"again-{trial}.sqlite"
        made = killed_at(step, partial(back_up, path, to))
        tally.other["a list without a backup"] += (to / NAME).exists() and Held(to / "store.sqlite").at != before
        tally.other["a backup without its list"] += made and not (to / NAME).exists()
        brought = killed_at(step, partial(restore, whole, again))
        if again.exists():
            tally.other["a store to record in that nobody looked at"] += not why_stopped(again).startswith(RESTORED)
        else:
            restore(whole, again)
        tally.other["a store that is not whole"] += not sound(again) or Held(again).at != before
        tally.seen["killed"] += (not made) + (not brought)
        tally.trials += 1
        step = 0 if made and brought else step + 1
    tally.other = +tally.other
    return tally


def _full(bench: Bench, trials: int) -> Tally:
    """Without room there is no backup and no store, and a sentence says so; nothing is left over."""
    tally = Tally()
    folder = bench.place("night")
    path = folder / "night.sqlite"
    night.lines_open(path)
    before, size = Held(path).at, path.stat().st_size
    back_up(path, folder / "whole")
    for trial in range(trials):
        tally.trials += 1
        room = bench.random.randrange(1, size + size // 4)
        to, again = folder / f"backup-{trial}", folder / f"again-{trial}.sqlite"
        made = with_room_for(room, partial(back_up, path, to))
        tally.other["left over"] += not made and to.exists()
        tally.other["not whole"] += made and Held(to / "store.sqlite").at != before
        brought = with_room_for(room, partial(restore, folder / "whole", again))
        tally.other["a store without room"] += again.exists() != brought
        tally.other["restored and not whole"] += brought and Held(again).at != before
        tally.seen["no room"] += not made
    tally.other = +tally.other
    return tally


EXPERIMENTS = (
    Experiment(
        "backups: while others write",
        "what was acknowledged before a backup was begun is in it",
        partial(_while_others_write, _by_the_command),
        30,
        60,
    ),
    Experiment(
        "backups: copied by hand",
        "a copy of the file alone loses what is in its write-ahead log",
        partial(_while_others_write, _by_hand),
        10,
        10,
        sanity=True,
    ),
    Experiment(
        "backups: killed at each step",
        "a backup is whole or none; a restored store is whole and stopped, or not there",
        _killed,
        120,
        400,
    ),
    Experiment("backups: a full disk", "without room nothing is left, and a sentence says so", _full, 40, 100),
)
