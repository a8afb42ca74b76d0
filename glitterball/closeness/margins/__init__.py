"""Margins: the fewest votes, or the smallest change of one mark, that change what a week decided. Start at `margins.margin`."""

from glitterball.closeness.margins.margins import margin
from glitterball.closeness.margins.results import (
    Answer,
    Margin,
    Margins,
    MarkMargin,
    MarkWitness,
    QuestionMargins,
    Unit,
    UnitMargins,
    VoteWitness,
)

__all__ = [
    "Answer",
    "Margin",
    "Margins",
    "MarkMargin",
    "MarkWitness",
    "QuestionMargins",
    "Unit",
    "UnitMargins",
    "VoteWitness",
    "margin",
]
