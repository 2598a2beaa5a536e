"""Many commands at once: contracts that are concluded, published and paid for two years."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from adapters.bootstrap import Parts
from application.block import BlockWriter, Item
from application.engine import Outcome
from benchmarks.measure import Row, Work
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import Nowhere, ledger, sqlite_url, whole_lives

BLOCK = 2_000


def on_sqlite(commands: int) -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts:
        name = stock_url.removeprefix("sqlite:///")
        office = StockOffice({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})
        yield _row("SQLite", commands, parts, office)
        office.close()


def on_postgres(url: str, stock_url: str, commands: int) -> Iterator[Row]:
    office = StockOffice(postgres_settings(stock_url))
    with ledger(url) as parts:
        yield _row("PostgreSQL", commands, parts, office)
    office.close()


def _row(store: str, commands: int, parts: Parts, office: StockOffice) -> Row:
    """The three take turns block by block, so that a machine that slows down slows all of them down."""
    nowhere = parts.engine_over(Nowhere(parts.ledger, datetime.now(UTC)))
    writers = {"kronika": BlockWriter(parts.engine), "floor": BlockWriter(nowhere)}
    items = whole_lives(commands)
    seconds = dict.fromkeys(("kronika", "floor", "stock"), 0.0)
    for start in range(0, commands, BLOCK):
        block = items[start : start + BLOCK]
        for name, writer in writers.items():
            seconds[name] += _timed(partial(_write, writer, block))
        if start < 10 * BLOCK:
            seconds["stock"] += _timed(partial(_stock, office, len(block)))
    rate = {name: commands / taken for name, taken in seconds.items()}
    rate["stock"] = min(commands, 10 * BLOCK) / seconds["stock"]
    asked = "≥ 0.5 × floor, ≥ 3 × stock"
    return Row(
        f"import of {commands:,} commands, {store}".replace(",", " "),
        "events/s",
        rate["kronika"],
        rate["floor"],
        rate["stock"],
        asked,
    )


def _write(writer: BlockWriter, block: list[Item]) -> None:
    answers = writer.write(block)
    assert all(isinstance(answer, Outcome) for answer in answers)


def _stock(office: StockOffice, count: int) -> UUID:
    contract = office.conclude("OLP/1")
    for first in range(0, count, 26):
        contract = office.conclude(f"OLP/{first}")
        office.pay_many(contract, 25)
    return contract


def _timed(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
