"""A progress bar for what takes long: on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from glitterball.cli.output import errors
from glitterball.cli.weights import is_terminal

Begins = Callable[[str, int, int], None]
"""Told the name of a part as it begins, its number from 1, and how many there are."""


@contextmanager
def progress(what: str) -> Iterator[Begins]:
    """A bar on standard error while something takes long. Where nobody watches, in a file or a pipe, nothing is written."""
    if not is_terminal(sys.stderr):
        yield lambda name, number, of: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} " + what),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[part]}"),
    )
    with Progress(*columns, console=errors(), transient=True) as bar:
        task = bar.add_task(what, total=1, part="", visible=False)

        def begins(name: str, number: int, of: int) -> None:
            bar.update(task, completed=number - 1, total=of, part=name, visible=True)

        yield begins
