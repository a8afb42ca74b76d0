"""Lines that a command types at a desk of its own, told as they end: the folder, the program, the telling."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.plurals import count_of
from glitterball.cli.ending import run
from glitterball.cli.output import tell
from glitterball.files import new_folder, scratch_folder
from glitterball.incidents import Typed
from glitterball.incidents.desk import ALONE

SHOWN = 10
"""Lines of an answer that people are shown; machines get all of them."""


@contextmanager
def room(into: Path | None) -> Iterator[Path]:
    """Where it is played: a new folder that stays, or one that goes."""
    if into is None:
        with scratch_folder() as folder:
            yield folder
        return
    with new_folder(into) as made:
        yield made.path


def program(words: Sequence[str]) -> int:
    from glitterball.cli.app import app as program  # the table of contents, in which this command stands too

    return run(program, words)


def tell_typed(typed: Typed, begins: bool, shown: int = SHOWN) -> None:
    """A line and its answer, with what is done before the first line of a step."""
    if begins:
        tell("")
        tell(f"{typed.step}. {typed.says}")
    tell(f"$ {typed.line if typed.line.startswith(ALONE) else f'glitterball {typed.line}'}")
    for line in typed.answer[:shown]:
        tell(f"  {line}")
    if len(typed.answer) > shown:
        tell(f"  ... and {count_of(len(typed.answer) - shown, 'more line')}")
    if typed.code:
        tell(f"  (exit code {typed.code})")
