"""Whole commands, one after another and from sixteen clients at once: decided, checked, written, on the disk."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from uuid import UUID

from adapters.bootstrap import Parts
from application.block import Item
from benchmarks.floors import PostgresFloor, sqlite_floor
from benchmarks.measure import Row, Work, at_once, in_turns, side_by_side
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import concluded, ledger, movement, payments, record, sqlite_url

COMMANDS = 40
"""On each contract: eight payments, each ordered, approved three times and made."""
CONTRACTS = 4
"""Of one client. Sixteen clients have one each."""
CLIENTS = 16
LONG = 1000
TIMES = 20


def on_postgres(url: str, stock_url: str) -> Iterator[Row]:
    """Against raw INSERT of the same number of rows and the stock library on the same server."""
    office = StockOffice(postgres_settings(stock_url))
    with ledger(url) as parts:
        for clients, contracts, asked in (
            (1, CONTRACTS, "≥ 0.45 × floor"),
            (CLIENTS, 1, "≥ 6 × stock, ≥ 0.6 × floor"),
        ):
            commands = clients * contracts * COMMANDS
            seconds = _beside(parts, office, stock_url, clients=clients, contracts=contracts)
            work = f"append, PostgreSQL, {clients} client{'s' if clients > 1 else ''}"
            yield _row(work, commands, seconds, asked)
    office.close()


def _beside(parts: Parts, office: StockOffice, url: str, *, clients: int, contracts: int) -> dict[str, float]:
    floor = PostgresFloor(url, clients)
    rows = contracts * COMMANDS
    try:
        return in_turns(
            {
                "kronika": lambda: side_by_side([_kronika(parts, contracts) for _ in range(clients)]),
                "floor": at_once(side_by_side([partial(floor.insert, client, rows) for client in range(clients)])),
                "stock": lambda: side_by_side([_stock(office, contracts) for _ in range(clients)]),
            }
        )
    finally:
        floor.close()


def on_sqlite() -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts, sqlite_floor() as floor:
        name = stock_url.removeprefix("sqlite:///")
        office = StockOffice({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})
        commands = CONTRACTS * COMMANDS
        seconds = in_turns(
            {
                "kronika": lambda: _kronika(parts, CONTRACTS),
                "floor": at_once(partial(floor.insert, commands)),
                "stock": lambda: _stock(office, CONTRACTS),
            }
        )
        office.close()
        yield _row("append, SQLite, 1 client", commands, seconds, "≥ 0.5 × floor")


def growing_contract() -> Iterator[Row]:
    """What a command costs on a contract with a thousand entries, beside one with ten."""
    with sqlite_url() as url, ledger(url) as parts:
        short, long = concluded(parts), concluded(parts)
        for item in islice(payments(long), LONG):
            record(parts, item)
        items = {one: iter([movement(one, LONG + number) for number in range(TIMES * 2)]) for one in (short, long)}
        seconds = in_turns(
            {
                "long": lambda: partial(record, parts, next(items[long]), noted=1),
                "short": lambda: partial(record, parts, next(items[short]), noted=1),
            },
            rounds=TIMES,
        )
        work = "command on 1 000 entries, beside 10"
        yield Row(work, "ms", seconds["long"] * 1e3, seconds["short"] * 1e3, None, "≤ 1.5 ×")


def _kronika(parts: Parts, contracts: int) -> Work:
    items = [item for _ in range(contracts) for item in islice(payments(concluded(parts)), COMMANDS)]
    return partial(_record, parts, items)


def _record(parts: Parts, items: Sequence[Item]) -> None:
    for item in items:
        record(parts, item)


def _stock(office: StockOffice, contracts: int) -> Work:
    return partial(_pay, office, [office.conclude(f"OLP/{number}") for number in range(contracts)])


def _pay(office: StockOffice, contracts: Sequence[UUID]) -> None:
    for contract in contracts:
        for number in range(COMMANDS):
            office.pay(contract, number)


def _row(work: str, commands: int, seconds: dict[str, float], asked: str) -> Row:
    rate = {name: commands / value for name, value in seconds.items()}
    return Row(work, "commands/s", rate["kronika"], rate["floor"], rate["stock"], asked)
