"""The state of one contract from its entries."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from itertools import islice
from uuid import UUID

import psycopg

from adapters.bootstrap import Parts
from application.replay import Replay
from benchmarks.floors import Connection, read_events
from benchmarks.measure import Row, at_once, in_turns
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import concluded, ledger, movement, payments, record, sqlite_url

OPENING = 2
"""Entries before the first payment."""


def on_sqlite() -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        name = stock_url.removeprefix("sqlite:///")
        office = StockOffice({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})
        yield from _rows("SQLite", parts, connection, office)
        office.close()
        connection.close()


def on_postgres(url: str, stock_url: str) -> Iterator[Row]:
    office = StockOffice(postgres_settings(stock_url))
    with ledger(url) as parts, psycopg.connect(url, autocommit=True) as connection:
        yield from _rows("PostgreSQL", parts, connection, office)
    office.close()


def _rows(store: str, parts: Parts, connection: Connection, office: StockOffice) -> Iterator[Row]:
    replay = Replay(parts.ledger, parts.decode)
    for name, entries, fill, asked in (
        ("10 entries", 10, _ordered, ""),
        ("1 000 entries", 1000, _ordered, "≤ 2.5 × floor"),
        ("1 000 entries with anomalies", 1000, _unordered, ""),
    ):
        identifier = concluded(parts)
        fill(parts, identifier, entries - OPENING)
        stock = office.conclude("OLP/1")
        office.pay_many(stock, entries - 1)
        seconds = in_turns(
            {
                "kronika": at_once(partial(replay.state, identifier)),
                "floor": at_once(partial(read_events, connection, identifier, is_postgres=store == "PostgreSQL")),
                "stock": at_once(partial(office.repository.get, stock)),
            },
            rounds=9,
        )
        ms = {name: value * 1e3 for name, value in seconds.items()}
        yield Row(f"replay of {name}, {store}", "ms", ms["kronika"], ms["floor"], ms["stock"], asked)


def _ordered(parts: Parts, identifier: UUID, count: int) -> None:
    for item in islice(payments(identifier), count):
        record(parts, item)


def _unordered(parts: Parts, identifier: UUID, count: int) -> None:
    for number in range(count):
        record(parts, movement(identifier, number), noted=1)
