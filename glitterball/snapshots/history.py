"""The states a season has been in, remembered: its own stream is short, and each state shares with the one before."""

from bisect import bisect_right
from threading import RLock
from typing import Any

from domain.gateway.events import season_stream
from domain.record import Recorded
from domain.season.evolve import evolve
from domain.season.state import SeasonState
from glitterball.log import EventLog

APART = 32
"""A state is remembered after so many events of the season; between two of them it is worked out again."""


class History:
    """A season's own events as far as they were asked for, and the state after every `APART` of them.

    Of a season whose openings were destroyed they are what is public of them.
    """

    def __init__(self, log: EventLog, season: str) -> None:
        self._log, self._stream = log, season_stream(season)
        self._events: list[Recorded[Any]] = []
        self._positions: list[int] = []
        self._states = [SeasonState()]
        self._last = 0, self._states[0]
        """How many events the state asked for last had seen, and that state: who goes on in order goes on from it."""
        self.reached = 0
        """The position up to which the season's events were read."""
        self._lock = RLock()

    def state(self, position: int) -> SeasonState:
        """The season as its stream stood when the log ended at a position."""
        with self._lock:
            self._read(position)
            count = bisect_right(self._positions, position)
            begin = count // APART * APART
            after, state = self._last if begin <= self._last[0] <= count else (begin, self._states[count // APART])
            for event in self._events[after:count]:
                state = evolve(state, event)
            self._last = count, state
            return state

    def events(self, after: int, until: int) -> list[Recorded[Any]]:
        """The season's own events behind a position of the log and up to another."""
        with self._lock:
            self._read(until)
            return self._events[bisect_right(self._positions, after) : bisect_right(self._positions, until)]

    def _read(self, position: int) -> None:
        """Have the events up to a position, and with them all there are now: they are read once, whatever is asked next."""
        if position <= self.reached:
            return
        reached = self._log.last_position()
        for event in self._log.stream(self._stream, after=len(self._events), until_position=reached, in_public=True):
            self._events.append(event)
            self._positions.append(event.position)
            if len(self._events) % APART == 0:
                state = self._states[-1]
                for recorded in self._events[-APART:]:
                    state = evolve(state, recorded)
                self._states.append(state)
        self.reached = reached
