"""What the machines of a store on a server have in common: the lease of whoever signs, what was signed, and who is connected.

The lease is an advisory lock of a session (PostgreSQL, 13.3.5) on a connection of its own: it ends with the connection, whatever
happened to the machine, and a machine that was cut off and does not know it has the register between itself and a second
signature. Who is connected is told by the names of the connections, so nothing is written that a dead machine leaves behind.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import ConnectionPoolClosedError, OperationalError, PersistenceError

from glitterball.log.postgres.connecting import Connection, failing, rows_of
from glitterball.log.postgres.guards import keeps_checkpoints
from glitterball.log.postgres.overdue import Overdue
from glitterball.log.refusals import (
    CommitUncertain,
    PublisherElsewhere,
    StandbyBehind,
    StoreKeepsNoCheckpoints,
    StoreReadOnly,
)
from glitterball.log.shared import NodeSeen, Signed

if TYPE_CHECKING:
    from glitterball.log.postgres.recorder import PostgresRecorder

NAME = re.compile(r"glitterball ([0-9a-f]{8})(?: (\S+) ([0-9a-f]{8})(?: v([0-9]+))?)?")
"""How connections are called: the machine; of later versions also which one, of which store, and how far its views have come."""

_LOCK = "hashtextextended('glitterball signs ' || %b::text, 0)"
_HOLDERS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    f"AND (classid::bigint << 32) | objid::bigint = {_LOCK}"
)
_CONNECTED = f"""
SELECT application_name, pid IN ({_HOLDERS}) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'glitterball %%'
"""
_SIGNED = "SELECT key, size, root, note FROM checkpoints"


def name_of(node: str, version: str, store: UUID, views: int | None = None) -> str:
    """What a connection is called; a server cuts names at 63 bytes."""
    return f"glitterball {node} {version[:20]} {str(store)[:8]}" + ("" if views is None else f" v{views}")


class Together:
    """See `glitterball.log.shared.Shared`: for the machine whose recorder it is."""

    def __init__(self, recorder: "PostgresRecorder") -> None:
        self._recorder = recorder
        self._leased: Connection | None = None
        self._overdue = Overdue()
        self._turn = RLock()

    @property
    def here(self) -> str:
        return self._recorder.node

    def close(self) -> None:
        """Let go of everything."""
        self._overdue.close()
        self._let_go()

    def _let_go(self) -> None:
        """Of the lease, if it is held."""
        leased, self._leased = self._leased, None
        if leased is not None:
            with suppress(psycopg.Error):
                leased.close()

    @contextmanager
    def lease(self) -> Iterator[None]:
        with self._turn:
            with self._asking():
                taken = self._take()
            if not taken:
                raise PublisherElsewhere(self._recorder.shown, self._holder())
            try:
                yield
            finally:
                self._give_back()

    def keep(self, signed: Signed) -> str:
        if self._recorder.read_only:
            raise StoreReadOnly(self._recorder.shown)
        with self._asking(), self._turn:
            return self._recorder.connections.ask(lambda connection: self._kept(connection, signed))

    def _kept(self, connection: Connection, signed: Signed) -> str:
        with self._overdue.watching(connection):
            return str(rows_of(connection, "SELECT publish(%b, %b::int8, %b, %b)", signed)[0][0])

    def settle(self) -> None:
        try:
            with self._asking():
                self._recorder.settle()
        except CommitUncertain as uncertain:
            raise StandbyBehind(uncertain.path, uncertain.reason) from uncertain

    def signed_by(self, key: str) -> Sequence[Signed]:
        return [Signed(*row) for row in self._asked(f"{_SIGNED} WHERE key = %b ORDER BY size", key)]

    def newest(self) -> Signed | None:
        found = self._asked(f"{_SIGNED} ORDER BY size DESC LIMIT 1")
        return Signed(*found[0]) if found else None

    def nodes(self) -> Sequence[NodeSeen]:
        store = str(self._recorder.store)
        return nodes_in(self._asked(_CONNECTED, store), store[:8])

    def _asked(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self._asking():
            return self._recorder.connections.select(statement, parameters)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Refuses as the log does, and a store that an earlier version made and nobody upgraded."""
        try:
            if not keeps_checkpoints(self._recorder.connections, self._recorder.server.schema):
                raise StoreKeepsNoCheckpoints(self._recorder.shown)
            yield
        except (PersistenceError, ConnectionPoolClosedError) as error:
            raise self._recorder.refusal(error) from error

    def _take(self) -> bool:
        """Take the lease, once more where it is held: a connection that was lost is made anew, and the lease asked for again."""
        if self._leased is not None:
            try:
                return self._try(self._leased)
            except OperationalError:
                self._let_go()
        connection = self._recorder.connect()
        if not self._try(connection):
            connection.close()
            return False
        self._leased = connection
        return True

    def _try(self, connection: Connection) -> bool:
        with failing():
            return bool(
                rows_of(connection, f"SELECT pg_try_advisory_lock({_LOCK})", (str(self._recorder.store),))[0][0]
            )

    def _give_back(self) -> None:
        """Once. Where the connection was lost the server has done so."""
        if self._leased is None:
            return
        try:
            with failing():
                rows_of(self._leased, f"SELECT pg_advisory_unlock({_LOCK})", (str(self._recorder.store),))
                held = rows_of(self._leased, f"SELECT pg_backend_pid() IN ({_HOLDERS})", (str(self._recorder.store),))
        except OperationalError:
            self._let_go()
            return
        if not held[0][0]:
            self._let_go()

    def _holder(self) -> str:
        return ", ".join(f"machine {node.node}" for node in self.nodes() if node.publishes) or "another machine"


def nodes_in(connections: Sequence[tuple[str, bool]], store: str) -> list[NodeSeen]:
    """The machines of a store, of the names of all connections to its database and whether each holds the lease.

    An earlier version does not say of which store it is: it is told for one of this.
    """
    found: dict[str, NodeSeen] = {}
    for name, publishes in connections:
        said = NAME.fullmatch(name)
        if said is None or said[3] not in (None, store):
            continue
        before = found.get(said[1])
        told = [int(said[4])] if said[4] else []
        told += [before.views] if before is not None and before.views is not None else []
        found[said[1]] = NodeSeen(
            node=said[1],
            version=said[2] or (before.version if before is not None else None),
            views=max(told, default=None),
            connections=1 + (before.connections if before is not None else 0),
            publishes=publishes or (before is not None and before.publishes),
        )
    return [found[node] for node in sorted(found)]
