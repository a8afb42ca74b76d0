"""Whether a store on a server is as it was made: asked of the server's own catalogs, never of names alone.

A guard that is there and stops nobody looks whole by its name: it may hold under a condition, for one statement of three, or call
a function of its name in another schema. And rows are lost, hidden or doubled beside every guard: by another trigger, a rule, row
security, a table that a crash empties, a table behind it, or a key that is no longer unique.
"""

from collections.abc import Sequence

from glitterball.log.postgres import schema
from glitterball.log.postgres.connecting import Connections

_BEFORE, _INSERT, _DELETE, _UPDATE, _TRUNCATE = 2, 4, 8, 16, 32
"""Of a statement's trigger, as `pg_trigger.tgtype` has it."""

UNIQUE = (
    ("events", "position"), ("events", "stream, sequence"), ("hidden_parts", "position"), ("season_keys", "season"),
    ("idempotency_keys", "key"), ("streams", "stream"), ("head", "one"),
    ("checkpoints", "key, size"),
)  # fmt: skip
"""What no two rows of a table have in common."""

_FUNCTIONS = """
SELECT name FROM unnest(%s::text[], %s::text[], %s::text[]) AS ours (name, body, set)
WHERE NOT EXISTS (
    SELECT FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
    WHERE pronamespace = %s::regnamespace AND proname = name AND prosrc = body AND lanname = 'plpgsql'
    AND coalesce(array_to_string(proconfig, '; '), '') = set AND prosecdef = (set <> '')
)
"""

_GUARDS = """
SELECT guard || ' of ' || name FROM unnest(%s::text[], %s::text[], %s::int4[]) AS ours (name, guard, kind)
WHERE NOT EXISTS (
    SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE relnamespace = %s::regnamespace AND relname = name AND tgname = guard AND tgenabled = 'A' AND tgtype = kind
    AND tgqual IS NULL AND tgattr::text = '' AND proname = guard AND pronamespace = relnamespace
)
"""

_UNIQUE = """
SELECT 'unique ' || columns || ' of ' || name FROM unnest(%s::text[], %s::text[]) AS ours (name, columns)
WHERE NOT EXISTS (
    SELECT FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = %s::regnamespace AND relname = name
    AND indisunique AND indisvalid AND indimmediate AND indpred IS NULL AND indexprs IS NULL
    AND (
        SELECT string_agg(attname, ', ' ORDER BY at) FROM unnest(indkey::int2[]) WITH ORDINALITY AS key (number, at)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = number
    ) = columns
)
"""

_BESIDE = """
SELECT wrong || ' of ' || relname FROM pg_class, LATERAL (
    SELECT 'persistence' WHERE relpersistence <> 'p'
    UNION ALL SELECT 'row security' WHERE relrowsecurity OR relforcerowsecurity
    UNION ALL SELECT 'inheritance' WHERE EXISTS (SELECT FROM pg_inherits WHERE pg_class.oid IN (inhparent, inhrelid))
    UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite WHERE ev_class = pg_class.oid
    UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger
    WHERE tgrelid = pg_class.oid AND NOT tgisinternal AND tgname NOT IN ('guard_append', 'guard_never')
) AS found (wrong)
WHERE relnamespace = %s::regnamespace AND relname = ANY(%s::text[])
"""


def lacking(connections: Connections, name: str) -> str:
    """What of the store in a schema is not there as it was made, or is there beside it; separated by commas."""
    tables, functions = [*schema.GUARDED], [*schema.FUNCTIONS]
    bodies, settings = schema.bodies(name), ["", "", _APPENDS]
    if keeps_checkpoints(connections, name):
        tables, functions = [*tables, *schema.ADDED], [*functions, *schema.ADDED_FUNCTIONS]
        bodies, settings = [*bodies, *schema.added_bodies(name)], [*settings, _PUBLISHES]
    unique = [of for of in UNIQUE if of[0] in tables]
    asked = (
        (_FUNCTIONS, (functions, bodies, _settings(connections, name, settings), name)),
        (_GUARDS, (*_guards(tables), name)),
        (_UNIQUE, ([table for table, _ in unique], [columns for _, columns in unique], name)),
        (_BESIDE, (name, tables)),
    )
    return ", ".join(
        sorted(str(found) for statement, words in asked for (found,) in connections.select(statement, words))
    )


def keeps_checkpoints(connections: Connections, name: str) -> bool:
    """Whether the store has what an earlier version did not make: see `schema.ADDED`."""
    (found,) = connections.select("SELECT to_regclass(%s::text) IS NOT NULL", (f"{name}.{schema.ADDED[0]}",))[0]
    return bool(found)


_APPENDS, _PUBLISHES = "; enable_seqscan=off; jit=off", "; jit=off"


def _settings(connections: Connections, name: str, more: Sequence[str]) -> list[str]:
    """With what each function is called, as the server keeps it: in which schema, if it states one, and what else."""
    (written,) = connections.select("SELECT quote_ident(%s::text)", (name,))[0]
    return [f"search_path={written}, pg_temp{each}" if each else "" for each in more]


def _guards(of: Sequence[str]) -> tuple[list[str], list[str], list[int]]:
    """The guards of all tables: of which, how they are called, and before which statements they come."""
    tables, names, kinds = [], [], []
    for table in of:
        grows = _UPDATE if table in schema.GROWING else 0
        tables += [table, table]
        names += ["guard_append", "guard_never"]
        kinds += [_BEFORE | _INSERT | grows, _BEFORE | _DELETE | _TRUNCATE | (_UPDATE - grows)]
    return tables, names, kinds
