"""Whole commands, one after another and from sixteen clients at once."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from adapters.bootstrap import Parts
from benchmarks.floors import PostgresFloor, sqlite_floor
from benchmarks.measure import Row, in_turns, with_clients
from benchmarks.stock import StockOffice, postgres_settings
from benchmarks.work import concluded, ledger, movement, sqlite_url

COMMANDS = 160
CLIENTS = 16


def on_postgres(url: str, stock_url: str) -> Iterator[Row]:
    """Against raw INSERT of the same number of rows and the stock library on the same server."""
    office = StockOffice(postgres_settings(stock_url))
    with ledger(url) as parts:
        for clients, asked in ((1, "≥ 0.45 × floor"), (CLIENTS, "≥ 6 × stock, ≥ 0.6 × floor")):
            yield _row(f"append, PostgreSQL, {clients} client(s)", _beside(parts, office, stock_url, clients), asked)
    office.close()


def _beside(parts: Parts, office: StockOffice, floor_url: str, clients: int) -> dict[str, float]:
    floor = PostgresFloor(floor_url, clients)
    share = COMMANDS // clients
    try:
        return in_turns(
            {
                "kronika": lambda: _kronika(parts, clients),
                "floor": with_clients(clients, [partial(floor.insert, client, share) for client in range(clients)]),
                "stock": lambda: _stock(office, clients),
            }
        )
    finally:
        floor.close()


def on_sqlite() -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts, sqlite_floor() as floor:
        name = stock_url.removeprefix("sqlite:///")
        office = StockOffice({"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name})
        seconds = in_turns(
            {
                "kronika": lambda: _kronika(parts, 1),
                "floor": lambda: floor.insert(COMMANDS),
                "stock": lambda: _stock(office, 1),
            }
        )
        office.close()
        yield _row("append, SQLite, 1 client", seconds, "≥ 0.5 × floor")


def growing_contract() -> Iterator[Row]:
    """What a command costs on a contract with ten entries, and on one with a thousand."""
    with sqlite_url() as url, ledger(url) as parts:
        short, long = concluded(parts, 1), concluded(parts, 2)
        for number in range(1000):
            parts.engine.handle(*movement(long, number))
        items = {name: [movement(one, n) for n in range(60)] for name, one in (("short", short), ("long", long))}
        count = iter(range(60))
        seconds = in_turns(
            {
                "long": lambda: parts.engine.handle(*items["long"][next(count)]),
                "short": lambda: parts.engine.handle(*items["short"][next(count)]),
            },
            rounds=25,
        )
        yield Row(
            "command on 1 000 entries, beside 10", "ms", seconds["long"] * 1e3, seconds["short"] * 1e3, None, "≤ 1.5 ×"
        )


def _kronika(parts: Parts, clients: int) -> None:
    contracts = [concluded(parts, _next_number(parts)) for _ in range(clients)]
    with_clients(clients, [partial(_pay, parts, one, COMMANDS // clients) for one in contracts])()


def _pay(parts: Parts, contract: UUID, count: int) -> None:
    for number in range(count):
        parts.engine.handle(*movement(contract, number))


def _next_number(parts: Parts) -> int:
    return parts.ledger.head() % 99_000 + 1


def _stock(office: StockOffice, clients: int) -> None:
    contracts = [office.conclude(f"OLP/{n}") for n in range(clients)]
    with_clients(clients, [partial(_pay_stock, office, one, COMMANDS // clients) for one in contracts])()


def _pay_stock(office: StockOffice, contract: UUID, count: int) -> None:
    for number in range(count):
        office.pay(contract, number)


def _row(work: str, seconds: dict[str, float], asked: str) -> Row:
    rate = {name: COMMANDS / value for name, value in seconds.items()}
    return Row(work, "commands/s", rate["kronika"], rate["floor"], rate["stock"], asked)
