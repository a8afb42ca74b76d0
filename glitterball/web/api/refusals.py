"""The refusals of the interface for machines."""

from dataclasses import dataclass
from typing import ClassVar

from domain.refusals import Refusal


@dataclass(eq=False)
class CursorDoesNotFit(Refusal):
    """A list is gone on with by a cursor that is of no page of it any more."""

    says: ClassVar = "The cursor {cursor!r} is of no page of this list as it may be shown now."
    fix: ClassVar = "Begin the list again without a cursor; go on by the link that an answer has (rel=next)."
    cursor: str


@dataclass(eq=False)
class CountsKeptBack(Refusal):
    """What was asked for tells counts that the season keeps to itself."""

    says: ClassVar = "{season} keeps its counts to itself, and {what} tells them."
    fix: ClassVar = "Ask for what was announced; whoever may read the store asks: glitterball --store STORE."
    season: str
    what: str
