"""Refusals about marks and totals."""

from typing import ClassVar

from domain.refusals import Refusal


class NotScoredYet(Refusal):
    """Only a score that stands can be corrected."""

    says: ClassVar = "{judge} has not scored {dance}."
    fix: ClassVar = "Give the score instead."
    judge: str
    dance: str


class NotTakenBack(Refusal):
    """A mark is taken back only while the dance still waits for marks and voting goes on."""

    says: ClassVar = "{judge}'s mark for {dance} cannot be taken back: {because}."
    fix: ClassVar = "Correct the score instead, with the reason."
    judge: str
    dance: str
    because: str


class CardNotRight(Refusal):
    """A judge calls back exactly so many of those dancing, each once (Skating System, Rules 1 to 4)."""

    says: ClassVar = "{judge}'s card for round {round} of week {week} is not right: {because} ({clause})."
    fix: ClassVar = "The card goes back to the judge; hand in what the judge then writes."
    judge: str
    round: str
    week: int
    because: str
    clause: str


class AlreadyCalled(Refusal):
    """A judge's card is handed in once; another one replaces it, with the reason."""

    says: ClassVar = "{judge} has handed in a card for round {round} of week {week} already: {couples}."
    fix: ClassVar = "To replace it, say the other couples and the reason."
    judge: str
    round: str
    week: int
    couples: str


class NoCallsAsked(Refusal):
    """Judges call couples back only in a form that asks for it, under a rulebook with a side that counts calls."""

    says: ClassVar = "No judge calls couples back in week {week}: {because}."
    fix: ClassVar = "Give marks, or open the week in a form that calls couples back."
    week: int
    because: str


class CallsNotMarks(Refusal):
    """Under a rulebook that counts calls a judge hands in a card."""

    says: ClassVar = "Week {week} counts calls ({clause}): a judge's card names couples, and no mark is given."
    fix: ClassVar = "Hand in the judge's card of couples called back."
    week: int
    clause: str


class TotalsAreForHistory(Refusal):
    """A live season records marks, not totals."""

    says: ClassVar = "This season is {mode}: every judge's mark is known, so a bare total is not recorded."
    fix: ClassVar = "Give each judge's score."
    mode: str


class TotalDoesNotFit(Refusal):
    """A stated total must be a sum of marks of one panel, for dances of the same couples named once."""

    says: ClassVar = "A total of {total} for {dances} does not fit: {because}."
    fix: ClassVar = "Read the total again."
    total: str
    dances: str
    because: str


class CoupleHasDanced(Refusal):
    """A couple with marks in a week has danced in it."""

    says: ClassVar = "{couple} has marks in week {week}: it danced."
    fix: ClassVar = "Where only some of its dances are missing, state that it has no further marks."
    couple: str
    week: int


class MarksCannotCountAgain(Refusal):
    """The marks of an earlier week count once more only where there are some, and once."""

    says: ClassVar = "The marks of week {marks_of} cannot count in week {week} once more: {because}."
    fix: ClassVar = "Name a week in which the couple danced and that does not count towards this one."
    marks_of: int
    week: int
    because: str
