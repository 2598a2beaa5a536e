"""The tables of a ledger in an SQLite file. Identifiers are 16 bytes, instants whole microseconds since 1970 in UTC.

Events and commands can neither be changed nor removed nor replaced, whatever program opens the file; a claim can only
be given back, once. Prose is the one table that can be erased.
"""

from adapters.timeline import SCHEMA_VERSION

TABLES = (
    """
    CREATE TABLE ledger (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        head INTEGER NOT NULL CHECK (head >= 0),
        recorded_at INTEGER NOT NULL,
        schema_version INTEGER NOT NULL
    ) STRICT
    """,
    f"INSERT INTO ledger VALUES (1, 0, 0, {SCHEMA_VERSION})",
    """
    CREATE TABLE stored_events (
        position INTEGER PRIMARY KEY,
        originator_id BLOB NOT NULL CHECK (length(originator_id) = 16),
        originator_version INTEGER NOT NULL CHECK (originator_version >= 0),
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        recorded_at INTEGER NOT NULL,
        UNIQUE (originator_id, originator_version)
    ) STRICT
    """,
    """
    CREATE TABLE commands (
        number INTEGER PRIMARY KEY,
        actor TEXT NOT NULL,
        command_id BLOB NOT NULL CHECK (length(command_id) = 16),
        topic TEXT NOT NULL,
        aggregate_id BLOB NOT NULL CHECK (length(aggregate_id) = 16),
        body BLOB NOT NULL,
        decision BLOB NOT NULL,
        first_position INTEGER NOT NULL,
        last_position INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        UNIQUE (actor, command_id)
    ) STRICT
    """,
    "CREATE INDEX commands_of_aggregate ON commands (aggregate_id)",
    """
    CREATE TABLE claims (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        aggregate_id BLOB NOT NULL CHECK (length(aggregate_id) = 16),
        taken_at INTEGER NOT NULL,
        released_at INTEGER CHECK (released_at >= taken_at)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX claims_held_once ON claims (kind, key) WHERE released_at IS NULL",
    "CREATE INDEX claims_on_key ON claims (kind, key, taken_at)",
    "CREATE INDEX claims_of_aggregate ON claims (aggregate_id)",
    "CREATE TABLE prose (commitment TEXT PRIMARY KEY, salt TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def _never(action: str, table: str, *, when: str = "true") -> str:
    return f"""
    CREATE TRIGGER {table}_{action.lower()} BEFORE {action} ON {table} WHEN {when} BEGIN
        SELECT RAISE(ABORT, 'a ledger is append-only: no {action} on {table}');
    END
    """


# REPLACE removes the row that stands in its way without asking a trigger on DELETE.
REPLACES_AN_EVENT = """EXISTS (
    SELECT 1 FROM stored_events
    WHERE position = NEW.position OR originator_id = NEW.originator_id AND originator_version = NEW.originator_version
)"""
REPLACES_A_COMMAND = """EXISTS (
    SELECT 1 FROM commands WHERE number = NEW.number OR actor = NEW.actor AND command_id = NEW.command_id
)"""
IS_NO_RELEASE = """OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
    OR (NEW.kind, NEW.key, NEW.aggregate_id, NEW.taken_at) <> (OLD.kind, OLD.key, OLD.aggregate_id, OLD.taken_at)"""
GUARDS = (
    _never("UPDATE", "stored_events"),
    _never("DELETE", "stored_events"),
    _never("INSERT", "stored_events", when=REPLACES_AN_EVENT),
    _never("UPDATE", "commands"),
    _never("DELETE", "commands"),
    _never("INSERT", "commands", when=REPLACES_A_COMMAND),
    _never("UPDATE", "claims", when=IS_NO_RELEASE),
    _never("DELETE", "claims"),
    _never("DELETE", "ledger"),
)
STATEMENTS = TABLES + GUARDS
"""Run once, when the ledger is made."""
