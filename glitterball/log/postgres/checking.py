"""What a server must keep to: looked at when a store is opened, and told in full by the doctor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from eventsourcing.persistence import PersistenceError

from glitterball.addresses import Address
from glitterball.log.postgres import schema
from glitterball.log.postgres.connecting import Connections, connected
from glitterball.log.postgres.guards import lacking
from glitterball.log.postgres.places import Server, must_be_of, must_be_stated
from glitterball.log.postgres.recorder import PostgresRecorder
from glitterball.log.postgres.telling import refusal
from glitterball.log.refusals import ServerNotDurable, StoreNewer, StoreNotMade, StoreUnguarded

OLDEST = 140_000
"""The oldest server, as `server_version_num` has it."""

_SETTINGS = "SELECT name, setting FROM pg_settings WHERE name = ANY(%b::text[])"


@dataclass(frozen=True, slots=True)
class Needed:
    """A setting of the server without which what is acknowledged may be lost, or damage goes unseen."""

    name: str
    allowed: tuple[str, ...]
    because: str
    must: bool = True

    @property
    def needed(self) -> str:
        """What it has to be."""
        return " or ".join(self.allowed)


NEEDED = (
    Needed("fsync", ("on",), "a power cut would take what was acknowledged"),
    Needed("full_page_writes", ("on",), "a power cut could leave pages half written"),
    Needed(
        "synchronous_commit",
        ("on", "remote_apply", "remote_write"),
        "a commit would be acknowledged before it is on the disk",
    ),
    Needed("server_encoding", ("UTF8",), "a key in letters of another alphabet could not be recorded"),
    Needed("data_checksums", ("on",), "damage of the disk would go unseen until it is read", must=False),
    Needed("wal_level", ("replica", "logical"), "no standby could follow", must=False),
    Needed("max_prepared_transactions", ("0",), "a forgotten prepared transaction would hold the head row", must=False),
)


def settings_of(connections: Connections) -> dict[str, str]:
    """The settings that matter, and the server's version."""
    names = [*(needed.name for needed in NEEDED), "server_version_num", "server_version", "synchronous_standby_names"]
    return dict(connections.select(_SETTINGS, (names,)))


def not_kept(settings: dict[str, str]) -> Iterator[tuple[Needed, str]]:
    """What of it the server does not keep to, and what it has instead."""
    for needed in NEEDED:
        if settings.get(needed.name) not in needed.allowed:
            yield needed, settings.get(needed.name, "unknown")


def checked_recorder(address: Address, *, read_only: bool, lock_seconds: int) -> PostgresRecorder:
    """The recorder of a store that is there and keeps what it acknowledges; refuses any other, and changes nothing."""
    beside, server = must_be_stated(address), Server.of(address)
    recorder = PostgresRecorder(server, address.shown, beside, read_only=read_only, lock_seconds=lock_seconds)
    try:
        layout, store = head_of(recorder.connections, address.shown, server)
        if layout > schema.LAYOUT:
            raise StoreNewer(address.shown, layout, schema.LAYOUT)
        if not read_only:
            _must_be_kept(recorder, settings_of(recorder.connections))
        missing = lacking(recorder.connections, server.schema)
        if missing:
            raise StoreUnguarded(address.shown, missing)
        recorder.is_of(must_be_of(beside, address.shown, store), store)
    except PersistenceError as error:
        recorder.close()
        raise recorder.refusal(error) from error
    except BaseException:
        recorder.close()
        raise
    return recorder


def head_of(connections: Connections, shown: str, server: Server) -> tuple[int, Any]:
    """The layout and the identity of the store in a schema. Refuses where there is none (`StoreNotMade`)."""
    (there,) = connections.select("SELECT to_regclass(%b::text) IS NOT NULL", (f"{server.schema}.head",))[0]
    found = connections.select("SELECT layout, store FROM head") if there else []
    if not found:
        raise StoreNotMade(shown)
    return found[0][0], found[0][1]


def _must_be_kept(recorder: PostgresRecorder, settings: dict[str, str]) -> None:
    if int(settings["server_version_num"]) < OLDEST:
        raise ServerNotDurable(
            recorder.shown, "server_version", settings["server_version"], f"{OLDEST // 10_000} or later"
        )
    for needed, found in not_kept(settings):
        if needed.must:
            raise ServerNotDurable(recorder.shown, needed.name, found, needed.needed)


_COPIES = """
SELECT pg_is_in_recovery(), count(pid), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')),
    count(*) FILTER (WHERE pid IS NOT NULL AND sync_state IS NULL)
FROM (SELECT) AS one LEFT JOIN pg_stat_replication ON state = 'streaming' OR state IS NULL
"""


class Copies(NamedTuple):
    """Whether the server that answered is itself a standby; and of the standbys that follow it how many there are, how many a
    commit waits for, and how many this login is not told about (`pg_monitor` is)."""

    is_standby: bool
    following: int
    waited_for: int
    untold: int


_LOGIN = """
SELECT session_user::text, bool_or(rolsuper), pg_has_role(session_user, nspowner, 'MEMBER'),
    has_function_privilege(session_user, (
        SELECT oid FROM pg_proc WHERE pronamespace = pg_namespace.oid AND proname = 'append'), 'EXECUTE')
FROM pg_roles, pg_namespace WHERE rolname = session_user AND nspname = %b GROUP BY nspowner, pg_namespace.oid
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a server says of itself: settings with what is wrong, guards that are missing, and what the login may."""

    settings: dict[str, str]
    wrong: tuple[tuple[Needed, str], ...]
    missing: str
    login: str
    is_superuser: bool
    is_owner: bool
    may_record: bool
    copies: Copies

    @property
    def waits_for(self) -> str:
        """The standbys of which a commit waits for one, as the server names them; empty where for none."""
        return self.settings.get("synchronous_standby_names", "")

    @property
    def too_old(self) -> bool:
        """Whether the server is older than what this is made for."""
        return int(self.settings["server_version_num"]) < OLDEST


def found(address: Address) -> Found:
    """What the server says, which nobody has asserted yet. Refuses one that is not reached, or has no store there."""
    server = Server.of(address)
    connections = Connections(lambda: connected(server, name="glitterball doctor", read_only=True))
    try:
        head_of(connections, address.shown, server)
        settings = settings_of(connections)
        login, is_superuser, is_owner, may_record = connections.select(_LOGIN, (server.schema,))[0]
        return Found(
            settings=settings,
            wrong=tuple(not_kept(settings)),
            missing=lacking(connections, server.schema),
            login=login,
            is_superuser=is_superuser,
            is_owner=is_owner,
            may_record=may_record,
            copies=Copies(*connections.select(_COPIES)[0]),
        )
    except PersistenceError as error:
        raise refusal(address.shown, error) from error
    finally:
        connections.close()
