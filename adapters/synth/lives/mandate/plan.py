"""Which mandates there are, for whom and how long, which contracts are paid under them, and what turn they take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from adapters.synth.chance import Chance
from adapters.synth.days import LAST_DAY, workday, workday_before
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.lives.network import Plan, planned_file, project_file
from adapters.synth.lives.service import Service
from adapters.synth.numbers import Provider
from adapters.synth.step import File
from domain.mandate.commands import ProposeMandate


class Instrument(StrEnum):
    """By what a service is entrusted."""

    ACT = "SEPARATE_ACT"
    CLAUSE = "CONTRACT_CLAUSE"
    ACTS = "SEVERAL_ACTS"


class Turn(StrEnum):
    """What happens to a mandate besides its money; every kind is there in a small region already."""

    AMENDED = "amended"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CHECKED_LATE = "checked late"
    HELD = "records held"
    CORRECTED = "funding corrected"
    REGISTRATION_LOST = "registration lost"


OF_MESS = frozenset({Turn.CHECKED_LATE, Turn.CORRECTED, Turn.REGISTRATION_LOST})
"""Turns that only an office takes in which things go wrong."""


@dataclass(frozen=True, slots=True)
class Span:
    """The months of a contract from the first to the last that is paid, and the last one that was agreed at first."""

    terms: Terms
    agreed_until: date
    paid_until: date

    @property
    def first_day(self) -> date:
        return self.terms.first.first_day

    @property
    def service(self) -> Service:
        return self.terms.services[0]

    @property
    def years(self) -> range:
        return range(self.first_day.year, self.paid_until.year + 1)


@dataclass(frozen=True, slots=True)
class MandatePlan:
    """A mandate as it will be. `last_days` are those of the act and of each prolongation."""

    number: int
    source: str
    services: tuple[Service, ...]
    entries: tuple[UUID, ...]
    """The network entries of the services."""
    provider: Provider
    issued_on: date
    first_day: date
    last_days: tuple[date, ...]
    spans: tuple[Span, ...]
    instrument: Instrument
    turn: Turn | None
    has_mess: bool
    project: UUID | None = None

    @property
    def name(self) -> str:
        """Its reference, unique in the region."""
        return f"SYN-SGEI-{self.number:06d}"

    @property
    def contracts(self) -> tuple[int, ...]:
        return tuple(span.terms.wanted.contract for span in self.spans)

    @property
    def ends_on(self) -> date:
        """The last day in the end: one that is given up ends with the year of its last contract."""
        if self.turn is not Turn.REVOKED:
            return self.last_days[-1]
        last = max((span.paid_until.year for span in self.spans), default=self.first_day.year + 1)
        return min(date(last, 12, 31), self.last_days[-1])

    @property
    def is_revoked(self) -> bool:
        """Whether it ends before its time; otherwise it is only not prolonged any more."""
        return self.ends_on not in self.last_days

    @property
    def years(self) -> range:
        """The service-years that have begun."""
        return range(self.first_day.year, min(self.ends_on.year, LAST_DAY.year) + 1)

    @property
    def is_carry_over_allowed(self) -> bool:
        return self.number % 5 != 3

    @property
    def checks_every(self) -> int:
        """Many are checked every year, some every second one."""
        return 2 if self.number % 3 == 2 or self.turn is Turn.CHECKED_LATE else 1

    def span_of(self, service: Service, year: int) -> Span | None:
        """The contract that pays for a service-year; there is one at most."""
        return next((one for one in self.spans if one.service == service and year in one.years), None)

    def months_of(self, year: int) -> int:
        """For how many months of a year the service is entrusted."""
        first = self.first_day.month if year == self.first_day.year else 1
        return 13 - first

    def quarters(self, service: Service, year: int) -> int:
        """Units in quarters; an amendment brings one unit more from the second year on."""
        is_more = self.turn is Turn.AMENDED and year >= self.amended_from
        return service.quarters + (4 if is_more else 0)

    @property
    def amended_from(self) -> int:
        """The first year under the amended act."""
        return self.first_day.year + 1

    @property
    def file(self) -> File:
        return File(self.source, f"mandate-{self.number}", opens=ProposeMandate)


# Of whoever won a tender ---------------------------------------------------------------------------------------------


def project_mandate(number: int, span: Span, source: str, turn: Turn | None, *, has_mess: bool) -> MandatePlan | None:
    """For the duration of the project; none where an amendment carried the contract beyond it."""
    terms, project = span.terms, span.terms.wanted.project
    assert project is not None, "only contracts of projects follow a tender here"
    if span.paid_until > project.last_day:
        return None
    instrument = Instrument.CLAUSE if number % 4 == 1 else Instrument.ACT
    before = workday_before(terms.concluded_on)
    return MandatePlan(
        number=number,
        source=source,
        services=(span.service,),
        entries=(project_file(source, span.service).identifier,),
        provider=terms.provider,
        issued_on=terms.concluded_on if instrument is Instrument.CLAUSE else before,
        first_day=span.first_day,
        last_days=(project.last_day,),
        spans=(span,),
        instrument=instrument,
        turn=turn,
        has_mess=has_mess,
        project=project.identifier,
    )


# By the plan ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """The services of one provider that stand in the network by the same plans."""

    services: tuple[Service, ...]
    plans: tuple[Plan, ...]
    spans: tuple[Span, ...]
    """What could be paid under a mandate of them, the earliest drawn first."""


def plan_mandate(number: int, of: Planned, source: str, turn: Turn | None, *, has_mess: bool) -> MandatePlan:
    """One mandate, prolonged with every plan in which the services stay."""
    issued_on = workday(date(of.plans[0].first_day.year - 1, 11, 6 + number % 20))
    provider = of.services[0].provider_on(issued_on)
    return MandatePlan(
        number=number,
        source=source,
        services=of.services,
        entries=tuple(planned_file(source, service).identifier for service in of.services),
        provider=provider,
        issued_on=issued_on,
        first_day=of.plans[0].first_day,
        last_days=tuple(plan.last_day for plan in of.plans),
        spans=tuple(_fitting(of, provider)),
        instrument=Instrument.ACTS if number % 4 == 3 else Instrument.ACT,
        turn=turn,
        has_mess=has_mess,
    )


def _fitting(of: Planned, provider: Provider) -> Iterator[Span]:
    """Contracts with the provider in the time of the mandate as it was at their conclusion, one for a service-year."""
    taken: set[tuple[int, int]] = set()
    for span in of.spans:
        prolonged = [later.last_day for plan, later in pairwise(of.plans) if plan.last_day < span.terms.concluded_on]
        known = max((of.plans[0].last_day, *prolonged))
        years = {(span.service.number, year) for year in span.years}
        is_inside = of.plans[0].first_day <= span.first_day and span.agreed_until <= known
        is_with_provider = span.terms.provider.ico == provider.ico
        if is_inside and is_with_provider and span.paid_until <= of.plans[-1].last_day and not years & taken:
            taken |= years
            yield span


def draw_turn(number: int, chance: Chance, *, has_mess: bool) -> Turn | None:
    """One after the other, beginning somewhere; without mess nothing goes wrong."""
    turns: Sequence[Turn] = tuple(Turn)
    turn = turns[(number + chance.number(0, len(turns) - 1)) % len(turns)]
    return turn if has_mess or turn not in OF_MESS else None
