"""How much the tests look at: a part in the README's command, most of it with `--thorough`, all of it with `--thorough --whole`.

Nothing is left out in the plain run that could be asked at all; what is drawn by chance is drawn less often, and of a table of
questions to many subjects each subject is asked some and each question is put to some (`part`). docs/tests.md lists it.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

THOROUGH = False
"""Set from the command line before a test is collected."""
WHOLE = False
"""The same; only beside THOROUGH."""

PART = 20
FEWEST = 3
"""Whoever tries mutants sets it higher: a mutant is asked of more examples than the plain run has."""
WHOLE_OF_THOROUGH = 3
"""The whole run tries so many times the examples of the thorough one, where that leaves no fewer than the plain run has."""


def examples(many: int, *, fewest: int | None = None, of: int = PART) -> int:
    """How many of so many examples, seeded weeks or trials are tried in this run.

    In the plain one it is one part of `of`, a twentieth unless said, and at least `fewest`, three unless said; in the
    thorough one a third, and never fewer than in the plain one.
    """
    if WHOLE:
        return many
    plain = min(many, max(FEWEST if fewest is None else fewest, many // of))
    return max(plain, many // WHOLE_OF_THOROUGH) if THOROUGH else plain


def part(everything: Sequence[T], turn: int, *, of: int) -> Sequence[T]:
    """A part of `of` parts in the plain run, all of it in the thorough one.

    `turn` is the subject's place among those that are asked: over as many subjects as there are parts, each is asked once.
    """
    return everything if THOROUGH else everything[turn % of :: of]
