"""Batches held against a window about to be stated. The tally keeps no batch, so whoever has the log counts them again."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from domain.gateway.events import AnyBatch, VoteBatchReceived, VoteBatchReceivedV2
from domain.gateway.tally import Tallies, WeekTally
from domain.record import Recorded
from domain.season import commands as c
from domain.season.state import SeasonState


def window_asked(command: c.SeasonCommand, state: SeasonState) -> c.StateWindow | None:
    """The window a command would state if it is decided now: itself, as what it proposes, or as what it approves."""
    asked: object = command
    if isinstance(command, c.Propose):
        asked = command.command
    elif isinstance(command, c.Approve) and command.decision in state.proposals:
        asked = state.proposals[command.decision].proposed.fact.command
    return asked if isinstance(asked, c.StateWindow) else None


def tallies_for(
    command: c.SeasonCommand, state: SeasonState, tallies: Tallies, events: Iterable[Recorded[Any]]
) -> Tallies:
    """The tallies a command is decided on, where all events of the season are at hand."""
    window = window_asked(command, state)
    if window is None:
        return tallies
    return {window.week: counted_within(window, state, batches_of(events, window.week))}


def batches_of(events: Iterable[Recorded[Any]], week: int) -> Iterator[Recorded[AnyBatch]]:
    """The batches of a week among the events of a season, in either form."""
    forms = (VoteBatchReceived, VoteBatchReceivedV2)
    return (event for event in events if isinstance(event.fact, forms) and event.fact.week == week)


def counted_within(
    asked: c.StateWindow,
    state: SeasonState,
    batches: Iterable[Recorded[AnyBatch]],
    tally: WeekTally | None = None,
) -> WeekTally:
    """The week's batches up to its seal, in log order, noted as if the lines had been opened over the window asked for: which
    came, and which lie outside. Their counts are not looked at, so that the hidden ones are held against it too.

    With a `tally` of batches before these it goes on with that one.
    """
    if tally is None:
        tally = WeekTally()
        tally.open_lines(asked.opens, asked.closes)
    week = state.weeks.get(asked.week)
    seal = week.seal.position if week is not None and week.seal is not None else None
    for event in takewhile(lambda event: seal is None or event.position < seal, batches):
        tally.note(event)
    return tally
