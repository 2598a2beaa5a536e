"""Whole commands, one after another and from sixteen clients at once: decided, checked, written, on the disk.

The floor is plain INSERT of the rows that Kronika has just written: the event and the command, in one transaction,
under the same keys. A row of its own says what the command costs the floor: one event bare is what performance figures
of others count.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from uuid import UUID

from adapters.bootstrap import Parts
from application.block import Item
from benchmarks.floors import Floor, PostgresFloor, sqlite_floor, under_other_keys
from benchmarks.measure import Row, Work, at_once, in_turns, side_by_side
from benchmarks.stock import StockOffice, stock_settings
from benchmarks.work import concluded, ledger, movement, orders, payments, record, sqlite_url

COMMANDS = 40
"""On each contract: forty payments ordered, or eight ordered, approved three times and made."""
CONTRACTS = 4
"""Of one client. Sixteen clients have one each."""
CLIENTS = 16
LONG = 1000
TIMES = 20

Course = Callable[[UUID], Iterator[Item]]
"""What happens to a contract; each command records one event."""
ORDERED: tuple[str, Course] = "one event of 400 bytes", orders
PAID: tuple[str, Course] = "a payment in five commands", payments


@dataclass
class Bench:
    """Kronika, the floor beneath it and the stock library, on one store."""

    store: str
    parts: Parts
    floor: Floor
    office: StockOffice
    clients: int = 1
    contracts: int = CONTRACTS
    since: int = 0
    """Where the ledger stood when Kronika's turn began."""

    @property
    def commands(self) -> int:
        """Of a turn."""
        return self.clients * self.contracts * COMMANDS

    @property
    def place(self) -> str:
        return f"{self.store}, {self.clients} client{'s' if self.clients > 1 else ''}"

    def row(self, name: str, course: Course, asked: str) -> Row:
        seconds = in_turns({"kronika": partial(self._kronika, course), "floor": self._same_rows, "stock": self._stock})
        rate = {one: self.commands / taken for one, taken in seconds.items()}
        work = f"append, {name}, {self.place}"
        return Row(work, "commands/s", rate["kronika"], rate["floor"], rate["stock"], asked)

    def floor_row(self) -> Row:
        """How far beneath one bare INSERT of an event the floor itself is, as it writes the command too."""
        bare = [partial(self.floor.insert, client, self.contracts * COMMANDS) for client in range(self.clients)]
        seconds = in_turns({"both": self._same_rows, "bare": at_once(side_by_side(bare))})
        rate = {one: self.commands / taken for one, taken in seconds.items()}
        return Row(f"the floor, beside a bare event, {self.place}", "commands/s", rate["both"], rate["bare"])

    def _kronika(self, course: Course) -> Work:
        work = side_by_side([self._recording(course) for _ in range(self.clients)])
        self.since = self.parts.ledger.head()
        return work

    def _recording(self, course: Course) -> Work:
        found = [islice(course(concluded(self.parts)), COMMANDS) for _ in range(self.contracts)]
        return partial(_record, self.parts, [item for items in found for item in items])

    def _same_rows(self) -> Work:
        """What Kronika wrote in its turn, once more and under other keys."""
        rows = under_other_keys(self.floor.written(self.since))
        each = len(rows) // self.clients
        shares = [rows[client * each : (client + 1) * each] for client in range(self.clients)]
        return side_by_side([partial(self.floor.insert_rows, client, share) for client, share in enumerate(shares)])

    def _stock(self) -> Work:
        return side_by_side([_stock(self.office, self.contracts) for _ in range(self.clients)])


def on_postgres(url: str, stock_url: str) -> Iterator[Row]:
    """On one server."""
    office = StockOffice(stock_settings(stock_url))
    with ledger(url) as parts:
        for clients, contracts, asked in (
            (1, CONTRACTS, "≥ 0.45 × floor"),
            (CLIENTS, 1, "≥ 6 × stock, ≥ 0.6 × floor"),
        ):
            floor = PostgresFloor(stock_url, url, clients)
            bench = Bench("PostgreSQL", parts, floor, office, clients=clients, contracts=contracts)
            yield from _rows(bench, asked)
            floor.close()
    office.close()


def on_sqlite() -> Iterator[Row]:
    with sqlite_url() as url, sqlite_url() as stock_url, ledger(url) as parts:
        office = StockOffice(stock_settings(stock_url))
        with sqlite_floor(url.removeprefix("sqlite:///")) as floor:
            yield from _rows(Bench("SQLite", parts, floor, office), "≥ 0.5 × floor")
        office.close()


def _rows(bench: Bench, asked: str) -> Iterator[Row]:
    yield bench.row(*ORDERED, asked)
    yield bench.row(*PAID, asked)
    yield bench.floor_row()


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


def _record(parts: Parts, items: Sequence[Item]) -> None:
    for item in items:
        record(parts, item)


def _stock(office: StockOffice, contracts: int) -> Work:
    return partial(_pay, office, [office.conclude(f"OLP/{number}") for number in range(contracts)])


def _pay(office: StockOffice, contracts: Sequence[UUID]) -> None:
    for contract in contracts:
        for number in range(COMMANDS):
            office.pay(contract, number)
