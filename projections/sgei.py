"""Small aid (de minimis) for services of general economic interest: what no other view holds of the SGEI report."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.kernel.entry import Entry
from domain.kernel.money import Money
from domain.mandate.events.deminimis import DeMinimisGranted
from projections.database import Database
from projections.report import Report, Window
from projections.table import Table
from projections.view import Record, View, rows_of


class AidSaid(NamedTuple):
    """A grant of small aid in minor units, as granted and in euros."""

    mandate: UUID
    reference: str
    service: str | None
    amount: int
    currency: str
    euros: int


AID = Table("sgei_aid", AidSaid, indexes=(("mandate",),))


class Sgei(View):
    """Small aid by mandate."""

    name = "sgei"
    tables = (AID,)

    @rows_of(DeMinimisGranted)
    def granted(self, event: DeMinimisGranted, entry: Entry) -> Iterator[Record]:
        yield AidSaid(
            mandate=entry.originator_id,
            reference=event.grant,
            service=event.service,
            amount=event.amount.minor,
            currency=event.amount.currency,
            euros=event.amount_eur.minor,
        )


SGEI = Sgei()


class AidRow(NamedTuple):
    """A grant of small aid; `service` is None where nobody said for which it was."""

    mandate: UUID
    reference: str
    service: str | None
    granted_on: date | None
    amount: Money
    euros: Money
    position: int


class _Stored(NamedTuple):
    mandate: UUID
    reference: str
    service: str | None
    effective_on: date | None
    amount: int
    currency: str
    euros: int
    order_position: int


def aid_rows(database: Database, *, valid: date, known: int | None = None) -> Report[AidRow]:
    """Every grant of small aid as of (valid, known), in the order of the ledger. Raises ViewUnavailable."""
    window = Window.open(database, SGEI, valid=valid, known=known)
    columns = ", ".join(_Stored._fields)
    found = window.select(_Stored, f"SELECT {columns} FROM {window.standing(AID)} a ORDER BY order_position, ordinal")
    return window.report(
        [
            AidRow(
                mandate=row.mandate,
                reference=row.reference,
                service=row.service,
                granted_on=row.effective_on,
                amount=Money(row.amount, row.currency),
                euros=Money(row.euros, "EUR"),
                position=row.order_position,
            )
            for row in found
        ]
    )
