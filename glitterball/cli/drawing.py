"""A picture beside a table: `--chart FILE` of the commands that show what can be drawn."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glitterball.cli.output import say
from glitterball.cli.typed import a_file

if TYPE_CHECKING:
    from glitterball.charts import Chart

ChartOption = Annotated[
    Path | None,
    typer.Option("--chart", help="Draw it, too: a picture as .svg or .png.", metavar="FILE", callback=a_file),
]


def draw(picture: Callable[[], "Chart"], file: Path | None) -> None:
    """Write a picture where one was asked for; before the table, so that what is refused shows nothing."""
    if file is not None:
        picture().write(file)
        say(f"{file}: drawn")
