"""Every service-year as of two moments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from domain.kernel.money import Money
from projections.compensation import cells
from projections.compensation.book import YearBook
from projections.compensation.mandates import BookKey, MandatePicture, Said, pictures
from projections.compensation.row import CompensationFilter, CompensationRow
from projections.compensation.turns import next_step
from projections.compensation.verdict import Verdict, checked_of, verdict
from projections.compensation.view import (
    CHECKS,
    CLAIMS,
    COMPENSATION,
    COSTS,
    MANDATES,
    MONEY,
    CheckSaid,
    ClaimSaid,
    CostSaid,
    Kind,
    MandateSaid,
    MoneySaid,
)
from projections.database import Database, Value
from projections.later import later
from projections.report import Report, Window, one_of
from projections.told import Told
from projections.undisturbed import undisturbed

EVERYTHING = CompensationFilter()
PROMISES = frozenset({Kind.STATED, Kind.CALCULATED, Kind.COMMITTED, Kind.RELEASED})
"""What no verdict looks at."""


def compensation_rows(
    database: Database, *, valid: date, known: int | None = None, filters: CompensationFilter = EVERYTHING
) -> Report[CompensationRow]:
    """Every service-year as of (valid, known), by provider, mandate, service and year. Raises ViewUnavailable.

    Years of a mandate that had begun by the day are there though nothing is recorded of them.
    """
    window = Window.open(database, COMPENSATION, valid=valid, known=known)
    with undisturbed():
        ledger = _Ledger(window, filters.mandates)
        rows = [row for mandate in ledger.mandates.values() for row in ledger.rows_of(mandate) if filters.takes(row)]
    rows.sort(key=_order)
    return window.report(rows)


def mandate_books(database: Database, *, valid: date, known: int | None = None) -> Report[MandatePicture]:
    """Every mandate on file with its services, days and books, as of (valid, known). Raises ViewUnavailable."""
    window = Window.open(database, COMPENSATION, valid=valid, known=known)
    return window.report(list(_Ledger(window, None).mandates.values()))


def mandates_numbered(database: Database, numbers: Collection[str], *, known: int) -> frozenset[UUID]:
    """Every mandate that ever had one of these numbers. Raises ViewUnavailable."""
    window = Window.open(database, COMPENSATION, valid=None, known=known)
    named: dict[str, Value] = {f"n{n}": number for n, number in enumerate(numbers)}
    where = f"number IN ({', '.join(f':{name}' for name in named) or 'NULL'})"
    return frozenset(
        told.record.mandate for told in window.history(MANDATES, MandateSaid, where=where, parameters=named)
    )


def _order(row: CompensationRow) -> tuple[str, str, int, str, int]:
    return row.provider or "", row.mandate_number or "", row.mandate.int, row.service, row.year


class _Ledger:
    """What was known of mandates, of one or of all, and had effect by the day."""

    def __init__(self, window: Window, mandates: Collection[UUID] | None) -> None:
        assert window.valid is not None
        self._on = window.valid
        where, parameters = one_of("mandate", mandates)
        rows: Iterable[Told[Said]] = chain(
            window.history(MANDATES, MandateSaid, where=where, parameters=parameters),
            window.history(MONEY, MoneySaid, where=where, parameters=parameters),
            window.history(COSTS, CostSaid, where=where, parameters=parameters),
            window.history(CHECKS, CheckSaid, where=where, parameters=parameters),
            window.history(CLAIMS, ClaimSaid, where=where, parameters=parameters),
        )
        self.mandates = pictures(sorted(rows, key=lambda told: told.position), on=self._on)
        self._replaced: defaultdict[UUID, list[tuple[BookKey, int]]] = defaultdict(list)
        """By mandate: the service-years of which something was replaced or taken back, and by which entries."""
        for money in window.replaced(MONEY, MoneySaid, where=where, parameters=parameters):
            if money.record.kind not in PROMISES:
                self._replace(money.record, money.effective_on, money.since)
        for cost in window.replaced(COSTS, CostSaid, where=where, parameters=parameters):
            self._replace(cost.record, cost.effective_on, cost.since)

    def _replace(self, said: MoneySaid | CostSaid, effective_on: date | None, since: int) -> None:
        mandate = self.mandates.get(said.mandate)
        if mandate is not None and (effective_on is None or effective_on <= self._on):
            self._replaced[said.mandate].append(((mandate.service_key(said.service), said.year), since))

    def rows_of(self, mandate: MandatePicture) -> Iterator[CompensationRow]:
        for key in mandate.service_years(self._on):
            yield self._row(mandate, key)

    def _row(self, mandate: MandatePicture, key: BookKey) -> CompensationRow:
        service, year = key
        book, found, entrusted = mandate.book(*key), verdict(mandate, key), mandate.services.get(service)
        carried_in, compensation, taken = mandate.carried(*key), book.compensation, book.taken
        is_outdated = _is_outdated(book, carried_in, found)
        return later(
            CompensationRow,
            partial(self._rest, mandate, key),
            mandate=mandate.mandate,
            mandate_number=mandate.number,
            provider=mandate.provider,
            provider_ico=mandate.provider_ico,
            service=service,
            service_id=entrusted.service if entrusted else None,
            section=entrusted.section if entrusted else None,
            year=year,
            compensation=None if compensation is None else Money(compensation),
            committed=Money(book.committed),
            taken=Money(taken),
            carried_in=Money(carried_in),
            room=None if compensation is None else Money(compensation - carried_in - taken),
            public_money=Money(book.public_money),
            verdict=found,
            is_outdated=is_outdated,
            next=next_step(mandate, key, found, is_outdated=is_outdated, on=self._on),
        )

    def _rest(self, mandate: MandatePicture, key: BookKey, _: str) -> dict[str, Any]:
        """What is shown of few service-years at a time."""
        book = mandate.book(*key)
        return {
            "calculation": cells.calculation(book),
            "sources": cells.sources(book),
            "declared": cells.cost(book.declared),
            "verified": cells.cost(book.verified_now),
            "checks": cells.checks(book),
            "news": tuple(self._news(mandate, key)),
            "claims": tuple(cells.claims(mandate.claimed(*key))),
            "behind": _behind(mandate, key),
        }

    def _news(self, mandate: MandatePicture, key: BookKey) -> list[int]:
        """The entries after the standing check that say something else of what it looked at."""
        book = mandate.book(*key)
        if book.standing is None:
            return []
        carried = mandate.carried_in.get(key)
        came = [told.since for told in book.of(Kind.PAID, Kind.GIVEN, Kind.RETURNED)]
        came += [told.since for told in book.costs]
        came += [told.since for told in mandate.book(key[0], key[1] - 1).checks]
        came += [] if carried is None else [carried.since]
        came += [at for replaced, at in self._replaced[mandate.mandate] if replaced == key]
        return sorted({position for position in came if position > book.standing.since})


def _is_outdated(book: YearBook, carried_in: int, now: Verdict) -> bool:
    """Whether what is known leads elsewhere than the last check did."""
    standing = book.standing
    return standing is not None and not now.agrees(book, carried_in, checked_of(standing.record.result or {}))


def _behind(mandate: MandatePicture, key: BookKey) -> dict[str, tuple[int, ...]]:
    """Cell → the entries that say it."""
    book = mandate.book(*key)
    positions = {
        "compensation": cells.entries(book.ceiling.latest),
        "committed": cells.entries(*book.of(Kind.COMMITTED, Kind.RELEASED)),
        "public_money": cells.entries(*book.of(Kind.PAID, Kind.GIVEN, Kind.RETURNED)),
        "carried_in": cells.entries(mandate.carried_in.get(key)),
        "declared": cells.entries(book.declared),
        "verified": cells.entries(book.verified_now),
        "verdict": cells.entries(book.standing),
    }
    return {cell: at for cell, at in positions.items() if at}
