"""Casting: a couple stays the couple while its people change, an order leaves out no dance, what is taken back was said."""

from typing import assert_never

from domain.season.casting.facts import (
    CastChanged,
    CastingCommand,
    CastingFact,
    ChangeCast,
    RunningOrderStated,
    StateRunningOrder,
    TakeBackWithdrawal,
    WithdrawalTakenBack,
)
from domain.season.casting.refusals import CelebrityHasDanced, NoSuchWithdrawal, RunningOrderDiffers
from domain.season.lookup import dancing, episode_in, open_week_of
from domain.season.refusals import AlreadySo, WeekClosedAlready
from domain.season.setting_up.refusals import GapsAreForHistory
from domain.season.state import SeasonState, cast_in
from domain.season.stating import stated
from domain.season.words import LAST_WEEK


def decide(command: CastingCommand, state: SeasonState) -> CastingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case ChangeCast():
            return change_cast(command, state)
        case StateRunningOrder():
            return state_running_order(command, state)
        case TakeBackWithdrawal():
            return take_back_withdrawal(command, state)
        case _:
            assert_never(command)


def change_cast(command: ChangeCast, state: SeasonState) -> CastChanged:
    """A couple in the competition is other people from a week on that has not ended; its celebrity only before anything was
    danced or voted for."""
    first = state.weeks.get(command.from_week)
    dancing(state, command.couple, command.from_week)
    if first is not None and first.closed is not None:
        raise WeekClosedAlready(command.from_week)
    if command.professional is None and state.mode != "historic":
        raise GapsAreForHistory(state.mode, f"the pro of {command.celebrity}")
    weeks = range(command.from_week, (command.to_week or LAST_WEEK) + 1)
    stands = [cast_in(state, week)[command.couple] for week in weeks]
    if any(pair.celebrity != command.celebrity for pair in stands):
        _require_untouched(command, stands[0].celebrity, state)
    if all((pair.celebrity, pair.professional) == (command.celebrity, command.professional) for pair in stands):
        raise AlreadySo(f"{command.couple} is so from week {command.from_week} on")
    return stated(CastChanged, command)


def _require_untouched(command: ChangeCast, was: str, state: SeasonState) -> None:
    """Refuses another celebrity where the couple has a dance, where lines were opened, and for other weeks than all."""
    for number, week in sorted(state.weeks.items()):
        if any(command.couple in dance.scheduled.fact.couples for dance in week.dances.values()):
            raise CelebrityHasDanced(was, command.couple, f"a dance of the couple is scheduled in week {number}")
        if week.voting is not None:
            raise CelebrityHasDanced(was, command.couple, f"the lines of week {number} were opened")
    if command.from_week > 1 or command.to_week is not None:
        raise CelebrityHasDanced(was, command.couple, "another celebrity is the couple's from week 1 on, for good")


def state_running_order(command: StateRunningOrder, state: SeasonState) -> RunningOrderStated:
    """All dances of an episode, in another order than they stand in."""
    week = open_week_of(state, command.week)
    episode_in(week, command.episode)
    stands = tuple(name for name, dance in week.dances.items() if dance.scheduled.fact.episode == command.episode)
    if sorted(stands) != sorted(command.dances):
        has = ", ".join(stands) or "none"
        raise RunningOrderDiffers(command.episode, ", ".join(command.dances), has)
    if stands == command.dances:
        raise AlreadySo(f"the dances of episode {command.episode} stand in that order")
    return stated(RunningOrderStated, command)


def take_back_withdrawal(command: TakeBackWithdrawal, state: SeasonState) -> WithdrawalTakenBack:
    """A withdrawal that was said of this couple in this week, as long as the week is open."""
    open_week_of(state, command.week)
    withdrew = {couple for couple, event in state.withdrawals.items() if event.fact.week == command.week}
    if command.couple not in withdrew:
        raise NoSuchWithdrawal(command.couple, command.week, ", ".join(sorted(withdrew)) or "nobody")
    return stated(WithdrawalTakenBack, command)
