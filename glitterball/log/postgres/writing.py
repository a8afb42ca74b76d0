"""Groups of several writers recorded on the server, a call at a time; and what is known where the connection is lost."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from eventsourcing.persistence import ConnectionPoolClosedError, OperationalError, PersistenceError

from glitterball.log.group_commit import INTERRUPTED
from glitterball.log.hidden import Sealing
from glitterball.log.postgres.calls import STATEMENT, Call, independent, refused_for, seasons_hidden_in
from glitterball.log.postgres.connecting import Connection, failing, rows_of
from glitterball.log.postgres.overdue import Overdue
from glitterball.log.recording import CommitFailed, Group, Refused
from glitterball.log.refusals import LogRefusal, SeasonKeyDestroyed
from glitterball.log.season_keys import key_file

RECONNECT_SECONDS = 20.0
"""How long a server that was lost in the middle of a commit is looked for before it is said that nothing is known."""

_AGAIN_SECONDS = 0.2
_RECORDED = "SELECT position, line FROM events WHERE stream = %b AND sequence = %b"

KeyIdOf = Callable[[str], bytes | None]
DestroyedAt = Callable[[str], int | None]


class Lost(OperationalError):
    """The connection was lost while a call was under way."""


class Writer:
    """Records groups of lines, one call at a time, on a connection of its own."""

    def __init__(
        self, connect: Callable[[], Connection], beside: Path, key_id_of: KeyIdOf, destroyed_at: DestroyedAt
    ) -> None:
        self._connect, self._beside = connect, beside
        self._key_id_of, self._destroyed_at = key_id_of, destroyed_at
        self._sealing = Sealing(beside, among_others=True)
        self._connection: Connection | None = None
        self._warnings: list[str] = []
        self._overdue = Overdue()
        self._turn = Lock()
        self._closed = False

    def write(self, groups: Sequence[Group]) -> list[int | Refused]:
        """The position of each group's first line, or why it was not recorded. A call that fails fails for its groups alone."""
        answers: dict[int, int | Refused] = {}
        with self._turn:
            calls = [*independent(groups)]
            for done, call in enumerate(calls):
                try:
                    answers |= zip(call, self._all_of([groups[number] for number in call]), strict=True)
                except BaseException as error:
                    self._sealing.forget()
                    if not done or not isinstance(error, PersistenceError):
                        raise
                    answers |= dict.fromkeys((number for later in calls[done:] for number in later), error)
                    break
        return [answers[number] for number in range(len(groups))]

    def settle(self) -> None:
        """Wait until all that was committed so far is wherever a commit has to be: `CommitFailed` where it is not known to be."""
        with self._turn:
            nothing = Call(()).arguments(self._sealing)
            try:
                self._called(nothing)
            except Lost:
                self._called_again(nothing)

    def close(self) -> None:
        """Let the call under way end, and begin no other."""
        with self._turn:
            self._closed = True
            self._overdue.close()
            if self._connection is not None:
                with suppress(psycopg.Error):
                    self._connection.close()

    def _all_of(self, groups: Sequence[Group]) -> list[int | Refused]:
        """Send the groups; where some are refused, the others again, until nobody is."""
        answers: dict[int, int | Refused] = {}
        while left := [number for number in range(len(groups)) if number not in answers]:
            ready = [number for number in left if self._has_keys(groups[number], number, answers)]
            if not ready:
                continue
            call = Call([groups[number] for number in ready])
            rows = self._sent(call)
            if rows[0][1] == "first":
                answers |= {ready[place]: rows[0][2] + at - 1 for place, at in enumerate(call.first_of)}
                self._sealing.committed()
            else:
                answers |= {ready[place]: refused for place, refused in self._refused(call, rows).items()}
        return [answers[number] for number in range(len(groups))]

    def _has_keys(self, group: Group, number: int, answers: dict[int, int | Refused]) -> bool:
        """Whether the keys of its hidden parts are at hand; else it is refused for that."""
        try:
            for line in {stream: line for stream, _, _, line, hidden in group.lines if hidden is not None}.values():
                self._sealing.ready(line, self._key_id_of, self._destroyed_at)
        except LogRefusal as refused:
            answers[number] = refused
            return False
        return True

    def _refused(self, call: Call, rows: Sequence[tuple[Any, ...]]) -> dict[int, Refused]:
        """Why groups of a call were refused: of several reasons the first that is looked at."""
        found: dict[int, Refused] = {}
        for place, why, position, events, asked, stored in rows:
            if place in found:
                continue
            group = call.groups[place]
            if why == "another key":  # a machine began the season's key at the same time: read what is recorded now
                self._sealing.forget()
            elif why == "destroyed":
                self._sealing.forget()
                season = seasons_hidden_in(group)[0]
                at = self._destroyed_at(season) or 0
                found[place] = SeasonKeyDestroyed(season, str(key_file(self._beside, season)), at)
            else:
                key = group.key.text if group.key is not None else ""
                found[place] = refused_for(why, position, events, asked, key, stored)
        return found

    def _sent(self, call: Call) -> list[tuple[Any, ...]]:
        """The server's answer. After a lost connection it is found out whether it was recorded; if not, it is sent again."""
        arguments = call.arguments(self._sealing)
        try:
            return self._called(arguments)
        except Lost as lost:
            first = self._found_out(call, lost)
            return self._called_again(arguments) if first is None else [(-1, "first", first)]

    def _called(self, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
        if self._closed:
            raise ConnectionPoolClosedError
        connection = self._connected()
        self._warnings.clear()
        try:
            with self._overdue.watching(connection):
                rows = rows_of(connection, STATEMENT, arguments)
        except psycopg.errors.UniqueViolation:  # a group that has one line twice, which is alone in its call
            return [(0, "taken", None, None, None, None)]
        except psycopg.Error as error:
            if connection.closed or connection.broken:
                raise Lost(error) from error
            raise OperationalError(error) from error
        except BaseException:
            self._connection = None  # it may still be under way there
            with suppress(psycopg.Error):
                connection.close()
            raise
        if self._warnings:
            raise CommitFailed(self._warnings[0])
        return rows

    def _called_again(self, arguments: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            return self._called(arguments)
        except Lost as lost:
            raise CommitFailed(INTERRUPTED) from lost

    def _found_out(self, call: Call, lost: Lost) -> int | None:
        """The first position of a call whose answer was lost; None where it was not recorded.

        An empty call waits for the lock of the head row, which the lost one held until it ended, and writes, so that a standby
        has all before it: what is not found after that will never be there.
        """
        deadline = time.monotonic() + RECONNECT_SECONDS
        while True:
            try:
                self._called(Call(()).arguments(self._sealing))
                return self._position_of(call)
            except OperationalError as error:
                if time.monotonic() > deadline:
                    raise CommitFailed(INTERRUPTED) from (error if isinstance(error, Lost) else lost)
                time.sleep(_AGAIN_SECONDS)

    def _position_of(self, call: Call) -> int | None:
        """Where the lines of a call stand, all of them in a row."""
        lines = [line for group in call.groups for line in group.lines]
        base: int | None = None
        for at, (stream, sequence, _, line, _) in enumerate(lines):
            with failing():
                found = rows_of(self._connected(), _RECORDED, (stream, sequence))
            if not found or found[0][1] != line or (base is not None and found[0][0] != base + at):
                return None
            base = found[0][0] if base is None else base
        return base

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
            self._connection.add_notice_handler(self._warned)
        return self._connection

    def _warned(self, notice: psycopg.errors.Diagnostic) -> None:
        """A commit that no standby has is told by a warning alone."""
        if notice.severity_nonlocalized == "WARNING":
            self._warnings.append(notice.message_primary or "the server warned")
