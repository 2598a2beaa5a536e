"""How much of each contract was ordered, paid and returned; by service year and source, and by cash year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from domain.kernel.money import Money
from projections.contract_ledger import (
    CONTRACT_LEDGER,
    UNSTATED,
    Book,
    Kind,
    Movement,
    Row,
    every_book,
)
from projections.database import Database
from projections.registry import REGISTRY, RegistryRow, labels
from projections.sheets.keys import files_of
from projections.sheets.sheet import Asked, Behind, Column, Line, Part, SheetMaker
from projections.sheets.sheet import Kind as Shows
from projections.table import maker

OWNER = (Column("contract_number"), Column("provider"))
SOURCES = ("esf", "state", "region", UNSTATED)
Parts = Mapping[str, tuple[Part, ...]]
OF_CONTRACT = frozenset(Kind) - {Kind.APPROVED, Kind.EXEMPTED}
"""No sum asks for approvals, which are about a third of all rows."""
CAME_BACK = frozenset({"reversed", "refunded"})
"""Columns that show positive what their entries take away."""
OF_SERVICE_YEAR = (Kind.PAID, Kind.REVERSED, Kind.ALLOCATED)
OF_CASH_YEAR = (Kind.PAID, Kind.REVERSED, Kind.REFUNDED)


class Said(NamedTuple):
    """What one entry adds to the columns of a year."""

    year: int | None
    columns: tuple[str, str]
    minor: int
    currency: str
    position: int


COLUMNS = (
    *OWNER,
    *(
        Column(n, Shows.MONEY)
        for n in ("ordered", "outstanding", "gross", "reversed", "refunded", "net", "unallocated")
    ),
)


def _lines(database: Database, asked: Asked) -> Iterator[Line]:
    read = _reading(database, OF_CONTRACT, asked)
    books = read()
    names, again = labels(database, books, known=asked.known), _again(read)
    lines = (
        Line(_number(contract, names), (*_owner(contract, names), *_sums(book)), _later(again, contract, _behind))
        for contract, book in books.items()
    )
    return iter(sorted(lines, key=lambda line: line.key))


def _sums(book: Book) -> Iterator[Money | None]:
    """In the order of the columns. What is not known is None, which is not zero."""
    gross, refunded = book.gross, book.refunded
    yield book.money(book.sum(Kind.ORDERED))
    yield book.money(book.outstanding)
    yield None if book.is_unknown else book.money(gross)
    yield book.money(book.reversed)
    yield book.money(refunded)
    yield None if book.is_unknown else book.money(gross - refunded)
    yield book.money(book.unallocated)


def _behind(book: Book) -> Parts:
    """The entries that each sum is made of, and the first of all that speaks of the money of this contract.

    What came back lessens the paid and the net sum, and adds to the sums of what came back. What is outstanding is what
    was ordered less what was paid of it.
    """
    movements = [*book.movements.values()]
    back = [row for movement in movements for row in movement.back]
    refunded = book.rows(Kind.REFUNDED)
    paid = [row for movement in movements for row in _bank(movement)]
    unsaid = [row for movement in movements if not movement.is_allocated for row in _bank(movement)]
    orders, on_orders = _open_orders(book)
    first = book.in_order(*OF_CONTRACT)[:1]
    return {
        "contract_number": tuple(Part(row.order_position) for row in first),
        "ordered": _parts(book.rows(Kind.ORDERED)),
        "outstanding": _parts(orders, less=on_orders),
        "gross": _parts(paid),
        "net": _parts([*paid, *refunded]),
        "reversed": _parts(less=back),
        "refunded": _parts(less=refunded),
        "unallocated": _parts(unsaid),
    }


def _parts(rows: Iterable[Row] = (), *, less: Iterable[Row] = ()) -> tuple[Part, ...]:
    """In the order of effect. Rows of money that came back are negative."""
    found = [*((row, row.money) for row in rows), *((row, -row.money) for row in less if row.money)]
    found.sort(key=lambda one: (str(one[0].effective_on or ""), one[0].order_position))
    return tuple(Part(row.order_position, money) for row, money in found if money)


def _bank(movement: Movement) -> tuple[Row, ...]:
    """What left the account, and what of it the bank brought back."""
    return movement.paid, *movement.back


def _open_orders(book: Book) -> tuple[Sequence[Row], Sequence[Row]]:
    """The orders that are not carried out in full, and what was paid of them."""
    orders = book.open_orders()
    paid = [row for one in book.movements.values() if one.order in orders for row in _bank(one)]
    return [row for rows in orders.values() for row in rows], paid


DRAWDOWN = SheetMaker("drawdown", (CONTRACT_LEDGER, REGISTRY), COLUMNS, _lines, goes_by_key=True)


# By service year and source -------------------------------------------------------------------------------------------

YEAR_COLUMNS = (
    *OWNER,
    Column("service_year"),
    *(Column(source, Shows.MONEY) for source in SOURCES),
    Column("gross", Shows.MONEY),
)


def _year_lines(database: Database, asked: Asked) -> Iterator[Line]:
    return _by_year(database, OF_SERVICE_YEAR, asked, _allocated, (*SOURCES, "gross"))


def _allocated(book: Book) -> Iterator[Said]:
    """What each movement pays for, year by year; a year that nobody said stands apart."""
    said = maker(Said)
    for movement in book.movements.values():
        left = movement.left
        for row, source, minor in movement.allocations():
            left -= minor
            yield said((row.service_year, (source, "gross"), minor, book.currency, row.order_position))
        if left:
            yield Said(None, (UNSTATED, "gross"), left, book.currency, movement.paid.order_position)


BY_SERVICE_YEAR = SheetMaker(
    "drawdown-by-service-year", (CONTRACT_LEDGER, REGISTRY), YEAR_COLUMNS, _year_lines, goes_by_key=True
)


# By cash year ---------------------------------------------------------------------------------------------------------

CASH = {Kind.PAID: "paid", Kind.REVERSED: "reversed", Kind.REFUNDED: "refunded"}
CASH_COLUMNS = (
    *OWNER,
    Column("cash_year"),
    *(Column(name, Shows.MONEY) for name in (*CASH.values(), "net")),
)


def _cash_lines(database: Database, asked: Asked) -> Iterator[Line]:
    return _by_year(database, OF_CASH_YEAR, asked, _moved, (*CASH.values(), "net"))


def _moved(book: Book) -> Iterator[Said]:
    """What left the account is positive, what came back negative; only in columns of its own it is not."""
    bank = [row for movement in book.movements.values() for row in (movement.paid, *movement.back)]
    for row in (*bank, *book.rows(Kind.REFUNDED)):
        if row.amount is not None:
            columns = (CASH[Kind(row.kind)], "net")
            yield Said(row.cash_year, columns, row.amount, row.currency or "CZK", row.order_position)


BY_CASH_YEAR = SheetMaker(
    "drawdown-by-cash-year", (CONTRACT_LEDGER, REGISTRY), CASH_COLUMNS, _cash_lines, goes_by_key=True
)


# Shared ---------------------------------------------------------------------------------------------------------------


Says = Callable[[Book], Iterator[Said]]
Read = Callable[[], Mapping[UUID, Book]]


def _reading(database: Database, kinds: Iterable[Kind], asked: Asked) -> Read:
    """Reads the books of all contracts, or of those that the line asked for may be about."""
    files = files_of(database, asked)
    return partial(every_book, database, kinds, valid=asked.valid, known=asked.known, contracts=files)


def _again(read: Read) -> Read:
    """The books once more, where somebody asks what stands behind a cell: too many rows to be held meanwhile."""
    return cache(read)


def _later(again: Read, contract: UUID, behind: Callable[[Book], Parts]) -> Behind:
    return Behind(lambda: behind(again()[contract]))


def _by_year(
    database: Database, kinds: Iterable[Kind], asked: Asked, says: Says, columns: Sequence[str]
) -> Iterator[Line]:
    """A line for each contract and year; where a column has no part, nothing was paid from there."""
    read = _reading(database, kinds, asked)
    books = read()
    names, again = labels(database, books, known=asked.known), _again(read)
    lines = []
    for contract, book in books.items():
        owner, key = _owner(contract, names), _number(contract, names)
        for year, sums in _years(says(book)).items():
            found = [_one_currency(sums.get(column, {})) for column in columns]
            currency = next(one.currency for one in found if one is not None)
            cells = (*owner, str(year or "") or None, *(one or Money(0, currency) for one in found))
            behind = _later(again, contract, partial(_of_year, says=says, year=year))
            lines.append(Line(f"{key}|{year or ''}", cells, behind))
    return iter(sorted(lines, key=lambda line: line.key))


def _years(said: Iterable[Said]) -> Mapping[int | None, Mapping[str, Mapping[str, int]]]:
    """Year → column → currency → sum in minor units."""
    found: dict[int | None, dict[str, dict[str, int]]] = {}
    for year, columns, minor, currency, _ in said:
        of_year = found.setdefault(year, {})
        for column in columns:
            sums = of_year.setdefault(column, {})
            sums[currency] = sums.get(currency, 0) + _shown(column, minor)
    return found


def _of_year(book: Book, *, says: Says, year: int | None) -> Parts:
    """The entries behind the cells of a line."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for one in says(book):
        for column in one.columns if one.year == year else ():
            found[column].append(Part(one.position, Money(_shown(column, one.minor), one.currency)))
    return {column: tuple(parts) for column, parts in found.items()}


def _shown(column: str, minor: int) -> int:
    return -minor if column in CAME_BACK else minor


def _one_currency(sums: Mapping[str, int]) -> Money | None:
    """None of nothing, or where currencies differ."""
    return next((Money(minor, currency) for currency, minor in sums.items()), None) if len(sums) == 1 else None


def _owner(contract: UUID, names: Mapping[UUID, RegistryRow]) -> tuple[str, str | None]:
    found = names.get(contract)
    return _number(contract, names), found.name if found else None


def _number(contract: UUID, names: Mapping[UUID, RegistryRow]) -> str:
    found = names.get(contract)
    return (found.label if found else None) or str(contract)
