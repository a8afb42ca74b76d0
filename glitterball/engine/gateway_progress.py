"""How far each gateway has come, remembered between its deliveries; and whose turn it is at each gateway's stream."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from threading import Lock

from domain.gateway.decide import GatewayState, VotingTerms
from domain.gateway.events import GatewayClosed
from domain.record import Actor
from domain.season.state import SeasonState
from domain.season.voting.terms import voting_terms
from glitterball.log.event_log import EventLog


class GatewayProgress:
    """Gateways and terms as last seen. A commit says which it rests on (`while_at`), so one that is behind is refused there.

    Nothing is asked of the store as long as nobody else writes to a gateway's stream or to the season.
    """

    def __init__(
        self, log: EventLog, known: Callable[[str], SeasonState], current: Callable[[str], SeasonState]
    ) -> None:
        self._log, self.season, self._current = log, known, current
        self._gateways: dict[str, GatewayState] = {}
        self._terms: dict[tuple[str, int], tuple[int, VotingTerms]] = {}
        self._turns: dict[str, Lock] = {}

    def turn(self, stream: str) -> Lock:
        """One writer of this process at a time for each gateway's stream. Gateways do not wait for one another."""
        turn = self._turns.get(stream)
        return self._turns.setdefault(stream, Lock()) if turn is None else turn

    @contextmanager
    def turns(self, streams: Iterable[str]) -> Iterator[None]:
        """The turns of several, always in the same order."""
        with ExitStack() as turns:
            for stream in sorted(streams):
                turns.enter_context(self.turn(stream))
            yield

    def gateway(self, stream: str) -> GatewayState:
        """A gateway as last seen."""
        found = self._gateways.get(stream)
        if found is None:
            found = self._gateways[stream] = self._read(stream)
        return found

    def arrived(self, stream: str, state: GatewayState) -> None:
        """It has come so far, and that is recorded."""
        self._gateways[stream] = state

    def refresh(self, seasons: Iterable[str], streams: Iterable[str]) -> bool:
        """Look again. Answers whether anything had changed."""
        changed = False
        for season in seasons:
            before = self.season(season).sequence
            changed |= self._current(season).sequence != before
        for stream in streams:
            before_, now = self._gateways.get(stream), self._read(stream)
            self._gateways[stream] = now
            changed |= before_ is not None and before_ != now
        return changed

    def terms(self, season: str, week: int) -> VotingTerms:
        """The week's terms; worked out again only when the season has moved on."""
        state = self.season(season)
        held = self._terms.get((season, week))
        if held is None or held[0] != state.sequence:
            held = self._terms[season, week] = (state.sequence, voting_terms(state, week))
        return held[1]

    def _read(self, stream: str) -> GatewayState:
        """A manifest is the last of its stream: its batches are all before it."""
        last = self._log.version(stream)
        newest = self._log.get(stream, last) if last else None
        if newest is not None and isinstance(newest.fact, GatewayClosed):
            return GatewayState(newest.fact.batches, newest.fact.batches)
        return GatewayState(last)


def version_of(state: GatewayState) -> int:
    """The last sequence in the stream of a gateway."""
    return state.last if state.closed_after is None else state.closed_after + 1


@lru_cache(maxsize=1_024)
def speaker(gateway: str) -> Actor:
    """A gateway speaks for itself."""
    return Actor(name=gateway, role="gateway")
