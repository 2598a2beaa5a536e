"""What the Commission is told every two years: services of general economic interest by year and kind of service.

Decision 2012/21/EU, Article 9; Decision (EU) 2025/2630 in its place. The report is made for two years at a time; this
sheet holds every year that has begun.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from domain.kernel.money import Money
from projections.compensation import COMPENSATION
from projections.compensation.mandates import MandatePicture
from projections.compensation.rows import mandate_books
from projections.compensation.view import Kind as Said
from projections.database import Database
from projections.sgei import SGEI, AidRow, aid_rows
from projections.sheets.sheet import Asked, Column, Kind, Line, Part, Posting, SheetMaker, pivoted, summed

COLUMNS = (
    Column("year"),
    Column("section"),
    Column("undertakings", Kind.COUNT),
    Column("services", Kind.COUNT),
    Column("mandate_count", Kind.COUNT),
    Column("years_entrusted", Kind.NUMBER),
    Column("compensation", Kind.MONEY),
    Column("compensation_paid", Kind.MONEY),
    Column("de_minimis", Kind.MONEY),
)
YEAR = Decimal("365.25")
"""The days of a year on average."""
Key = tuple[str, ...]
"""Year and §, empty where it is not known."""


@dataclass
class _Group:
    """Who was entrusted with one kind of service in one year."""

    undertakings: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    mandates: dict[UUID, MandatePicture] = field(default_factory=dict)

    def take(self, mandate: MandatePicture, service: str) -> None:
        self.undertakings.add(mandate.provider_ico or mandate.provider or str(mandate.mandate))
        self.mandates[mandate.mandate] = mandate
        self.services.update({service} - {""})

    @property
    def years_entrusted(self) -> Decimal | None:
        """How long the mandates are for, on average, in years; None where of none both days are known."""
        spans = [
            (mandate.ends_on - mandate.first_day).days + 1
            for mandate in self.mandates.values()
            if mandate.first_day is not None and mandate.ends_on is not None
        ]
        return (Decimal(sum(spans)) / len(spans) / YEAR).quantize(Decimal("0.1"), ROUND_HALF_UP) if spans else None


def _lines(database: Database, asked: Asked) -> Iterator[Line]:
    mandates = {one.mandate: one for one in mandate_books(database, valid=asked.valid, known=asked.known)}
    groups: defaultdict[Key, _Group] = defaultdict(_Group)
    postings = list(_aid(mandates, aid_rows(database, valid=asked.valid, known=asked.known)))
    for mandate in mandates.values():
        for service, year in mandate.service_years(asked.valid):
            if year <= asked.valid.year:
                groups[_key(mandate, service, year)].take(mandate, service)
                postings += _money(mandate, service, year)
    money = pivoted(postings)
    return (_line(key, groups[key], money.get(key, {})) for key in sorted({*groups, *money}))


def _key(mandate: MandatePicture, service: str, year: int) -> Key:
    entrusted = mandate.services.get(service)
    return str(year), (entrusted.section if entrusted else None) or ""


def _money(mandate: MandatePicture, service: str, year: int) -> Iterator[Posting]:
    """What the act grants for a service-year, and what was paid of it, less what came back."""
    key, book = _key(mandate, service, year), mandate.book(service, year)
    ceiling = book.ceiling.latest
    if ceiling is not None:
        yield Posting(key, "compensation", Money(ceiling.record.amount), ceiling.position)
    for told in book.of(Said.PAID, Said.RETURNED):
        said = told.record
        if said.funding is None:
            amount = -said.amount if said.kind == Said.RETURNED else said.amount
            yield Posting(key, "compensation_paid", Money(amount), told.position)


def _aid(mandates: Mapping[UUID, MandatePicture], rows: Iterable[AidRow]) -> Iterator[Posting]:
    """Small aid in euros, by the year in which the right to it arose."""
    for row in rows:
        mandate = mandates.get(row.mandate)
        if mandate is not None and row.granted_on is not None:
            key = _key(mandate, mandate.service_key(row.service), row.granted_on.year)
            yield Posting(key, "de_minimis", row.euros, row.position)


def _line(key: Key, group: _Group, money: Mapping[str, tuple[Part, ...]]) -> Line:
    year, section = key
    cells = (
        year,
        section or None,
        len(group.undertakings),
        len(group.services),
        len(group.mandates),
        group.years_entrusted,
        *(summed(money.get(column, ())) for column in ("compensation", "compensation_paid", "de_minimis")),
    )
    return Line(f"{year}|{section}", cells, money)


SGEI_SHEET = SheetMaker("sgei", (COMPENSATION, SGEI), COLUMNS, _lines)
