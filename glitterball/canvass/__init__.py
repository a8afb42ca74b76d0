"""The canvass: raw ballots checked under the rulebook's voting clause and counted into vote batches.

Start reading at `canvass`. What a ballot can be rejected for, and in which order, is in `reasons`. DuckDB does the heavy
work and is imported only when a canvass begins. No voter identifier leaves it.
"""

from glitterball.canvass.canvassing import Canvassed, Means, canvass
from glitterball.canvass.comparing import compare
from glitterball.canvass.terms import EVERY_CHANNEL, LinesOpen, Terms, terms_of
from glitterball.moments import micros

__all__ = [
    "EVERY_CHANNEL", "Canvassed", "LinesOpen", "Means", "Terms", "canvass", "compare", "micros", "terms_of",
]  # fmt: skip
