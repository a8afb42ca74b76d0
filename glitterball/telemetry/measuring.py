"""How long a commit takes, where anybody wants to know."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import Any

from glitterball.telemetry.happenings import Committed
from glitterball.telemetry.hearing import is_heard, tell
from glitterball.telemetry.naming import kinds_told
from glitterball.telemetry.spans import NOTHING, is_traced, span

TYPE = 2
"""Where in a line that is inserted its type stands."""


class At:
    """Where the first event of a commit came to stand, once it did."""

    first = 0


def committing(lines: Sequence[tuple[Any, ...]]) -> AbstractContextManager[At | None]:
    """Around a commit of lines, which says in `first` where it came to stand. Nothing is measured where nobody listens."""
    return _committing(lines) if is_heard() or is_traced() else NOTHING


@contextmanager
def _committing(lines: Sequence[tuple[Any, ...]]) -> Iterator[At]:
    at, began = At(), perf_counter()
    with span("commit", events=len(lines)):
        yield at
    last = at.first + len(lines) - 1
    tell(Committed(kinds_told(line[TYPE] for line in lines), last, perf_counter() - began))
