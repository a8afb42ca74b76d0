"""Voting: opening and closing the lines, voids, outages, substitutions, a cancelled elimination."""

from datetime import datetime, timedelta
from typing import assert_never

from domain.gateway.decide import is_reversed
from domain.gateway.refusals import ChannelNotCarried, GatewayNotExpected
from domain.gateway.tally import Tallies, WeekTally
from domain.season.hiding import is_salted, require_salted
from domain.season.lookup import open_week_of, season_hides_counts, voted_for, week_of
from domain.season.refusals import AlreadySo, CoupleUnknown, MomentImpossible
from domain.season.state import SeasonState, WeekState, field_of, rulebook_of, window_of
from domain.season.stating import stated
from domain.season.voting.facts import (
    BatchVoided,
    BatchVoidedV2,
    CancelElimination,
    ChannelVoided,
    CloseVoting,
    EliminationCancelled,
    GatewayGivenUp,
    GiveUpGateway,
    InputSubstituted,
    InputSubstitutedV2,
    ManifestReplaced,
    ManifestReplacedV2,
    NoteOutage,
    OpenVoting,
    OutageNoted,
    ReplaceManifest,
    StateWindow,
    SubstituteInput,
    VoidBatch,
    VoidChannel,
    VotingClosed,
    VotingCommand,
    VotingFact,
    VotingOpened,
    VotingOpenedV2,
    WindowStated,
)
from domain.season.voting.refusals import (
    LinesReversed,
    NoSuchChannel,
    OrderIncomplete,
    OutageReversed,
    TooMuchOutside,
    VotingState,
)
from domain.season.words import BatchesOutside

MOST_STRETCHES = 500
"""Stretches of batch numbers a statement about the window names at most: with the longest names they fit into one event."""


def decide(command: VotingCommand, state: SeasonState, tallies: Tallies) -> VotingFact:
    """The fact a command of this chapter leads to, or its refusal."""
    match command:
        case OpenVoting():
            return open_voting(command, state)
        case StateWindow():
            return state_window(command, state, tallies)
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
        case ReplaceManifest():
            return replace_manifest(command, state)
        case GiveUpGateway():
            return give_up_gateway(command, state)
        case CancelElimination():
            return cancel_elimination(command, state)
        case _:
            assert_never(command)


def open_voting(command: OpenVoting, state: SeasonState) -> VotingOpened:
    """Lines open once a week, for gateways named once each. An order of couples names all that dance, and nobody else; a season
    that hides its counts has one each week, that of the alphabet where none is given."""
    week = open_week_of(state, command.week)
    if week.voting is not None:
        raise VotingState(command.week, "was opened already")
    names = [named.gateway for named in command.gateways]
    if len(set(names)) < len(names):
        raise VotingState(command.week, "names a gateway twice")
    opens, closes = _as_long_as_the_rules_say(command, state)
    if opens is not None and closes is not None and is_reversed(opens, closes):
        raise LinesReversed(command.week, opens, closes)
    dancing = field_of(state, command.week)
    alphabetical = tuple(sorted(dancing)) if season_hides_counts(state) else ()
    couples = alphabetical if command.couples is None else command.couples
    if not couples:  # where nobody dances there is no order to state
        return stated(VotingOpened, command, opens=opens, closes=closes)
    if set(couples) != set(dancing):
        raise OrderIncomplete(command.week, ", ".join(couples), ", ".join(dancing) or "nobody")
    return stated(VotingOpenedV2, command, couples=couples, opens=opens, closes=closes)


def minutes_open(state: SeasonState, week: int) -> int | None:
    """How long the lines of a week are open by its rulebook, in minutes, where the rulebook says it."""
    rulebook = rulebook_of(state, week)
    return rulebook.voting.window.minutes if rulebook is not None and rulebook.voting is not None else None


def _as_long_as_the_rules_say(command: OpenVoting, state: SeasonState) -> tuple[str | None, str | None]:
    """The window of the lines. Where one end of it is not said, it lies as far from the other as the rulebook says; what was
    not said in a season of the past stays unsaid."""
    opens, closes, minutes = command.opens, command.closes, minutes_open(state, command.week)
    if minutes is not None and state.mode != "historic":
        if opens is not None and closes is None:
            closes = _after(opens, minutes)
        elif closes is not None and opens is None:
            opens = _after(closes, -minutes)
    return opens, closes


