"""The state of one contract from its entries."""

import sqlite3
from collections.abc import Iterator
from functools import partial

import psycopg

from adapters.bootstrap import Parts
from application.replay import Replay
from benchmarks.floors import Connection, read_events
from benchmarks.measure import Row, in_turns
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import concluded, ledger, movement, sqlite_url


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
    for entries, asked in ((10, ""), (1000, "≤ 2.5 × floor")):
        identifier = concluded(parts, 90_000 + entries)
        for number in range(entries - 2):
            parts.engine.handle(*movement(identifier, number))
        stock = office.conclude("OLP/1")
        office.pay_many(stock, entries - 1)
        seconds = in_turns(
            {
                "kronika": partial(replay.state, identifier),
                "floor": partial(read_events, connection, identifier, is_postgres=store == "PostgreSQL"),
                "stock": partial(office.repository.get, stock),
            },
            rounds=9,
        )
        in_ms = {name: value * 1e3 for name, value in seconds.items()}
        yield Row(
            f"replay of {entries} entries, {store}", "ms", in_ms["kronika"], in_ms["floor"], in_ms["stock"], asked
        )
