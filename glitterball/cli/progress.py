"""How far what takes long is: on standard error, on a terminal only, and gone when it is done."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from glitterball.cli.output import errors, is_hushed
from glitterball.cli.weights import is_terminal
from glitterball.steps import heard_by

Begins = Callable[[str, int, int], None]
"""Told the name of a part as it begins, its number from 1, and how many there are."""


def _can_be_redrawn() -> bool:
    """Whether somebody watches standard error, on a terminal that can take a line back."""
    return not is_hushed() and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(what: str) -> Iterator[Begins]:
    """A bar on standard error while something takes long. In a file or a pipe, or on a dumb terminal, nothing is written."""
    if not _can_be_redrawn():
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


@contextmanager
def watching(what: str) -> Iterator[None]:
    """How long it takes, and how many are done once something is counted (`glitterball.steps`). Where nobody watches, nothing."""
    if not _can_be_redrawn():
        yield
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line"),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[done]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors(), transient=True) as bar:
        task = bar.add_task(what, total=None, done="")

        def heard(things: str, done: int, of: int | None) -> None:
            told = f"{done:,} {things}" if of is None else f"{done:,} of {of:,} {things}"
            bar.tasks[0].total = of  # `update` takes None for: as it was
            bar.update(task, completed=done, done=told)

        with heard_by(heard):
            yield
