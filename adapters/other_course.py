"""The reports of another course of events: its entries folded into read models that nobody else sees."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import count
from uuid import UUID

from adapters.read_models import SqliteDatabase
from application.ledger import Ledger, StoredEntry
from application.what_if import WhatIf
from domain.kernel.calendar import Calendar
from domain.kernel.entry import Entry
from projections import builds
from projections.projector import PAGE, write_changes
from projections.sheets import SHEETS, Asked, Sheet
from projections.source import read_all
from projections.view import View

TEMPORARY = ""
"""SQLite's name for a database of this connection alone: in memory while it is small, gone when it is closed."""


class OtherCourse:
    """The entries as they would have been recorded, at the positions at which they are; some positions are empty.

    Where a command would have recorded more entries than it has, the rest stands after the last one of the ledger.
    """

    def __init__(self, ledger: Ledger, decode: Callable[[StoredEntry], Entry], found: WhatIf) -> None:
        self._ledger = ledger
        self._decode = decode
        self._otherwise = found.files
        self._head = ledger.head()
        own = [entry for one in sorted(self._otherwise) for entry in found.entries(one)]
        self._own = _at_places_of_their_own(own, head=self._head)

    def head(self) -> int:
        """The last position; not before the ledger's own."""
        return max([self._head, *(entry.position for entry in self._own)])

    def pages(self) -> Iterator[list[Entry]]:
        """Every entry in order, in pages of flat size."""
        page: list[Entry] = []
        for stored in merge(self._others(), self._own, key=lambda entry: entry.position):
            page.append(self._decode(stored))
            if len(page) == PAGE:
                yield page
                page = []
        yield page

    def history(self, originator_id: UUID, *, until: int) -> Sequence[Entry]:
        """The entries of one file, as a correction asks for them."""
        if originator_id in self._otherwise:
            own = (e for e in self._own if e.originator_id == originator_id and e.position <= until)
            return [self._decode(stored) for stored in own]
        return [self._decode(stored) for stored in self._ledger.select_aggregate(originator_id, until=until)]

    def _others(self) -> Iterator[StoredEntry]:
        after = 0
        while page := self._ledger.select_entries(after=after, limit=PAGE, until=self._head):
            after = page[-1].position
            yield from (stored for stored in page if stored.originator_id not in self._otherwise)


def _at_places_of_their_own(entries: Sequence[StoredEntry], *, head: int) -> Sequence[StoredEntry]:
    """In the order of the ledger; of several at one position all but the first are put behind its end."""
    taken: set[int] = set()
    free = count(head + 1)
    placed = []
    for entry in sorted(entries, key=lambda one: one.position):
        placed.append(entry._replace(position=next(free)) if entry.position in taken else entry)
        taken.add(entry.position)
    return sorted(placed, key=lambda one: one.position)


class OtherReports:
    """Reports as they would read at the end of another course; close it when they are made."""

    def __init__(self, course: OtherCourse, views: Sequence[View]) -> None:
        self._course = course
        self._database = SqliteDatabase(TEMPORARY)
        builds.prepare(self._database, views)
        self._live = builds.advancing(self._database, views)

    def fold(self) -> Iterator[int]:
        """Take in every entry; yields how far it has come."""
        for page in self._course.pages():
            readings = list(read_all(page, self._course))
            for build in self._live:
                changes = build.view.fold(readings)
                with self._database.transaction():
                    write_changes(self._database, build, changes)
            yield page[-1].position if page else 0
        with self._database.transaction():
            for build in self._live:
                builds.move_checkpoint(self._database, build, expected=0, new=self._course.head())

    def sheet(self, name: str, *, valid: date, calendar: Calendar) -> Sheet:
        """A report as it would read. Raises ViewUnavailable."""
        return SHEETS[name].make(self._database, Asked(valid, self._course.head(), lambda: calendar))

    def close(self) -> None:
        self._database.close()
