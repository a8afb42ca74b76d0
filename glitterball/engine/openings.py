"""Openings of seasons, as gateways sign for them; and how a gateway has signed in a season so far."""

from collections.abc import Mapping
from typing import Any

from domain.gateway.events import DeliverySignedV2, deliveries_stream
from domain.gateway.opening import SignedBefore
from domain.record import Recorded
from domain.season.state import SeasonState
from glitterball.log.event_log import EventLog
from glitterball.proof.hashing import leaf_hash


def opening_of(log: EventLog, opened: Recorded[Any]) -> str:
    """The leaf hash of the event that opened a season, over its bytes as they are stored."""
    _, stored = next(log.raw(opened.position - 1, opened.position))
    return leaf_hash(stored).hex()


class Openings:
    """Remembered between deliveries. An opening never changes; signatures are read on from where they were read last."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._openings: dict[int, str] = {}
        self._signed: dict[tuple[str, str], tuple[SignedBefore, int]] = {}

    def of(self, opened: Recorded[Any]) -> str:
        """The opening that deliveries of the season name."""
        found = self._openings.get(opened.position)
        if found is None:
            found = self._openings[opened.position] = opening_of(self._log, opened)
        return found

    def signed_before(self, season: str, state: SeasonState, gateway: str) -> tuple[SignedBefore, Mapping[str, int]]:
        """How the gateway has signed in this season, and which streams say so at which sequence: a commit may rest on it.

        Only asked for a delivery that names no opening in a live season, so that others read nothing.
        """
        streams = [deliveries_stream(season, week, gateway) for week in sorted(state.weeks)]
        stands = {stream: self._log.version(stream) for stream in streams}
        before, after = self._signed.get((season, gateway), (SignedBefore(), 0))
        until = self._log.last_position()
        for event in self._log.read(after=after, until=until, streams=streams):
            names = isinstance(event.fact, DeliverySignedV2)
            before = SignedBefore(before.without or not names, before.named or names)
        self._signed[season, gateway] = (before, until)
        return before, stands
