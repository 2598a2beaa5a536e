"""Anomalies: what was recorded although a rule speaks against it, or did not parse, and what closed it since."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from domain.kernel.entry import Entry
from projections.database import Database, Value
from projections.report import Report, Window
from projections.table import Table
from projections.view import Record, View


class Opened(NamedTuple):
    """An anomaly beside the event that it came with."""

    code: str
    rule: str | None
    facts: dict[str, JsonValue]
    raw: str | None
    note: str | None
    aggregate_id: UUID
    topic: str


class Closed(NamedTuple):
    """An event settles the anomalies of this code that came with an earlier one."""

    opened_event: UUID
    code: str
    topic: str


OPENED = Table("anomalies_opened", Opened, indexes=(("aggregate_id",), ("code",)))
CLOSED = Table("anomalies_closed", Closed, indexes=(("opened_event",),))


class Anomalies(View):
    """Read from the stamps of all entries, whatever their events say."""

    name = "anomalies"
    tables = (OPENED, CLOSED)

    def asks_for(self, entry: Entry) -> bool:
        return not entry.is_plain

    def rows(self, entry: Entry) -> Iterator[Record]:
        topic = entry.event.topic
        for found in entry.stamp.anomalies if entry.noted else ():
            yield Opened(found.code, found.rule, found.facts, found.raw, found.note, entry.originator_id, topic)
        for closed in entry.closes:
            yield Closed(closed.event_id, closed.code, topic)


ANOMALIES = Anomalies()


class AnomalyRow(NamedTuple):
    """An anomaly with its opening and, if there is one, its closing. `*_on` are effective dates; None is unknown."""

    code: str
    rule: str | None
    facts: dict[str, JsonValue]
    raw: str | None
    note: str | None
    aggregate_id: UUID
    topic: str
    opened_event: UUID
    opened_position: int
    opened_on: date | None
    recorded_at: datetime | None
    closed_event: UUID | None
    closed_position: int | None
    closed_on: date | None
    closed_by: str | None
    """The topic of the event that closed it."""
    asked_for: date | None = None
    """The day up to which an open anomaly is counted."""

    @property
    def is_open(self) -> bool:
        return self.closed_event is None

    @property
    def days_open(self) -> int | None:
        """Days from the opening to the closing, or to the day asked for. None: one of the days is unknown."""
        until = self.asked_for if self.is_open else self.closed_on
        return None if until is None or self.opened_on is None else (until - self.opened_on).days


def anomaly_rows(
    database: Database,
    *,
    valid: date | None = None,
    known: int | None = None,
    only_open: bool = False,
    code: str | None = None,
    rule: str | None = None,
    aggregate_id: UUID | None = None,
) -> Report[AnomalyRow]:
    """Anomalies as of (valid, known), the oldest first, those of an unknown day before them. Raises ViewUnavailable."""
    window = Window.open(database, ANOMALIES, valid=valid, known=known)
    asked: dict[str, Value] = {"code": code, "rule": rule, "aggregate_id": str(aggregate_id) if aggregate_id else None}
    conditions = [f"o.{name} = :{name}" for name, value in asked.items() if value is not None]
    conditions += ["c.event_id IS NULL"] if only_open else []
    statement = f"""
        SELECT o.code, o.rule, o.facts, o.raw, o.note, o.aggregate_id, o.topic,
               o.event_id, o.order_position, o.effective_on, o.recorded_at,
               c.event_id, c.order_position, c.effective_on, c.topic, {":valid" if valid else "NULL"}
        FROM {window.standing(OPENED)} o
        LEFT JOIN {window.first(CLOSED, "opened_event", "code")} c ON c.opened_event = o.event_id AND c.code = o.code
        WHERE {" AND ".join(conditions) or "1 = 1"}
        ORDER BY o.effective_on NULLS FIRST, o.order_position, o.ordinal
        """
    return window.report(window.select(AnomalyRow, statement, asked))


class CodeCount(NamedTuple):
    """How often a code stands in the ledger."""

    code: str
    open: int
    closed: int


def anomalies_by_code(database: Database, *, valid: date | None = None, known: int | None = None) -> Report[CodeCount]:
    """Open and closed anomalies by code, as of (valid, known). Raises ViewUnavailable."""
    window = Window.open(database, ANOMALIES, valid=valid, known=known)
    statement = f"""
        SELECT o.code,
               SUM(CASE WHEN c.event_id IS NULL THEN 1 ELSE 0 END),
               SUM(CASE WHEN c.event_id IS NULL THEN 0 ELSE 1 END)
        FROM {window.standing(OPENED)} o
        LEFT JOIN {window.first(CLOSED, "opened_event", "code")} c ON c.opened_event = o.event_id AND c.code = o.code
        GROUP BY o.code
        ORDER BY o.code
        """
    return window.report(window.select(CodeCount, statement))