def _after(moment: str, minutes: int) -> str:
    """A moment so many minutes later, written as moments are."""
    try:
        return (datetime.fromisoformat(moment) + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
    except OverflowError as error:
        raise MomentImpossible("time of the lines", moment, str(error)) from None


def state_window(command: StateWindow, state: SeasonState, tallies: Tallies) -> WindowStated:
    """Another window than the one on record. `tallies` hold the week's batches as counted within it, to name those outside."""
    week = week_of(state, command.week)
    if week.voting is None:
        raise VotingState(command.week, "was not opened")
    if is_reversed(command.opens, command.closes):
        raise LinesReversed(command.week, command.opens, command.closes)
    if window_of(week) == (command.opens, command.closes):
        raise AlreadySo(f"the lines of week {command.week} are open from {command.opens} to {command.closes}")
    tally = tallies.get(command.week, WeekTally())
    assert not tally.gateways or tally.window == (command.opens, command.closes), "counted within the window asked for"
    outside = tuple(
        BatchesOutside(gateway=gateway, channel=channel, body=body, batches=batches)
        for (gateway, channel, body), batches in tally.outside().items()
    )
    stretches = sum(len(named.batches) for named in outside)
    if stretches > MOST_STRETCHES:
        raise TooMuchOutside(command.week, command.opens, command.closes, stretches, MOST_STRETCHES)
    return stated(WindowStated, command, outside=outside)


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
    require_salted(command, state)
    return stated(BatchVoidedV2 if is_salted(command) else BatchVoided, command)


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
    if command.ended is not None and is_reversed(command.began, command.ended):
        raise OutageReversed(command.channel, command.began, command.ended)
    return stated(OutageNoted, command)


def substitute_input(command: SubstituteInput, state: SeasonState) -> InputSubstituted:
    """Numbers in place of a body's votes, for couples of this season."""
    open_week_of(state, command.week)
    for given in command.votes:
        if given.couple not in state.couples:
            raise CoupleUnknown(given.couple, ", ".join(sorted(state.couples)))
    require_salted(command, state)
    return stated(InputSubstitutedV2 if is_salted(command) else InputSubstituted, command)


def replace_manifest(command: ReplaceManifest, state: SeasonState) -> ManifestReplaced:
    """Counts in place of what a gateway delivered in a channel, once the lines are closed, for couples of the week."""
    week = _with_closed_lines(state, command.week)
    _require_carried(week, command.gateway, command.channel)
    for given in command.votes:
        voted_for(state, given.couple, command.week)
    require_salted(command, state)
    return stated(ManifestReplacedV2 if is_salted(command) else ManifestReplaced, command)


def give_up_gateway(command: GiveUpGateway, state: SeasonState) -> GatewayGivenUp:
    """A gateway of the week is waited for no longer, once the lines are closed and it is known what it delivered."""
    week = _with_closed_lines(state, command.week)
    _require_carried(week, command.gateway, None)
    before = week.given_up.get(command.gateway)
    if before is not None and before.fact.taken == command.taken:
        raise AlreadySo(f"{command.gateway} is given up in week {command.week}, its votes taken {command.taken}")
    return stated(GatewayGivenUp, command)


def _with_closed_lines(state: SeasonState, number: int) -> WeekState:
    """A week whose lines are closed, so that what was delivered in time stands. It may have ended: later weeks may count it."""
    week = week_of(state, number)
    if week.voting is None:
        raise VotingState(number, "was not opened")
    if week.seal is None:
        raise VotingState(number, "is not closed yet")
    return week


def _require_carried(week: WeekState, gateway: str, channel: str | None) -> None:
    """The gateway was named when the lines opened, with that channel."""
    number = week.opened.fact.week
    carries = {named.gateway: named.channels for named in (week.voting.fact.gateways if week.voting else ())}
    if gateway not in carries:
        raise GatewayNotExpected(gateway, number, ", ".join(sorted(carries)) or "none")
    if channel is not None and channel not in carries[gateway]:
        raise ChannelNotCarried(gateway, channel, number, ", ".join(sorted(carries[gateway])))


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
