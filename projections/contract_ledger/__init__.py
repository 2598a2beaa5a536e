"""The money of every contract as signed rows, and the sums that people ask of them."""

from projections.contract_ledger.rows import LedgerRow, ledger_rows
from projections.contract_ledger.totals import UNSTATED, Book, LedgerTotals, Movement, Row, every_book, ledger_totals
from projections.contract_ledger.view import CONTRACT_LEDGER, Kind, Purpose

__all__ = [
    "CONTRACT_LEDGER",
    "UNSTATED",
    "Book",
    "Kind",
    "LedgerRow",
    "LedgerTotals",
    "Movement",
    "Purpose",
    "Row",
    "every_book",
    "ledger_rows",
    "ledger_totals",
]
