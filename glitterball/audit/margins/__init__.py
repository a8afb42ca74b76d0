"""Margins: the fewest votes, or the smallest change of one mark, that change what a week decided. Start at `margins.margin`."""

from glitterball.audit.margins.margins import margin
from glitterball.audit.margins.results import (
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
