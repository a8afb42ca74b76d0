"""What recorders share whose store is there after the program has ended: keys of seasons, and what is lost and not absent."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.plurals import count_of, verb
from glitterball.log.envelope import Row
from glitterball.log.mapper import parts_in
from glitterball.log.paging import identity_bytes
from glitterball.log.recording import Broken, LogRecorder
from glitterball.log.refusals import SeasonKeyWrong
from glitterball.log.season_keys import SeasonKeys, key_file


class KeptRecorder(LogRecorder):
    """A recorder over a store that is asked by statements, beside which this machine keeps the keys of seasons."""

    _keys: SeasonKeys

    @property
    @abstractmethod
    def kept_beside(self) -> Path:
        """What the names of this machine's own files begin with."""

    @abstractmethod
    def _select(self, statement: str, *parameters: Any) -> list[Any]:
        """All rows of a statement."""

    @abstractmethod
    def _destruction_within(self, after: int, until: int) -> bool:
        """Whether openings of some season were destroyed behind a position and up to another."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        lines = [
            (identity_bytes(stored.originator_id), stored.originator_version, stored.topic, *parts_in(stored.state))
            for stored in stored_events
        ]
        first = self.insert_lines(lines, kwargs.get("stand"))
        return list(range(first, first + len(lines)))

    def destroyed(self) -> dict[str, int]:
        seasons = [season for (season,) in self._select("SELECT season FROM season_keys ORDER BY season")]
        found = ((season, self.destroyed_at(season)) for season in seasons)
        return {season: position for season, position in found if position is not None}

    def must_hold(self, season: str, fingerprint: str) -> None:
        key = self._keys.held(season, self.key_id_of(season) or bytes.fromhex(fingerprint[:8]))
        if key.fingerprint != fingerprint:
            raise SeasonKeyWrong(season, str(key_file(self.kept_beside, season)), key.fingerprint, fingerprint)

    def destroy_key(self, season: str) -> bool:
        return self._keys.destroy(season)

    def _ended_behind(self, after: int | None) -> tuple[int, bool]:
        last = self.max_notification_id() or 0
        if after is None or after >= last:
            return last, False
        return last, self._destruction_within(after, last)


def must_be_dense(found: int, after: int, until: int) -> None:
    """Positions have no gap: what is not found by position is lost, not absent (`Broken`)."""
    if found != max(until - after, 0):
        raise Broken(f"of the positions from {after + 1} to {until}, {until - after - found} are missing")


def must_be_complete(streams: Iterable[tuple[int, int, int, int | None]]) -> None:
    """Of each stream as many events are found as were recorded, and the same last one (`Broken`).

    Of each: how many were recorded, the last of them, how many are found, the last of those.
    """
    for events, last, found, highest in streams:
        if (events, last) != (found, highest):
            raise Broken(
                f"of the {count_of(events, 'event')} of a stream, the last of them {last}, "
                f"{found} {verb(found, 'is', 'are')} found, the last {highest}"
            )


def must_be_at(page: Sequence[int], rows: Sequence[Row]) -> None:
    """An index leads to no row that the table does not have (`Broken`)."""
    found = [row[0] for row in rows]
    if found != page:
        lost = sorted(set(page).difference(found)) or found
        raise Broken(f"position {lost[0]} is missing")
