"""What stands in a schema of the server, and the one door to it.

Nobody is granted more than to read, and an engine besides to call `append`. So who may record can record only as `append` does:
at the end, under the lock of the head row, all of a call or nothing. The guards are for owner and superuser, whom no privilege
stops: a table refuses what does not come from `append`, and `ENABLE ALWAYS` holds whatever `session_replication_role` is.
Beyond that somebody may take the guards away; then opening refuses, and the published checkpoint speaks.

Checkpoints stand beside the events, each as it was signed: `publish` adds one that is larger than all of its key before. They
were added to a schema that machines of an earlier version go on recording in, so the layout is the same: see `ADDED`.

A call of `append` holds lines of several writers, of whom none bears on another. If one of them is to be refused the answer says
which, and nothing is written: whoever called sends the others again. A call is one statement and so one transaction.
"""

from domain.season.custody.facts import OpeningsDestroyed

LAYOUT = 1
"""The version of what is below, in the head row."""

ENGINE, READER, OWNER = "_engine", "_reader", "_owner"
"""How the names of the three roles end; they begin with the schema's."""

GUARDED = ("events", "hidden_parts", "season_keys", "idempotency_keys", "streams", "head")
"""The tables, all of them guarded."""

ADDED = ("checkpoints",)
"""Tables, guarded too, that a store made by an earlier version has not got before it is upgraded."""

GROWING = ("streams", "head")
"""Tables in which `append` changes rows."""

TABLES = f"""
CREATE TABLE events (
    position bigint PRIMARY KEY CHECK (position > 0),
    stream bytea NOT NULL CHECK (octet_length(stream) = 16),
    sequence bigint NOT NULL,
    topic text NOT NULL,
    line bytea NOT NULL CHECK (octet_length(line) <= 65535),
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    UNIQUE (stream, sequence)
);
CREATE INDEX destructions ON events (stream, position) WHERE topic = '{OpeningsDestroyed.TYPE}';
CREATE TABLE hidden_parts (position bigint PRIMARY KEY, sealed bytea NOT NULL);
CREATE TABLE season_keys (season text PRIMARY KEY, key_id bytea NOT NULL);
CREATE TABLE idempotency_keys (
    key text PRIMARY KEY, asked bytea NOT NULL, position bigint NOT NULL, events bigint NOT NULL, hash bytea NOT NULL
);
CREATE TABLE streams (stream bytea PRIMARY KEY, last bigint NOT NULL, events bigint NOT NULL);
CREATE TABLE head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    last bigint NOT NULL DEFAULT 0,
    layout integer NOT NULL,
    store uuid NOT NULL DEFAULT gen_random_uuid()
) WITH (fillfactor = 10);
INSERT INTO head (layout) VALUES ({LAYOUT});
"""

CHECKPOINTS = """
CREATE TABLE checkpoints (
    key text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note bytea NOT NULL,
    PRIMARY KEY (key, size)
);
"""

GUARD_APPEND = """
BEGIN
    IF coalesce(current_setting('glitterball.appending', true), '') <> pg_current_xact_id()::text THEN
        RAISE EXCEPTION 'an event is only ever added by append' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
"""

GUARD_NEVER = """
BEGIN
    RAISE EXCEPTION 'what is recorded is never changed and never taken out' USING ERRCODE = 'insufficient_privilege';
END
"""

ARGUMENTS = """
    new_groups integer[], new_streams bytea[], new_sequences bigint[], new_topics text[], new_lines bytea[], new_leaves bytea[],
    hidden_at bigint[], hidden bytea[],
    grown_streams bytea[], grown_firsts bigint[], grown_lasts bigint[], grown_events bigint[],
    stand_groups integer[], stand_streams bytea[], stand_lasts bigint[],
    only_groups integer[], only_lasts bigint[],
    key_groups integer[], new_keys text[], keys_asked bytea[], keys_at bigint[], keys_events bigint[],
    part_groups integer[], part_seasons text[], part_streams bytea[], part_keys bytea[]
"""
"""What `append` is called with: the lines and, by the number of their group, on what they stand; positions within the call."""

ANSWER = "at integer, why text, at_position bigint, at_events bigint, was_asked bytea, was_hash bytea"

