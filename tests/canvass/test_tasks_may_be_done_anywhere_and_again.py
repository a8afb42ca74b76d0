"""The stages of a canvass are functions from files to files: wherever they are placed, however often they are done, in whatever
order within a stage, they write the same files, and the counts are those of a canvass in one part."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from domain.refusals import Refusal
from glitterball.canvass import Means, canvass, stages
from glitterball.canvass import refusals as no
from glitterball.canvass.stages import Task
from glitterball.placing import Here, Lost, Place, Processes
from tests.canvass.raw_ballots import good, terms, voting, write
from tests.canvass.test_no_voter_leaves_the_canvass import MARK, ROOT, ballots, left_behind
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("processes")


A = TypeVar("A")
R = TypeVar("R")
HELD = terms(voting(cap=3, regions=False))
PARTS = 5


class Careless:
    """Does each task twice, the first time for nothing, in another order than asked, and each argument by way of pickle."""

    workers = 3

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.done: list[str] = []

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers of the second time."""
        order = list(range(len(arguments))) * 2
        self.chance.shuffle(order)
        answers = {}
        for place in order:
            answers[place] = pickle.loads(pickle.dumps(function))(pickle.loads(pickle.dumps(arguments[place])))
            self.done.append(function.__name__)
        return iter([answers[place] for place in range(len(arguments))])


class Noting:
    """Does tasks here, and notes what is in each file of the canvass after every stage."""

    workers = 1

    def __init__(self, work: Path) -> None:
        self.work = work
        self.seen: dict[str, bytes] = {}
        self.changed: list[str] = []

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers."""
        answers = [function(argument) for argument in arguments]
        for path, content in left_behind(self.work / "spill"):
            name = str(path.relative_to(self.work))
            if self.seen.setdefault(name, content) != content:
                self.changed.append(name)
        return iter(answers)


@pytest.mark.parametrize("seed", part(range(3), 0, of=3))
def test_tasks_done_twice_and_in_any_order_give_the_same_bytes(seed: int, tmp_path: Path) -> None:
    path = ballots(tmp_path / "ballots.parquet", 20_000)
    straight = canvass([("phones", path)], HELD).lines()
    place = Careless(seed)
    assert canvass([("phones", path)], HELD, None, Means(parts=PARTS, threads=1, place=place)).lines() == straight
    assert set(place.done) == {"deal", "sift", "again", "first", "gather", "lost"}


@pytest.mark.parametrize("parts", [1, 5])
def test_an_id_repeated_by_voters_under_the_cap_is_found_in_any_part(parts: int, tmp_path: Path) -> None:
    """Nothing else makes such a ballot one that others bear on."""
    rows = [good(voter=f"voter {number}", ballot=str(number // 2)) for number in range(40)]
    path = write(tmp_path / "ballots.csv", rows)
    (batch,) = canvass([("phones", path)], HELD, None, Means(parts=parts, place=Here())).batches
    assert (batch.accepted, dict(batch.rejected)) == (20, {"ballot repeated": 20})


@pytest.mark.parametrize("parts", [1, 5])
def test_a_save_replaced_by_voters_under_the_cap_is_found_in_any_part(parts: int, tmp_path: Path) -> None:
    """The same for allocations."""
    held = terms(voting(cap=9, regions=False), (("phones", ("web",)),))
    times = ("2024-09-25T00:00:01Z", "2024-09-25T00:00:02Z")
    rows = [good(voter=f"voter {number // 2}", channel="web", count=1, time=times[number % 2]) for number in range(40)]
    path = write(tmp_path / "ballots.csv", rows)
    (batch,) = canvass([("phones", path)], held, None, Means(parts=parts, place=Here())).batches
    assert (batch.accepted, dict(batch.rejected)) == (20, {"replaced by a later save": 20})


@pytest.mark.parametrize("form", part(["parquet", "csv", "jsonl"], 1, of=3))
def test_a_task_done_again_writes_the_same_files(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one thread a task writes the same bytes, and the files name no voter; only the salt tells two canvasses apart."""
    path = ballots(tmp_path / f"ballots.{form}", 20_000) if form != "jsonl" else in_lines(tmp_path)
    monkeypatch.setattr("glitterball.canvass.canvassing.new_salt", lambda: "0" * 32)
    noted = []
    for turn in "ab":
        place = Noting(tmp_path / turn)
        canvass([("phones", path)], HELD, None, Means(work=tmp_path / turn, parts=PARTS, threads=1, place=place))
        assert not place.changed
        noted.append(place.seen)
        assert not (tmp_path / turn).exists()
    assert noted[0] == noted[1]
    assert {name.split("/")[2] for name in noted[0]} == {
        "keys",
        "ids",
        "over",
        "twice",
        "again",
        "repeated",
        "suspects",
    }
    assert all(MARK not in content for content in noted[0].values())


def in_lines(folder: Path) -> Path:
    """The ballots as JSON."""
    path = ballots(folder / "ballots.json", 20_000)
    return path.rename(path.with_suffix(".jsonl"))


def test_another_salt_names_voters_by_other_digests(tmp_path: Path) -> None:
    path = ballots(tmp_path / "ballots.parquet", 2_000)
    noted = []
    for turn in "ab":
        place = Noting(tmp_path / turn)
        canvass([("phones", path)], HELD, None, Means(work=tmp_path / turn, parts=1 + 1, threads=1, place=place))
        noted.append(
            {name: content for name, content in place.seen.items() if "/keys/" in name or "/suspects/" in name}
        )
    assert not set(noted[0].values()) & set(noted[1].values())


