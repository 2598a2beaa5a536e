"""What read models ask of a database. SQL is the subset that SQLite and PostgreSQL share; values are always bound.

Parameters are named (`:valid`). A value goes in as `int`, `str` or None and comes out the same way: days, moments and
identifiers travel as ISO text, whatever the database makes of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Value = int | str | None
Values = tuple[Value, ...]
Parameters = Mapping[str, Value]

NOTHING: Parameters = {}


class ColumnType(StrEnum):
    """What a column holds; each database has its own word for it."""

    INTEGER = "integer"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    IDENTIFIER = "identifier"
    JSON = "json"
    """A document as text, keys in order."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: text sorts by bytes on both databases."""

    name: str
    type: ColumnType
    is_nullable: bool = False


class RowRefused(Exception):
    """The database does not take these rows: a number too large, a character it cannot hold, a key that is taken.

    The message names the kind of problem and never the values.
    """


class Database(Protocol):
    """One connection to where the read models lie; never in two threads at once."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgres`, for people: no statement depends on it."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All of what is done inside, or nothing. On SQLite the write lock is taken at once."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """A transaction that no other exclusive one runs beside: for making, swapping and dropping tables."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything read inside is of one moment; nothing can be written."""
        ...

    def execute(self, statement: str, parameters: Parameters = NOTHING) -> int:
        """Run a statement; the number of rows that it touched."""
        ...

    def select(self, statement: str, parameters: Parameters = NOTHING) -> list[Values]:
        """Every row of the answer."""
        ...

    def stream(self, statement: str, parameters: Parameters = NOTHING) -> Iterator[Values]:
        """The rows one by one, in flat memory; only inside a transaction or a snapshot."""
        ...

    def create_table(self, name: str, columns: Sequence[Column], *, key: Sequence[str]) -> None:
        """Make a table with its primary key, unless it is there."""
        ...

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        """Write many rows in the quickest way that the database has. Raises RowRefused."""
        ...