_NOTHING = "NULL::bigint, NULL::bigint, NULL::bytea, NULL::bytea"
_KEY_HASH = (
    "sha256('\\x00'::bytea || sha256('\\x00'::bytea || convert_to(k.key, 'UTF8')) || '\\x20'::bytea "
    "|| sha256('\\x00'::bytea || k.asked) || convert_to(format(' %s %s', stands + k.at, k.events), 'UTF8'))"
)
"""As `group_writer.key_row` has it."""

APPEND = f"""
#variable_conflict use_column
DECLARE
    stands bigint;
    refused boolean;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed'
    OR current_setting('synchronous_commit') IN ('off', 'local') THEN
        RAISE EXCEPTION 'append is called in read committed, and not with synchronous_commit off or local';
    END IF;
    SELECT last INTO stands FROM head FOR UPDATE;

    RETURN QUERY
    SELECT k.at, 'key', used.position, used.events, used.asked, used.hash
    FROM unnest(key_groups, new_keys) AS k (at, key) JOIN idempotency_keys AS used ON used.key = k.key;
    refused := FOUND;
    RETURN QUERY
    SELECT o.at, 'moved', {_NOTHING} FROM unnest(only_groups, only_lasts) AS o (at, last) WHERE o.last <> stands
    UNION ALL
    SELECT s.at, 'moved', {_NOTHING} FROM unnest(stand_groups, stand_streams, stand_lasts) AS s (at, stream, last)
    WHERE s.last <> coalesce((SELECT x.last FROM streams AS x WHERE x.stream = s.stream), 0);
    refused := refused OR FOUND;
    RETURN QUERY
    SELECT p.at, CASE WHEN gone.position IS NULL THEN 'another key' ELSE 'destroyed' END, {_NOTHING}
    FROM unnest(part_groups, part_seasons, part_streams, part_keys) AS p (at, season, stream, key_id)
    LEFT JOIN LATERAL (
        SELECT min(e.position) AS position FROM events AS e
        WHERE e.stream = p.stream AND e.topic = '{OpeningsDestroyed.TYPE}'
    ) AS gone ON true
    WHERE gone.position IS NOT NULL
    OR p.key_id <> coalesce((SELECT x.key_id FROM season_keys AS x WHERE x.season = p.season), p.key_id);
    refused := refused OR FOUND;
    IF EXISTS (
        SELECT FROM unnest(grown_streams, grown_firsts) AS g (stream, first)
        WHERE g.first <= coalesce((SELECT x.last FROM streams AS x WHERE x.stream = g.stream), 0)
    ) THEN
        RETURN QUERY
        SELECT DISTINCT l.at, 'taken', {_NOTHING}
        FROM unnest(new_groups, new_streams, new_sequences) AS l (at, stream, sequence)
        WHERE (SELECT x.position FROM events AS x WHERE x.stream = l.stream AND x.sequence = l.sequence) IS NOT NULL;
        refused := refused OR FOUND;
    END IF;
    IF refused THEN
        RETURN;
    END IF;

    PERFORM set_config('glitterball.appending', pg_current_xact_id()::text, true);
    INSERT INTO events SELECT stands + l.at, l.stream, l.sequence, l.topic, l.line, l.leaf
    FROM unnest(new_streams, new_sequences, new_topics, new_lines, new_leaves)
        WITH ORDINALITY AS l (stream, sequence, topic, line, leaf, at);
    INSERT INTO hidden_parts SELECT stands + h.at, h.sealed FROM unnest(hidden_at, hidden) AS h (at, sealed);
    INSERT INTO season_keys SELECT DISTINCT p.season, p.key_id FROM unnest(part_seasons, part_keys) AS p (season, key_id)
    WHERE NOT EXISTS (SELECT FROM season_keys AS x WHERE x.season = p.season);
    INSERT INTO idempotency_keys SELECT k.key, k.asked, stands + k.at, k.events, {_KEY_HASH}
    FROM unnest(new_keys, keys_asked, keys_at, keys_events) AS k (key, asked, at, events);
    INSERT INTO streams AS s SELECT g.stream, g.last, g.events
    FROM unnest(grown_streams, grown_lasts, grown_events) AS g (stream, last, events)
    ON CONFLICT (stream) DO UPDATE SET last = greatest(s.last, excluded.last), events = s.events + excluded.events;
    UPDATE head SET last = stands + cardinality(new_lines);
    PERFORM set_config('glitterball.appending', '', true);
    PERFORM pg_notify('@schema@', (stands + cardinality(new_lines))::text);
    RETURN QUERY SELECT -1, 'first', stands + 1, NULL::bigint, NULL::bytea, NULL::bytea;
END
"""

