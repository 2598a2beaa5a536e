"""How much of each contract was ordered, paid and returned; by service year and source, and by cash year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from domain.kernel.money import Money
from projections.contract_ledger import (
    CONTRACT_LEDGER,
    UNSTATED,
    Book,
    Kind,
    LedgerRow,
    every_ledger_totals,
    ledger_rows,
)
from projections.database import Database
from projections.registry import REGISTRY, RegistryRow, labels
from projections.sheets.sheet import Asked, Column, Line, Part, Posting, SheetMaker, pivoted, summed
from projections.sheets.sheet import Kind as Shows

OWNER = (Column("contract_number"), Column("provider"))
SOURCES = ("esf", "state", "region", UNSTATED)
Books = Mapping[UUID, Sequence[LedgerRow]]

COLUMNS = (
    *OWNER,
    *(
        Column(n, Shows.MONEY)
        for n in ("ordered", "outstanding", "gross", "reversed", "refunded", "net", "unallocated")
    ),
)


def _lines(database: Database, asked: Asked) -> tuple[Iterator[Line], int]:
    found, position = every_ledger_totals(database, valid=asked.valid, known=asked.known)
    books, _ = _books(database, asked)
    names = labels(database, found, known=asked.known)
    lines = (
        Line(
            _number(contract, names),
            (
                *_owner(contract, names),
                money.ordered,
                money.outstanding,
                money.gross,
                money.reversed,
                money.refunded,
                money.net,
                money.unallocated,
            ),
            _behind(books[contract]),
        )
        for contract, money in found.items()
    )
    return iter(sorted(lines, key=lambda line: line.key)), position


def _behind(rows: Sequence[LedgerRow]) -> Mapping[str, tuple[Part, ...]]:
    """The entries of the plain sums; what is outstanding or unallocated follows from several of them."""
    kinds = {
        "ordered": (Kind.ORDERED,),
        "gross": (Kind.PAID, Kind.REVERSED),
        "net": (Kind.PAID, Kind.REVERSED, Kind.REFUNDED),
        "reversed": (Kind.REVERSED,),
        "refunded": (Kind.REFUNDED,),
    }
    return {
        column: tuple(Part(row.order_position, row.money) for row in rows if row.kind in among and row.money)
        for column, among in kinds.items()
    }


DRAWDOWN = SheetMaker("drawdown", (CONTRACT_LEDGER, REGISTRY), COLUMNS, _lines)


# By service year and source -------------------------------------------------------------------------------------------

YEAR_COLUMNS = (
    *OWNER,
    Column("service_year"),
    *(Column(source, Shows.MONEY) for source in SOURCES),
    Column("gross", Shows.MONEY),
)


def _year_lines(database: Database, asked: Asked) -> tuple[Iterator[Line], int]:
    books, position = _books(database, asked)
    found = pivoted(one for contract, rows in books.items() for one in _allocated(contract, rows))
    return _pivot(database, asked, found, (*SOURCES, "gross")), position


def _allocated(contract: UUID, rows: Sequence[LedgerRow]) -> Iterator[Posting]:
    """What each movement pays for, year by year; a year that nobody said stands apart."""
    book = Book(rows)
    for movement in book.movements.values():
        left = movement.left
        for row, source, minor in movement.allocations():
            left -= minor
            key, amount = (str(contract), str(row.service_year or "")), book.money(minor)
            yield Posting(key, source, amount, row.order_position)
            yield Posting(key, "gross", amount, row.order_position)
        if left:
            for column in (UNSTATED, "gross"):
                yield Posting((str(contract), ""), column, book.money(left), movement.paid.order_position)


BY_SERVICE_YEAR = SheetMaker("drawdown-by-service-year", (CONTRACT_LEDGER, REGISTRY), YEAR_COLUMNS, _year_lines)


# By cash year ---------------------------------------------------------------------------------------------------------

CASH = {Kind.PAID: "paid", Kind.REVERSED: "reversed", Kind.REFUNDED: "refunded"}
CASH_COLUMNS = (
    *OWNER,
    Column("cash_year"),
    *(Column(name, Shows.MONEY) for name in (*CASH.values(), "net")),
)


def _cash_lines(database: Database, asked: Asked) -> tuple[Iterator[Line], int]:
    books, position = _books(database, asked)
    found = pivoted(one for contract, rows in books.items() for one in _moved(contract, rows))
    return _pivot(database, asked, found, (*CASH.values(), "net")), position


def _moved(contract: UUID, rows: Sequence[LedgerRow]) -> Iterator[Posting]:
    """Signed: what left the account is positive, what came back negative."""
    book = Book(rows)
    bank = [row for movement in book.movements.values() for row in (movement.paid, *movement.back)]
    for row in (*bank, *book.rows(Kind.REFUNDED)):
        if row.money is not None:
            key = (str(contract), str(row.cash_year or ""))
            yield Posting(key, CASH[Kind(row.kind)], row.money, row.order_position)
            yield Posting(key, "net", row.money, row.order_position)


BY_CASH_YEAR = SheetMaker("drawdown-by-cash-year", (CONTRACT_LEDGER, REGISTRY), CASH_COLUMNS, _cash_lines)


# Shared ---------------------------------------------------------------------------------------------------------------


def _books(database: Database, asked: Asked) -> tuple[Books, int]:
    rows = ledger_rows(database, valid=asked.valid, known=asked.known)
    own: defaultdict[UUID, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        own[row.contract].append(row)
    return own, rows.as_of_position


def _pivot(
    database: Database,
    asked: Asked,
    found: Mapping[tuple[str, ...], Mapping[str, tuple[Part, ...]]],
    columns: Sequence[str],
) -> Iterator[Line]:
    """A line for each contract and year; where a column has no part, nothing was paid from there."""
    names = labels(database, {UUID(contract) for contract, _ in found}, known=asked.known)
    lines = []
    for (contract, year), parts in found.items():
        sums = [summed(parts.get(column, ())) for column in columns]
        currency = next(one.currency for one in sums if one is not None)
        cells = (*_owner(UUID(contract), names), year or None, *(one or Money(0, currency) for one in sums))
        lines.append(Line(f"{_number(UUID(contract), names)}|{year}", cells, parts))
    return iter(sorted(lines, key=lambda line: line.key))


def _owner(contract: UUID, names: Mapping[UUID, RegistryRow]) -> tuple[str, str | None]:
    found = names.get(contract)
    return _number(contract, names), found.name if found else None


def _number(contract: UUID, names: Mapping[UUID, RegistryRow]) -> str:
    found = names.get(contract)
    return (found.label if found else None) or str(contract)
