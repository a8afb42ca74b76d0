"""A clause: one rule of a rulebook, with where it is known from."""

from typing import ClassVar

from domain.record import Frozen, Name


class Clause(Frozen):
    """One rule. `source` says who published it; an unpublished rule says so there and is declared an assumption."""

    looks_at_marks: ClassVar[bool] = False
    """Whether it compares marks itself, whatever the sides count. A week with such a tie link waits for its marks."""

    source: Name
