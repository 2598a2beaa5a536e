"""Tables of a view and answers of its queries, defined by the typed rows that they hold."""

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from itertools import starmap
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson
from pydantic_core import from_json

from projections.database import Column, ColumnType, Database, Value, Values

R = TypeVar("R", bound=tuple[Any, ...])


class Place(NamedTuple):
    """The columns that every row of every view begins with: its entry, and since and until when it was known.

    A row reads as of (valid, known) while position ≤ known < superseded_position and effective_on ≤ valid; a row
    without an effective date always does. Rows are ordered by effective_on (unknown first), order_position, ordinal.
    """

    order_position: int
    """Where the entry stands in the ledger; a correction does not move it."""
    position: int
    """From which position on the entry reads like this: its own, or that of the correction."""
    ordinal: int
    """Which of the rows of this entry."""
    superseded_position: int | None
    """From which position on the entry reads differently."""
    effective_on: date | None
    event_id: UUID
    recorded_at: datetime | None
    """When the store recorded what stands at `position`."""


KEY = ("order_position", "position", "ordinal")


@dataclass(frozen=True, eq=False)  # a table is itself: looked up once for every row
class Table:
    """A table: its name, the NamedTuple that says its own columns, and the columns that readers look up by."""

    name: str
    record: type[tuple[Any, ...]]
    indexes: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def own_columns(self) -> tuple[Column, ...]:
        return columns_of(self.record)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return (*columns_of(Place), *self.own_columns)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @cached_property
    def encode(self) -> Callable[[tuple[Any, ...]], list[Value]]:
        """The values of a record as a database takes them."""
        return _encoder(self.own_columns)

    def called(self, version: int) -> str:
        """The name of this table in one version of its view."""
        return f"{self.name}_{version}"

    def create(self, database: Database, version: int) -> None:
        database.create_table(self.called(version), self.columns, key=KEY)

    def create_indexes(self, database: Database, version: int) -> None:
        name = self.called(version)
        for columns in self.indexes:
            index = "_".join((name, *columns))
            database.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {name} ({', '.join(columns)})")

    def drop(self, database: Database, version: int) -> None:
        database.execute(f"DROP TABLE IF EXISTS {self.called(version)}")


def read_as(row: type[R], answer: Sequence[Values]) -> tuple[R, ...]:
    """The rows of an answer whose columns stand in the order of the fields of a NamedTuple."""
    return read_columns(row, list(zip(*answer, strict=True)))


def read_columns(row: type[R], columns: Sequence[Sequence[Value]]) -> tuple[R, ...]:
    """The same of an answer column by column: to convert a whole column at once takes half the time."""
    converted = (_converted(column.type, values) for column, values in zip(columns_of(row), columns, strict=False))
    return tuple(starmap(row, zip(*converted, strict=True)))


def _converted(kind: ColumnType, values: Sequence[Value]) -> Sequence[Any]:
    convert = _FROM_TEXT.get(kind)
    return values if convert is None else [None if value is None else convert(value) for value in values]


# Columns from annotations ----------------------------------------------------------------------------------------

_TYPES: dict[object, ColumnType] = {
    int: ColumnType.INTEGER,
    str: ColumnType.TEXT,
    date: ColumnType.DAY,
    datetime: ColumnType.MOMENT,
    UUID: ColumnType.IDENTIFIER,
    dict: ColumnType.JSON,
    list: ColumnType.JSON,
}


@cache
def columns_of(record: type) -> tuple[Column, ...]:
    """The columns that the annotations of a NamedTuple say. Raises TypeError for a type that no column holds."""
    return tuple(_column(name, hint) for name, hint in get_type_hints(record).items())


def _column(name: str, hint: object) -> Column:
    parts = set(get_args(hint)) if get_origin(hint) in (Union, types.UnionType) else {hint}
    is_nullable = type(None) in parts
    (of,) = parts - {type(None)}
    column_type = _TYPES.get(get_origin(of) or of)
    if column_type is None:
        raise TypeError(f"column {name}: no database column holds a {of}")
    return Column(name, column_type, is_nullable)


# Values ----------------------------------------------------------------------------------------------------------


def moment_text(moment: datetime | None) -> str | None:
    """A moment as stored: ISO 8601 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def json_text(document: object) -> str:
    """A document as stored: the same text for the same content."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()


Convert = Callable[[Any], Any]

_TO_TEXT: dict[ColumnType, Convert] = {
    ColumnType.DAY: date.isoformat,
    ColumnType.MOMENT: moment_text,
    ColumnType.IDENTIFIER: str,
    ColumnType.JSON: json_text,
}


@lru_cache(maxsize=100_000)
def identifier_of(text: str) -> UUID:
    """The same identifier stands in many rows; to read it costs more than all other values of a row."""
    return UUID(text)


_FROM_TEXT: dict[ColumnType, Convert] = {
    ColumnType.INTEGER: int,  # a sum is no integer to every database
    ColumnType.DAY: date.fromisoformat,
    ColumnType.MOMENT: datetime.fromisoformat,
    ColumnType.IDENTIFIER: identifier_of,
    ColumnType.JSON: from_json,
}


def _encoder(columns: Sequence[Column]) -> Callable[[tuple[Any, ...]], list[Any]]:
    converters = [(index, _TO_TEXT[column.type]) for index, column in enumerate(columns) if column.type in _TO_TEXT]

    def convert(row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for index, one in converters:
            value = values[index]
            if value is not None:
                values[index] = one(value)
        return values

    return convert
