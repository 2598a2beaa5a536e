"""The rows of a question as a sheet: a column for each plain value of a row, in the words of the reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from adapters.clock import day_of
from adapters.exports.formats import NO_WORDS, Export
from adapters.exports.row_words import OF_QUESTION, ROW_CODES
from adapters.telling.columns import Column, Holds, values_of
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from domain.kernel.money import Money
from projections import sheets
from projections.sheets import Cell, Kind, Line, Sheet

FILTERS = Words("Only rows with", "Jen řádky, kde")
ORDER = Words("In the order of", "Řazeno podle")

_KINDS: Mapping[Holds, Kind] = {
    Holds.TEXT: Kind.TEXT,
    Holds.CHOICE: Kind.CODE,
    Holds.FILE: Kind.TEXT,
    Holds.DAY: Kind.DAY,
    Holds.MOMENT: Kind.TEXT,
    Holds.NUMBER: Kind.NUMBER,
    Holds.MONEY: Kind.MONEY,
    Holds.TRUTH: Kind.CODE,
}
_COUNTED = ("year", "position", "version", "days", "left", "late", "since", "by")
"""A number with such a name counts or names something: it has no thousands and no decimals."""


@dataclass(frozen=True)
class RowSheet:
    """Rows on their way into a sheet: what they answer, which and in which order, as of which moments."""

    name: str
    title: Words
    columns: Sequence[Column]
    rows: Sequence[Any]
    valid: date
    as_of_position: int
    named: Callable[[Iterable[UUID]], Mapping[UUID, str]]
    """The numbers under which people know files."""
    filters: Sequence[tuple[str, str]] = ()
    sort: Sequence[str] = ()
    made_at: datetime = field(kw_only=True)
    known_on: date | None = None
    """The day as known on which the rows hold."""

    def export(self, say: Speech) -> Export:
        """Every row, and on the sheet beside them which these are."""
        shown = [column for column in self.columns if _is_shown(column)]
        numbers = self.named(_files(shown, self.rows))
        lines = tuple(
            Line(str(place), tuple(_cell(say, column, row, numbers) for column in shown))
            for place, row in enumerate(self.rows, start=1)
        )
        columns = tuple(sheets.Column(column.name, _kind(column)) for column in shown)
        sheet = Sheet(self.name, columns, lines, self.valid, self.as_of_position)
        return Export(
            sheet,
            say,
            self.made_at,
            title_words=self.title,
            notes=tuple(self._notes()),
            own_heads=OF_QUESTION.get(self.name, NO_WORDS),
            known_on=self.known_on,
        )

    def _notes(self) -> Iterable[tuple[Words, str]]:
        if self.filters:
            yield FILTERS, "; ".join(f"{name} = {written}" for name, written in self.filters)
        if self.sort:
            yield ORDER, ", ".join(self.sort)


def _is_shown(column: Column) -> bool:
    """Lists of entry numbers tell a reader of a sheet nothing."""
    return not (column.is_many and column.holds is Holds.NUMBER)


def _kind(column: Column) -> Kind:
    if column.is_many:
        return Kind.TEXT
    is_counted = column.holds is Holds.NUMBER and column.name.rpartition(".")[2].rpartition("_")[2] in _COUNTED
    return Kind.COUNT if is_counted else _KINDS[column.holds]


def _files(columns: Sequence[Column], rows: Sequence[Any]) -> set[UUID]:
    named = [column for column in columns if column.holds is Holds.FILE]
    return {value for column in named for row in rows for value in values_of(column, row)}


def _cell(say: Speech, column: Column, row: object, numbers: Mapping[UUID, str]) -> Cell:
    values = [_plain(say, _worded(column, value), numbers) for value in values_of(column, row)]
    if not values:
        return None
    return ", ".join(str(value) for value in values) if column.is_many else values[0]


def _worded(column: Column, value: object) -> object:
    """A word of the program as readers say it."""
    is_code = column.holds is Holds.CHOICE or column.name == "kind"
    return ROW_CODES.get(str(getattr(value, "value", value)), value) if is_code else value


def _plain(say: Speech, value: object, numbers: Mapping[UUID, str]) -> Cell:
    """A value as a cell holds it; a yes or no as its code."""
    if isinstance(value, Words):
        return say(value)
    if isinstance(value, bool):
        return "YES" if value else "NO"
    if isinstance(value, UUID):
        return numbers.get(value) or str(value)
    if isinstance(value, datetime):
        return f"{day_of(value).isoformat()} {say.moment(value).rpartition(' ')[2]}"
    if isinstance(value, Money | date | Decimal | int):
        return value
    return str(getattr(value, "value", value))
