"""Where the tasks of a command are done: `--workers`."""

from typing import Annotated

import typer

WorkersOption = Annotated[
    int, typer.Option("--workers", help="Processes that share the work. What is found is the same.", min=1, max=1_024)
]
