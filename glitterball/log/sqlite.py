"""The log on disk: a recorder of the library over one SQLite file."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
)
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from domain.season.custody.facts import OpeningsDestroyed
from glitterball.log.connections import StoreDatastore, rows_of
from glitterball.log.envelope import Line, Row
from glitterball.log.group_writer import GroupWriter, key_used
from glitterball.log.hidden import DESTROYED_AT, ENDED_BEHIND, KEY_ID, Opening, of_destruction
from glitterball.log.kept import KeptRecorder, must_be_at, must_be_complete, must_be_dense
from glitterball.log.mapper import as_state
from glitterball.log.paging import PAGE, SPARSE, ascending, dense, identity_bytes
from glitterball.log.recording import (
    Group,
    KeyUsed,
    Refused,
    Stand,
    StoreSubscription,
)
from glitterball.log.refusals import RecordDamaged, StoreRefusal
from glitterball.log.schema import EVENTS_OF, FIRST_OF_EACH, LAYOUT, PUBLIC_EVENTS_OF, WALK_OF_STREAMS
from glitterball.log.season_keys import Cipher, SeasonKeys
from glitterball.log.store_file import make, refusal
from glitterball.proof.hashing import leaf_hash

_LITTLE = 10_000
"""So many new events are looked through for streams that begin in them; with more, every stream is stepped to."""


class SQLiteRecorder(KeptRecorder, SQLiteApplicationRecorder):
    """Positions are explicit, 1 to N without a gap: they are given out in the transaction that uses them."""

    datastore: StoreDatastore

    def __init__(self, datastore: StoreDatastore) -> None:
        super().__init__(datastore)
        self._groups = GroupWriter(datastore)
        self._hidden = Opening(datastore.place.path, self.key_id_of, self.destroyed_at, self._ended_behind)
        self._keys = SeasonKeys(datastore.place.path, self.destroyed_at)
        self.layout = LAYOUT

    def refusal(self, error: BaseException) -> StoreRefusal:
        return refusal(self.datastore.place.path, error)

    def stop(self, reason: str) -> None:
        self.datastore.place.stop(reason)

    @property
    def kept_beside(self) -> Path:
        return self.datastore.place.path

    def create_table(self) -> None:
        make(self.datastore.pool.path, self.datastore.pool.lock_timeout or 0)

    def insert_lines(self, lines: Sequence[Line], stand: Stand | None = None) -> int:
        group = Group(lines, () if stand is None else (stand,))
        (answer,) = GroupWriter(self.datastore).write(
            [group]
        )  # one that remembers nothing: any thread may come this way
        self._notify_listeners()
        if not isinstance(answer, int):
            raise answer
        return answer

    def insert_groups(self, groups: Sequence[Group]) -> list[int | Refused]:
        answers = self._groups.write(groups)
        self._notify_listeners()
        return answers

    def _max_notification_id(self, c: SQLiteCursor) -> int:
        c.execute("SELECT max(position) FROM stored_events")
        last: int = c.fetchone()[0]
        return last

    @property
    def _events(self) -> str:
        return EVENTS_OF[self._layout_now]

    @property
    def _layout_now(self) -> int:
        """The layout; a store of an older one may have grown since it was opened to be read, by another's hand."""
        if self.layout < LAYOUT:
            (self.layout,) = self._select("PRAGMA user_version")[0]
        return self.layout

    def key_id_of(self, season: str) -> bytes | None:
        if self._layout_now < LAYOUT:
            return None
        found = self._select(KEY_ID, season)
        return bytes(found[0][0]) if found else None

    def destroyed_at(self, season: str) -> int | None:
        position: int | None = self._select(DESTROYED_AT, *of_destruction(season))[0][0]
        return position

    def _destruction_within(self, after: int, until: int) -> bool:
        return bool(self._select(ENDED_BEHIND, after, until, OpeningsDestroyed.TYPE))

    def destroyed(self) -> dict[str, int]:
        return super().destroyed() if self._layout_now == LAYOUT else {}

    def cipher(self, season: str) -> Cipher | None:
        self._hidden.look_again()
        return self._hidden.cipher(season) if self._layout_now == LAYOUT else None

    def key_used(self, key: str) -> KeyUsed | None:
        if self.layout == 1:
            return None
        with self.datastore.transaction(commit=False) as cursor:
            return key_used(cursor, key)

    def version(self, stream: bytes) -> int:
        with self.datastore.transaction(commit=False) as cursor:
            return self._version(cursor, stream)

    def _version(self, cursor: SQLiteCursor, stream: bytes) -> int:
        cursor.execute("SELECT max(originator_version) FROM stored_events WHERE originator_id = ?", (stream,))
        highest: int | None = cursor.fetchone()[0]
        return highest or 0

    def _select(self, statement: str, *parameters: Any) -> list[Any]:
        with self.datastore.transaction(commit=False) as cursor:
            return rows_of(cursor, statement, parameters)

    def _pages(self, page_after: Callable[[int], list[Any]], after: int, column: int = 0) -> Iterator[Any]:
        """All rows, a page at a time, each starting after the last one's value of the column."""
        while True:
            page = page_after(after)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1][column]

    def rows(
        self, after: int, until: int, streams: Sequence[bytes] | None = None, *, in_public: bool = False
    ) -> Iterator[Row]:
        return self._hidden.rows(self._rows(after, until, streams, EVENTS_OF), in_public=in_public)

    def _rows(
        self, after: int, until: int, streams: Sequence[bytes] | None, events_of: Mapping[int, str]
    ) -> Iterator[Row]:
        """The rows as they are stored; what is selected of each, by layout. The layout is looked at behind the last position:
        what that has beside it is then there."""
        chosen, until = "", min(until, self.max_notification_id() or 0)
        events = events_of[self._layout_now]
        if streams is not None:
            marks = ", ".join("?" * len(streams))
            few = self._few(after, until, streams, marks)
            if few is not None:
                return self._at(few, events)
            chosen = f"AND +originator_id IN ({marks}) "  # the plus: read by position, not through the index
            if self.layout > 1:  # also what belongs to no stream: it cannot be read, and so is not passed over
                chosen = (
                    f"AND (+originator_id IN ({marks}) OR originator_id NOT IN (SELECT originator_id FROM streams)) "
                )
            self._must_be_dense(after, until)
        where = f"position > ? AND position <= ? {chosen}"
        statement = f"SELECT {events} WHERE {where}ORDER BY position LIMIT ?"

        def page_after(last: int) -> list[Row]:
            return self._select(statement, last, until, *(streams or ()), PAGE)

        return (
            chain.from_iterable(dense(page_after, after, until))
            if streams is None
            else ascending(self._pages(page_after, after), after)
        )

    def _must_be_dense(self, after: int, until: int) -> None:
        (found,) = self._select(
            "SELECT count(*) FROM stored_events WHERE position > ? AND position <= ?", after, until
        )[0]
        must_be_dense(found, after, until)

    def _few(self, after: int, until: int, streams: Sequence[bytes], marks: str) -> "array[int] | None":
        """The positions of the streams, when they are few among all. Eight bytes each."""
        among = f"FROM stored_events WHERE originator_id IN ({marks}) AND position > ? AND position <= ?"
        (count,) = self._select(f"SELECT count(*) {among}", *streams, after, until)[0]
        self._must_be_complete(streams, marks)
        if count * SPARSE > until - after:
            return None
        found = self._select(f"SELECT position {among} ORDER BY position", *streams, after, until)
        return array("q", (position for (position,) in found))

    def _must_be_complete(self, streams: Sequence[bytes], marks: str) -> None:
        if self.layout == 1:
            return
        statement = (
            "SELECT s.events, s.last, count(e.originator_version), max(e.originator_version) FROM streams s "
            "LEFT JOIN stored_events e ON e.originator_id = s.originator_id "
            f"WHERE s.originator_id IN ({marks}) GROUP BY s.originator_id"
        )
        must_be_complete(self._select(statement, *streams))

    def _at(self, positions: "array[int]", events: str) -> Iterator[Row]:
        for start in range(0, len(positions), PAGE):
            page = list(positions[start : start + PAGE])
            # The list is JSON, so that one statement serves every length.
            rows = self._select(
                f"SELECT {events} WHERE position IN (SELECT value FROM json_each(?)) ORDER BY position",
                str(page),
            )
            must_be_at(page, rows)
            yield from rows

    def raw(self, after: int, until: int, *, as_they_are: bool = False) -> Iterator[tuple[int, bytes]]:
        for position, _, _, _, state, leaf, _ in self._rows(after, until, None, PUBLIC_EVENTS_OF):
            if leaf is not None and not as_they_are and leaf_hash(state) != leaf:
                raise RecordDamaged(position, "its bytes are not those that were acknowledged")
            yield position, state

    def stream_rows(
        self, stream: bytes, after: int, until_position: int | None, *, in_public: bool = False
    ) -> Iterator[Row]:
        recorded = "" if until_position is None else "AND position <= ? "
        statement = (
            f"SELECT {self._events} WHERE originator_id = ? AND originator_version > ? {recorded}"
            "ORDER BY originator_version LIMIT ?"
        )
        until = () if until_position is None else (until_position,)
        self._must_be_complete((stream,), "?")
        rows = self._pages(lambda last: self._select(statement, stream, last, *until, PAGE), after, column=2)
        return self._hidden.rows(rows, in_public=in_public)

    def row(self, stream: bytes, sequence: int, *, in_public: bool = False) -> Row | None:
        statement = f"SELECT {self._events} WHERE originator_id = ? AND originator_version = ?"
        found = self._select(statement, stream, sequence)
        return next(self._hidden.rows(found, in_public=in_public), None)

    def first_rows(self, after: int, until: int) -> Iterator[Row]:
        """One step through the index a stream, however many events it has; where little is new, that is looked through."""
        events = PUBLIC_EVENTS_OF[self._layout_now]
        if after and until - after <= _LITTLE:
            yield from self._select(
                f"SELECT {events} WHERE position IN (SELECT min(position) FROM stored_events "
                "WHERE position > ? AND position <= ? GROUP BY originator_id) ORDER BY position",
                after,
                until,
            )
            return
        statement = f"{WALK_OF_STREAMS} SELECT {events} {FIRST_OF_EACH} ORDER BY originator_id"
        stream = b""
        while page := self._select(statement, stream, PAGE):
            yield from page
            stream = page[-1][1]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        statement = f"SELECT {self._events} WHERE originator_id = ? "
        parameters: list[Any] = [identity_bytes(originator_id)]
        if gt is not None:
            statement += "AND originator_version > ? "
            parameters.append(gt)
        if lte is not None:
            statement += "AND originator_version <= ? "
            parameters.append(lte)
        statement += f"ORDER BY originator_version {'DESC' if desc else 'ASC'} LIMIT ?"
        rows = self._hidden.rows(self._select(statement, *parameters, -1 if limit is None else limit))
        return [StoredEvent(originator_id, row[2], row[3], as_state(row[4], row[6])) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        first = 1 if start is None else start if inclusive_of_start else start + 1
        statement, parameters = f"SELECT {self._events} WHERE position >= ? ", [first]
        if stop is not None:
            statement += "AND position <= ? "
            parameters.append(stop)
        if topics:
            statement += f"AND topic IN ({', '.join('?' * len(topics))}) "
        rows = self._hidden.rows(self._select(f"{statement}ORDER BY position LIMIT ?", *parameters, *topics, limit))
        return [Notification(UUID(bytes=row[1]), row[2], row[3], as_state(row[4], row[6]), id=row[0]) for row in rows]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        return StoreSubscription(self, gt=gt, topics=topics)
