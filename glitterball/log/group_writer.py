"""Groups of several writers written to SQLite in one transaction, each all or none, none in the way of another."""

from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter

from eventsourcing.persistence import IntegrityError
from eventsourcing.sqlite import SQLiteCursor

from glitterball.log.connections import StoreDatastore
from glitterball.log.envelope import Line
from glitterball.log.hidden import DESTROYED_AT, KEY_ID, NEW_KEY, Sealing, of_destruction
from glitterball.log.recording import Broken, CommitFailed, Group, Key, KeyUsed, Refused, StreamMoved
from glitterball.log.refusals import LogRefusal
from glitterball.log.schema import GROW, HIDE, INSERT
from glitterball.proof.hashing import leaf_hash
from glitterball.sqlite_files.refusals import FileReplaced

_AT_ONCE = tuple(
    (rows, f"{INSERT}{', (?, ?, ?, ?, ?, ?)' * (rows - 1)}") for rows in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1)
)  # a statement holds the interpreter up once, however many rows it has
_HIDDEN_AT_ONCE = tuple((rows, f"{HIDE}{', (?, ?)' * (rows - 1)}") for rows in (512, 64, 8, 1))
_VERSION = """SELECT (SELECT max(originator_version) FROM stored_events WHERE originator_id = ?1),
(SELECT last FROM streams WHERE originator_id = ?1)"""
_STREAM: Callable[[Line], bytes] = itemgetter(0)
_TAKEN = "SELECT 1 FROM stored_events WHERE originator_id = ? AND originator_version = ?"


KeyRow = tuple[str, bytes, int, int, bytes]
"""A used key: what was asked under it, where its events begin and how many they are, and the hash of all that."""


class GroupWriter:
    """Writes groups. One thread at a time calls it; other processes may write in between.

    How far each stream has come is remembered between commits, as long as nobody else has written: the last position
    tells. So a line that goes on where its stream ended is known to be free without asking the store.
    """

    def __init__(self, datastore: StoreDatastore) -> None:
        self._datastore = datastore
        self._sealing = Sealing(datastore.place.path)
        self._versions: dict[bytes, int] = {}
        self._last = -1

    def write(self, groups: Sequence[Group]) -> list[int | Refused]:
        """The position of each group's first line, or why it was not recorded."""
        place = self._datastore.place
        try:
            with self._datastore.transaction(commit=True) as cursor:
                place.must_hold()
                transaction = _Transaction(cursor, self._versions, self._last, self._sealing)
                answers = [transaction.take(group) for group in groups]
                transaction.finish()
            if not (place.held() or (self._datastore.is_closed and not place.is_elsewhere())):
                raise CommitFailed("the file or its write-ahead log was moved or replaced while it was written")
        except BaseException as error:
            self._versions, self._last = {}, -1
            self._sealing.forget()
            if isinstance(error, FileReplaced):
                self._datastore.rescue()
            raise
        self._last = transaction.last
        self._sealing.committed()
        return answers


