"""The pure half of a read model: entries in, rows out. No clock, no chance, no other view."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from domain.kernel.unreadable import UnreadableEvent
from projections.database import Values
from projections.spans import Spans
from projections.table import Place, Table

if TYPE_CHECKING:  # whoever reads rows need not wait for what entries are made of
    from domain.kernel.entry import Entry
    from domain.kernel.event import Event
    from projections.source import Reading

Record = tuple[Any, ...]
F = TypeVar("F", bound=Callable[..., Iterable[Record]])

SUPERSEDED = 3
"""Where `superseded_position` stands in a stored row."""


class Changes:
    """What a page changes in the tables of a view: rows to write, and entries whose earlier rows are superseded."""

    def __init__(self) -> None:
        self.rows: defaultdict[Table, list[Values]] = defaultdict(list)
        self.superseded: list[tuple[int, int]] = []
        """(order_position, position): rows of that entry, still standing, are superseded at that position."""


def rows_of(*events: "type[Event]") -> Callable[[F], F]:
    """This method makes the rows of these events: `(self, event, entry) -> Iterable[Record]`."""

    def mark(method: F) -> F:
        setattr(method, "_rows_of", events)  # noqa: B010  # functions have no such attribute to the type checker
        return method

    return mark


class View:
    """A read model by name, the shape of its tables, and the rows that each event brings.

    Rows are only ever added. What holds on a day is found by reading: the last row of a key, the sum of signed rows.
    Corrections are settled before a view is asked, so a view never sees one unless it looks at the stamp.
    """

    name: ClassVar[str]
    shape: ClassVar[int] = 1
    """Raised when the tables change or the rows that an event brings: what was built before is out of date."""
    tables: ClassVar[tuple[Table, ...]]
    spans: ClassVar[tuple[Spans[Any], ...]] = ()
    """Made of those tables, in the same transaction."""
    every_table: ClassVar[tuple[Table, ...]]
    _table_of: ClassVar[dict[type, Table]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._table_of = {table.record: table for table in cls.tables}
        cls.every_table = (*cls.tables, *(spans.table for spans in cls.spans))
        assert all(table.name.startswith(cls.name) for table in cls.every_table), "a table is named after its view"

    def maker(self) -> object:
        """Whose methods make the rows: the view's own, or those of a class that comes with the first entry.

        Whoever only reads the rows of a view need not wait for the events that they were made of.
        """
        return self

    @cached_property
    def handlers(self) -> "dict[type[Event], Callable[[Any, Entry], Iterable[Record]]]":
        """The method for each event that brings rows."""
        maker = self.maker()
        names = dict.fromkeys(name for base in reversed(type(maker).__mro__) for name in vars(base))
        methods = [(name, getattr(getattr(type(maker), name), "_rows_of", ())) for name in names]
        return {event: getattr(maker, name) for name, events in methods for event in events}

    def asks_for(self, entry: "Entry") -> bool:
        """Whether an entry may bring rows. Most bring none, so this is to cost no more than a look at their kind."""
        return type(entry.event) in self.handlers

    def rows(self, entry: "Entry") -> Iterable[Record]:
        """The rows that an entry brings, each a record of one of the tables; asked of those that it asks for."""
        handler = self.handlers.get(type(entry.event))
        return () if handler is None else handler(entry.event, entry)

    def fold(self, readings: "Sequence[Reading]") -> Changes:
        """The changes that these readings bring. Raises UnreadableEvent."""
        changes = Changes()
        pending = _Pending(readings)
        for reading in self._concerning(readings):
            entry = reading.entry
            if reading.replaces:
                changes.superseded.append((reading.order_position, reading.position))
                pending.supersede(reading)
                if entry is None or not self.asks_for(entry):
                    continue
            if entry is not None and (records := self._records(reading, entry)):
                self._add(reading, records, changes, pending)
        for table, rows in changes.rows.items():
            changes.rows[table] = table.encode(rows, behind=len(Place._fields))
        return changes

    def _concerning(self, readings: "Sequence[Reading]") -> "list[Reading]":
        """Those that this view asks for or that replace others: of most views few, found at next to no cost."""
        if type(self).asks_for is View.asks_for:
            handlers = self.handlers
            return [one for one in readings if one.kind in handlers or one.replaces]
        asks_for = self.asks_for
        return [one for one in readings if one.replaces or (one.entry is not None and asks_for(one.entry))]

    def _add(self, reading: "Reading", records: Collection[Record], changes: Changes, pending: "_Pending") -> None:
        order_position, position, *place = reading.place()
        is_corrected = order_position in pending.corrected
        for ordinal, record in enumerate(records):
            table = self._table_of[type(record)]
            rows = changes.rows[table]
            if is_corrected:
                pending.remember(reading, rows, len(rows))
            rows.append((order_position, position, ordinal, *place, *record))

    def _records(self, reading: "Reading", entry: "Entry") -> Collection[Record]:
        try:
            records = self.rows(entry)
            return records if isinstance(records, tuple) else list(records)
        except Exception as error:
            raise UnreadableEvent.because(error, position=reading.position, topic=entry.event.topic) from error


class _Pending:
    """Rows of this page that a correction in the same page supersedes before they were ever written."""

    def __init__(self, readings: "Sequence[Reading]") -> None:
        self.corrected = {reading.order_position for reading in readings if reading.replaces}
        self._standing: defaultdict[int, list[tuple[list[Values], int]]] = defaultdict(list)

    def remember(self, reading: "Reading", rows: list[Values], index: int) -> None:
        self._standing[reading.order_position].append((rows, index))

    def supersede(self, reading: "Reading") -> None:
        for rows, index in self._standing.pop(reading.order_position, ()):
            row = rows[index]
            rows[index] = (*row[:SUPERSEDED], reading.position, *row[SUPERSEDED + 1 :])
