"""What a command lacks and nobody types: the contents of a voided batch, read from the log, and random bits that hide counts."""

import secrets

from domain.gateway.events import VoteBatchReceived, VoteBatchReceivedV2, counted_as, gateway_stream
from domain.season import commands as c
from domain.season.hiding import with_nonces
from domain.season.lookup import couples_in_order
from domain.season.state import SeasonState
from domain.season.words import CoupleVotes
from glitterball.log.event_log import EventLog


def as_recorded(command: c.SeasonCommand, season: str, state: SeasonState, log: EventLog) -> c.SeasonCommand:
    """The command with what the log knows filled in (the contents of a batch to be voided), and with random bits where
    its fact hides counts; also inside a proposal."""
    return with_nonces(_with_what_is_known(command, season, state, log), state, lambda: secrets.token_hex(32))


def _with_what_is_known(command: c.SeasonCommand, season: str, state: SeasonState, log: EventLog) -> c.SeasonCommand:
    if isinstance(command, c.VoidBatch):
        return _with_contents(command, season, state, log)
    if isinstance(command, c.Propose) and isinstance(command.command, c.VoidBatch):
        return command.model_copy(update={"command": _with_contents(command.command, season, state, log)})
    return command


def _with_contents(command: c.VoidBatch, season: str, state: SeasonState, log: EventLog) -> c.VoidBatch:
    """What the batch put into the count: nothing when it never arrived, or came after the seal."""
    week = state.weeks.get(command.week)
    seal = week.seal if week is not None else None
    event = log.get(gateway_stream(season, command.week, command.gateway), command.batch)
    if event is None or not isinstance(event.fact, VoteBatchReceived | VoteBatchReceivedV2):
        return command.model_copy(update={"votes": ()})
    batch = counted_as(event.fact, couples_in_order(state, command.week))
    counted = seal is None or event.position < seal.position
    votes = tuple(CoupleVotes(couple=couple, votes=count) for couple, count in batch.votes) if counted else ()
    return command.model_copy(update={"channel": batch.channel, "body": batch.body, "votes": votes})
