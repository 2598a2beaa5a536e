"""What the state of a mandate is made of, beside the money of its years."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.dated import Dated
from domain.kernel.money import Money, total
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode, RegistrationNumber
from domain.mandate.events.deminimis import DeMinimisGranted
from domain.mandate.events.overcompensation import RecoveryInterest
from domain.service.payloads import Capacity


@dataclass(slots=True)
class Entrusted:
    """A service that stands in the mandate, with what of it is entrusted over time."""

    key: str
    registration: RegistrationNumber | None
    service: UUID | None
    network_entry: UUID | None
    section: str | None
    name_as_written: str | None
    region: RegionAsWritten | None
    capacities: Dated[tuple[Capacity, ...]] = field(default_factory=Dated)
    orps: Dated[tuple[OrpCode, ...]] = field(default_factory=Dated)
    check_by: TimeLimit | None = None
    """The last day of the next check for overcompensation."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Overcompensation that came back."""

    amount: Money
    movement: str
    on: date | None
    event_id: UUID
    interest: RecoveryInterest | None = None


@dataclass(slots=True)
class RepaymentClaim:
    """A request for repayment and what came in on it."""

    service: str
    year: int
    amount: Money
    due: TimeLimit
    requested_on: date | None
    event_id: UUID
    receipts: list[Receipt] = field(default_factory=list)
    is_withdrawn: bool = False
    withdrawn_on: date | None = None

    @property
    def repaid(self) -> Money:
        return total(receipt.amount for receipt in self.receipts)

    @property
    def counted(self) -> Money:
        """What of the overcompensation the request takes care of: nothing more once it was taken back."""
        return self.repaid if self.is_withdrawn else max(self.amount, self.repaid)

    @property
    def left(self) -> Money:
        return self.counted - self.repaid

    def is_open_on(self, day: date) -> bool:
        """Whether it had been made by that day and something of it was left then."""
        if day < (self.requested_on or date.min) or (self.is_withdrawn and (self.withdrawn_on or date.min) <= day):
            return False
        return total(one.amount for one in self.receipts if (one.on or date.min) <= day) < self.amount


@dataclass(slots=True)
class Grant:
    """Small aid that was granted, and its entry in the central register."""

    service: str
    amount_eur: Money
    granted_on: date | None
    register_by: TimeLimit | None
    event_id: UUID
    position: int
    said: DeMinimisGranted
    recorded_on: date | None = None
    register_id: str | None = None
    recorded_by: UUID | None = None
    """The entry that tells of its place in the central register."""

    @property
    def is_recorded(self) -> bool:
        return self.register_id is not None

    @property
    def turn(self) -> tuple[date, int]:
        """When it was granted, among grants of one day as they were recorded; on an unknown day before all others."""
        return self.granted_on or date.min, self.position


@dataclass(frozen=True, slots=True)
class Published:
    """The compensation of a year as it was published."""

    amount: Money
    is_duty: bool | None
    url: str
