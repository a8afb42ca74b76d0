"""Casting: who dances as a couple from which week on, in which order, and a withdrawal that was typed for the wrong couple."""

from typing import ClassVar, Literal

from pydantic import model_validator

from domain.record import Frozen, Name, Slug, Week
from domain.season.roles import GOVERNANCE, PRODUCTION
from domain.season.setting_up.facts import OfCouple
from domain.season.stating import Command, SeasonFact
from domain.season.words import DancesOnce, Number


class OfCastChange(OfCouple):
    """The two people a couple is from `from_week` on, for good, or until `to_week` where a stand-in dances. The couple stays the
    couple it is: its marks, its votes and its place are those of its identifier."""

    from_week: Week
    to_week: Week | None = None
    reason: Name

    @model_validator(mode="after")
    def _forwards(self) -> "OfCastChange":
        if self.to_week is not None and self.to_week < self.from_week:
            raise ValueError(f"to_week is week {self.from_week}, in which it begins, or a later one")
        return self

    def holds_in(self, week: int) -> bool:
        """Whether the couple is these two people in a week."""
        return self.from_week <= week and (self.to_week is None or week <= self.to_week)


class ChangeCast(OfCastChange, Command):
    """Say who a couple is from a week on: another pro, a stand-in for a week, another celebrity before the first dance."""

    do: Literal["change-cast"] = "change-cast"
    authority: ClassVar = PRODUCTION


class CastChanged(OfCastChange, SeasonFact):
    """A couple is these two people in these weeks. What is stated last of a week holds in it."""

    TYPE: ClassVar = "cast-changed.v1"


class OfRunningOrder(Frozen):
    """The order in which the dances of an episode were danced, each named once, where it was not the order scheduled.

    Dances that are scheduled later stand behind them. Tie links look at it: an earlier place, and what was danced last.
    """

    week: Week
    episode: Number
    dances: DancesOnce
    reason: Name


class StateRunningOrder(OfRunningOrder, Command):
    """Say in which order an episode is danced; once the week is locked that takes two people, for a tie may rest on it."""

    do: Literal["state-running-order"] = "state-running-order"
    authority: ClassVar = PRODUCTION


class RunningOrderStated(OfRunningOrder, SeasonFact):
    """The dances of an episode stand in this order."""

    TYPE: ClassVar = "running-order-stated.v1"


class OfWithdrawalTakenBack(Frozen):
    """The withdrawal of a couple in an open week that is taken back, as if it had not been said: it was of another couple, or of
    none. Both stay in the log."""

    week: Week
    couple: Slug
    reason: Name


class TakeBackWithdrawal(OfWithdrawalTakenBack, Command):
    """Let a couple be in the competition that was said to have withdrawn."""

    do: Literal["take-back-withdrawal"] = "take-back-withdrawal"
    authority: ClassVar = GOVERNANCE


class WithdrawalTakenBack(OfWithdrawalTakenBack, SeasonFact):
    """A couple is in the competition as if it had never been said to have withdrawn."""

    TYPE: ClassVar = "withdrawal-taken-back.v1"


CastingCommand = ChangeCast | StateRunningOrder | TakeBackWithdrawal
CastingFact = CastChanged | RunningOrderStated | WithdrawalTakenBack
