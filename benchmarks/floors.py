"""What the machine could do at best: the same rows without rules, without a ledger, without a library."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import UUID, uuid4

import orjson
import psycopg

STATE = b'{"data":{"amount":{"currency":"CZK","minor":11000000}},"stamp":{"text":"' + b"x" * 320 + b'"}}'
"""As many bytes as an event of ours."""

TABLE = """
CREATE TABLE floor_events (
    position INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    originator_id UUID NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BYTEA NOT NULL,
    UNIQUE (originator_id, originator_version)
)
"""


SQLITE_TABLE = """
CREATE TABLE floor_events (
    position INTEGER PRIMARY KEY,
    originator_id BLOB,
    originator_version INTEGER,
    topic TEXT,
    state BLOB,
    UNIQUE (originator_id, originator_version)
)
"""


class Connection(Protocol):
    """What psycopg and sqlite3 have in common."""

    def execute(self, statement: Any, parameters: Any, /) -> Any: ...  # noqa: ANN401  each has types of its own


class PostgresFloor:
    """Plain INSERT, one row and one commit for each, on a connection of its own."""

    def __init__(self, url: str, clients: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP TABLE IF EXISTS floor_events")
            connection.execute(TABLE)
        self._connections = [psycopg.connect(url, autocommit=True) for _ in range(clients)]

    def insert(self, client: int, count: int) -> None:
        connection = self._connections[client]
        for _ in range(count):
            connection.execute(
                "INSERT INTO floor_events (originator_id, originator_version, topic, state) VALUES (%s, %s, %s, %s)",
                (uuid4(), 1, "floor.inserted", STATE),
                prepare=True,
            )

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


class SQLiteFloor:
    """The same on SQLite with full synchronisation."""

    def __init__(self, folder: str) -> None:
        self._connection = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            SQLITE_TABLE,
        ):
            self._connection.execute(statement)

    def insert(self, count: int) -> None:
        for _ in range(count):
            self._connection.execute(
                "INSERT INTO floor_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)",
                (uuid4().bytes, 1, "floor.inserted", STATE),
            )

    def close(self) -> None:
        self._connection.close()


@contextmanager
def sqlite_floor() -> Iterator[SQLiteFloor]:
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        floor = SQLiteFloor(folder)
        yield floor
        floor.close()


def read_events(connection: Connection, identifier: UUID, *, is_postgres: bool) -> int:
    """SELECT the entries of one aggregate and parse their JSON: what replay cannot go below."""
    mark, key = ("%s", identifier) if is_postgres else ("?", identifier.bytes)
    statement = f"SELECT state FROM stored_events WHERE originator_id = {mark} ORDER BY originator_version"
    rows = connection.execute(statement, (key,)).fetchall()
    return sum(len(orjson.loads(bytes(row[0]))) for row in rows)
