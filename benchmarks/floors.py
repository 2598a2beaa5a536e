"""What the machine could do at best: the same rows without rules, without a ledger, without a library."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import UUID, uuid4

import orjson
import psycopg

STATE = b'{"data":{"amount":{"currency":"CZK","minor":11000000}},"stamp":{"text":"' + b"x" * 320 + b'"}}'
"""As many bytes as an event of ours."""

TABLES = (
    """
    CREATE TABLE floor_events (
        position INTEGER {numbered} PRIMARY KEY,
        originator_id {uuid} NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state {bytes} NOT NULL,
        UNIQUE (originator_id, originator_version)
    )
    """,
    """
    CREATE TABLE floor_commands (
        number INTEGER {numbered} PRIMARY KEY,
        actor TEXT NOT NULL,
        command_id {uuid} NOT NULL,
        topic TEXT NOT NULL,
        aggregate_id {uuid} NOT NULL,
        body {bytes} NOT NULL,
        decision {bytes} NOT NULL,
        UNIQUE (actor, command_id)
    )
    """,
    "CREATE INDEX floor_commands_of_aggregate ON floor_commands (aggregate_id)",
)
EVENT = "INSERT INTO floor_events (originator_id, originator_version, topic, state) VALUES ({0}, {0}, {0}, {0})"
COMMAND = """
INSERT INTO floor_commands (actor, command_id, topic, aggregate_id, body, decision)
VALUES ({0}, {0}, {0}, {0}, {0}, {0})
"""
WRITTEN = """
SELECT
    e.originator_id, e.originator_version, e.topic, e.state,
    c.actor, c.command_id, c.topic, c.aggregate_id, c.body, c.decision
FROM commands c
JOIN stored_events e ON e.position = c.first_position
WHERE c.first_position > {0}
ORDER BY c.first_position
"""
OF_AN_EVENT = 4
"""So many columns of these are the event's."""

Rows = Sequence[tuple[Any, ...]]
"""What commands of one event each wrote: the columns of the event and of the command."""


class Connection(Protocol):
    """What psycopg and sqlite3 have in common."""

    def execute(self, statement: Any, parameters: Any, /) -> Any: ...  # noqa: ANN401  each has types of its own


class PostgresFloor:
    """Plain INSERT in one round trip and one commit, on a connection of its own for each client."""

    def __init__(self, url: str, ledger: str, clients: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for table in ("floor_events", "floor_commands"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in TABLES:
                connection.execute(
                    statement.format(numbered="GENERATED ALWAYS AS IDENTITY", uuid="UUID", bytes="BYTEA").encode()
                )
        self._ledger = psycopg.connect(ledger, autocommit=True)
        self._connections = [psycopg.connect(url, autocommit=True) for _ in range(clients)]

    def written(self, after: int) -> Rows:
        """What the commands behind that position wrote."""
        return self._ledger.execute(WRITTEN.format("%s").encode(), (after,)).fetchall()

    def insert_rows(self, client: int, rows: Rows) -> None:
        """Event and command of each once more."""
        statement = f"WITH event AS ({EVENT.format('%s')}) {COMMAND.format('%s')}".encode()
        for row in rows:
            self._connections[client].execute(statement, row, prepare=True)

    def insert(self, client: int, count: int) -> None:
        """An event alone."""
        statement = EVENT.format("%s").encode()
        for _ in range(count):
            self._connections[client].execute(statement, (uuid4(), 1, "floor.inserted", STATE), prepare=True)

    def close(self) -> None:
        for connection in (self._ledger, *self._connections):
            connection.close()


class SQLiteFloor:
    """The same on SQLite with full synchronisation."""

    def __init__(self, folder: str, ledger: str) -> None:
        self._ledger = sqlite3.connect(ledger)
        self._connection = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *TABLES):
            self._connection.execute(statement.format(numbered="", uuid="BLOB", bytes="BLOB"))

    def written(self, after: int) -> Rows:
        return self._ledger.execute(WRITTEN.format("?"), (after,)).fetchall()

    def insert_rows(self, client: int, rows: Rows) -> None:
        event, command = EVENT.format("?"), COMMAND.format("?")
        for row in rows:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(event, row[:OF_AN_EVENT])
            self._connection.execute(command, row[OF_AN_EVENT:])
            self._connection.execute("COMMIT")

    def insert(self, client: int, count: int) -> None:
        statement = EVENT.format("?")
        for _ in range(count):
            self._connection.execute(statement, (uuid4().bytes, 1, "floor.inserted", STATE))

    def close(self) -> None:
        self._ledger.close()
        self._connection.close()


Floor = PostgresFloor | SQLiteFloor


def under_other_keys(rows: Rows) -> Rows:
    """The same rows of other files and other commands: an event stays beside the others of its file."""
    files: dict[Any, Any] = {}
    changed = []
    for originator, version, topic, state, actor, command, *rest, body, decision in rows:
        file = files.setdefault(originator, _other(originator))
        changed.append((file, version, topic, state, actor, _other(command), rest[0], file, body, decision))
    return changed


def _other(key: UUID | bytes) -> UUID | bytes:
    return uuid4().bytes if isinstance(key, bytes) else uuid4()


@contextmanager
def sqlite_floor(ledger: str) -> Iterator[SQLiteFloor]:
    """Beside the ledger in this file."""
    with TemporaryDirectory(prefix="kronika-bench-") as folder:
        floor = SQLiteFloor(folder, ledger)
        yield floor
        floor.close()


def read_events(connection: Connection, identifier: UUID, *, is_postgres: bool) -> int:
    """SELECT the entries of one aggregate and parse their JSON: what replay cannot go below."""
    mark, key = ("%s", identifier) if is_postgres else ("?", identifier.bytes)
    statement = f"SELECT state FROM stored_events WHERE originator_id = {mark} ORDER BY originator_version"
    rows = connection.execute(statement, (key,)).fetchall()
    return sum(len(orjson.loads(bytes(row[0]))) for row in rows)
