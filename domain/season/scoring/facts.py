"""Scoring: marks, totals, corrections, paddles, bonuses, immunity, and what holds where nobody danced."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from domain.exact import ExactNumber
from domain.record import Frozen, Name, Slug, Week
from domain.season.roles import DESK, GOVERNANCE, HISTORY, PRODUCTION
from domain.season.stating import Command, SeasonFact
from domain.season.words import Couples, CouplesOnce, DanceId, Number


class OfMark(Frozen):
    """One judge's mark for one dance."""

    week: Week
    dance: DanceId
    judge: Slug
    mark: ExactNumber


class GiveScore(OfMark, Command):
    """Submit a judge's score."""

    do: Literal["give-score"] = "give-score"
    authority: ClassVar = DESK


class ScoreGiven(OfMark, SeasonFact):
    """A judge's score as submitted. The submitted score is the official one."""

    TYPE: ClassVar = "score-given.v2"


class OfTotal(Frozen):
    """The total of one dance (or of several together) where the split between the judges is not public."""

    week: Week
    dances: Annotated[tuple[DanceId, ...], Field(min_length=1)]
    total: ExactNumber


class GiveTotal(OfTotal, Command):
    """State a total whose split is not public."""

    do: Literal["give-total"] = "give-total"
    authority: ClassVar = HISTORY


class TotalGiven(OfTotal, SeasonFact):
    """A total whose split is not public."""

    TYPE: ClassVar = "total-given.v1"


class OfCorrection(OfMark):
    """The mark that stands from now on, and why."""

    reason: Name


class CorrectScore(OfCorrection, Command):
    """Correct a score; after voting has closed or the outcome is certified a second person must approve."""

    do: Literal["correct-score"] = "correct-score"
    authority: ClassVar = DESK


class ScoreCorrected(OfCorrection, SeasonFact):
    """A score is corrected; `was` is what stood before."""

    TYPE: ClassVar = "score-corrected.v1"
    was: ExactNumber


class OfTakingBack(Frozen):
    """The mark of one judge for one dance that is taken back while the dance still waits for marks, as if it had not been
    given: it was mistyped. Both stay in the log."""

    week: Week
    dance: DanceId
    judge: Slug


class TakeBackScore(OfTakingBack, Command):
    """Take a mistyped mark back, before the dance is complete; later it is corrected."""

    do: Literal["take-back-score"] = "take-back-score"
    authority: ClassVar = DESK


class ScoreTakenBack(OfTakingBack, SeasonFact):
    """A mistyped mark was taken back; `was` is the mark. The judge has not scored the dance, and may."""

    TYPE: ClassVar = "score-taken-back.v1"
    was: ExactNumber


class ShowPaddle(OfMark, Command):
    """Note what a paddle showed."""

    do: Literal["show-paddle"] = "show-paddle"
    authority: ClassVar = DESK


class PaddleShown(OfMark, SeasonFact):
    """What the judge's paddle showed on air. It decides nothing (US seasons 22 and 34: paddle and score differed)."""

    TYPE: ClassVar = "paddle-shown.v1"


class OfCalls(Frozen):
    """One judge's card of a round before a final: the couples called back in one dance of all couples.

    A card that replaces another says why; the one before stays in the log.
    """

    week: Week
    episode: Number
    round: Slug
    judge: Slug
    couples: Couples
    reason: Name | None = None


class CallCouples(OfCalls, Command):
    """Hand in a judge's card: the couples called back."""

    do: Literal["call-couples"] = "call-couples"
    authority: ClassVar = DESK


class CouplesCalled(OfCalls, SeasonFact):
    """A judge called couples back."""

    TYPE: ClassVar = "couples-called.v1"
    couples: CouplesOnce


class OfBonus(Frozen):
    """Points added to a couple's judges' total of the week."""

    week: Week
    couple: Slug
    points: ExactNumber
    reason: Name


class AwardBonus(OfBonus, Command):
    """Add bonus points."""

    do: Literal["award-bonus"] = "award-bonus"
    authority: ClassVar = DESK


class BonusAwarded(OfBonus, SeasonFact):
    """Bonus points."""

    TYPE: ClassVar = "bonus-awarded.v1"


class OfImmunity(Frozen):
    """A couple is immune in `week`, in the sense of the rulebook's immunity clause."""

    week: Week
    couple: Slug
    reason: Name


class GrantImmunity(OfImmunity, Command):
    """Make a couple immune for a week."""

    do: Literal["grant-immunity"] = "grant-immunity"
    authority: ClassVar = PRODUCTION


class ImmunityGranted(OfImmunity, SeasonFact):
    """A couple is immune."""

    TYPE: ClassVar = "immunity-granted.v1"


Holds = Literal["bye", "no marks", "marks of a week"]
"""What holds for a couple that does not dance as the others do: it is through to the next week and not in this one's ranking;
it stays in the ranking, and what is missing counts nothing; or its marks of an earlier week count once more."""


class OfBye(Frozen):
    """What holds in `week` for couples that do not dance in it, or dance less often than others. `marks_of` names the earlier
    week whose marks count once more, and no other `holds` has it."""

    week: Week
    couples: CouplesOnce
    holds: Holds
    marks_of: Week | None = None
    reason: Name

    @model_validator(mode="after")
    def _names_the_week(self) -> "OfBye":
        if (self.marks_of is not None) != (self.holds == "marks of a week"):
            raise ValueError("marks_of names the week whose marks count once more, where that is what holds")
        if self.marks_of is not None and self.marks_of >= self.week:
            raise ValueError(f"marks_of names an earlier week than {self.week}")
        return self


class StateBye(OfBye, Command):
    """Say what holds for couples that do not dance."""

    do: Literal["state-bye"] = "state-bye"
    authority: ClassVar = GOVERNANCE


class ByeStated(OfBye, SeasonFact):
    """What holds for couples that do not dance. A later statement about a couple in the same week replaces it."""

    TYPE: ClassVar = "bye-stated.v1"


ScoringCommand = (
    GiveScore
    | GiveTotal
    | CorrectScore
    | TakeBackScore
    | ShowPaddle
    | CallCouples
    | AwardBonus
    | GrantImmunity
    | StateBye
)
ScoringFact = (
    ScoreGiven
    | TotalGiven
    | ScoreCorrected
    | ScoreTakenBack
    | PaddleShown
    | CouplesCalled
    | BonusAwarded
    | ImmunityGranted
    | ByeStated
)
