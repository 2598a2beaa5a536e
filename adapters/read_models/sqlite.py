"""Read models in an SQLite file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from adapters.waiting import MOMENT_SECONDS, until_free
from projections.database import NOTHING, Column, ColumnType, Parameters, RowRefused, Values

URI = "file:"
CACHE_KIBIBYTES = 65_536

_TYPES = {
    ColumnType.INTEGER: "INTEGER",
    ColumnType.TEXT: "TEXT",
    ColumnType.DAY: "TEXT",
    ColumnType.MOMENT: "TEXT",
    ColumnType.IDENTIFIER: "TEXT",
    ColumnType.JSON: "TEXT",
}


class SqliteDatabase:
    """A connection of its own to the file in which the ledger lies; may move between threads, one at a time.

    Commits here do not wait for the disk: what is lost in a power failure is the end of a read model together with its
    checkpoint, and the next run makes it again.
    """

    dialect = "sqlite"

    def __init__(self, path: Path | str) -> None:
        """A path, or `file:path?immutable=1` for a file on a disk that cannot be written to."""
        is_uri = str(path).startswith(URI)
        self._connection = sqlite3.connect(
            path, timeout=MOMENT_SECONDS, isolation_level=None, check_same_thread=False, uri=is_uri
        )
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = NORMAL")
        self._run(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        return self._between("BEGIN IMMEDIATE")

    def exclusive(self) -> AbstractContextManager[None]:
        return self._between("BEGIN IMMEDIATE")

    def snapshot(self) -> AbstractContextManager[None]:
        return self._between("BEGIN DEFERRED")

    @contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        self._run(begin)
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # the first failure is the one to tell
                self._connection.rollback()
            raise

    def execute(self, statement: str, parameters: Parameters = NOTHING) -> int:
        return self._run(statement, parameters).rowcount

    def select(self, statement: str, parameters: Parameters = NOTHING) -> list[Values]:
        return self._run(statement, parameters).fetchall()

    def stream(self, statement: str, parameters: Parameters = NOTHING) -> Iterator[Values]:
        return iter(self._run(statement, parameters))

    def create_table(self, name: str, columns: Sequence[Column], *, key: Sequence[str]) -> None:
        lines = [f"{c.name} {_TYPES[c.type]}{'' if c.is_nullable else ' NOT NULL'}" for c in columns]
        self.execute(
            f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(lines)}, PRIMARY KEY ({', '.join(key)})) WITHOUT ROWID"
        )

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # names are ours
        try:
            self._write(statement, rows)
        except (sqlite3.DataError, sqlite3.IntegrityError, OverflowError, UnicodeEncodeError) as error:
            raise RowRefused(type(error).__name__) from error

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> sqlite3.Cursor:
        """Every statement but the rows of `insert` goes through here."""
        named = dict[str, Any](parameters)
        try:
            return self._connection.execute(statement, named)
        except sqlite3.OperationalError as error:
            if self._connection.in_transaction:  # whoever has begun waits for nobody
                raise
            return until_free(lambda: self._connection.execute(statement, named), error)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        if self._connection.in_transaction:
            self._connection.executemany(statement, rows)
        else:
            with self.transaction():
                self._connection.executemany(statement, rows)
