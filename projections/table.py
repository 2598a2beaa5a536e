"""Tables of a view and answers of its queries, defined by the typed rows that they hold."""

import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache, partial
from typing import Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson

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
    place: type[tuple[Any, ...]] = Place
    """The columns that come before those of a record."""

    @cached_property
    def own_columns(self) -> tuple[Column, ...]:
        return columns_of(self.record)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return (*columns_of(self.place), *self.own_columns)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def encode(self, rows: Sequence[tuple[Any, ...]], *, behind: int = 0) -> list[Values]:
        """Records, each behind so many values that are stored already, as a database takes them: column by column."""
        columns: list[Sequence[Any]] = [*zip(*rows, strict=True)]
        if columns:
            for index, convert in self._converters:
                columns[behind + index] = _stored(convert, columns[behind + index])
        return [*zip(*columns, strict=True)]

    @cached_property
    def _converters(self) -> list[tuple[int, "Convert"]]:
        found = enumerate(column.type for column in self.own_columns)
        return [(index, _TO_TEXT[kind]) for index, kind in found if kind in _TO_TEXT]

    def called(self, version: int) -> str:
        """The name of this table in one version of its view."""
        return f"{self.name}_{version}"

    def create(self, database: Database, version: int) -> None:
        database.create_table(self.called(version), self.columns, key=KEY)

    def create_indexes(self, database: Database, version: int) -> None:
        name = self.called(version)
        for index, columns in self.indexes_called(version).items():
            database.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {name} ({', '.join(columns)})")

    def indexes_called(self, version: int) -> dict[str, tuple[str, ...]]:
        """The indexes of one version by their names: each after its first column, for PostgreSQL cuts what is long."""
        return {f"{self.called(version)}_by_{columns[0]}": columns for columns in self.indexes}

    def drop(self, database: Database, version: int) -> None:
        database.execute(f"DROP TABLE IF EXISTS {self.called(version)}")


def read_as(row: type[R], answer: Sequence[Values]) -> tuple[R, ...]:
    """The rows of an answer whose columns stand in the order of the fields of a NamedTuple."""
    if not any(column.type in _FROM_TEXT for column in columns_of(row)):
        return tuple(map(maker(row), answer))
    return read_columns(row, list(zip(*answer, strict=True)))


def read_columns(row: type[R], columns: Sequence[Sequence[Value]]) -> tuple[R, ...]:
    """The same of an answer column by column: to convert a whole column at once takes half the time."""
    if not columns:
        return ()
    converted = (_converted(column, values) for column, values in zip(columns_of(row), columns, strict=True))
    return tuple(map(maker(row), zip(*converted, strict=True)))


def maker(row: type[R]) -> Callable[[tuple[Any, ...]], R]:
    """Makes a NamedTuple of the values of all its fields; its own constructor takes four times as long."""
    return cast("Callable[[tuple[Any, ...]], R]", partial(tuple.__new__, row))


def _converted(column: Column, values: Sequence[Value]) -> Sequence[Any]:
    convert = _FROM_TEXT.get(column.type)
    if convert is None:
        return values
    return (
        [None if value is None else convert(value) for value in values]
        if column.is_nullable
        else [*map(convert, values)]
    )


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


@lru_cache(maxsize=100)  # the entries of one block were recorded at the same moment
def moment_text(moment: datetime | None) -> str | None:
    """A moment as stored: ISO 8601 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def json_text(document: object) -> str:
    """A document as stored: the same text for the same content."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()


Convert = Callable[[Any], Any]

_identifier_text = lru_cache(maxsize=10_000)(str)

_TO_TEXT: dict[ColumnType, Convert] = {
    ColumnType.DAY: date.isoformat,
    ColumnType.MOMENT: moment_text,
    ColumnType.IDENTIFIER: _identifier_text,
    ColumnType.JSON: json_text,
}


@lru_cache(maxsize=100_000)
def identifier_of(text: str) -> UUID:
    """The same identifier stands in many rows; to read it costs more than all other values of a row."""
    return UUID(text)


@lru_cache(maxsize=5_000)
def _document_of(text: str) -> object:
    """The same few periods and capacities are said in thousands of rows: whoever reads a document never changes it."""
    found: object = orjson.loads(text)
    return found


_FROM_TEXT: dict[ColumnType, Convert] = {
    ColumnType.DAY: date.fromisoformat,
    ColumnType.MOMENT: datetime.fromisoformat,
    ColumnType.IDENTIFIER: identifier_of,
    ColumnType.JSON: _document_of,
}


def _stored(convert: Convert, values: Sequence[Any]) -> Sequence[Any]:
    return [None if value is None else convert(value) for value in values]
