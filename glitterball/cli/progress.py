"""A progress bar for what takes long: on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn

from glitterball.cli.output import errors


@contextmanager
def progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while something takes long, told the name of each part as it begins, its number and how many
    there are. Where nobody watches, in a file or a pipe, nothing is written."""
    if not sys.stderr.isatty():
        yield lambda name, number, of: None
        return
    columns = (TextColumn("{task.completed}/{task.total} " + what), BarColumn(), TextColumn("{task.fields[part]}"))
    with Progress(*columns, console=errors(), transient=True) as bar:
        task = bar.add_task(what, total=1, part="", visible=False)

        def begins(name: str, number: int, of: int) -> None:
            bar.update(task, completed=number - 1, total=of, part=name, visible=True)

        yield begins
