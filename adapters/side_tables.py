"""Tables beside the ledger of what cannot be made again: tokens, accounts, sessions, who read what.

They lie in the ledger's database like the read models, but on a connection of their own whose commits wait for the
disk: what was taken away from somebody stays taken away, also after a power failure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.read_models import SqliteDatabase, open_read_models
from projections.database import Column, Database

if TYPE_CHECKING:
    from adapters.read_models.postgres import PostgresDatabase


@dataclass(frozen=True, slots=True)
class SideTable:
    """A table and its key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_append_only: bool = False
    """Whether the database itself refuses to change or remove a row."""


def open_side_tables(url: str) -> "SqliteDatabase | PostgresDatabase":
    """A connection of its own, as `open_read_models` gives it, that waits for the disk. Raises ValueError."""
    database = open_read_models(url)
    try:
        if database.dialect == "sqlite":
            database.select("PRAGMA synchronous = FULL")
            database.select("PRAGMA cache_size = -1024")  # these tables are small
        else:
            database.execute("SET synchronous_commit = on")
    except BaseException:
        database.close()
        raise
    return database


def make_tables(database: Database, tables: Sequence[SideTable]) -> None:
    """Make what is missing; what is there stays as it is. May be repeated, and by several processes at once."""
    with database.exclusive():
        for table in tables:
            database.create_table(table.name, table.columns, key=table.key)
            if table.is_append_only:
                for statement in APPEND_ONLY[database.dialect]:
                    database.execute(statement.format(table=table.name))


APPEND_ONLY = {
    "sqlite": tuple(
        f"""
        CREATE TRIGGER IF NOT EXISTS {{table}}_{action.lower()} BEFORE {action} ON {{table}} BEGIN
            SELECT RAISE(ABORT, 'append-only: no {action} on {{table}}');
        END
        """
        for action in ("UPDATE", "DELETE")
    ),
    "postgres": (
        """
        CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            RAISE EXCEPTION 'append-only: no % on %', tg_op, tg_table_name USING ERRCODE = 'restrict_violation';
        END $body$
        """,
        """
        DO $body$ BEGIN
            IF NOT EXISTS (
                SELECT FROM pg_trigger WHERE tgrelid = CAST('{table}' AS regclass) AND tgname = 'append_only'
            ) THEN
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
            END IF;
        END $body$
        """,
    ),
}
"""What makes it so; without a colon, which would stand for a value."""
