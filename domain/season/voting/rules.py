"""Voting: opening and closing the lines, voids, outages, substitutions, a cancelled elimination."""

from typing import assert_never

from domain.gateway.decide import is_reversed
from domain.gateway.refusals import GatewayNotExpected
from domain.season.lookup import open_week_of, week_of
from domain.season.refusals import AlreadySo, CoupleUnknown
from domain.season.state import SeasonState, WeekState, field_of
from domain.season.stating import stated
from domain.season.voting.facts import (
    BatchVoided,
    CancelElimination,
    ChannelVoided,
    CloseVoting,
    EliminationCancelled,
    InputSubstituted,
    NoteOutage,
    OpenVoting,
    OutageNoted,
    SubstituteInput,
    VoidBatch,
    VoidChannel,
    VotingClosed,
    VotingCommand,
    VotingFact,
    VotingOpened,
    VotingOpenedV2,
)
from domain.season.voting.refusals import LinesReversed, NoSuchChannel, OrderIncomplete, VotingState


def decide(command: VotingCommand, state: SeasonState) -> VotingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case OpenVoting():
            return open_voting(command, state)
        case CloseVoting():
            return close_voting(command, state)
        case VoidBatch():
            return void_batch(command, state)
        case VoidChannel():
            return void_channel(command, state)
        case NoteOutage():
            return note_outage(command, state)
        case SubstituteInput():
            return substitute_input(command, state)
        case CancelElimination():
            return cancel_elimination(command, state)
        case _:
            assert_never(command)


def open_voting(command: OpenVoting, state: SeasonState) -> VotingOpened:
    """Lines open once a week, for gateways named once each. An order of couples names all that dance, and nobody else."""
    week = open_week_of(state, command.week)
    if week.voting is not None:
        raise VotingState(command.week, "was opened already")
    names = [named.gateway for named in command.gateways]
    if len(set(names)) < len(names):
        raise VotingState(command.week, "names a gateway twice")
    if command.opens is not None and command.closes is not None and is_reversed(command.opens, command.closes):
        raise LinesReversed(command.week, command.opens, command.closes)
    if command.couples is None:
        return stated(VotingOpened, command)
    dancing = field_of(state, command.week)
    if set(command.couples) != set(dancing):
        raise OrderIncomplete(command.week, ", ".join(command.couples), ", ".join(dancing) or "nobody")
    return stated(VotingOpenedV2, command)


def close_voting(command: CloseVoting, state: SeasonState) -> VotingClosed:
    """The seal: its position in the log is the cut."""
    week = open_week_of(state, command.week)
    if week.voting is None:
        raise VotingState(command.week, "was not opened")
    if week.seal is not None:
        raise VotingState(command.week, "is closed already")
    return stated(VotingClosed, command)


def void_batch(command: VoidBatch, state: SeasonState) -> BatchVoided:
    """A batch of a week is voided once; a batch that was lost or came late is voided with no votes."""
    week = week_of(state, command.week)
    if (command.gateway, command.batch) in week.voided_batches:
        raise AlreadySo(f"batch {command.batch} of {command.gateway} is void")
    _opened_channel(week, command.channel)
    expected = sorted(named.gateway for named in (week.voting.fact.gateways if week.voting else ()))
    if command.gateway not in expected:
        raise GatewayNotExpected(command.gateway, command.week, ", ".join(expected) or "none")
    return stated(BatchVoided, command)


def void_channel(command: VoidChannel, state: SeasonState) -> ChannelVoided:
    """A channel of a week is voided once."""
    week = week_of(state, command.week)
    _opened_channel(week, command.channel)
    if command.channel in week.voided_channels:
        raise AlreadySo(f"channel {command.channel} is void in week {command.week}")
    return stated(ChannelVoided, command)


def note_outage(command: NoteOutage, state: SeasonState) -> OutageNoted:
    """An outage of a channel that was open."""
    _opened_channel(week_of(state, command.week), command.channel)
    return stated(OutageNoted, command)


def substitute_input(command: SubstituteInput, state: SeasonState) -> InputSubstituted:
    """Numbers in place of a body's votes, for couples of this season."""
    open_week_of(state, command.week)
    for given in command.votes:
        if given.couple not in state.couples:
            raise CoupleUnknown(given.couple, ", ".join(sorted(state.couples)))
    return stated(InputSubstituted, command)


def cancel_elimination(command: CancelElimination, state: SeasonState) -> EliminationCancelled:
    """Nobody leaves in a week that is still open."""
    week = open_week_of(state, command.week)
    if week.cancelled is not None:
        raise AlreadySo(f"the elimination of week {command.week} is cancelled")
    return stated(EliminationCancelled, command)


def _opened_channel(week: WeekState, channel: str) -> None:
    opened = {name for named in (week.voting.fact.gateways if week.voting else ()) for name in named.channels}
    if channel not in opened:
        raise NoSuchChannel(channel, week.opened.fact.week, ", ".join(sorted(opened)) or "none")
