"""What the event log asks of a recorder, beyond what the library asks."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, ClassVar

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    OperationalError,
    PersistenceError,
)

from glitterball.log.envelope import Line, Row
from glitterball.log.refusals import LogRefusal, StoreRefusal
from glitterball.log.season_keys import Cipher
from glitterball.log.shared import Shared

POLL_SECONDS = 0.05
"""How often a reader looks for events that another process recorded; within a process it is told."""

READ_ONLY, LOCK = "GLITTERBALL_READ_ONLY", "GLITTERBALL_LOCK_SECONDS"
"""The settings of an application beside its store: `yes` where nothing is written, and how long to wait for another writer."""

Stand = tuple[bytes, int]
"""A stream's identity, and the sequence its writer believes to be the last."""


class StreamMoved(IntegrityError):
    """A stream is not where its writer believed it to be."""


class CommitFailed(OperationalError):
    """The commit itself failed, or was broken off: whether it was recorded is not known."""


class Broken(PersistenceError):
    """The store contradicts itself: what is missing or too much, in words."""


@dataclass(frozen=True, slots=True)
class Key:
    """An idempotency key, and the digest of what was asked under it."""

    text: str
    asked: bytes


class KeyUsed(IntegrityError):
    """The key was used before: for what, where its events begin, and how many there are."""

    def __init__(self, asked: bytes, position: int, events: int) -> None:
        super().__init__(f"the key was used for what stands at position {position}")
        self.asked, self.position, self.events = asked, position, events


Refused = PersistenceError | LogRefusal
"""Why the lines of one writer were not recorded, while those of others were."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one writer: recorded next to each other, all or none, and only while streams and log are where it says."""

    lines: Sequence[Line]
    stands: Sequence[Stand] = ()
    key: Key | None = None
    only_at: int | None = None
    """The log's last position, where it must be for the lines to be true."""


class LogRecorder(ApplicationRecorder):
    """An application recorder of the library whose positions are gapless and that reads without building objects."""

    poll_seconds: ClassVar[float] = POLL_SECONDS
    """How often a follower of this recorder looks for what nobody told it of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listening: set[Event] = set()
        self._listening_lock = Lock()

    @abstractmethod
    def insert_lines(self, lines: Sequence[Line], stand: Stand | None = None) -> int:
        """Record all lines in one commit, or none; the answer is the position of the first.

        The library's `IntegrityError` when a line's stream and sequence are taken, or a stream is not where `stand` says.
        """

    @abstractmethod
    def insert_groups(self, groups: Sequence[Group]) -> list[int | Refused]:
        """Record the groups of several writers in one commit: for each the position of its first line, or why not.

        A group that is refused leaves the others as they are. Any other error is raised, and then none was recorded,
        unless it is `CommitFailed`.
        """

    @abstractmethod
    def key_used(self, key: str) -> KeyUsed | None:
        """What a key was used for."""

    @abstractmethod
    def rows(
        self, after: int, until: int, streams: Sequence[bytes] | None = None, *, in_public: bool = False
    ) -> Iterator[Row]:
        """Events by position, after one and up to another, of some streams or of all.

        Of a season whose openings were destroyed hidden parts are refused, unless what is public will do (`envelope.DESTROYED`).
        """

    @abstractmethod
    def stream_rows(
        self, stream: bytes, after: int, until_position: int | None, *, in_public: bool = False
    ) -> Iterator[Row]:
        """Events of a stream by sequence, after one, those recorded up to a position. `in_public` as in `rows`."""

    @abstractmethod
    def row(self, stream: bytes, sequence: int, *, in_public: bool = False) -> Row | None:
        """One event of a stream. `in_public` as in `rows`."""

    @abstractmethod
    def raw(self, after: int, until: int, *, as_they_are: bool = False) -> Iterator[tuple[int, bytes]]:
        """Positions and stored bytes, those that were acknowledged, unless they are wanted as they are."""

    @abstractmethod
    def cipher(self, season: str) -> Cipher | None:
        """What seals a season's hidden parts; nothing where it has none."""

    @abstractmethod
    def version(self, stream: bytes) -> int:
        """The highest sequence of a stream, 0 when it has no events."""

    @abstractmethod
    def first_rows(self, after: int, until: int) -> Iterator[Row]:
        """One event of each stream that has any behind a position and up to another."""

    @abstractmethod
    def refusal(self, error: BaseException) -> StoreRefusal:
        """The refusal for an error of the store."""

    def stop(self, reason: str) -> None:
        """A commit failed, and whether it is recorded only the disk knows: nobody records before somebody has looked."""

    def key_id_of(self, season: str) -> bytes | None:
        """The ID of the key a season's hidden parts are stored under; none where they are not sealed, or there are none."""
        return None

    def destroyed_at(self, season: str) -> int | None:
        """The position of the event with which a season's openings were destroyed; none where they were not, or in memory."""
        return None

    def destroyed(self) -> dict[str, int]:
        """The seasons whose openings were destroyed, and where; none in memory."""
        return {}

    def must_hold(self, season: str, fingerprint: str) -> None:
        """Refuses (`SeasonKeyRefusal`) unless the key of that fingerprint is the season's, and at hand to be destroyed."""

    def destroy_key(self, season: str) -> bool:
        """Overwrite and remove the file of a season's key; whether there was one."""
        return False

    @property
    def shared(self) -> Shared | None:
        """What the machines of this store have in common; nothing where it is one machine's."""
        return None

    def views_at(self, position: int) -> None:
        """Tell the other machines of this store, if there are others, how far the views of this one have come."""

    def listen(self, event: Event) -> None:
        """Set the event after each commit of this process."""
        with self._listening_lock:
            self._listening.add(event)

    def unlisten(self, event: Event) -> None:
        """Stop doing so."""
        with self._listening_lock:
            self._listening.discard(event)

    def _notify_listeners(self) -> None:
        with self._listening_lock:
            for event in self._listening:
                event.set()


class StoreSubscription(ListenNotifySubscription[LogRecorder]):
    """Told of commits as the recorder hears of them, and looking now and then for those nobody told it of."""

    def __init__(self, recorder: LogRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder, gt=gt, topics=topics)
        recorder.listen(self._has_been_notified)

    def stop(self) -> None:
        super().stop()
        self._recorder.unlisten(self._has_been_notified)

    def _loop_on_pull(self) -> None:
        try:
            self._pull()
            while not self._has_been_stopped:
                self._has_been_notified.wait(self._recorder.poll_seconds)
                self._pull()
        except BaseException as error:
            # As in the library: whoever iterates is the one to be told.
            self._thread_error = self._thread_error or error
            self.stop()
