"""Small values that stand inside the mandate's events and commands."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from domain.kernel.event import Payload
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import NetworkEntryId, ServiceId
from domain.kernel.money import Money
from domain.kernel.quantity import Quantity
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode, RegistrationNumber
from domain.kernel.stamp import Reference
from domain.methodology.payloads import Share
from domain.service.payloads import Capacity, SectionAsWritten

Decision = Literal["2005/842/EC", "2012/21/EU", "2025/2630"]
"""The Decision of the Commission that a mandate refers to: its legal basis."""

Instrument = Literal["SEPARATE_ACT", "CONTRACT_CLAUSE", "SEVERAL_ACTS"]
"""By what a service is entrusted: an act of its own, a clause of the contract, or several acts together."""

Source = Literal["state", "region", "esf"]
"""Whose money a compensation is: of the state, of the region, of the European Social Fund."""

FunderKind = Literal["municipality", "region", "state", "union", "other"]
"""Who else gives public money for the service."""

Precondition = Literal["registration", "network entry", "entrusting contract"]
"""What a mandate stands on and may lose while it lasts."""

Average = Literal["the checked year", "years up to the checked one", "all years of the mandate", "last three years"]
"""Over which service-years of the mandate the average annual compensation is taken."""

Year = Annotated[int, Field(ge=1993, le=2200)]

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
"""What an act says on one point, in its own words. It is published with the act and holds no personal data."""

MandateNumber = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(lambda number: " ".join(number.split())),
]
"""The office's reference of the act, in any form; runs of spaces are one."""


class Value(BaseModel):
    """A frozen value without identity."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Elements(Value):
    """What Article 4 of the Decision wants the act to say, as far as it is words.

    Duration, undertaking, territory and the reference to the Decision have fields of their own.
    """

    content: Words | None = None
    exclusive_rights: Words | None = None
    mechanism: Words | None = None
    parameters: Words | None = None
    control: Words | None = None
    review: Words | None = None
    recovery: Words | None = None

    def replaced_by(self, other: "Elements") -> "Elements":
        """These words, with those that the other says in their place; an empty text replaces too."""
        return self.model_copy(update={name: said for name, said in other if said is not None})


class ServiceTerms(Payload):
    """A service and what of it is entrusted: the territory by ORP, the capacities in their forms and units.

    Of a service on file its own number and section are kept; `registration` is stated where it is not on file.
    """

    service: ServiceId | None = None
    network_entry: NetworkEntryId | None = None
    registration: RegistrationNumber | None = None
    section: SectionAsWritten | None = None
    name_as_written: Reference | None = None
    capacities: tuple[Capacity, ...] = ()
    orps: tuple[OrpCode, ...] = ()
    region: RegionAsWritten | None = None


class ServiceChange(Value):
    """Other capacities or another territory of an entrusted service; what is absent stays as it was."""

    service: RegistrationNumber | None = None
    capacities: tuple[Capacity, ...] = ()
    orps: tuple[OrpCode, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.capacities or self.orps)


class YearCeiling(Value):
    """The compensation payment of one service and year as an act states it: the most that is paid of public money."""

    year: Year
    compensation: Money
    service: RegistrationNumber | None = None


class CarryOverRule(Value):
    """Up to which part of the average annual compensation an overcompensation is carried over, and what is averaged."""

    share: Share
    average: Average


class Units(Value):
    """How many units of a form are compensated, for so many months of the year; without months for the whole year."""

    form: Form
    unit: CapacityUnit
    units: Annotated[Quantity, Field(gt=0)]
    months: Annotated[int, Field(ge=1, le=12)] | None = None


class UnitCompensation(Units):
    """The same with what a unit costs and earns in a year by the methodology, and where in it that stands.

    `share` is the part of the difference that public money may cover.
    """

    costs: Money
    revenues: Money
    share: Share
    found_in: Literal["reference values", "compensation inputs"]


class ProfitBasis(Value):
    """From what a reasonable profit was computed: a rate of return on capital, beside the swap rate of its time.

    Both rates in per cent a year.
    """

    capital: Money
    rate: Quantity
    swap_rate: Quantity


class Outcome(StrEnum):
    """What a check of a service-year comes to."""

    NO_OVERCOMPENSATION = "NO_OVERCOMPENSATION"
    CARRY_OVER = "CARRY_OVER"
    """The whole is kept and lowers the compensation of the next year."""
    REPAY = "REPAY"
    """The whole is repaid."""
    CANNOT_BE_DECIDED = "CANNOT_BE_DECIDED"


class CheckResult(Value):
    """The figures of a check as they were known then.

    `public_money` without what was carried in from the year before, `net_cost` never below zero.
    """

    outcome: Outcome
    public_money: Money
    carried_in: Money
    net_cost: Money
    overcompensation: Money
    rule: CarryOverRule | None = None
    average: Money | None = None
    tolerance: Money | None = None


class Rate(Value):
    """How many crowns one euro was, and on which day; from the list of the Czech National Bank."""

    czk_per_eur: Annotated[Quantity, Field(gt=0)]
    day: date


class ReportedService(Value):
    """What a two-yearly report says of one service and year: the category is its section of Act 108/2006."""

    service: Reference
    section: SectionAsWritten | None = None
    compensation: Money
    other_public_money: Money