def test_the_files_of_the_canvass_are_read_by_nobody_else(tmp_path: Path) -> None:
    seen = []

    class Looking(Here):
        def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
            seen.append((tmp_path / "work" / "spill").stat().st_mode & 0o777)
            return super().many(function, arguments)

    path = ballots(tmp_path / "ballots.parquet", 2_000)
    canvass([("phones", path)], HELD, None, Means(work=tmp_path / "work", parts=2, place=Looking()))
    assert set(seen) == {0o700}


def test_processes_of_their_own_give_the_same_bytes_and_are_gone_afterwards(tmp_path: Path) -> None:
    path = ballots(tmp_path / "ballots.parquet", 20_000)
    straight = canvass([("phones", path)], HELD).lines()
    with Processes(2) as place:
        assert canvass([("phones", path)], HELD, None, Means(parts=PARTS, threads=2, place=place)).lines() == straight
        numbers = set(place.many(number_of_process, range(8)))
    assert os.getpid() not in numbers
    assert not any(alive(number) for number in numbers)


def number_of_process(_: int) -> int:
    """Who does it."""
    return os.getpid()


def alive(number: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def killed_the_first_time(marked: str) -> str:
    """A task whose process is killed when it is first done."""
    if not (path := Path(marked)).exists():
        path.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def killed(_: int) -> None:
    """A task whose process is always killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def refused(number: int) -> int:
    """A task that cannot be done."""
    print("this is no answer")
    if number == 2:
        raise no.NotEnoughRoom("1GB", "the disk is full")
    return number


def sleeping(_: int) -> None:
    """A task that takes long."""
    time.sleep(600)


def test_a_task_that_was_lost_with_its_process_is_done_again(tmp_path: Path) -> None:
    with Processes(2) as place:
        assert list(place.many(killed_the_first_time, [str(tmp_path / name) for name in "abc"])) == ["a", "b", "c"]
        with pytest.raises(Lost, match="ended 3 times"):
            list(place.many(killed, [1]))
        assert list(place.many(abs, [-1, -2])) == [1, 2]


def test_what_a_task_refuses_is_refused(tmp_path: Path) -> None:
    with Processes(2) as place, pytest.raises(Refusal, match=r"with 1GB of memory: the disk is full") as found:
        list(place.many(refused, [1, 2, 3]))
    assert found.value.code == "not-enough-room"


def test_tasks_that_nobody_waits_for_any_more_are_ended() -> None:
    with Processes(2) as place:
        numbers = list(place.many(number_of_process, range(4)))
        answers = place.many(in_turn, [1, 0])
        assert next(answers) == 1
        answers.close()  # type: ignore[attr-defined] # a generator
    assert not any(alive(number) for number in numbers)


LEFT = """
import os, signal, sys, threading, time
from glitterball.placing import Processes
from tests.canvass.test_tasks_may_be_done_anywhere_and_again import number_of_process, sleeping
place = Processes(2)
print(*place.many(number_of_process, range(2)), flush=True)
threading.Thread(target=lambda: list(place.many(sleeping, [0, 0])), daemon=True).start()
time.sleep(0.5)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_in_the_midst_of_a_task_when_the_canvass_is_killed() -> None:
    """Nothing writes to the spill folder any more when the next canvass wipes it."""
    ran = subprocess.run(
        [sys.executable, "-c", LEFT], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    numbers = [int(number) for number in ran.stdout.split()]
    assert len(set(numbers)) == 2
    waited = 0
    while any(map(alive, numbers)) and (waited := waited + 1) < 600:
        time.sleep(0.1)
    assert not any(map(alive, numbers))


def in_turn(number: int) -> int:
    """A task that is done at once, and one that takes long."""
    return number or sleeping(number) or 0


def test_a_process_lost_time_and_again_is_told_in_a_sentence(tmp_path: Path) -> None:
    class Losing(Here):
        def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
            raise Lost("a process was ended 3 times")

    path = ballots(tmp_path / "ballots.parquet", 2_000)
    with pytest.raises(Refusal, match="ran out of room with 2GB of memory: a process was ended 3 times"):
        canvass([("phones", path)], HELD, None, Means(work=tmp_path / "work", parts=2, place=Losing()))


def test_tasks_of_another_version_of_duckdb_are_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its hashes are not promised to be the same."""
    path = ballots(tmp_path / "ballots.parquet", 2_000)
    monkeypatch.setattr(stages, "version", lambda: "0.0.0")
    with pytest.raises(AssertionError, match="one version of DuckDB"):
        canvass([("phones", path)], HELD, None, Means(parts=2, place=Here()))


def test_memory_and_threads_are_divided_among_the_tasks_done_at_a_time(tmp_path: Path) -> None:
    shares = []

    class Watching(Careless):
        def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
            shares.extend((one.job.memory, one.job.threads) for one in arguments if isinstance(one, Task))
            return super().many(function, arguments)

    place: Place = Watching(0)
    path = ballots(tmp_path / "ballots.parquet", 2_000)
    canvass([("phones", path)], HELD, None, Means(memory="1.5GB", parts=PARTS, threads=7, place=place))
    assert set(shares) == {("1.5GB", 7), ("500MB", 2)}
