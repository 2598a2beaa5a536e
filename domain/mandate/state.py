"""What every subject of a mandate may know about it, and what others ask it on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.calendar import TimeLimit
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.law import ServiceSection
from domain.kernel.money import Money
from domain.kernel.registry import OrpCode, ResolutionNumber
from domain.kernel.stamp import AnomalyRef
from domain.mandate.book import YearBook
from domain.mandate.events.entrustment import NUMBER_CLAIM
from domain.mandate.payloads import CarryOverRule, Decision, Elements, Instrument, Precondition, ServiceTerms
from domain.mandate.records import Entrusted, Grant, Published, RepaymentClaim
from domain.mandate.rules.decisions import decisions, first_day
from domain.service.payloads import Organisation

T = TypeVar("T")
BookKey = tuple[str, int]
"""Service and service-year: what money is kept under."""
NO_SERVICE = ""
"""The key of money of which nobody has said for which service it is."""


class MandateState(Aggregate):
    """The attributes of a mandate by subject; a mixin per subject decides and evolves them.

    Services are kept by their registration number, or as their paper writes them. What can be amended is asked
    `.on(day)`; `first_day` and `last_day` are those of the act and its prolongations.
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.number: str | None = None
        self.provider: Organisation | None = None
        self.project: UUID | None = None
        self.services: dict[str, Entrusted] = {}
        self.instrument: Instrument | None = None
        self.contract: UUID | None = None
        self.clause: str | None = None
        self.acts: tuple[str, ...] = ()
        self.resolution: ResolutionNumber | None = None
        self.resolution_as_written: str | None = None
        self.is_issued = False
        self.is_taken_over = False
        self.issued_on: date | None = None
        self.accepted_on: date | None = None
        self.is_accepted = False
        self.inferred: frozenset[str] = frozenset()
        self._begin_time()
        self._begin_money()
        self._begin_papers()

    def _begin_time(self) -> None:
        """From when to when, on what."""
        self.first_day: date | None = None
        self.last_day: date | None = None
        self.period_as_written: PeriodAsWritten | None = None
        self.has_investment_reason = False
        self.legal_basis: Dated[Decision | None] = Dated()
        self.elements: Dated[Elements] = Dated()
        """What the act says, with everything that was said of it by that day."""
        self.words_said: dict[tuple[date, int], Elements] = {}
        """Each wording alone, by its day of effect and its place."""
        self.amendments: tuple[str, ...] = ()
        self.suspended: Dated[bool] = Dated()
        self.lost: dict[tuple[Precondition, str], Dated[bool]] = {}
        """What the mandate stands on and has lost, by precondition and service."""
        self.loss_told_by: dict[UUID, tuple[Precondition, str]] = {}
        """Which loss an event tells of."""
        self.revoked_on: date | None = None
        """The last day of a mandate that was revoked before its time."""
        self.expired_on: date | None = None
        self.final_check_by: TimeLimit | None = None
        self.records_until: date | None = None

    def _begin_money(self) -> None:
        """Public money by service and year, and what follows from it."""
        self.is_carry_over_allowed: Dated[bool | None] = Dated()
        self.carry_over_rule: CarryOverRule | None = None
        """What was configured of carrying over on the day of issue."""
        self.money_known_from: int | None = None
        self.books: dict[BookKey, YearBook] = {}
        self.carried_in: dict[BookKey, tuple[Money, UUID]] = {}
        """What was carried into a year from the one before, and the event that says so."""
        self.claims: dict[str, RepaymentClaim] = {}
        self.parameters_updated: dict[BookKey, date | None] = {}
        self.about: dict[UUID, BookKey] = {}
        """The service-year that an event speaks of."""
        self.corrects: dict[UUID, UUID] = {}
        """The entry that a correction, or the taking back of one, is about in the end."""
        self.noted_about: dict[AnomalyRef, set[BookKey]] = {}
        """The service-years that an anomaly names; beside one entry there may be several under one label."""
        self.ceilings_stated: dict[UUID, tuple[str, ...]] = {}
        """Of which service-years each paper states the compensation payment, as often as it does."""
        self.doubled: set[str] = set()
        """Keys that two entries hold after a correction."""

    def _begin_papers(self) -> None:
        """Small aid, publication, reports, holds."""
        self.grants: dict[str, Grant] = {}
        self.granted_twice: set[str] = set()
        """Grants that two entries tell of after a correction."""
        self.noted_of_grants: dict[AnomalyRef, set[str]] = {}
        """The grants that an anomaly names; beside one correction there may be several under one label."""
        self.published: dict[int, Published] = {}
        self.reported: dict[tuple[str, int], date | None] = {}
        self.holds: dict[str, date | None] = {}
        self.released_on: date | None = None
        self.is_released = False

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        """By the office's reference of the act; runs of spaces are one."""
        yield NUMBER_CLAIM, " ".join(written.split())

    # The time -----------------------------------------------------------------------------------------------------

    @property
    def ends_on(self) -> date | None:
        """The last day: of the act, or an earlier one by revocation; None where it is not known."""
        known = (self.last_day, self.revoked_on, self.expired_on)
        return min((day for day in known if day is not None), default=None)

    @property
    def stands(self) -> bool:
        """Whether the mandate was issued, or was taken over as one that was."""
        return self.is_issued or self.is_taken_over

    def is_valid_on(self, day: date | None) -> Answer:
        """Whether the provider is entrusted on that day.

        Suspension and revocation end it, and a void contract that entrusts by a clause. A service that lost its
        registration or its place in the network is an anomaly, not an end.
        """
        if not self.stands:
            return Answer.NO
        if day is None:
            return Answer.CANNOT_BE_DECIDED
        if self.ends_on is not None and self.ends_on < day:
            return Answer.NO
        if self.suspended.on(day) or self.has_lost("entrusting contract", NO_SERVICE, day):
            return Answer.NO
        return self._within_period(day)

    def _within_period(self, day: date) -> Answer:
        if self.first_day is not None and day < self.first_day:
            return Answer.NO
        if self.first_day is not None and self.last_day is not None:
            return Answer.YES
        return self.period_as_written.covers(day) if self.period_as_written else Answer.CANNOT_BE_DECIDED

    def has_lost(self, precondition: Precondition, service: str, day: date | None) -> bool:
        """Whether the mandate stands without it on that day."""
        held = self.lost.get((precondition, service))
        return bool(held and held.on(day))

    def decision_on(self, day: date | None) -> Decision | None:
        """The Decision that the mandate stands on that day; before its issue the one of the issue."""
        return self.legal_basis.on(day) or next((decision for _, decision in self.legal_basis), None)

    def law_day(self, day: date | None) -> date:
        """The first day of the Decision that the mandate stands on: rules under it are asked there.

        Where the Decision is not known, the one that was in force on that day governs.
        """
        oldest = decisions()[0].since
        return first_day(self.decision_on(day)) or max(day or oldest, oldest)

    def law_day_of_year(self, year: int) -> date:
        """The same for a service-year: its last day decides, or that of the mandate."""
        last = date(year, 12, 31)
        return self.law_day(min(last, self.ends_on) if self.ends_on else last)

    # The cover ----------------------------------------------------------------------------------------------------

    def covers(self, section: str | None, orp: str | None, day: date | None, *, service: str | None = None) -> Answer:
        """Whether a service of this section of Act 108/2006 in this ORP is entrusted on that day.

        `service` narrows the question to one registration number.
        """
        asked = [one for one in self.services.values() if service is None or one.key == service]
        unknown = Answer.CANNOT_BE_DECIDED if self.is_taken_over and not self.services else Answer.NO
        answers = [_all((_of_section(one, section), _in_territory(one, orp, day))) for one in asked]
        return _all((self.is_valid_on(day), _any(answers, otherwise=unknown)))

    def territory_in(self, service: str, year: int) -> tuple[OrpCode, ...] | None:
        """The ORPs for which a service is entrusted on some day of the year; None where they are not known."""
        found = self.services.get(service)
        if found is None:
            return None
        first, last = date(year, 1, 1), date(year, 12, 31)
        changes = [day for day, _ in found.orps if day is not None and first < day <= last]
        held = [found.orps.on(day) or () for day in (first, *changes)]
        return tuple(dict.fromkeys(orp for orps in held for orp in orps)) or None

    def service_key(self, named: str | None) -> str:
        """What was named; where nothing was, the only service of the mandate; else an empty text."""
        if named or len(self.services) != 1:
            return named or NO_SERVICE
        return next(iter(self.services))

    # The room -----------------------------------------------------------------------------------------------------

    def book(self, service: str, year: int) -> YearBook:
        """The money of a service-year, empty where nothing is recorded."""
        return self.books.get((service, year)) or YearBook()

    def compensation(self, year: int, service: str | None = None) -> Money | None:
        """The compensation payment of a service-year; None where none was calculated or stated."""
        return self.book(self.service_key(service), year).latest_compensation

    def room(self, year: int, service: str | None = None) -> Money | None:
        """How much public money may still be committed for a service-year; None where there is no ceiling yet.

        What was carried over from the year before lowers it. Negative where there is too much already.
        """
        key = self.service_key(service)
        ceiling = self.book(key, year).latest_compensation
        return None if ceiling is None else ceiling - self.carried(key, year) - self.book(key, year).taken()

    def carried(self, service: str, year: int) -> Money:
        """What was carried into the year from the one before."""
        found = self.carried_in.get((service, year))
        return found[0] if found else Money(0)

    def claimed(self, service: str, year: int) -> Iterator[tuple[str, RepaymentClaim]]:
        """The requests for repayment of a service-year."""
        return ((name, one) for name, one in self.claims.items() if (one.service, one.year) == (service, year))

    def check_due(self, service: str) -> TimeLimit | None:
        """Until when the next check of a service is made; None where the mandate ends before, and is checked then."""
        one = self.services.get(service)
        due = one.check_by if one else None
        ends_before = due is not None and self.ends_on is not None and self.ends_on < due.raw_end
        return None if ends_before else due

    @property
    def open_claims(self) -> tuple[str, ...]:
        """Requests for repayment of which something is left."""
        return tuple(name for name, claim in self.claims.items() if not claim.left.is_zero)

    def open_claims_on(self, day: date) -> tuple[str, ...]:
        """The same as it was on a day."""
        return tuple(name for name, claim in self.claims.items() if claim.is_open_on(day))

    # Told by several subjects -------------------------------------------------------------------------------------

    def _take_anomalies(self, entry: Entry) -> None:
        super()._take_anomalies(entry)
        for noted in entry.stamp.anomalies if entry.noted else ():
            match noted.facts:
                case {"service": str(service), "year": int(year)}:
                    self.noted_about.setdefault(AnomalyRef(entry.event_id, noted.code), set()).add((service, year))
                case {"grant": str(grant)}:
                    self.noted_of_grants.setdefault(AnomalyRef(entry.event_id, noted.code), set()).add(grant)

    def book_of(self, service: str | None, year: int, entry: Entry) -> YearBook:
        """The book that an entry is about to change; from now on the entry is known to speak of its service-year."""
        key = self.service_key(service), year
        self.about[entry.event_id] = key
        return self.books.setdefault(key, YearBook())

    def say_words(self, words: Elements, *, on: date | None, position: int) -> None:
        """From that day on the act says this; what was said from a later day of other points stays said."""
        self.words_said[on or date.min, position] = words
        self.elements, told = Dated(), Elements()
        for (day, place), said in sorted(self.words_said.items(), key=itemgetter(0)):
            told = told.replaced_by(said)
            self.elements.set(told, effective_on=None if day == date.min else day, position=place)

    def take_service(self, terms: ServiceTerms, entry: Entry) -> None:
        """A service that the mandate is for; its territory and capacities hold until they are amended."""
        key = terms.registration or terms.name_as_written or NO_SERVICE
        one = Entrusted(
            key=key,
            registration=terms.registration,
            service=terms.service,
            network_entry=terms.network_entry,
            section=terms.section,
            name_as_written=terms.name_as_written,
            region=terms.region,
        )
        one.capacities.set(terms.capacities, effective_on=None, position=entry.position)
        one.orps.set(terms.orps, effective_on=None, position=entry.position)
        self.services[key] = one


