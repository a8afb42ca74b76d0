"""So many processes as are asked for; this one, where it is one."""

from collections.abc import Iterator
from contextlib import contextmanager

from glitterball.placing.place import HERE, Place
from glitterball.placing.processes import Processes


@contextmanager
def placed(workers: int) -> Iterator[Place]:
    """A place that does so many tasks at a time: here, where it is one."""
    if workers < 1:
        raise ValueError(f"so many workers do nothing: {workers}")
    if workers == 1:
        yield HERE
        return
    with Processes(workers) as place:
        yield place
