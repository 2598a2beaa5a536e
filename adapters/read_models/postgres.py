"""Read models in a PostgreSQL database."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any, Self

import psycopg
from psycopg.rows import TupleRow
from psycopg.types.numeric import IntLoader
from psycopg.types.string import TextLoader

from adapters.postgres_waiting import TellingConnection
from projections.database import NOTHING, Column, ColumnType, Parameters, RowRefused, Values

SETTINGS = """
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET synchronous_commit = off;
SET lock_timeout = '30s';
"""
"""Commits of read models do not wait for the disk: what a crash loses, rows and checkpoint together, is made again."""

EXCLUSIVE_LOCK = 0x6B726F6E696B61
"""The advisory lock under which tables of read models are made, swapped and dropped."""

AS_TEXT = ("date", "timestamptz", "uuid")
"""What travels as text; the only `numeric` is the sum of a column of integers, and travels as one."""
PAGE_OF_STREAM = 5_000

_TYPES = {
    ColumnType.INTEGER: "BIGINT",
    ColumnType.TEXT: 'TEXT COLLATE "C"',
    ColumnType.DAY: "DATE",
    ColumnType.MOMENT: "TIMESTAMPTZ",
    ColumnType.IDENTIFIER: "UUID",
    ColumnType.JSON: 'TEXT COLLATE "C"',
}


class PostgresDatabase:
    """A connection of its own to the database in which the ledger lies."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        self._connection: TellingConnection[TupleRow] = TellingConnection.connect(
            url, autocommit=True, application_name="kronika read models"
        )
        self._connection.execute(SETTINGS)
        for name in AS_TEXT:
            self._connection.adapters.register_loader(name, TextLoader)
        self._connection.adapters.register_loader("numeric", IntLoader)
        self._cursor = self._connection.cursor()  # made once: making one takes longer than many a statement
        self._streams = count()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        with self.transaction():
            self.execute("SELECT pg_advisory_xact_lock(:lock)", {"lock": EXCLUSIVE_LOCK})
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self.transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    def execute(self, statement: str, parameters: Parameters = NOTHING) -> int:
        return self._run(statement, parameters).rowcount

    def select(self, statement: str, parameters: Parameters = NOTHING) -> list[Values]:
        return self._run(statement, parameters).fetchall()

    def stream(self, statement: str, parameters: Parameters = NOTHING) -> Iterator[Values]:
        with self._connection.cursor(name=f"stream_{next(self._streams)}") as cursor:
            cursor.itersize = PAGE_OF_STREAM
            cursor.execute(_translated(statement), parameters or None)
            yield from cursor

    def create_table(self, name: str, columns: Sequence[Column], *, key: Sequence[str]) -> None:
        lines = [f"{c.name} {_TYPES[c.type]}{'' if c.is_nullable else ' NOT NULL'}" for c in columns]
        self.execute(f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(lines)}, PRIMARY KEY ({', '.join(key)}))")

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        try:
            self._write(f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
        except (psycopg.DataError, psycopg.IntegrityError, UnicodeEncodeError) as error:
            raise RowRefused(getattr(error, "sqlstate", None) or type(error).__name__) from error

    def _run(self, statement: str, parameters: Parameters = NOTHING) -> "psycopg.Cursor[Any]":
        """Every statement but the rows of `insert` goes through here. Its answer is taken before the next is run."""
        return self._cursor.execute(_translated(statement), parameters or None)

    def _write(self, statement: str, rows: Sequence[Values]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


@lru_cache(maxsize=512)
def _translated(statement: str) -> str:
    """`:name` as psycopg writes it. Our statements hold no colon and no per cent sign otherwise."""
    return re.sub(r":([a-z_][a-z0-9_]*)", r"%(\1)s", statement)
