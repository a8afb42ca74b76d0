"""The canvass in stages: functions from files to files, which anybody may place (`glitterball.placing`), one or many at a time.

    deal    a raw file    salted hashes of its ids, of what the cap is per and of who saved, dealt into parts by themselves
    sift    a part        those hashes that occur too often: ids twice, votes beyond the cap, allocations saved again
    again   a raw file    its ballots with such an id
    first   all of these  which ids are truly repeated, which ballot of each is the first, and whose votes that bears on
    gather  a raw file    every ballot that others may bear on, dealt into parts by voter; most ballots never are
    lost    a part        the votes of these that are lost to other ballots

Each raw file is read a few times in all, however many parts there are. Voters are named by salted digests before
anything is dealt. A task writes beside what it makes and moves it into its place whole, so that one that is done twice, or
twice at a time, makes the same files; what is there already is not made again.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from glitterball.canvass.counting import (
    Asked,
    Cell,
    borne_on_of,
    keep,
    lost_of,
    over_of,
    repeated_of,
    saved_channels,
    saved_of,
    twice_of,
)
from glitterball.canvass.database import Database, bytes_of, opened, path_quoted, quoted, version
from glitterball.canvass.reading import Ballots
from glitterball.canvass.workplace import made_whole, scratch
from glitterball.placing import Place

OPEN_FILES = 100
"""More parts than this are dealt with so many files open at a time, as DuckDB has it unless told."""

WIDTHS = {"keys": 16, "ids": 32, "saves": 16, "suspects": 160}
"""About so many bytes a row has in memory while it is dealt; how much memory dealing needs rests on it, never what is counted."""

PART_OF_MEMORY = 8
MOST_ROWS, FEWEST_ROWS = 122_880, 2_048
"""Rows that are written to a part at a time: as DuckDB has it unless told, and no fewer than it computes at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all tasks of a canvass share. `folder` is one nobody else reads, removed at the end.

    `salt` is in no file. Which part a voter belongs to follows from `key`, which tells canvasses apart and is the same when
    one that was stopped goes on: the parts counted before are parts of the same voters.
    """

    ballots: Ballots
    folder: Path
    parts: int
    memory: str
    threads: int
    salt: str
    key: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Task:
    """One task: of the raw file or the part with a number; files count from 1, parts from 0."""

    job: Job
    number: int
    ties: bool = False


def removals(
    job: Job, place: Place, parts: Sequence[int], told: Callable[[int, int], None]
) -> Iterator[tuple[Cell, ...]]:
    """For each of the parts, in order, the votes lost to other ballots; told how many of the stages before are done."""
    files = range(1, len(job.ballots.files) + 1)
    stages = 5
    ties = False

    def done(stage: int, function: Callable[[Task], bool], numbers: Sequence[int]) -> bool:
        told(stage, stages)
        share = _share(job, min(place.workers, len(numbers)))
        return any(list(place.many(function, [Task(share, number, ties) for number in numbers])))

    done(0, deal, files)
    done(1, sift, range(job.parts))
    done(2, again, files)
    ties = done(3, first, [0])
    done(4, gather, files)
    told(stages, stages)
    share = _share(job, min(place.workers, len(parts)))
    yield from place.many(lost, [Task(share, part, ties) for part in parts])


def new_salt() -> str:
    """A number nobody can guess, for one canvass."""
    return secrets.token_hex(16)


def deal(task: Task) -> bool:
    """The hashes of one raw file, dealt."""
    asked = Asked(task.job.ballots, task.job.salt, task.number)
    dealt = {"keys": asked.keys()}
    if task.job.ballots.have_ids:
        dealt["ids"] = asked.ids()
    if saved_channels(task.job.ballots.terms):
        dealt["saves"] = asked.saves()
    with _at_work(task) as database:
        for what, query in dealt.items():
            _deal(database, f"SELECT *, hash(hashed) % {task.job.parts} AS part FROM ({query})", task, what)
    return False


def sift(task: Task) -> bool:
    """The hashes of one part that occur too often."""
    with _at_work(task) as database:
        if keys := _part(task, "keys"):
            _write(database, over_of(keys, task.job.ballots), _one(task, "over"))
        if ids := _part(task, "ids"):
            _write(database, twice_of(ids), _one(task, "twice"))
        if saves := _part(task, "saves"):
            _write(database, saved_of(saves), _one(task, "saved"))
    return False


def again(task: Task) -> bool:
    """The ballots of one raw file whose id may be repeated."""
    asked = Asked(task.job.ballots, task.job.salt, task.number)
    with _at_work(task) as database:
        _write(database, asked.again(_all(task, "twice")), _one(task, "again"))
    return False


def first(task: Task) -> bool:
    """The first ballot of each repeated id, and whose votes those bear on; whether there is any."""
    repeated, found = _one(task, "repeated"), _all(task, "again")
    with _at_work(task) as database:
        _write(database, repeated_of(found), repeated)
        _write(database, borne_on_of(found, _read([repeated])), task.job.folder / "over" / "borne-on.parquet")
        return bool(database.run(f"FROM {_read([repeated])} LIMIT 1"))


def gather(task: Task) -> bool:
    """The ballots of one raw file that others may bear on, dealt by voter."""
    asked = Asked(task.job.ballots, task.job.salt, task.number)
    part = f", hash({quoted(task.job.key)}, ballots.voter) % {task.job.parts} AS part"
    query = asked.suspects(_all(task, "over"), _all(task, "saved"), task.ties, part)
    with _at_work(task) as database:
        _deal(database, query, task, "suspects")
    return False


def lost(task: Task) -> tuple[Cell, ...]:
    """The votes of one part of the voters that are lost to other ballots."""
    suspects = _part(task, "suspects")
    if not suspects:
        return ()
    with _at_work(task) as database:
        keep(database, "repeated", f"FROM {_all(task, 'repeated')}")
        keep(database, "suspects", f"FROM {suspects}")
        return lost_of(database, task.job.ballots.terms)


def _share(job: Job, workers: int) -> Job:
    """With what one of so many tasks works."""
    if workers < 2:
        return job
    return replace(
        job, memory=f"{max(1, bytes_of(job.memory) // workers // 10**6)}MB", threads=max(1, job.threads // workers)
    )


@contextmanager
def _at_work(task: Task) -> Iterator[Database]:
    """A database for one task, which spills beside its files."""
    assert version() == task.job.made_by, f"tasks of one canvass are done by one version of DuckDB, {task.job.made_by}"
    with scratch(task.job.folder / "tasks") as spill, opened(spill, task.job.memory, task.job.threads) as database:
        database.reading = tuple(str(file.path) for file in task.job.ballots.files)
        yield database


def _deal(database: Database, query: str, task: Task, what: str) -> None:
    """The answer in a folder of the raw file, in one folder of it for each part that has any."""
    job, target = task.job, task.job.folder / what / str(task.number)
    if target.exists():
        return
    rows = bytes_of(job.memory) // (PART_OF_MEMORY * WIDTHS[what])
    database.run(f"SET partitioned_write_max_open_files = {max(OPEN_FILES, job.parts)}")
    database.run(f"SET partitioned_write_flush_threshold = {_within(rows // job.threads)}")
    with made_whole(target) as half:
        database.run(f"""COPY ({query}) TO {quoted(str(half))} (FORMAT parquet, ROW_GROUP_SIZE {_within(rows // job.parts)},
            PARTITION_BY (part), WRITE_PARTITION_COLUMNS false)""")


def _within(rows: int) -> int:
    return min(MOST_ROWS, max(FEWEST_ROWS, rows))


def _write(database: Database, query: str, target: Path) -> None:
    if target.exists():
        return
    with made_whole(target) as half:
        database.run(f"COPY ({query}) TO {quoted(str(half))} (FORMAT parquet)")


def _one(task: Task, what: str) -> Path:
    return task.job.folder / what / f"{task.number}.parquet"


def _part(task: Task, what: str) -> str:
    """What all raw files dealt into a part, as a table in SQL; nothing where none did."""
    return _read(sorted((task.job.folder / what).glob(f"*/part={task.number}/*.parquet")))


def _all(task: Task, what: str) -> str:
    return _read(sorted((task.job.folder / what).glob("*.parquet")))


def _read(files: Sequence[Path]) -> str:
    listed = ", ".join(path_quoted(file) for file in files)
    return f"(FROM read_parquet([{listed}], hive_partitioning = false))" if files else ""
