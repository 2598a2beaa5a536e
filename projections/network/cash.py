"""The money of contracts: what was paid and what came back, by the entries that say it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from projections.database import Database, Parameters, Value
from projections.network.tables import CASH
from projections.network.view import NETWORK
from projections.report import Report, Window


def cash_positions(
    database: Database, contract: UUID, *, valid: date | None = None, known: int | None = None
) -> tuple[int, ...]:
    """The positions of the entries behind `gross` and `net` of a contract. Raises ViewUnavailable."""
    window = Window.open(database, NETWORK, valid=valid, known=known)
    found = window.select(
        _Position,
        f"""
        SELECT order_position
        FROM {window.standing(CASH)} c
        WHERE contract = :contract
        ORDER BY order_position
        """,
        {"contract": str(contract)},
    )
    return tuple(row.order_position for row in found)


class CashRow(NamedTuple):
    """Money of a contract, signed, with the position of its entry; `step` is paid, reversed or refunded."""

    contract: UUID
    step: str
    amount: int
    currency: str
    position: int


def cash_rows(
    database: Database, contracts: Collection[UUID], *, valid: date, known: int | None = None
) -> Report[CashRow]:
    """The entries behind `gross` and `net` of these contracts, in order within each. Raises ViewUnavailable."""
    window = Window.open(database, NETWORK, valid=valid, known=known)
    return window.report([row for some in _portions(list(map(str, contracts))) for row in _cash(window, *some)])


def _cash(window: Window, where: str, parameters: Parameters) -> tuple[CashRow, ...]:
    return window.select(
        CashRow,
        f"""
        SELECT contract, step, amount, currency, order_position
        FROM {window.standing(CASH)} c
        WHERE {where}
        ORDER BY order_position, ordinal
        """,
        parameters,
    )


class _Position(NamedTuple):
    order_position: int


class Paid(NamedTuple):
    """What a contract got and gave back, in minor units."""

    contract: str
    currency: str
    gross: int
    net: int
    movements: int


AT_ONCE = 500
"""Contracts that one statement names."""


def _portions(contracts: Sequence[str] | None) -> Iterator[tuple[str, Parameters]]:
    """Conditions that together take these contracts, or one that takes all."""
    if contracts is None:
        yield "1 = 1", {}
        return
    for start in range(0, len(contracts), AT_ONCE):
        some: dict[str, Value] = {f"c{n}": one for n, one in enumerate(contracts[start : start + AT_ONCE])}
        yield f"contract IN ({', '.join(f':{name}' for name in some)})", some


def paid(window: Window, contracts: Sequence[str] | None) -> dict[str, Paid]:
    """Gross, net and the number of payments by the day asked for: of these contracts, or of all that have any money."""
    return {row.contract: row for where, some in _portions(contracts) for row in _sums(window, where, some)}


def _sums(window: Window, where: str, parameters: Parameters) -> tuple[Paid, ...]:
    return window.select(
        Paid,
        f"""
        SELECT contract,
               MAX(currency),
               SUM(CASE WHEN step = 'refunded' THEN 0 ELSE amount END),
               SUM(amount),
               SUM(CASE WHEN step = 'paid' THEN 1 ELSE 0 END)
        FROM {window.standing(CASH)} c
        WHERE {where}
        GROUP BY contract
        """,
        parameters,
    )
