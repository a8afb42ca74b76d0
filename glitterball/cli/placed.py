"""Where the tasks of a command are done: `--workers`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from glitterball.placing import Here, Place, Processes

WorkersOption = Annotated[
    int, typer.Option("--workers", help="Processes that share the work. What is found is the same.", min=1, max=1_024)
]


@contextmanager
def placed(workers: int) -> Iterator[Place]:
    """A place that does so many tasks at a time: here, where it is one."""
    if workers == 1:
        yield Here()
        return
    with Processes(workers) as place:
        yield place
