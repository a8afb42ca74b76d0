"""A store whose guards are there by name and stop nobody: it is not opened, whatever was done to it."""

import pytest

from glitterball.addresses import Address
from glitterball.log.postgres.checking import found
from tests import postgres_server
from tests.log.test_on_a_server import log_on, says, schema_of, speaking, told

pytestmark = pytest.mark.heavy("a server")


psycopg = pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)

__all__ = ["told"]

ONLY_DELETES = (
    "DROP TRIGGER guard_never ON events; "
    "CREATE TRIGGER guard_never BEFORE DELETE ON events FOR EACH STATEMENT EXECUTE FUNCTION guard_never(); "
    "ALTER TABLE events ENABLE ALWAYS TRIGGER guard_never"
)
NEVER_TRUE = (
    "DROP TRIGGER guard_append ON events; "
    "CREATE TRIGGER guard_append BEFORE INSERT ON events FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION guard_append(); "
    "ALTER TABLE events ENABLE ALWAYS TRIGGER guard_append"
)
A_FUNCTION_OF_ANOTHER_SCHEMA = (
    "CREATE SCHEMA @schema@_elsewhere; "
    "CREATE FUNCTION @schema@_elsewhere.guard_append() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
    "DROP TRIGGER guard_append ON events; "
    "CREATE TRIGGER guard_append BEFORE INSERT ON events FOR EACH STATEMENT "
    "EXECUTE FUNCTION @schema@_elsewhere.guard_append(); "
    "ALTER TABLE events ENABLE ALWAYS TRIGGER guard_append"
)
ONE_COLUMN = (
    "DROP TRIGGER guard_append ON head; "
    "CREATE TRIGGER guard_append BEFORE INSERT OR UPDATE OF layout ON head FOR EACH STATEMENT "
    "EXECUTE FUNCTION guard_append(); "
    "ALTER TABLE head ENABLE ALWAYS TRIGGER guard_append"
)
A_TRIGGER_THAT_DROPS_ROWS = (
    "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
    "CREATE TRIGGER zz BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION lose()"
)

CHANGED = {
    "a guard for deleting only": (ONLY_DELETES, "guard_never of events"),
    "a guard under a condition that is never true": (NEVER_TRUE, "guard_append of events"),
    "a guard that calls a function of its name elsewhere": (A_FUNCTION_OF_ANOTHER_SCHEMA, "guard_append of events"),
    "a guard of one column": (ONE_COLUMN, "guard_append of head"),
    "a trigger that drops rows": (A_TRIGGER_THAT_DROPS_ROWS, "trigger zz of events"),
    "a rule that drops rows": ("CREATE RULE lose AS ON INSERT TO events DO INSTEAD NOTHING", "rule lose of events"),
    "rows that only the owner sees": ("ALTER TABLE events ENABLE ROW LEVEL SECURITY", "row security of events"),
    "a table that a crash empties": ("ALTER TABLE events SET UNLOGGED", "persistence of events"),
    "two rows at one position": (
        "ALTER TABLE events DROP CONSTRAINT events_pkey", "unique position of events",
    ),
    "two rows of one stream and sequence": (
        "ALTER TABLE events DROP CONSTRAINT events_stream_sequence_key", "unique stream, sequence of events",
    ),
    "a key that is used twice": (
        "ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey", "unique key of idempotency_keys",
    ),
    "rows of a table behind it": ("CREATE TABLE more () INHERITS (events)", "inheritance of events"),
    "a door whose names are looked up elsewhere": (
        "ALTER FUNCTION append RESET search_path", "append",
    ),
    "a door that needs the rights of whoever calls": ("ALTER FUNCTION append SECURITY INVOKER", "append"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_a_store_with_such_a_thing_is_not_opened(told: Address, what: str) -> None:
    statement, missing = CHANGED[what]
    assert found(told).missing == ""
    with speaking(told) as superuser:
        superuser.execute(statement.replace("@schema@", schema_of(told)))
    assert f"lacks or has changed {missing}" in says(told)
    assert missing in says(told, read_only=True)


def test_a_store_that_was_only_worked_with_is_whole(told: Address) -> None:
    with speaking(told) as superuser:
        superuser.execute("ANALYZE events; CREATE INDEX more_of_it ON events (topic)")
    log_on(told).close()
