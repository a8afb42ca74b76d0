"""Voting: opening and closing the lines, voids, outages, substitutions, a cancelled elimination."""

from domain.gateway.refusals import GatewayNotExpected
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.lookup import open_week_of, week_of
from domain.season.state import SeasonState, WeekState
from domain.season.telling import told


def open_voting(command: c.OpenVoting, state: SeasonState) -> e.SeasonFact:
    """Lines open once a week, for gateways named once each."""
    week = open_week_of(state, command.week)
    if week.voting is not None:
        raise no.VotingState(command.week, "was opened already")
    names = [one.gateway for one in command.gateways]
    if len(set(names)) < len(names):
        raise no.VotingState(command.week, "names a gateway twice")
    return told(e.VotingOpened, command)


def close_voting(command: c.CloseVoting, state: SeasonState) -> e.SeasonFact:
    """The seal: its position in the log is the cut."""
    week = open_week_of(state, command.week)
    if week.voting is None:
        raise no.VotingState(command.week, "was not opened")
    if week.seal is not None:
        raise no.VotingState(command.week, "is closed already")
    return told(e.VotingClosed, command)


def void_batch(command: c.VoidBatch, state: SeasonState) -> e.SeasonFact:
    """A batch of a week is voided once; a batch that was lost or came late is voided with no votes."""
    week = week_of(state, command.week)
    if (command.gateway, command.batch) in week.voided_batches:
        raise no.AlreadySo(f"batch {command.batch} of {command.gateway} is void")
    _opened_channel(week, command.channel)
    expected = sorted(one.gateway for one in (week.voting.fact.gateways if week.voting else ()))
    if command.gateway not in expected:
        raise GatewayNotExpected(command.gateway, command.week, ", ".join(expected) or "none")
    return told(e.BatchVoided, command)


def void_channel(command: c.VoidChannel, state: SeasonState) -> e.SeasonFact:
    """A channel of a week is voided once."""
    week = week_of(state, command.week)
    _opened_channel(week, command.channel)
    if command.channel in week.voided_channels:
        raise no.AlreadySo(f"channel {command.channel} is void in week {command.week}")
    return told(e.ChannelVoided, command)


def note_outage(command: c.NoteOutage, state: SeasonState) -> e.SeasonFact:
    """An outage of a channel that was open."""
    _opened_channel(week_of(state, command.week), command.channel)
    return told(e.OutageNoted, command)


def substitute_input(command: c.SubstituteInput, state: SeasonState) -> e.SeasonFact:
    """Numbers in place of a body's votes, for couples of this season."""
    open_week_of(state, command.week)
    for one in command.votes:
        if one.couple not in state.couples:
            raise no.CoupleUnknown(one.couple, ", ".join(sorted(state.couples)))
    return told(e.InputSubstituted, command)


def cancel_elimination(command: c.CancelElimination, state: SeasonState) -> e.SeasonFact:
    """Nobody leaves in a week that is still open."""
    week = open_week_of(state, command.week)
    if week.cancelled is not None:
        raise no.AlreadySo(f"the elimination of week {command.week} is cancelled")
    return told(e.EliminationCancelled, command)


def _opened_channel(week: WeekState, channel: str) -> None:
    opened = {name for one in (week.voting.fact.gateways if week.voting else ()) for name in one.channels}
    if channel not in opened:
        raise no.NoSuchChannel(channel, week.opened.fact.week, ", ".join(sorted(opened)) or "none")
