"""The log on a server: a recorder of the library over one schema of PostgreSQL."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from threading import Event
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription

from domain.season.custody.facts import OpeningsDestroyed
from glitterball.log.envelope import Line, Row
from glitterball.log.group_writer import is_as_written
from glitterball.log.hidden import Opening, of_destruction
from glitterball.log.kept import KeptRecorder, must_be_at, must_be_complete, must_be_dense
from glitterball.log.mapper import as_state
from glitterball.log.paging import PAGE, SPARSE, ascending, dense, identity_bytes
from glitterball.log.postgres.connecting import Connection, Connections, connected, must_be_the_same
from glitterball.log.postgres.listening import LOOK_SECONDS, Listener
from glitterball.log.postgres.places import Server
from glitterball.log.postgres.telling import refusal
from glitterball.log.postgres.together import Together, name_of
from glitterball.log.postgres.writing import Writer
from glitterball.log.recording import Broken, Group, KeyUsed, Refused, Stand, StoreSubscription
from glitterball.log.refusals import RecordDamaged, StoreRefusal
from glitterball.log.season_keys import Cipher, SeasonKeys
from glitterball.proof.hashing import leaf_hash
from glitterball.version import VERSION

_COLUMNS = "position, stream, sequence, topic, line, leaf"
_PUBLIC = f"{_COLUMNS}, NULL::bytea FROM events"
_WHOLE = f"{_COLUMNS}, sealed FROM events LEFT JOIN hidden_parts USING (position)"
_DESTROYED = f"topic = '{OpeningsDestroyed.TYPE}'"


class PostgresRecorder(KeptRecorder):
    """Positions are 1 to N without a gap: `append` gives them out under the lock of the head row."""

    poll_seconds: ClassVar[float] = LOOK_SECONDS

    def __init__(self, server: Server, shown: str, beside: Path, *, read_only: bool, lock_seconds: int) -> None:
        super().__init__()
        self.server, self.shown, self.beside, self.name = server, shown, beside, "glitterball"
        self.read_only, self._lock_seconds = read_only, lock_seconds
        self.node = ""
        """What this machine has called itself, once it is known."""
        self.store: UUID | None = None
        """Which store it is, once that is known: no other is read or recorded in, whoever answers at the address."""
        self.connections = Connections(self.connect)
        self._writer = Writer(self.connect, beside, self.key_id_of, self.destroyed_at)
        self._hidden = Opening(beside, self.key_id_of, self.destroyed_at, self._ended_behind)
        self._keys = SeasonKeys(beside, self.destroyed_at)
        self.together = Together(self)
        self._listener = Listener(self.connect, server.schema, self._notify_listeners)

    def connect(self) -> Connection:
        """A new connection to the server, which has the store that was opened: an address may name several servers."""
        connection = connected(self.server, name=self.name, read_only=self.read_only, lock_seconds=self._lock_seconds)
        if self.store is not None:
            must_be_the_same(connection, self.store)
        return connection

    @property
    def kept_beside(self) -> Path:
        return self.beside

    def close(self) -> None:
        """Let go of the server; who reads or records ends first."""
        self._notify_listeners()
        self._listener.close()
        self.together.close()
        self._writer.close()
        self.connections.close()

    def refusal(self, error: BaseException) -> StoreRefusal:
        return refusal(self.shown, error)

    @property
    def shared(self) -> Together:
        return self.together

    def settle(self) -> None:
        """Wait until all that was recorded so far is wherever a commit has to be: `CommitFailed` where it is not."""
        self._writer.settle()

    def is_of(self, node: str, store: UUID) -> None:
        """Remember which store it is, and have connections say which machine they are of, the one it was found by as well."""
        self.node, self.store = node, store
        self._is_called(name_of(node, VERSION, store))

    def views_at(self, position: int) -> None:
        if self.store is not None:
            self._is_called(name_of(self.node, VERSION, self.store, position))

    def _is_called(self, name: str) -> None:
        """From now on, and on one of the connections there are."""
        self.name = name
        self._select("SELECT set_config('application_name', %b::text, false)", name)

    def listen(self, event: Event) -> None:
        super().listen(event)
        self._listener.begin()

    # Recording.

    def insert_lines(self, lines: Sequence[Line], stand: Stand | None = None) -> int:
        (answer,) = self.insert_groups([Group(lines, () if stand is None else (stand,))])
        if not isinstance(answer, int):
            raise answer
        return answer

    def insert_groups(self, groups: Sequence[Group]) -> list[int | Refused]:
        answers = self._writer.write(groups)
        self._notify_listeners()
        return answers

    # Keys of seasons, and of commands.

    def key_id_of(self, season: str) -> bytes | None:
        found = self._select("SELECT key_id FROM season_keys WHERE season = %b", season)
        return found[0][0] if found else None

    def destroyed_at(self, season: str) -> int | None:
        stream, _ = of_destruction(season)
        position: int | None = self._select(
            f"SELECT min(position) FROM events WHERE stream = %b AND {_DESTROYED}", stream
        )[0][0]
        return position

    def _destruction_within(self, after: int, until: int) -> bool:
        within = "position > %b AND position <= %b"
        return bool(self._select(f"SELECT 1 FROM events WHERE {_DESTROYED} AND {within} LIMIT 1", after, until))

    def cipher(self, season: str) -> Cipher | None:
        self._hidden.look_again()
        return self._hidden.cipher(season)

    def key_used(self, key: str) -> KeyUsed | None:
        found = self._select("SELECT key, asked, position, events, hash FROM idempotency_keys WHERE key = %b", key)
        if not found:
            return None
        if not is_as_written(found[0]):
            raise Broken(f"what is recorded under the key {key!r} is not what was written")
        return KeyUsed(*found[0][1:4])

    # Reading.

    def _select(self, statement: str, *parameters: Any) -> list[Any]:
        return self.connections.select(statement, parameters)

    def max_notification_id(self) -> int | None:
        last: int = self._select("SELECT last FROM head")[0][0]
        return last or None

    def version(self, stream: bytes) -> int:
        highest: int | None = self._select("SELECT max(sequence) FROM events WHERE stream = %b", stream)[0][0]
        return highest or 0

    def rows(
        self, after: int, until: int, streams: Sequence[bytes] | None = None, *, in_public: bool = False
    ) -> Iterator[Row]:
        return self._hidden.rows(self._rows(after, until, streams, _WHOLE), in_public=in_public)

    def _rows(self, after: int, until: int, streams: Sequence[bytes] | None, events: str) -> Iterator[Row]:
        """The rows as they are stored."""
        until = min(until, self.max_notification_id() or 0)
        where = "position > %b AND position <= %b"
        chosen: list[list[bytes]] = []
        if streams is not None:
            few = self._few(after, until, list(streams))
            if few is not None:
                return self._at(few, events)
            where += " AND (stream = ANY(%b::bytea[]) OR stream NOT IN (SELECT stream FROM streams))"
            chosen = [list(streams)]
            self._must_be_dense(after, until)
        statement = f"SELECT {events} WHERE {where} ORDER BY position LIMIT {PAGE}"

        def page_after(last: int) -> list[Row]:
            return self._select(statement, last, until, *chosen)

        if streams is None:
            return chain.from_iterable(dense(page_after, after, until))
        return ascending(chain.from_iterable(_pages(page_after, after)), after)

    def _must_be_dense(self, after: int, until: int) -> None:
        (found,) = self._select("SELECT count(*) FROM events WHERE position > %b AND position <= %b", after, until)[0]
        must_be_dense(found, after, until)

    def _few(self, after: int, until: int, streams: list[bytes]) -> "array[int] | None":
        """The positions of the streams, when they are few among all. Eight bytes each."""
        among = "FROM events WHERE stream = ANY(%b::bytea[]) AND position > %b AND position <= %b"
        (count,) = self._select(f"SELECT count(*) {among}", streams, after, until)[0]
        self._must_be_complete(streams)
        if count * SPARSE > until - after:
            return None
        found = self._select(f"SELECT position {among} ORDER BY position", streams, after, until)
        return array("q", (position for (position,) in found))

    def _must_be_complete(self, streams: list[bytes]) -> None:
        statement = (
            "SELECT s.events, s.last, count(e.sequence), max(e.sequence) FROM streams s "
            "LEFT JOIN events e ON e.stream = s.stream WHERE s.stream = ANY(%b::bytea[]) GROUP BY s.stream"
        )
        must_be_complete(self._select(statement, streams))

    def _at(self, positions: "array[int]", events: str) -> Iterator[Row]:
        for start in range(0, len(positions), PAGE):
            page = list(positions[start : start + PAGE])
            rows = self._select(f"SELECT {events} WHERE position = ANY(%b::int8[]) ORDER BY position", page)
            must_be_at(page, rows)
            yield from rows

    def raw(self, after: int, until: int, *, as_they_are: bool = False) -> Iterator[tuple[int, bytes]]:
        for position, _, _, _, line, leaf, _ in self._rows(after, until, None, _PUBLIC):
            if not as_they_are and leaf_hash(line) != leaf:
                raise RecordDamaged(position, "its bytes are not those that were acknowledged")
            yield position, line

    def stream_rows(
        self, stream: bytes, after: int, until_position: int | None, *, in_public: bool = False
    ) -> Iterator[Row]:
        self._must_be_complete([stream])
        recorded, until = ("", ()) if until_position is None else ("AND position <= %b ", (until_position,))
        statement = f"SELECT {_WHOLE} WHERE stream = %b AND sequence > %b {recorded}ORDER BY sequence LIMIT {PAGE}"

        def page_after(last: int) -> list[Row]:
            return self._select(statement, stream, last, *until)

        return self._hidden.rows(chain.from_iterable(_pages(page_after, after, column=2)), in_public=in_public)

    def row(self, stream: bytes, sequence: int, *, in_public: bool = False) -> Row | None:
        found = self._select(f"SELECT {_WHOLE} WHERE stream = %b AND sequence = %b", stream, sequence)
        return next(self._hidden.rows(found, in_public=in_public), None)

    def first_rows(self, after: int, until: int) -> Iterator[Row]:
        """One event of each stream: of a stream that began behind a position, of all where nothing is known yet."""
        statement = (
            f"SELECT {_PUBLIC} WHERE position IN (SELECT min(position) FROM events "
            "WHERE position > %b AND position <= %b GROUP BY stream) ORDER BY position"
        )
        return iter(self._select(statement, after, until))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        statement = f"SELECT {_WHOLE} WHERE stream = %b "
        parameters: list[Any] = [identity_bytes(originator_id)]
        for condition, value in (("AND sequence > %b ", gt), ("AND sequence <= %b ", lte)):
            if value is not None:
                statement += condition
                parameters.append(value)
        statement += f"ORDER BY sequence {'DESC' if desc else 'ASC'}"
        if limit is not None:
            statement, parameters = f"{statement} LIMIT %b", [*parameters, limit]
        rows = self._hidden.rows(self._select(statement, *parameters))
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
        statement, parameters = f"SELECT {_WHOLE} WHERE position >= %b ", [first]
        if stop is not None:
            statement, parameters = f"{statement}AND position <= %b ", [*parameters, stop]
        of_topics = [list(topics)] if topics else []
        statement += "AND topic = ANY(%b::text[]) " if topics else ""
        rows = self._hidden.rows(self._select(f"{statement}ORDER BY position LIMIT %b", *parameters, *of_topics, limit))
        return [Notification(UUID(bytes=row[1]), row[2], row[3], as_state(row[4], row[6]), id=row[0]) for row in rows]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        return StoreSubscription(self, gt=gt, topics=topics)


def _pages(page_after: Any, after: int, column: int = 0) -> Iterator[list[Row]]:
    """All rows, a page at a time, each starting behind the last one's value of the column."""
    while True:
        page = page_after(after)
        yield page
        if len(page) < PAGE:
            return
        after = page[-1][column]
