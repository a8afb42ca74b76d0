"""A clause: one rule of a rulebook, with where it is known from."""

from domain.record import Frozen, Name


class Clause(Frozen):
    """One rule. `source` says who published it; an unpublished rule says so there and is declared an assumption."""

    source: Name