class _Transaction:
    """One transaction: what was taken so far, written when it must be seen and at the end."""

    def __init__(self, cursor: SQLiteCursor, versions: dict[bytes, int], believed_last: int, sealing: Sealing) -> None:
        self._cursor, self._versions, self._sealing = cursor, versions, sealing
        cursor.execute("SELECT max(position) FROM stored_events")
        self.last: int = cursor.fetchone()[0] or 0
        if self.last != believed_last:
            versions.clear()
        self._waiting: list[Line] = []
        self._grown: Counter[bytes] = Counter()  # by stream: how many of its events are new
        self._keys: dict[str, tuple[Key, int, int]] = {}

    def take(self, group: Group) -> int | Refused:
        """The position of its first line, unless a stream has moved or a line is taken; then nothing of it is written."""
        if group.key is not None and (used := self._used(group.key)) is not None:
            return used
        if group.only_at is not None and group.only_at != self.last:
            return StreamMoved("the log has moved on")
        if any(self._version(stream) != version for stream, version in group.stands):
            return StreamMoved("the stream has moved on")
        try:
            self._have_keys(group.lines)
        except LogRefusal as refused:
            return refused
        reached: dict[bytes, int] = {}
        for place, (stream, sequence, *_) in enumerate(group.lines):
            highest = reached.get(stream)
            if highest is None:
                highest = reached[stream] = self._version(stream)
            if sequence > highest:
                reached[stream] = sequence
            elif self._is_taken(stream, sequence, group.lines[:place]):
                return IntegrityError("stream and sequence are taken")
        first = self.last + 1
        self._waiting += group.lines
        self.last += len(group.lines)
        self._versions.update(reached)
        self._grown.update(map(_STREAM, group.lines))
        if group.key is not None:
            self._keys[group.key.text] = group.key, first, len(group.lines)
        return first

    def _have_keys(self, lines: Sequence[Line]) -> None:
        """The keys of the seasons whose hidden parts are among the lines. Refuses where one is not to be had."""
        streams = {stream: line for stream, _, _, line, hidden in lines if hidden is not None}
        for line in streams.values():
            self._sealing.ready(line, self._key_id_of, self._destroyed_at)

    def _key_id_of(self, season: str) -> bytes | None:
        self._cursor.execute(KEY_ID, (season,))
        found = self._cursor.fetchone()
        return None if found is None else bytes(found[0])

    def _destroyed_at(self, season: str) -> int | None:
        self._cursor.execute(DESTROYED_AT, of_destruction(season))
        position: int | None = self._cursor.fetchone()[0]
        return position

    def finish(self) -> None:
        """Write all that is left, how far each stream has come, and the keys."""
        self.flush()
        self._cursor.executemany(NEW_KEY, self._sealing.new_keys())
        self._cursor.executemany(
            GROW, [(stream, self._versions[stream], events) for stream, events in self._grown.items()]
        )
        keys = [key_row(key.text, key.asked, first, events) for key, first, events in self._keys.values()]
        self._cursor.executemany("INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?)", keys)

    def _used(self, key: Key) -> KeyUsed | None:
        if key.text in self._keys:
            earlier, first, events = self._keys[key.text]
            return KeyUsed(earlier.asked, first, events)
        return key_used(self._cursor, key.text)

    def flush(self) -> None:
        """Write what was taken."""
        lines, self._waiting = self._waiting, []
        position, start = self.last - len(lines) + 1, 0
        hidden = list(self._sealing.sealed(lines, position))
        for rows, statement in _AT_ONCE:
            while len(lines) - start >= rows:
                values: list[object] = []
                for stream, sequence, topic, state, _ in lines[start : start + rows]:
                    values += (position, stream, sequence, topic, state, leaf_hash(state))
                    position += 1
                self._cursor.execute(statement, values)
                start += rows
        self._flush_hidden(hidden)

    def _flush_hidden(self, hidden: Sequence[tuple[int, bytes]]) -> None:
        start = 0
        for rows, statement in _HIDDEN_AT_ONCE:
            while len(hidden) - start >= rows:
                values = [value for row in hidden[start : start + rows] for value in row]
                self._cursor.execute(statement, values)
                start += rows

    def _version(self, stream: bytes) -> int:
        version = self._versions.get(stream)
        if version is None:
            self.flush()
            self._cursor.execute(_VERSION, (stream,))
            found, last = self._cursor.fetchone()
            if found != last and not self._grown.get(stream):
                raise Broken(f"a stream of events ends at {found or 0}, and {last or 0} was recorded last")
            version = self._versions[stream] = found or 0
        return version

    def _is_taken(self, stream: bytes, sequence: int, before: Sequence[Line]) -> bool:
        """Whether a number behind the last one is in use: a duplicate, or a gap being filled."""
        self.flush()
        self._cursor.execute(_TAKEN, (stream, sequence))
        taken = self._cursor.fetchone() is not None
        return taken or any(line[0] == stream and line[1] == sequence for line in before)


def key_row(key: str, asked: bytes, position: int, events: int) -> KeyRow:
    """A key as it is stored, with a hash over all of it."""
    whole = b"%b %b %d %d" % (leaf_hash(key.encode()), leaf_hash(asked), position, events)
    return key, asked, position, events, leaf_hash(whole)


def key_used(cursor: SQLiteCursor, key: str) -> KeyUsed | None:
    """What a key was used for. Refuses a row that is not as it was written (`Broken`)."""
    cursor.execute("SELECT key, asked, position, events, hash FROM idempotency_keys WHERE key = ?", (key,))
    found = cursor.fetchone()
    if found is None:
        return None
    if not is_as_written(tuple(found)):
        raise Broken(f"what is recorded under the key {key!r} is not what was written")
    return KeyUsed(*found[1:4])


def is_as_written(row: Sequence[object]) -> bool:
    """Whether a row of keys fits its hash."""
    key, asked, position, events, _ = row
    if not (
        isinstance(key, str) and isinstance(asked, bytes) and isinstance(position, int) and isinstance(events, int)
    ):
        return False
    return key_row(key, asked, position, events) == tuple(row)
