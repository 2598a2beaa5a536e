"""What the rows of one mandate say together: its services and days, and the books of its service-years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, cast
from uuid import UUID

from domain.kernel.dated import Dated
from domain.mandate.payloads import CarryOverRule, ServiceTerms
from projections.by_key import ByKey
from projections.compensation.book import Claim, YearBook
from projections.compensation.view import (
    CheckSaid,
    CheckStep,
    ClaimSaid,
    ClaimStep,
    CostSaid,
    MandateSaid,
    MandateStep,
    MoneySaid,
)
from projections.network.documents import read
from projections.told import Told

NO_SERVICE = ""
"""The key of money of which nobody has said for which service it is."""
ENDS = frozenset({MandateStep.REVOKED, MandateStep.EXPIRED})
STANDS = frozenset({MandateStep.ISSUED, MandateStep.TAKEN_OVER})

NO_BOOK = YearBook()
"""Of a year of which nothing is recorded."""

BookKey = tuple[str, int]
"""Service and service-year: what money is kept under."""
Said = MandateSaid | MoneySaid | CostSaid | CheckSaid | ClaimSaid


class Limit(NamedTuple):
    """A last day by counting, by law and to be safe."""

    raw_end: date | None
    legal_last_day: date | None
    safe_last_day: date | None


@dataclass
class Entrusted:
    """A service that a mandate is for."""

    key: str
    service: UUID | None
    section: str | None
    name_as_written: str | None
    check_by: Limit | None = None


@dataclass
class MandatePicture:
    """A mandate as its rows tell it, in the order in which they were recorded."""

    mandate: UUID
    number: str | None = None
    provider: str | None = None
    provider_ico: str | None = None
    services: dict[str, Entrusted] = field(default_factory=dict)
    stands: bool = False
    first_day: date | None = None
    last_day: date | None = None
    ended_on: dict[MandateStep, date | None] = field(default_factory=dict)
    is_carry_over_allowed: Dated[bool | None] = field(default_factory=Dated)
    rule: CarryOverRule | None = None
    is_taken_over: bool = False
    money_known_from: int | None = None
    final_check_by: Limit | None = None
    books: dict[BookKey, YearBook] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    carried_in: dict[BookKey, Told[CheckSaid]] = field(default_factory=dict)
    """What was carried into a year from the one before, by the last check of that."""

    # Told -----------------------------------------------------------------------------------------------------------

    def take(self, told: Told[Said]) -> None:
        said = told.record
        if isinstance(said, MoneySaid):
            self._book(said.service, said.year).take_money(cast("Told[MoneySaid]", told))
        elif isinstance(said, CostSaid):
            self._book(said.service, said.year).take_cost(cast("Told[CostSaid]", told))
        elif isinstance(said, CheckSaid):
            self._take_check(cast("Told[CheckSaid]", told))
        elif isinstance(said, MandateSaid):
            self._take_mandate(cast("Told[MandateSaid]", told))
        else:
            self._take_claim(cast("Told[ClaimSaid]", told))

    def _take_mandate(self, told: Told[MandateSaid]) -> None:
        said, step = told.record, MandateStep(told.record.step)
        self.number = said.number or self.number
        self.provider, self.provider_ico = said.provider or self.provider, said.provider_ico or self.provider_ico
        for one in said.services or ():
            assert isinstance(one, dict)
            self._entrust(read(ServiceTerms, one))
        if step in STANDS:
            self._stand(said, step)
        if step in STANDS or said.is_carry_over_allowed is not None:
            is_allowed = None if said.is_carry_over_allowed is None else bool(said.is_carry_over_allowed)
            self.is_carry_over_allowed.set(is_allowed, effective_on=told.effective_on, position=told.position)
        if step is MandateStep.PROLONGED:
            self.last_day = said.last_day
        if step in ENDS:
            self._end(said, step, told.effective_on)

    def _entrust(self, terms: ServiceTerms) -> None:
        key = terms.registration or terms.name_as_written or NO_SERVICE
        self.services[key] = Entrusted(key, terms.service, terms.section, terms.name_as_written)

    def _stand(self, said: MandateSaid, step: MandateStep) -> None:
        self.stands = True
        self.is_taken_over = step is MandateStep.TAKEN_OVER
        self.money_known_from = said.money_known_from
        if said.first_day is not None or said.last_day is not None:
            self.first_day, self.last_day = said.first_day, said.last_day
        self.rule = None if said.rule is None else read(CarryOverRule, said.rule)
        if step is MandateStep.ISSUED:
            for service in self.services.values():
                service.check_by = _limit(said)

    def _end(self, said: MandateSaid, step: MandateStep, on: date | None) -> None:
        self.ended_on[step] = on
        self.final_check_by = _limit(said)
        for service in self.services.values():
            service.check_by = None

    def _take_check(self, told: Told[CheckSaid]) -> None:
        said, step = told.record, CheckStep(told.record.step)
        key = self.service_key(said.service)
        book = self._book(said.service, said.year)
        if step is CheckStep.PARAMETERS_UPDATED:
            book.updates.append(told)
        elif step is CheckStep.CARRIED_OVER:
            assert said.to_year is not None
            if book.checks:  # nothing is carried over by a check that was taken back
                self.carried_in[key, said.to_year] = told
        else:
            book.checks.append(told)
            self.carried_in.pop((key, said.year + 1), None)
            if step is CheckStep.CHECKED and key in self.services:
                self.services[key].check_by = _limit(said)

    def _take_claim(self, told: Told[ClaimSaid]) -> None:
        said = told.record
        if said.step == ClaimStep.REQUESTED:
            assert said.year is not None
            self.claims[said.claim] = Claim(self.service_key(said.service), said.year, told)
        elif said.claim in self.claims and said.step == ClaimStep.REPAID:
            self.claims[said.claim].receipts.append(told)
        elif said.claim in self.claims:
            self.claims[said.claim].withdrawn = told

    def _book(self, service: str | None, year: int) -> YearBook:
        key = self.service_key(service), year
        book = self.books.get(key)
        if book is None:
            book = self.books[key] = YearBook()
        return book

    # Asked ----------------------------------------------------------------------------------------------------------

    def service_key(self, named: str | None) -> str:
        """What was named; where nothing was, the only service of the mandate; else an empty text."""
        if named or len(self.services) != 1:
            return named or NO_SERVICE
        return next(iter(self.services))

    def book(self, service: str, year: int) -> YearBook:
        """The money of a service-year, empty where nothing is recorded."""
        return self.books.get((service, year), NO_BOOK)

    @cached_property
    def ends_on(self) -> date | None:
        """The last day of the act, or an earlier one on which it ended; asked for once all of it is told."""
        known = (self.last_day, *self.ended_on.values())
        return min((day for day in known if day is not None), default=None)

    def carried(self, service: str, year: int) -> int:
        """What was carried into the year from the one before."""
        told = self.carried_in.get((service, year))
        return told.record.amount or 0 if told is not None else 0

    def claimed(self, service: str, year: int) -> tuple[Claim, ...]:
        """The requests for repayment of a service-year."""
        if not self.claims:  # asked for every year, and hardly any mandate has one
            return ()
        return tuple(claim for claim in self.claims.values() if (claim.service, claim.year) == (service, year))

    def is_money_known(self, year: int) -> bool:
        """Whether every payment of a service-year is on file."""
        return not self.is_taken_over or (self.money_known_from is not None and self.money_known_from <= year)

    def last_day_of(self, year: int) -> date:
        """The last day of the year, or of the mandate where that comes first."""
        last = date(year, 12, 31)
        return min(last, self.ends_on) if self.ends_on is not None else last

    def service_years(self, on: date) -> Iterator[BookKey]:
        """Every service-year of which anything is said, and every one of the mandate that has begun by that day."""
        begun: list[BookKey] = []
        if self.stands and self.first_day is not None and self.ends_on is not None:
            years = range(self.first_day.year, min(on, self.ends_on).year + 1) if self.first_day <= on else ()
            begun = [(service, year) for service in self.services for year in years]
        yield from sorted({*self.books, *begun})


def _limit(said: MandateSaid | CheckSaid) -> Limit | None:
    if said.raw_end is None:
        return None
    return Limit(said.raw_end, said.legal_last_day, said.safe_last_day)


def pictures(rows: Iterable[Told[Said]], *, on: date) -> dict[UUID, MandatePicture]:
    """Every mandate on file, by its rows in the order of the ledger, as far as they had effect by that day."""
    found = ByKey(MandatePicture)
    for told in rows:
        if told.effective_on is None or told.effective_on <= on:
            found[told.record.mandate].take(told)
    return found
