"""`glitterball projections`: the persisted views, tables any SQLite tool can open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answers import Answer
from glitterball.cli.asking import FormatOption, OutputOption, store_of
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.progress import progress, watching
from glitterball.snapshots import keep, snapshots_path
from glitterball.views import Views, views_path

app = typer.Typer(help="The persisted views: list, catch up, status, rebuild.", no_args_is_help=True)

FileOption = Annotated[
    Path | None, typer.Option("--file", help="Where the views are kept; beside the store unless said.", metavar="PATH")
]


@app.command("list")
def list_(context: typer.Context, file: FileOption = None, form: FormatOption = Format.TABLE) -> None:
    """The views and how far each has come."""
    with _views(context, file) as views:
        status = views.status()
        notes = [f"{status.path}: open it with any SQLite tool, read only."]
        show(
            Answer(
                schema="projections-list",
                mode="",
                title="Views",
                rows=status.views,
                basis={"position": status.last},
                notes=notes,
            ),
            form,
        )


@app.command("status")
def status_(context: typer.Context, file: FileOption = None, form: FormatOption = Format.TABLE) -> None:
    """How far the views are behind the log."""
    with _views(context, file) as views:
        status = views.status()
        title = "current" if status.current else f"{count_of(status.lag, 'event')} behind"
        basis = {"position": status.position, "last": status.last}
        notes = [] if status.current else ["Catch up with: glitterball projections update"]
        show(
            Answer(
                schema="projections-status",
                mode="",
                title=f"The views are {title}",
                rows=status.views,
                basis=basis,
                notes=notes,
            ),
            form,
        )


@app.command("update")
def update(context: typer.Context, file: FileOption = None) -> None:
    """Catch up with the log, in pages; and keep snapshots beside the store, from which `--as-of` is answered."""
    with _views(context, file) as views:
        position = _counting(views, views.catch_up)
        say(f"The views stand at position {position}: {views.path}")
        _keep_snapshots(views)


@app.command("rebuild")
def rebuild(context: typer.Context, file: FileOption = None) -> None:
    """Make all views again from the log, and put them in place at once; and the snapshots from which `--as-of` is answered."""
    with _views(context, file) as views:
        position = _counting(views, views.rebuild)
        say(f"Rebuilt up to position {position}: {views.path}")
        _keep_snapshots(views, afresh=True)


@app.command("export")
def export(
    context: typer.Context,
    view: Annotated[str, typer.Argument(help="The view's name, as listed.", metavar="VIEW")],
    file: FileOption = None,
    output: OutputOption = None,
) -> None:
    """Write a view as JSON lines: the same bytes whenever the views stand at the same position.

    With --output it is a table of all seasons, in the form the file's name ends with: .parquet, .xlsx or .csv.
    """
    with _views(context, file) as views:
        views.catch_up()
        if output is not None:
            table = views.table(view)
            table.write(output)
            say(f"{count_of(len(table), 'row')} written to {output}")
            return
        for line in views.export(view):
            say_exactly(line.decode())


def _keep_snapshots(views: Views, *, afresh: bool = False) -> None:
    """Say what is kept, where anything is."""
    path = snapshots_path(views.log.beside)
    if path is None:
        return
    with watching("keeping snapshots"):
        kept = keep(views.log, path, afresh=afresh)
    if kept is None:
        say(f"No snapshots are kept, because {path} is another file, damaged, or of a newer Glitterball: look at it.")
    elif kept.count:
        size = f"{count_of(kept.count, 'snapshot')} up to position {kept.position}, {kept.size:,} bytes"
        say(f"{size}: {path}")


def _counting(views: Views, work: Callable[..., int]) -> int:
    """Catch up or rebuild, while it is told where the views stand."""
    with progress("events") as begins:
        last = views.log.last_position()
        return work(progress=lambda position: begins("", min(position, last) + 1, last))


@contextmanager
def _views(context: typer.Context, file: Path | None) -> Iterator[Views]:
    with store_of(context) as store, Views.open(file or views_path(context.obj.beside), store.log) as views:
        yield views