PUBLISH_ARGUMENTS = "new_key text, new_size bigint, new_root bytea, new_note bytea"

PUBLISH = """
DECLARE
    stands bigint;
    known bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed'
    OR current_setting('synchronous_commit') IN ('off', 'local') THEN
        RAISE EXCEPTION 'publish is called in read committed, and not with synchronous_commit off or local';
    END IF;
    SELECT last INTO stands FROM head FOR UPDATE;
    IF new_size > stands THEN
        RETURN 'beyond the log';
    END IF;
    SELECT root INTO known FROM checkpoints WHERE key = new_key AND size = new_size;
    IF FOUND THEN
        RETURN CASE WHEN known = new_root THEN 'kept' ELSE 'another' END;
    END IF;
    IF EXISTS (SELECT FROM checkpoints WHERE key = new_key AND size > new_size) THEN
        RETURN 'smaller';
    END IF;
    PERFORM set_config('glitterball.appending', pg_current_xact_id()::text, true);
    INSERT INTO checkpoints VALUES (new_key, new_size, new_root, new_note);
    PERFORM set_config('glitterball.appending', '', true);
    PERFORM pg_notify('@schema@', new_size::text);
    RETURN 'kept';
END
"""


def _function(name: str, arguments: str, returns: str, body: str, more: str = "") -> str:
    return f"CREATE FUNCTION {name} ({arguments}) RETURNS {returns} LANGUAGE plpgsql {more} AS $body${body}$body$;"


# A plan that was made while a table was small must not read the whole of it on the night: no sequential scans, which makes plans
# look so costly that the server would compile them anew for each call, 90 ms: no compiling either.
FUNCTIONS = {
    "guard_append": _function("guard_append", "", "trigger", GUARD_APPEND),
    "guard_never": _function("guard_never", "", "trigger", GUARD_NEVER),
    "append": _function(
        "append",
        ARGUMENTS,
        f"TABLE ({ANSWER})",
        APPEND,
        "SECURITY DEFINER SET search_path = @schema@, pg_temp SET enable_seqscan = off SET jit = off",
    ),
}


ADDED_FUNCTIONS = {
    "publish": _function(
        "publish",
        PUBLISH_ARGUMENTS,
        "text",
        PUBLISH,
        "SECURITY DEFINER SET search_path = @schema@, pg_temp SET jit = off",
    ),
}


def _guard(table: str, name: str, when: str, calls: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {calls}(); "
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};"
    )


def _guards_of(table: str) -> str:
    added = "INSERT OR UPDATE" if table in GROWING else "INSERT"
    never = "DELETE OR TRUNCATE" if table in GROWING else "UPDATE OR DELETE OR TRUNCATE"
    return _guard(table, "guard_append", added, "guard_append") + _guard(table, "guard_never", never, "guard_never")


STATEMENTS = (TABLES, *FUNCTIONS.values(), *map(_guards_of, GUARDED))
"""Everything, in the order in which it is made, for a schema that is found first."""

RIGHTS = f"""
REVOKE ALL ON FUNCTION append FROM PUBLIC;
GRANT USAGE ON SCHEMA @schema@ TO @schema@{ENGINE}, @schema@{READER};
GRANT SELECT ON ALL TABLES IN SCHEMA @schema@ TO @schema@{ENGINE}, @schema@{READER};
GRANT EXECUTE ON FUNCTION append TO @schema@{ENGINE};
"""


ADDITIONS = (CHECKPOINTS, *ADDED_FUNCTIONS.values(), *map(_guards_of, ADDED))
"""What is made after all that, or later, in a store that has it not got."""

ADDED_RIGHTS = f"""
REVOKE ALL ON FUNCTION publish FROM PUBLIC;
GRANT SELECT ON checkpoints TO @schema@{ENGINE}, @schema@{READER};
GRANT EXECUTE ON FUNCTION publish TO @schema@{ENGINE};
"""


def in_schema(sql: str, schema: str) -> str:
    """The statement for a schema of that name."""
    return sql.replace("@schema@", schema)


def bodies(schema: str) -> list[str]:
    """What the functions do, as the server keeps it."""
    return [in_schema(body, schema) for body in (GUARD_APPEND, GUARD_NEVER, APPEND)]


def added_bodies(schema: str) -> list[str]:
    """What the functions that were added do."""
    return [in_schema(PUBLISH, schema)]
