"""Groups of several writers written to SQLite in one transaction, each all or none, none in the way of another."""

from collections.abc import Sequence

from eventsourcing.persistence import IntegrityError
from eventsourcing.sqlite import SQLiteCursor

from glitterball.log.connections import StoreDatastore
from glitterball.log.envelope import Line
from glitterball.log.recording import Group, StreamMoved
from glitterball.log.schema import INSERT

_AT_ONCE = tuple(
    (rows, f"{INSERT}{', (?, ?, ?, ?, ?)' * (rows - 1)}") for rows in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1)
)  # a statement holds the interpreter up once, however many rows it has
_VERSION = "SELECT max(originator_version) FROM stored_events WHERE originator_id = ?"
_TAKEN = "SELECT 1 FROM stored_events WHERE originator_id = ? AND originator_version = ?"


class GroupWriter:
    """Writes groups. One thread at a time calls it; other processes may write in between.

    How far each stream has come is remembered between commits, as long as nobody else has written: the last position
    tells. So a line that goes on where its stream ended is known to be free without asking the store.
    """

    def __init__(self, datastore: StoreDatastore) -> None:
        self._datastore = datastore
        self._versions: dict[bytes, int] = {}
        self._last = -1

    def write(self, groups: Sequence[Group]) -> list[int | IntegrityError]:
        """The position of each group's first line, or why it was not recorded."""
        try:
            with self._datastore.transaction(commit=True) as cursor:
                transaction = _Transaction(cursor, self._versions, self._last)
                answers = [transaction.take(group) for group in groups]
                transaction.flush()
        except BaseException:
            self._versions, self._last = {}, -1
            raise
        self._last = transaction.last
        return answers


class _Transaction:
    """One transaction: what was taken so far, written when it must be seen and at the end."""

    def __init__(self, cursor: SQLiteCursor, versions: dict[bytes, int], believed_last: int) -> None:
        self._cursor, self._versions = cursor, versions
        cursor.execute("SELECT max(position) FROM stored_events")
        self.last: int = cursor.fetchone()[0] or 0
        if self.last != believed_last:
            versions.clear()
        self._waiting: list[Line] = []

    def take(self, group: Group) -> int | IntegrityError:
        """The position of its first line, unless a stream has moved or a line is taken; then nothing of it is written."""
        if any(self._version(stream) != version for stream, version in group.stands):
            return StreamMoved("the stream has moved on")
        reached: dict[bytes, int] = {}
        for place, (stream, sequence, _, _) in enumerate(group.lines):
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
        return first

    def flush(self) -> None:
        """Write what was taken."""
        lines, self._waiting = self._waiting, []
        position, start = self.last - len(lines) + 1, 0
        for rows, statement in _AT_ONCE:
            while len(lines) - start >= rows:
                values: list[object] = []
                for stream, sequence, topic, state in lines[start : start + rows]:
                    values += (position, stream, sequence, topic, state)
                    position += 1
                self._cursor.execute(statement, values)
                start += rows

    def _version(self, stream: bytes) -> int:
        version = self._versions.get(stream)
        if version is None:
            self.flush()
            self._cursor.execute(_VERSION, (stream,))
            version = self._versions[stream] = self._cursor.fetchone()[0] or 0
        return version

    def _is_taken(self, stream: bytes, sequence: int, before: Sequence[Line]) -> bool:
        """Whether a number behind the last one is in use: a duplicate, or a gap being filled."""
        self.flush()
        self._cursor.execute(_TAKEN, (stream, sequence))
        taken = self._cursor.fetchone() is not None
        return taken or any(line[0] == stream and line[1] == sequence for line in before)
