"""The event log as everybody else sees it: append, read, follow. Nothing in it can be changed or taken out."""

import time as clock
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from eventsourcing.persistence import ConnectionPoolClosedError, IntegrityError, PersistenceError

from domain.record import Actor, Fact, Recorded
from domain.season.custody.facts import OpeningsDestroyed
from glitterball.addresses import Address
from glitterball.files.refusals import OutputUnwritable
from glitterball.log.application import LogApplication
from glitterball.log.connections import LOCK_SECONDS
from glitterball.log.envelope import Entry, Line, Row, decode_row, stream_key
from glitterball.log.group_commit import INTERRUPTED, GroupCommit
from glitterball.log.own import Own
from glitterball.log.recording import LOCK, READ_ONLY, Group, Key, KeyUsed, Stand, StreamMoved
from glitterball.log.refusals import (
    CommitInterrupted,
    CommitUncertain,
    KeyReused,
    SeasonKeyDestroyed,
    SeasonKeyRemains,
    StoreReadOnly,
    StoreRefusal,
)
from glitterball.log.season_keys import Cipher
from glitterball.log.shared import Shared
from glitterball.log.stream_names import StreamNames
from glitterball.telemetry import committing

NOWHERE: Mapping[str, int] = {}


class StaleStream(Exception):
    """The stream is not where its writer believed it to be: read it again and decide again. Nothing was recorded."""

    def __init__(self, stream: str, after: int, version: int) -> None:
        super().__init__(f"{stream} is at {version}, not at {after}")
        self.stream, self.after, self.version = stream, after, version


class AlreadyRecorded(Exception):
    """Stream and sequence are taken. Compare `raw` with what was sent: the same is a retry, anything else an alarm."""

    def __init__(self, existing: Recorded[Fact], raw: bytes) -> None:
        super().__init__(f"{existing.stream} {existing.sequence} is recorded at position {existing.position}")
        self.existing, self.raw = existing, raw


class LogClosed(Exception):
    """The log was closed, by this thread or another."""


