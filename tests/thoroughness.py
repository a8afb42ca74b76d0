"""How much the tests look at: a part of it in the README's command, all of it with `--thorough`.

Nothing is left out in the plain run that could be asked at all; what is drawn by chance is drawn less often, and of a table of
questions to many subjects each subject is asked some and each question is put to some (`part`). docs/tests.md lists it.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

THOROUGH = False
"""Set from the command line before a test is collected."""

PART = 10
FEWEST = 5
"""Whoever tries mutants sets it higher: a mutant is asked of more examples than the plain run has."""


def examples(many: int, *, fewest: int | None = None, of: int = PART) -> int:
    """How many of so many examples, seeded weeks or trials are tried in this run.

    In the plain one it is one part of `of`, a tenth unless said, and at least `fewest`, five unless said.
    """
    return many if THOROUGH else min(many, max(FEWEST if fewest is None else fewest, many // of))


def part(everything: Sequence[T], turn: int, *, of: int) -> Sequence[T]:
    """A part of `of` parts in the plain run, all of it in the thorough one.

    `turn` is the subject's place among those that are asked: over as many subjects as there are parts, each is asked once.
    """
    return everything if THOROUGH else everything[turn % of :: of]
