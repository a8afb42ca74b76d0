"""Making a store on a server, by a command and as somebody who may: roles, schema, tables, `append`, guards, rights."""

from collections.abc import Sequence

import psycopg
from eventsourcing.persistence import PersistenceError

from glitterball.addresses import Address
from glitterball.log.postgres import schema
from glitterball.log.postgres.connecting import Connection, connected, rows_of
from glitterball.log.postgres.places import Server
from glitterball.log.postgres.telling import refusal
from glitterball.log.refusals import StoreNewer

_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = %b"


def make(address: Address) -> tuple[bool, int]:
    """Make what there is not of the store in the address's schema; whether there was any of that, and how many events it holds.

    To a store that an earlier version made what it lacks is added, while machines of either version go on recording.

    All or nothing, and one at a time: whoever comes second finds it made. The server says who may (`LoginMayNot`).
    """
    server = Server.of(address)
    try:
        with connected(server, name="glitterball store upgrade") as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"glitterball {server.schema}",))
            made = not _is_there(connection, server)
            if made:
                _make_roles(connection, server.schema)
                _make(connection, server.schema, (*schema.STATEMENTS, schema.RIGHTS))
            if not _is_there(connection, server, schema.ADDED[0]):
                _make(connection, server.schema, (*schema.ADDITIONS, schema.ADDED_RIGHTS))
                made = True
            layout, last = rows_of(connection, f"SELECT layout, last FROM {server.schema}.head")[0]
    except (psycopg.Error, PersistenceError) as error:
        raise refusal(address.shown, error) from error
    if layout > schema.LAYOUT:
        raise StoreNewer(address.shown, layout, schema.LAYOUT)
    return made, last


def _is_there(connection: Connection, server: Server, table: str = "head") -> bool:
    return bool(rows_of(connection, "SELECT to_regclass(%b::text) IS NOT NULL", (f"{server.schema}.{table}",))[0][0])


def _make_roles(connection: Connection, name: str) -> None:
    owner = f"{name}{schema.OWNER}"
    for role in (owner, f"{name}{schema.ENGINE}", f"{name}{schema.READER}"):
        if not rows_of(connection, _ROLE, (role,)):
            connection.execute(f"CREATE ROLE {role} NOLOGIN")
    connection.execute(f"GRANT {owner} TO CURRENT_USER")
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name} AUTHORIZATION {owner}")


def _make(connection: Connection, name: str, statements: Sequence[str]) -> None:
    """As the owner, in the schema."""
    connection.execute(f"SET LOCAL ROLE {name}{schema.OWNER}")
    connection.execute(f"SET LOCAL search_path = {name}")
    for statement in statements:
        connection.execute(schema.in_schema(statement, name))
