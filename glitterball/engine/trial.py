"""Commands decided one after another on a season in which nothing is recorded: what they would lead to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from domain.gateway.events import season_stream
from domain.gateway.tally import Tallies
from domain.record import Actor, Recorded
from domain.season import commands as c
from domain.season.decide import decide
from domain.season.evolve import evolve
from domain.season.state import SeasonState, seen_at
from glitterball.engine.keys import require_usable_key
from glitterball.engine.signed import require_signatures, with_signature
from glitterball.engine.voids import as_recorded
from glitterball.log.event_log import EventLog
from glitterball.people import Signer, require_usable_keys

Counted = Callable[[str, c.SeasonCommand, SeasonState], Tallies]
"""The votes a command is decided on, in a season as it then stands."""


@dataclass(slots=True)
class Trial:
    """A season as its stream stands, and what was decided on it since. Each command is decided after those before it.

    `position` is the last of the log, so that what is decided stands where it would be recorded.
    """

    log: EventLog
    season: str
    given: SeasonState
    position: int
    time: str
    counted: Counted
    opening: Callable[[SeasonState], str]
    _waiting: list[Recorded[Any]] = field(default_factory=list)

    @property
    def state(self) -> SeasonState:
        """The season with all that was decided so far."""
        for event in self._waiting:
            self.given = evolve(self.given, event)
        self._waiting = []
        return self.given

    def do(self, command: c.SeasonCommand, by: Actor, signer: Signer | None = None) -> tuple[Recorded[Any], ...]:
        """What a command leads to, as it would be recorded; in a season with a roster, signed by `signer` where it is a
        decision. Raises the refusal that recording it would raise."""
        state = seen_at(self.state, self.time)
        complete = as_recorded(command, self.season, state, self.log)
        require_usable_key(complete)
        require_usable_keys(complete)
        tallies, opening = self.counted(self.season, complete, state), partial(self.opening, state)
        signed = with_signature(complete, state, by, tallies, opening, signer, self.time)
        decided = decide(signed, state, by, tallies, at=self.time)
        require_signatures(decided, by, state, opening)
        for fact in decided:
            at = len(self._waiting) + 1
            stream = season_stream(self.season)
            self._waiting.append(Recorded(self.position + at, stream, state.sequence + at, self.time, by, fact))
        events = tuple(self._waiting)
        self.position += len(events)
        return events
