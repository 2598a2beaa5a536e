"""What is to be published and is not, and how long records are kept."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from uuid import UUID

from projections.database import Database
from projections.deadlines import DEADLINES, DeadlineFilter, DeadlineRow, deadline_rows
from projections.registry import REGISTRY, labels
from projections.retention import RETENTION, RetentionRow, retention_rows
from projections.sheets.keys import files_of
from projections.sheets.lists import called, closed_deadlines
from projections.sheets.sheet import Asked, Column, Kind, Line, SheetMaker, said_by
from projections.tender_funnel import TENDER_FUNNEL

PUBLICATIONS = (
    "contract.publication",
    "contract.amendment-publication",
    "contract.publication-repair",
    "tender.result",
)
VOIDNESS = {
    "contract.voidness": "contract.publication",
    "contract.amendment-voidness": "contract.amendment-publication",
}
"""The last day before a contract or an amendment is void, by the publication that it waits for."""
Waits = tuple[UUID, str, str]
"""File, publication and subject."""

BACKLOG_COLUMNS = (
    Column("kind", Kind.CODE),
    Column("file"),
    Column("subject"),
    Column("opened_on", Kind.DAY),
    Column("state", Kind.CODE),
    Column("safe_last_day", Kind.DAY),
    Column("legal_last_day", Kind.DAY),
    Column("days_left", Kind.COUNT),
    Column("days_late", Kind.COUNT),
    Column("void_after", Kind.DAY),
)


def _backlog(database: Database, asked: Asked) -> Iterator[Line]:
    filters = DeadlineFilter(kinds={*PUBLICATIONS, *VOIDNESS}, files=files_of(database, asked))
    rows = deadline_rows(database, valid=asked.valid, calendar=asked.calendar(), known=asked.known, filters=filters)
    void: defaultdict[Waits, date | None] = defaultdict(lambda: None)
    for row in rows:
        if row.kind in VOIDNESS:
            void[row.file, VOIDNESS[row.kind], row.subject] = row.legal_last_day
    waiting = [row for row in rows if row.kind in PUBLICATIONS]
    names = labels(database, {row.file for row in waiting}, known=asked.known)
    return (_waits(row, called(names, row.file), void[row.file, row.kind, row.subject]) for row in waiting)


def _waits(row: DeadlineRow, file: str | None, void_after: date | None) -> Line:
    cells = (
        row.kind,
        file,
        row.subject or None,
        row.opened_on,
        row.state.value,
        row.safe_last_day,
        row.legal_last_day,
        row.days_left,
        row.days_late,
        void_after,
    )
    behind = said_by({one.name: (row.position,) for one in BACKLOG_COLUMNS if one.name != "file"})
    return Line(f"{file}|{row.kind}|{row.subject}|{row.position}", cells, behind, about=partial(_same_wait, row))


_same_wait = attrgetter("kind", "position", "subject")


def _ends(database: Database, asked: Asked, files: Collection[UUID]) -> Mapping[Hashable, int]:
    return {_same_wait(row): at for row, at in closed_deadlines(database, asked, files)}


BACKLOG_SHEET = SheetMaker(
    "publication-backlog",
    (DEADLINES, TENDER_FUNNEL, REGISTRY),
    BACKLOG_COLUMNS,
    _backlog,
    goes_by_key=True,
    ends=_ends,
)


# How long records are kept --------------------------------------------------------------------------------------------

RETENTION_COLUMNS = (
    Column("kind", Kind.CODE),
    Column("file"),
    Column("closed_on", Kind.DAY),
    Column("kept_until", Kind.DAY),
    Column("holds", Kind.COUNT),
    Column("keeping", Kind.CODE),
)


def _retention(database: Database, asked: Asked) -> Iterator[Line]:
    rows = retention_rows(database, valid=asked.valid, known=asked.known)
    names = labels(database, {row.file for row in rows}, known=asked.known)
    return (_kept(row, called(names, row.file), asked.valid) for row in rows)


def _kept(row: RetentionRow, file: str | None, on: date) -> Line:
    cells = (row.kind, file, row.closed_on, row.until, len(row.holds), row.state(on).value)
    said = () if row.position is None else (row.position,)
    holds = tuple(row.holds.values())
    behind = said_by({"closed_on": said, "kept_until": said, "holds": holds, "keeping": (*said, *holds)})
    return Line(f"{file}|{row.kind}|{row.file}", cells, behind)


RETENTION_SHEET = SheetMaker("retention", (RETENTION, REGISTRY), RETENTION_COLUMNS, _retention)