class EventLog:
    """All that was said, by position from 1 and by stream. An append is on disk when it returns.

    Open it with `EventLog.open`. It may be used from several threads, and the file by several processes.
    """

    def __init__(self, application: LogApplication, address: str, *, read_only: bool = False) -> None:
        self.application, self.address, self.read_only = application, address, read_only
        self._recorder = application.recorder
        self._commits = GroupCommit(application.recorder.insert_groups)
        self._names = StreamNames(application.recorder)
        self.own = Own()

    @classmethod
    def open(
        cls,
        address: str,
        *,
        read_only: bool = False,
        lock_seconds: int = LOCK_SECONDS,
        state: Path | str | None = None,
    ) -> Self:
        """Open `memory:`, `sqlite:PATH`, making a new store where there is none, or `postgresql://...`. Refusals: `log.refusals`.

        `read_only` is for auditors: nothing is made, and a read-only folder will do. `lock_seconds` is how long to wait
        for another process that is writing. `state` is the folder of this machine's own files, where the store is on a server.
        """
        read = Address.read(address, state)
        settings = {**read.settings, READ_ONLY: "yes" if read_only else "no", LOCK: str(lock_seconds)}
        return cls(LogApplication(settings), read.shown, read_only=read_only)

    def close(self) -> None:
        """Let go of the store; readers in other threads finish their page first."""
        self.application.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Recording.

    def append(
        self,
        stream: str,
        after: int,
        facts: Sequence[Fact],
        by: Actor,
        time: str,
        key: Key | None = None,
        *,
        only_at: int | None = None,
    ) -> tuple[Recorded[Fact], ...]:
        """Record facts at the end of a stream, all or none. `StaleStream` unless its last sequence is `after`.

        With an idempotency key, recorded in the same commit, a repeat answers what was recorded the first time. With `only_at`
        nothing at all may have been recorded since that position, in any stream: for facts that speak of all there is.

        That the openings of a season are destroyed is recorded only where the key it names is at hand, and on the disk before
        the key's file is removed (`destroy_key`).
        """
        entries = [Entry(stream, sequence, fact, by, time) for sequence, fact in enumerate(facts, start=after + 1)]
        ending = next((fact for fact in facts if isinstance(fact, OpeningsDestroyed)), None)
        if ending is not None:
            self._must_hold(stream, ending)
        try:
            first = self._insert(self.application.mapper.lines(entries), [(stream_key(stream)[0], after)], key, only_at)
        except KeyUsed as used:
            assert key is not None
            return self._answered(key, used)
        except IntegrityError:
            raise StaleStream(stream, after, self.version(stream)) from None
        if ending is not None:
            self.destroy_key(season_in(stream))
        return tuple(_recorded(position, entry) for position, entry in enumerate(entries, start=first))

    def append_at(self, stream: str, sequence: int, fact: Fact, by: Actor, time: str) -> Recorded[Fact]:
        """Record a fact at the sequence its gateway gave it; gaps are allowed. `AlreadyRecorded` when it is taken."""
        entry = Entry(stream, sequence, fact, by, time)
        return _recorded(self.append_many((entry,)).start, entry)

    def append_many(
        self, entries: Sequence[Entry], while_at: Mapping[str, int] = NOWHERE, key: Key | None = None
    ) -> range:
        """Record entries of any streams in one commit, all or none; the answer is their positions, in order.

        `AlreadyRecorded`, about the first of them that is, when one's stream and sequence are taken. Under an idempotency key,
        recorded in the same commit, a repeat answers the positions of the first time.
        """
        return self.append_lines(self.application.mapper.lines(entries), while_at, key)

    def append_lines(
        self, lines: Sequence[Line], while_at: Mapping[str, int] = NOWHERE, key: Key | None = None
    ) -> range:
        """Record lines already in their stored form (`envelope.line_of`), as `append_many` does.

        `while_at` names streams and their last sequences: `StaleStream` when one of them is elsewhere at the commit.
        """
        stands = [(stream_key(stream)[0], version) for stream, version in while_at.items()]
        try:
            first = self._insert(lines, stands, key)
        except KeyUsed as used:
            assert key is not None
            if used.asked != key.asked:
                raise KeyReused(key.text, used.position) from None
            return range(used.position, used.position + used.events)
        except StreamMoved:
            at = {stream: self.version(stream) for stream in while_at}
            moved = next((stream for stream in at if at[stream] != while_at[stream]), next(iter(at)))
            raise StaleStream(moved, while_at[moved], at[moved]) from None
        except IntegrityError:
            for stream, sequence, *_ in lines:
                with self._refusing():
                    taken = self._recorder.row(stream, sequence)
                if taken is not None:
                    raise AlreadyRecorded(decode_row(taken), taken[4]) from None
            raise ValueError("the group holds the same stream and sequence twice") from None
        return range(first, first + len(lines))

    def answered(self, key: Key) -> tuple[Recorded[Fact], ...] | None:
        """What was recorded under an idempotency key; nothing when it is new. `KeyReused` when something else was asked."""
        with self._refusing():
            used = self._recorder.key_used(key.text)
        return None if used is None else self._answered(key, used)

    def _answered(self, key: Key, used: KeyUsed) -> tuple[Recorded[Fact], ...]:
        if used.asked != key.asked:
            raise KeyReused(key.text, used.position)
        return tuple(self.read(used.position - 1, used.position + used.events - 1))

    def _must_hold(self, stream: str, ending: OpeningsDestroyed) -> None:
        with self._refusing():
            self._recorder.must_hold(season_in(stream), ending.key)

    def destroyed_at(self, season: str) -> int | None:
        """The position of the event with which a season's openings were destroyed; none where they were not."""
        with self._refusing():
            return self._recorder.destroyed_at(season)

    def require_openings(self, season: str) -> None:
        """Refuses (`SeasonKeyDestroyed`) a season whose openings were destroyed, for whoever would count what is in them."""
        position = self.destroyed_at(season)
        if position is not None:
            raise SeasonKeyDestroyed(season, str(self.beside), position)

    def destroyed(self) -> dict[str, int]:
        """The seasons whose openings were destroyed, each with the position of that event."""
        with self._refusing():
            return self._recorder.destroyed()

    def destroy_key(self, season: str) -> bool:
        """Overwrite and remove the file of the key of a season whose destruction is on record; whether there was one.

        Refuses `SeasonKeyRemains` where the file cannot be removed; `ValueError` where nobody destroyed the openings.
        """
        position = self.destroyed_at(season)
        if position is None and self.beside is not None:
            raise ValueError(f"the openings of {season} were not destroyed")
        try:
            with self._refusing():
                return self._recorder.destroy_key(season)
        except OutputUnwritable as error:
            raise SeasonKeyRemains(season, str(error.path), position or 0) from error

    def _insert(
        self, lines: Sequence[Line], stands: Sequence[Stand] = (), key: Key | None = None, only_at: int | None = None
    ) -> int:
        """Appends of several threads share a commit; each is answered when its own is on disk."""
        if self.read_only:
            raise StoreReadOnly(self.address)
        with self._refusing(), self.own.asking(), committing(lines) as told:
            first = self._commits.record(Group(lines, stands, key, only_at))
            if told is not None:
                told.first = first
            self.own.note(first, len(lines))
            return first

    # Reading.

    def read(
        self,
        after: int = 0,
        until: int | None = None,
        *,
        streams: Collection[str] | None = None,
        prefix: str | None = None,
        in_public: bool = False,
    ) -> Iterator[Recorded[Fact]]:
        """Events by position, those after one and up to another (by default all there are now), validated.

        Only those of the named streams, or of streams whose name starts with `prefix`. Of a season whose openings were destroyed
        a hidden part is refused (`SeasonKeyDestroyed`), unless what is `in_public` will do: its fact is then not whole.
        """
        until = self.last_position() if until is None else until
        if prefix is not None:
            streams = [name for name in self.stream_names(prefix) if streams is None or name in streams]
        keys = None if streams is None else [stream_key(name)[0] for name in sorted(streams)]
        with self._refusing():
            yield from map(decode_row, self._recorder.rows(after, until, keys, in_public=in_public))

    def raw(
        self, after: int = 0, until: int | None = None, *, as_they_are: bool = False
    ) -> Iterator[tuple[int, bytes]]:
        """Positions and stored bytes, for the Merkle tree and for export.

        `RecordDamaged` where they are not those that were acknowledged, unless they are wanted `as_they_are`, to say more.
        """
        until = self.last_position() if until is None else until
        with self._refusing():
            yield from self._recorder.raw(after, until, as_they_are=as_they_are)

    def stream(
        self, name: str, after: int = 0, until_position: int | None = None, *, in_public: bool = False
    ) -> Iterator[Recorded[Fact]]:
        """Events of a stream by sequence, those after one, recorded up to a position of the log. `in_public` as in `read`."""
        with self._refusing():
            rows = self._recorder.stream_rows(stream_key(name)[0], after, until_position, in_public=in_public)
            yield from map(decode_row, rows)

    def get(self, stream: str, sequence: int, *, in_public: bool = False) -> Recorded[Fact] | None:
        """One event of a stream. `in_public` as in `read`."""
        row = self._row(stream, sequence, in_public=in_public)
        return None if row is None else decode_row(row)

    def version(self, name: str) -> int:
        """The highest sequence of a stream, 0 when it has no events."""
        with self._refusing():
            return self._recorder.version(stream_key(name)[0])

    @property
    def shared(self) -> Shared | None:
        """What the machines of this store have in common; nothing where it is one machine's."""
        return self._recorder.shared

    def views_at(self, position: int) -> None:
        """Tell the other machines of this store, if there are others, how far the views of this one have come."""
        with self._refusing():
            self._recorder.views_at(position)

    @property
    def beside(self) -> Path | None:
        """What the names of this machine's own files begin with: the store's file, where it is one; none in memory."""
        return self.application.address.beside

    def key_id_of(self, season: str) -> bytes | None:
        """The ID of the key a season's hidden parts are stored under; none in memory, or where nothing is hidden yet."""
        with self._refusing():
            return self._recorder.key_id_of(season)

    def last_position(self) -> int:
        """How many events there are."""
        with self._refusing():
            return self._recorder.max_notification_id() or 0

    def stream_names(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all streams that start so, sorted. They are read from the events: no list of them can disagree."""
        with self._refusing():
            return tuple(self._names.starting(prefix))

    def cipher(self, season: str) -> Cipher | None:
        """What seals the hidden parts of a season, for what is kept of them beside the store; nothing where it has none."""
        with self._refusing():
            return self._recorder.cipher(season)

    def follow(
        self, after: int = 0, timeout: float | None = None, *, in_public: bool = False
    ) -> Iterator[Recorded[Fact]]:
        """Events after a position, then new ones as they are recorded, by whichever process.

        Ends after `timeout` seconds without a new one (never, by default), or when the log is closed.
        """
        told = Event()
        self._recorder.listen(told)
        try:
            quiet_since = clock.monotonic()
            while not self._closed():
                told.clear()
                for event in self.read(after, in_public=in_public):
                    yield event
                    after, quiet_since = event.position, clock.monotonic()
                if timeout is not None and clock.monotonic() - quiet_since >= timeout:
                    return
                told.wait(self._recorder.poll_seconds)
        except LogClosed:
            return
        finally:
            self._recorder.unlisten(told)

    def _closed(self) -> bool:
        return self.application.closing.is_set()

    def _row(self, stream: str, sequence: int, *, in_public: bool = False) -> Row | None:
        with self._refusing():
            return self._recorder.row(stream_key(stream)[0], sequence, in_public=in_public)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Errors of the store, as refusals. A taken key is not one: it is for the caller to judge."""
        if self._closed():
            raise LogClosed(self.address)
        try:
            yield
        except IntegrityError:
            raise
        except (PersistenceError, ConnectionPoolClosedError) as error:
            if self._closed():
                raise LogClosed(self.address) from error
            told = self._recorder.refusal(error)
            if isinstance(told, CommitUncertain):
                told = self._stopped(told)
            raise told from error

    def _stopped(self, told: CommitUncertain) -> StoreRefusal:
        """After a commit whose fate the disk leaves open nobody goes on before somebody has looked."""
        if told.reason == INTERRUPTED:
            return CommitInterrupted(told.path)
        self._recorder.stop(told.reason)
        return told


def season_in(stream: str) -> str:
    """The season a stream belongs to."""
    return stream.split("/", 2)[1]


def _recorded(position: int, entry: Entry) -> Recorded[Fact]:
    return Recorded(position, entry.stream, entry.sequence, entry.time, entry.actor, entry.fact)
