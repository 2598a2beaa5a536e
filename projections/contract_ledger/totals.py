"""The sums of one contract. The same definitions as in the contract itself, worked out from the rows alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.kernel.money import Money
from projections.contract_ledger.rows import LedgerRow, MoneyRow, ledger_rows, money_rows
from projections.contract_ledger.view import Kind
from projections.database import Database

K = TypeVar("K")

Row = LedgerRow | MoneyRow

UNSTATED = "unstated"
"""The source of money that no entry names one for."""


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """The money of a contract as of two moments. What is not known is None, which is not zero.

    `gross` is what left the account and the bank did not take back, `net` is gross without refunds. By service year,
    cash year and source gross is divided; `unallocated` is the part of it without a service month. The cash year None
    holds movements of an unknown day.
    """

    contract: UUID
    as_of_position: int
    ordered: Money
    """Everything ever ordered."""
    outstanding: Money
    """Of it what is neither paid nor given up."""
    gross: Money | None
    reversed: Money
    refunded: Money
    net: Money | None
    unallocated: Money
    by_service_year: Mapping[int, Money]
    by_cash_year: Mapping[int | None, Money]
    by_source: Mapping[str, Money]
    refunded_by_cash_year: Mapping[int | None, Money]


def ledger_totals(
    database: Database, contract: UUID, *, valid: date | None = None, known: int | None = None
) -> LedgerTotals:
    """The sums of a contract as of (valid, known). Raises ViewUnavailable."""
    rows = ledger_rows(database, valid=valid, known=known, contract=contract)
    return _totals(contract, Book(rows), rows.as_of_position)


def every_book(
    database: Database,
    kinds: Iterable[Kind],
    *,
    valid: date | None = None,
    known: int | None = None,
    contracts: Collection[UUID] | None = None,
) -> Mapping[UUID, "Book"]:
    """The book of every contract, or of these, of which anything of these kinds is known as of (valid, known).

    Raises ViewUnavailable.
    """
    own = money_rows(database, kinds, valid=valid, known=known, contracts=contracts)
    return {contract: Book(rows) for contract, rows in own.items()}


@dataclass
class Movement:
    """A bank movement: what left, what the bank took back, and what it is said to pay for."""

    paid: Row
    left: int
    back: list[Row] = field(default_factory=list)
    said: list[Row] = field(default_factory=list)
    """All shares of the allocation that was told last."""

    def take_back(self, row: Row) -> None:
        self.back.append(row)
        self.left += _minor(row)

    def allocate(self, row: Row) -> None:
        """Rows come in the order of effect: another statement replaces what was said before."""
        if self.said and self.said[-1].order_position != row.order_position:
            self.said.clear()
        self.said.append(row)

    @property
    def order(self) -> str | None:
        """The order that it carries out, as last said."""
        named = (row.order_reference for row in reversed(self.said) if row.order_reference is not None)
        return next(named, self.paid.order_reference)

    @property
    def is_allocated(self) -> bool:
        """Whether it is certain what it pays for; not where a part came back and nobody said of which month."""
        return self._is_said_in_full or len({row.share for row in self.said}) == 1

    @property
    def _is_said_in_full(self) -> bool:
        return sum(map(_minor, self.said)) == self.left

    def allocations(self) -> Iterator[tuple[Row, str, int]]:
        """(the row that says it, source, minor units) as far as that is certain."""
        if self._is_said_in_full:
            yield from ((row, row.source or UNSTATED, _minor(row)) for row in self.said)
        elif self.is_allocated and self.left:
            yield self.said[0], UNSTATED, self.left


class Book:
    """The rows of one contract by kind, and its movements."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._of_kind: defaultdict[str, list[Row]] = defaultdict(list)
        of_kind, currency = self._of_kind, "CZK"
        for row in rows:
            of_kind[row.kind].append(row)
            currency = row.currency or currency
        self.currency = currency
        self.movements = {row.movement: Movement(row, _minor(row)) for row in self.rows(Kind.PAID)}
        for row in self.rows(Kind.REVERSED):
            if row.movement in self.movements:
                self.movements[row.movement].take_back(row)
        for row in self.rows(Kind.ALLOCATED):
            if row.movement in self.movements:
                self.movements[row.movement].allocate(row)

    def rows(self, *kinds: Kind) -> list[Row]:
        return [row for kind in kinds for row in self._of_kind.get(kind, ())]

    def in_order(self, *kinds: Kind) -> list[Row]:
        """The rows of several kinds in the order of effect."""
        return sorted(self.rows(*kinds), key=lambda row: (str(row.effective_on or ""), row.order_position))

    def sum(self, kind: Kind) -> int:
        return sum(map(_minor, self.rows(kind)))

    @property
    def gross(self) -> int:
        return sum(movement.left for movement in self.movements.values())

    @property
    def reversed(self) -> int:
        return -sum(_minor(row) for movement in self.movements.values() for row in movement.back)

    @property
    def refunded(self) -> int:
        return -self.sum(Kind.REFUNDED)

    @property
    def unallocated(self) -> int:
        """The part of gross of which nobody said for certain what it pays for."""
        return sum(one.left for one in self.movements.values() if not one.is_allocated)

    @property
    def is_unknown(self) -> bool:
        """Whether old records were brought in and nobody has said what was paid."""
        return bool(self.rows(Kind.TAKEN_OVER)) and not self.movements

    @property
    def outstanding(self) -> int:
        """What is ordered and neither paid nor given up, order by order."""
        return sum(left for _, left in self._left_of_orders())

    def open_orders(self) -> Mapping[str | None, list[Row]]:
        """The orders of which something is outstanding, each with what was asked for under its reference."""
        found: dict[str | None, list[Row]] = {order: [] for order, _ in self._left_of_orders()}
        for row in self.rows(Kind.ORDERED):
            if row.order_reference in found:
                found[row.order_reference].append(row)
        return found

    def _left_of_orders(self) -> Iterator[tuple[str | None, int]]:
        ended = {row.order_reference for row in self.rows(Kind.REJECTED, Kind.CANCELLED)}
        asked: defaultdict[str | None, int] = defaultdict(int)
        for row in self.rows(Kind.ORDERED):
            asked[row.order_reference] += _minor(row)
        for movement in self.movements.values():
            order = movement.order
            if order in asked:
                asked[order] -= movement.left
        return ((order, left) for order, left in asked.items() if left > 0 and order not in ended)

    def sums(self, parts: Iterable[tuple[K, int]]) -> dict[K, Money]:
        """By key, in the order of the keys, without what adds up to nothing."""
        found: defaultdict[K, int] = defaultdict(int)
        for key, minor in parts:
            found[key] += minor
        return {key: self.money(found[key]) for key in sorted(found, key=str) if found[key]}

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)


def _totals(contract: UUID, book: Book, position: int) -> LedgerTotals:
    allocations = [one for movement in book.movements.values() for one in movement.allocations()]
    refunds = book.rows(Kind.REFUNDED)
    bank = [row for movement in book.movements.values() for row in (movement.paid, *movement.back)]
    by_source = [*((source, minor) for _, source, minor in allocations), (UNSTATED, book.unallocated)]
    return LedgerTotals(
        contract=contract,
        as_of_position=position,
        ordered=book.money(book.sum(Kind.ORDERED)),
        outstanding=book.money(book.outstanding),
        gross=None if book.is_unknown else book.money(book.gross),
        reversed=book.money(book.reversed),
        refunded=book.money(book.refunded),
        net=None if book.is_unknown else book.money(book.gross - book.refunded),
        unallocated=book.money(book.unallocated),
        by_service_year=book.sums((row.service_year or 0, minor) for row, _, minor in allocations),
        by_cash_year=book.sums((row.cash_year, _minor(row)) for row in bank),
        by_source=book.sums(by_source),
        refunded_by_cash_year=book.sums((row.cash_year, -_minor(row)) for row in refunds),
    )


def _minor(row: Row) -> int:
    return row.amount or 0