def as_words(keys: Iterable[BookKey]) -> tuple[str, ...]:
    """Service-years as people name them."""
    return tuple(f"{service} {year}".strip() for service, year in keys)


def hold(held: Dated[T], value: T, entry: Entry) -> None:
    """From the entry's effective date on."""
    held.set(value, effective_on=entry.effective_on, position=entry.position)


def _of_section(one: Entrusted, section: str | None) -> Answer:
    if section is None or one.section is None:
        return Answer.CANNOT_BE_DECIDED
    return Answer.YES if ServiceSection.normalised(section) == one.section else Answer.NO


def _in_territory(one: Entrusted, orp: str | None, day: date | None) -> Answer:
    territory = one.orps.on(day)
    if orp is None or not territory:
        return Answer.CANNOT_BE_DECIDED
    return Answer.YES if orp in territory else Answer.NO


def _all(answers: Iterable[Answer]) -> Answer:
    """YES where all are, NO where one is."""
    given = set(answers)
    return Answer.NO if Answer.NO in given else min(given, key=(Answer.CANNOT_BE_DECIDED, Answer.YES).index)


def _any(answers: Iterable[Answer], *, otherwise: Answer) -> Answer:
    """YES where one is, NO where all are; `otherwise` where there is none."""
    given = set(answers)
    order = (Answer.YES, Answer.CANNOT_BE_DECIDED, Answer.NO)
    return min(given, key=order.index) if given else otherwise
