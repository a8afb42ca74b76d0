"""The batches of a week within a window that is about to be stated, read from the log once and then only what is new."""

from dataclasses import dataclass, field

from domain.gateway.events import gateway_stream
from domain.gateway.tally import WeekTally
from domain.season import commands as c
from domain.season.state import SeasonState
from domain.season.voting.measuring import batches_of, counted_within
from glitterball.log.event_log import EventLog


@dataclass(slots=True)
class Measured:
    """A command said once, and decided as often as others write meanwhile. `position` is how far the log was read."""

    season: str
    log: EventLog
    position: int | None = None
    """Where the log must still stand for the statement to be true; nothing as long as no window was asked for."""
    _tallies: dict[c.StateWindow, tuple[WeekTally, int]] = field(default_factory=dict)

    def within(self, asked: c.StateWindow, state: SeasonState) -> WeekTally:
        """The week's batches as the log stands now, counted within the window asked for."""
        tally, after = self._tallies.get(asked, (None, 0))
        until = self.log.last_position()
        week = state.weeks.get(asked.week)
        gateways = week.voting.fact.gateways if week is not None and week.voting is not None else ()
        streams = [gateway_stream(self.season, asked.week, expected.gateway) for expected in gateways]
        lines = self.log.read(after, until, streams=streams) if streams else ()
        counted = counted_within(asked, state, batches_of(lines, asked.week), tally)
        self._tallies[asked] = counted, until
        self.position = until
        return counted
