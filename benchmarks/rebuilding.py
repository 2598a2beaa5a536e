"""All views built anew in one scan, beside one view that takes a narrow row of every entry.

The floor is what one view cannot do without: the same entries in the same pages, each decoded once, and one batch of
rows a page. It settles no corrections, knows no event and keeps no second version. The stock library projects its own
events as it is meant to: one transaction for each, a row and the tracking of the position.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import psycopg
from eventsourcing.persistence import Tracking

from adapters.bootstrap import Parts, build
from adapters.settings import Settings
from benchmarks.measure import Row, Work, at_once, in_turns
from benchmarks.regions import Brought, caught_up, copy_entries
from benchmarks.stock import StockOffice, stock_settings
from benchmarks.work import ledger, sqlite_url
from projections.projector import PAGE
from projections.rebuild import rebuild_all
from projections.source import EntrySource
from projections.views import VIEWS

STOCK_EVENTS = 400
"""The stock library keeps its pace, so that it need not go all the way."""
COLUMNS = "(position BIGINT PRIMARY KEY, originator TEXT, topic TEXT, effective_on TEXT)"
FLOOR_ROW = tuple[int, str, str, str | None]


def on_sqlite(region: Brought) -> Iterator[Row]:
    with sqlite_url() as stock_url, build(Settings(database=region.url)) as parts:
        connection = sqlite3.connect(region.url.removeprefix("sqlite:///"), isolation_level=None)
        yield _row("SQLite", parts, partial(_floor_on_sqlite, connection), stock_url)
        connection.close()


def on_postgres(url: str, stock_url: str, region: Brought) -> Iterator[Row]:
    with ledger(url) as parts, psycopg.connect(url, autocommit=True) as connection:
        copy_entries(region, parts)
        caught_up(parts)
        yield _row("PostgreSQL", parts, partial(_floor_on_postgres, connection), stock_url)


def _row(store: str, parts: Parts, floor: Callable[[EntrySource], None], stock_url: str) -> Row:
    entries = parts.ledger.head()
    office = StockOffice(stock_settings(stock_url))
    office.pay_many(office.conclude("OLP/1"), STOCK_EVENTS - 1)
    view = office.factory.tracking_recorder()
    seconds = in_turns(
        {
            "kronika": at_once(partial(rebuild_all, parts.database, parts.source, VIEWS)),
            "floor": at_once(partial(floor, parts.source)),
            "stock": partial(_emptied, office, view),
        }
    )
    office.close()
    work = f"rebuild of all {len(VIEWS)} views, {round(entries / 1000)} k entries, {store}"
    kronika, plain = entries / seconds["kronika"], entries / seconds["floor"]
    return Row(work, "entries/s", kronika, plain, STOCK_EVENTS / seconds["stock"], "≥ 0.3 × floor")


# The floor ------------------------------------------------------------------------------------------------------------


def _floor_on_sqlite(connection: sqlite3.Connection, source: EntrySource) -> None:
    connection.execute("DROP TABLE IF EXISTS floor_view")
    connection.execute(f"CREATE TABLE floor_view {COLUMNS}")
    for rows in _pages(source):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO floor_view VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")


def _floor_on_postgres(connection: psycopg.Connection, source: EntrySource) -> None:
    connection.execute("DROP TABLE IF EXISTS floor_view")
    connection.execute(f"CREATE TABLE floor_view {COLUMNS}".encode())
    for rows in _pages(source):
        with connection.transaction(), connection.cursor() as cursor, cursor.copy("COPY floor_view FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _pages(source: EntrySource) -> Iterator[list[FLOOR_ROW]]:
    head = source.head()
    for after in range(0, head, PAGE):
        page = source.read(after=after, limit=PAGE, until=head)
        yield [(one.position, str(one.originator_id), one.event.topic, _day(one.effective_on)) for one in page]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# The stock library ----------------------------------------------------------------------------------------------------


def _emptied(office: StockOffice, view: Any) -> Work:  # noqa: ANN401  the library's recorders differ by store
    """The projection of all events into an empty view."""
    with view.datastore.transaction(commit=True) as cursor:
        cursor.execute("DROP TABLE IF EXISTS stock_view")
        cursor.execute("CREATE TABLE stock_view (movement TEXT, amount BIGINT)")
        cursor.execute(f"DELETE FROM {getattr(view, 'tracking_table_name', 'tracking')}")
    return partial(_project, office, view)


def _project(office: StockOffice, view: Any) -> None:  # noqa: ANN401  as above
    """Every event in a transaction of its own, as the library's projections do."""
    mark = "%s" if hasattr(view, "tracking_table_name") else "?"
    for notification in office.recorder.select_notifications(start=1, limit=STOCK_EVENTS):
        told: Any = office.mapper.to_domain_event(notification)
        with view.datastore.transaction(commit=True) as cursor:
            view._insert_tracking(cursor, Tracking("stock", notification.id))
            paid = getattr(told, "movement", ""), getattr(told, "amount", 0)
            cursor.execute(f"INSERT INTO stock_view VALUES ({mark}, {mark})", paid)
