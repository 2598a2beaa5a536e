"""How long records are kept: until which day by law, by which hold beyond it, and what was disposed of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.inspection.events import closing
from domain.kernel.entry import Entry
from domain.mandate.events import ending
from domain.project.events import ProjectClosed
from domain.tender.events import TenderClosed
from projections.database import Database
from projections.report import Report, Window
from projections.table import Table
from projections.told import Told
from projections.view import Record, View, rows_of


class Step(StrEnum):
    """What an entry says of the keeping of a file."""

    KEPT = "kept"
    HELD = "held"
    RELEASED = "released"
    DISPOSED = "disposed"


class KeepingSaid(NamedTuple):
    """That a file is kept until a day (None: no rule is configured), held, released from a hold, or disposed of."""

    file: UUID
    kind: str
    step: str
    until: date | None = None
    hold: str | None = None


KEEPING = Table("retention_keeping", KeepingSaid)


class Retention(View):
    """Files whose records have an end, from the day on which it was set."""

    name = "retention"
    tables = (KEEPING,)

    @rows_of(ProjectClosed)
    def project(self, event: ProjectClosed, entry: Entry) -> Iterator[Record]:
        yield kept("project", entry, event.retention_until)

    @rows_of(TenderClosed)
    def tender(self, event: TenderClosed, entry: Entry) -> Iterator[Record]:
        yield kept("tender", entry, event.documents_kept_until)

    @rows_of(ending.MandateRevoked, ending.MandateExpired)
    def mandate(self, event: ending.End, entry: Entry) -> Iterator[Record]:
        yield kept("mandate", entry, event.records_until)

    @rows_of(closing.InspectionArchived)
    def inspection(self, event: closing.InspectionArchived, entry: Entry) -> Iterator[Record]:
        yield kept("inspection", entry, event.kept_until)

    @rows_of(ending.LegalHoldPlaced)
    def mandate_held(self, event: ending.LegalHoldPlaced, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "mandate", Step.HELD.value, hold=event.hold)

    @rows_of(closing.InspectionHoldPlaced)
    def inspection_held(self, event: closing.InspectionHoldPlaced, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "inspection", Step.HELD.value, hold=event.hold)

    @rows_of(ending.LegalHoldReleased)
    def mandate_released(self, event: ending.LegalHoldReleased, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "mandate", Step.RELEASED.value, hold=event.hold)

    @rows_of(closing.InspectionHoldReleased)
    def inspection_released(self, event: closing.InspectionHoldReleased, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "inspection", Step.RELEASED.value, hold=event.hold)

    @rows_of(ending.RecordsReleased)
    def mandate_disposed(self, event: ending.RecordsReleased, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "mandate", Step.DISPOSED.value)

    @rows_of(closing.InspectionDisposed)
    def inspection_disposed(self, event: closing.InspectionDisposed, entry: Entry) -> Iterator[Record]:
        yield KeepingSaid(entry.originator_id, "inspection", Step.DISPOSED.value)


RETENTION = Retention()


def kept(kind: str, entry: Entry, until: date | None) -> KeepingSaid:
    """The end of the time was set with this entry."""
    return KeepingSaid(entry.originator_id, kind, Step.KEPT.value, until)


class Keeping(StrEnum):
    """How a file stood on a day."""

    KEPT = "kept"
    NOT_KNOWN = "kept, until when is not known"
    HELD = "held"
    """Its time may be over; a hold keeps it."""
    DUE = "may be disposed of"
    DISPOSED = "disposed of"


@dataclass
class RetentionRow:
    """A file whose time was set, or that is held. `until` is its last day; None is not known."""

    file: UUID
    kind: str
    closed_on: date | None = None
    until: date | None = None
    holds: dict[str, int] = field(default_factory=dict)
    """The holds on it, with the positions of the entries that placed them."""
    is_disposed: bool = False
    position: int | None = None
    """Of the entry that set the time."""

    def take(self, told: Told[KeepingSaid]) -> None:
        said, step = told.record, Step(told.record.step)
        if step is Step.KEPT:
            self.closed_on, self.until, self.position = told.effective_on, said.until, told.position
        elif step is Step.HELD:
            self.holds[said.hold or ""] = told.position
        elif step is Step.RELEASED:
            self.holds.pop(said.hold or "", None)
        else:
            self.is_disposed = True

    def state(self, on: date) -> Keeping:
        """How it stands on a day."""
        if self.is_disposed:
            return Keeping.DISPOSED
        if self.holds:
            return Keeping.HELD
        if self.until is None:
            return Keeping.NOT_KNOWN
        return Keeping.KEPT if on <= self.until else Keeping.DUE


def retention_rows(database: Database, *, valid: date, known: int | None = None) -> Report[RetentionRow]:
    """Every file whose keeping anything says as of (valid, known), the first to end first. Raises ViewUnavailable."""
    window = Window.open(database, RETENTION, valid=valid, known=known)
    found: dict[UUID, RetentionRow] = {}
    for told in window.history(KEEPING, KeepingSaid):
        if told.effective_on is None or told.effective_on <= valid:
            said = told.record
            found.setdefault(said.file, RetentionRow(said.file, said.kind)).take(told)
    return window.report(sorted(found.values(), key=lambda row: (row.until or date.max, row.kind, str(row.file))))
