"""What is known of a service's standing in the network, and what others ask it on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.period import Period
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import RegistrationNumber
from domain.network_entry.events import ENTRY_CLAIM
from domain.network_entry.payloads import ExclusionGround, Financing, LookedUp, OrpShare, PlannedService
from domain.network_entry.records import CapacityKey, StandingSince, Statement, SubmittedIntention, by
from domain.service.payloads import Capacity, Organisation

T = TypeVar("T")
DAY = timedelta(days=1)


class NetworkEntryState(Aggregate):
    """One service's file: intentions and statements, and the standing in the network over time.

    `standing` is None where an exclusion took effect; `inferred` names what a takeover concluded, not read.
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.service: UUID | None = None
        self.registration_number: RegistrationNumber | None = None
        self.section: str | None = None
        self.service_as_written: str | None = None
        self.planned: PlannedService | None = None
        self.provider: Organisation | None = None
        """Who applied, or whom old records name; who provides the service today its own file says."""
        self.project: UUID | None = None
        self.project_reference: str | None = None
        self.intentions: dict[str, SubmittedIntention] = {}
        self.statements: dict[tuple[str, str], Dated[Statement]] = {}
        self.standing: Dated[StandingSince | None] = Dated()
        self.last_day: Dated[date | None] = Dated()
        self.plan: Dated[Period | None] = Dated()
        self.capacities: dict[CapacityKey, Dated[Decimal | None]] = {}
        self.orp_shares: Dated[tuple[OrpShare, ...] | None] = Dated()
        self.level: Dated[str | None] = Dated()
        self.financing: Dated[Financing | None] = Dated()
        self.target_groups: Dated[tuple[str, ...]] = Dated()
        self.methodology: Dated[UUID | None] = Dated()
        self.resolution: Dated[str | None] = Dated()
        """The number of the resolution on which the standing rests."""
        self.region: RegionAsWritten | None = None
        self.exclusion_ground: Dated[ExclusionGround] = Dated()
        self.registration_lost_on: date | None = None
        self.inferred: frozenset[str] = frozenset()

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        """By registration number, for a standing in a project followed by the number of the project."""
        words = written.split()
        yield ENTRY_CLAIM, " ".join(words)
        joined = "".join(words)
        if len(words) > 1 and joined.isdecimal():
            yield ENTRY_CLAIM, joined

    # Asked by others ----------------------------------------------------------------------------------------------

    def included_on(self, day: date | None) -> Answer:
        """Whether the service stands in the network on that day."""
        if day is None:
            return Answer.CANNOT_BE_DECIDED
        standing = self.standing.on(day)
        if standing is None:
            return Answer.NO
        last_day = self.last_day.on(day)
        if last_day is not None:
            return Answer.YES if day <= last_day else Answer.NO
        written = standing.validity_as_written
        return Answer.CANNOT_BE_DECIDED if written is None else written.covers(day)

    def is_excluded_on(self, day: date) -> bool:
        """Whether an exclusion took effect by that day and no inclusion has since."""
        return self.exclusion_ground.on(day) is not None and self.standing.on(day) is None

    def included_through(self, period: Period) -> Answer:
        """Whether the service stands in the network on every day of the period."""
        answers = self.answers_within(period)
        if Answer.NO in answers:
            return Answer.NO
        return Answer.CANNOT_BE_DECIDED if Answer.CANNOT_BE_DECIDED in answers else Answer.YES

    def answers_within(self, period: Period) -> frozenset[Answer]:
        """The answers of `included_on` over all days of the period: they turn only where something begins or ends."""
        end = period.end or date.max
        turns = [day for day in self._turns() if period.start <= day <= end]
        return frozenset(self.included_on(day) for day in (period.start, *turns, end))

    def _turns(self) -> Iterator[date]:
        """Every day on which the answer may become another."""
        yield from (day for held in (self.standing, self.last_day) for day, _ in held if day is not None)
        yield from (day + DAY for _, day in self.last_day if day is not None and day < date.max)
        for _, standing in self.standing:
            written = standing.validity_as_written if standing else None
            bounds = (written.start, written.end) if written else ()
            yield from (day for one in bounds if one for day in (one.not_before, one.not_after) if day is not None)

    def capacity(self, form: Form, unit: CapacityUnit) -> Dated[Decimal | None]:
        """The capacity of a form in a unit: the least for which a mandate is issued.

        Asked `.on(day)`; None where none is known. After an exclusion the last value stays; see `included_on`.
        """
        return self.capacities.get((form, unit)) or Dated()

    def capacities_on(self, day: date | None) -> tuple[Capacity, ...]:
        """Every capacity above zero on a day on which the service is not known to be outside the network."""
        if self.included_on(day) is Answer.NO:
            return ()
        held = ((form, unit, values.on(day)) for (form, unit), values in sorted(self.capacities.items()))
        return tuple(Capacity(form=form, unit=unit, amount=amount) for form, unit, amount in held if amount)

    def statements_on(self, day: date | None) -> tuple[Statement, ...]:
        """What each municipality last said by that day."""
        said = (held.on(day) for _, held in sorted(self.statements.items()))
        return tuple(statement for statement in said if statement is not None)

    @property
    def is_for_project(self) -> bool:
        """Whether the file is about a standing for the duration of a project."""
        return self.project is not None

    def card(self, on: date | None) -> dict[str, Any]:
        """What is known of the standing on that day; None is not known."""
        standing = self.standing.on(on)
        return {
            "service": self.service,
            "registration_number": self.registration_number,
            "section": self.section,
            "planned": self.planned,
            "provider": self.provider,
            "included": self.included_on(on),
            "since": standing.since if standing else None,
            "last_day": self.last_day.on(on),
            "validity_as_written": standing.validity_as_written if standing else None,
            "ground": standing.ground if standing else None,
            "plan": self.plan.on(on),
            "project": self.project,
            "project_reference": self.project_reference,
            "tender": standing.tender if standing else None,
            "lot": standing.lot if standing else None,
            "capacities": self.capacities_on(on),
            "orp_shares": self.orp_shares.on(on),
            "region": self.region,
            "level": self.level.on(on),
            "financing": self.financing.on(on),
            "target_groups": self.target_groups.on(on),
            "methodology": self.methodology.on(on),
            "resolution": self.resolution.on(on),
            "exclusion_ground": None if standing else self.exclusion_ground.on(on),
            "registration_lost_on": self.registration_lost_on if by(self.registration_lost_on, on) else None,
            "intentions": tuple(one.card(on) for one in self.intentions.values() if by(one.submitted_on, on)),
            "statements": tuple(one.card() for one in self.statements_on(on)),
        }

    # Held by several subjects -------------------------------------------------------------------------------------

    def know_service(self, event: LookedUp, service: UUID | None) -> None:
        """What an event says of the service that the file is about; what it leaves out stays as it was."""
        self.service = service or self.service
        self.registration_number = event.registration_number or self.registration_number
        self.section = event.section or self.section
        self.project_reference = event.project_reference or self.project_reference


def hold(held: Dated[T], value: T, entry: Entry) -> None:
    """From the entry's effective date on."""
    held.set(value, effective_on=entry.effective_on, position=entry.position)
