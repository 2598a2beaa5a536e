"""The rows of the ledger as of two moments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domain.kernel.money import Money
from projections.contract_ledger.view import CONTRACT_LEDGER, LINES, Kind
from projections.database import Database, Value
from projections.report import Report, Window, one_of
from projections.table import columns_of, identifier_of


class LedgerRow(NamedTuple):
    """A line of the ledger with the entry that it comes from. See Line and Kind for what the columns mean."""

    order_position: int
    """The entry's place in the ledger; what a person follows to the event."""
    position: int
    """Since when it reads like this: the same, or the position of a correction."""
    event_id: UUID
    effective_on: date | None
    recorded_at: datetime | None
    contract: UUID
    kind: str
    topic: str
    amount: int | None
    currency: str | None
    purpose: str | None
    source: str | None
    service: str | None
    service_month: str | None
    service_year: int | None
    cash_on: date | None
    cash_year: int | None
    order_reference: str | None
    movement: str | None
    reference: str | None
    share: int | None

    @property
    def money(self) -> Money | None:
        """The signed amount."""
        return None if self.amount is None else Money(self.amount, self.currency or "CZK")


class MoneyRow(NamedTuple):
    """As much of a line as sums are made of; the day as text, which has the same order and need not be read."""

    order_position: int
    effective_on: str | None
    contract: str
    kind: str
    amount: int | None
    currency: str | None
    source: str | None
    service_year: int | None
    cash_year: int | None
    order_reference: str | None
    movement: str | None
    share: int | None

    @property
    def money(self) -> Money | None:
        """The signed amount."""
        return None if self.amount is None else Money(self.amount, self.currency or "CZK")


COLUMNS, MONEY_COLUMNS = (", ".join(column.name for column in columns_of(row)) for row in (LedgerRow, MoneyRow))


def ledger_rows(
    database: Database,
    *,
    valid: date | None = None,
    known: int | None = None,
    contract: UUID | None = None,
    kind: Kind | None = None,
    service_year: int | None = None,
    cash_year: int | None = None,
) -> Report[LedgerRow]:
    """Rows as of (valid, known) by effective date, unknown ones first. Raises ViewUnavailable.

    Allocations that a later statement about the same movement replaced are not among them.
    """
    window = Window.open(database, CONTRACT_LEDGER, valid=valid, known=known)
    asked: dict[str, Value] = {
        "contract": str(contract) if contract else None,
        "kind": kind.value if kind else None,
        "service_year": service_year,
        "cash_year": cash_year,
    }
    conditions = [f"{name} = :{name}" for name, value in asked.items() if value is not None]
    lines = window.standing(LINES) if kind not in {None, Kind.ALLOCATED} else _without_replaced(window, contract)
    statement = f"""
        SELECT {COLUMNS}
        FROM {lines} l
        WHERE {" AND ".join(conditions) or "1 = 1"}
        ORDER BY effective_on NULLS FIRST, order_position, ordinal
        """
    return window.report(window.select(LedgerRow, statement, asked))


def money_rows(
    database: Database,
    kinds: Iterable[Kind],
    *,
    valid: date | None = None,
    known: int | None = None,
    contracts: Collection[UUID] | None = None,
) -> Mapping[UUID, Sequence[MoneyRow]]:
    """The rows of these kinds in the order of `ledger_rows`, by contract, replaced allocations and all.

    The contracts come in the order of the ledger. Raises ViewUnavailable.
    """
    window = Window.open(database, CONTRACT_LEDGER, valid=valid, known=known)
    among, named = one_of("contract", contracts)
    statement = f"""
        SELECT {MONEY_COLUMNS}
        FROM {window.standing(LINES)} l
        WHERE kind IN ({", ".join(f"'{kind.value}'" for kind in kinds)}) AND {among}
        ORDER BY order_position, position, ordinal
        """
    found: defaultdict[str, list[MoneyRow]] = defaultdict(list)
    for row in window.select(MoneyRow, statement, named):
        found[row.contract].append(row)
    for rows in found.values():  # to sort many short lists, already in order but for a few, costs next to nothing
        rows.sort(key=_day)
    return {identifier_of(contract): rows for contract, rows in found.items()}


def _day(row: MoneyRow) -> str:
    return row.effective_on or ""


def _without_replaced(window: Window, contract: UUID | None) -> str:
    """A derived table: the standing lines, of allocations only what was last said about each movement."""
    return f"""
        (
            SELECT *
            FROM (
                SELECT s.*,
                       RANK() OVER (
                           PARTITION BY contract, movement, kind
                           ORDER BY effective_on DESC NULLS LAST, order_position DESC
                       ) AS newest
                FROM {window.standing(LINES)} s
                {"WHERE contract = :contract" if contract else ""}
            ) ranked
            WHERE kind <> '{Kind.ALLOCATED.value}' OR newest = 1
        )"""
