"""What whoever places tasks has to give, and the simplest that gives it."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

A = TypeVar("A")
R = TypeVar("R")
TRIES = 3
"""How often a task is begun at most whose process is lost."""


class Place(Protocol):
    """What a placer gives.

    `many` answers in the order of the arguments, each as soon as it and those before it are done. A task that was lost
    with whatever did it is done again, also while the first may still be at it: both write the same files. What a
    task raises is raised. Tasks of one call may run at the same time, and all of them see the files that tasks of earlier calls
    wrote, under the same names, with the same versions of Glitterball and DuckDB. An argument of a canvass holds its salt: it is
    kept in no file and no record of the placer.
    """

    workers: int
    """How many tasks one machine does at a time; its memory and threads are divided among so many."""

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers of the function to each argument."""
        ...


class Here:
    """Each task in this process, when its answer is asked for."""

    workers = 1

    def many(self, function: Callable[[A], R], arguments: Sequence[A]) -> Iterator[R]:
        """The answers, one after the other."""
        return map(function, arguments)


HERE = Here()


class Lost(Exception):
    """A task whose process ended, time and again."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
