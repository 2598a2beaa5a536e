"""Public money for the service: the ceiling, what is committed, paid, given by others and returned."""

from typing import Annotated, Literal

from pydantic import Field

from domain.kernel.event import Event, Payload
from domain.kernel.ids import ContractId, MethodologyId
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.registry import OrpCode, RegistrationNumber
from domain.kernel.stamp import Reference
from domain.mandate.payloads import FunderKind, Source, UnitCompensation, Units, Year
from domain.methodology.payloads import RoundingRule


class ServiceYear(Payload):
    """A year of an entrusted service. The service may be left out where the mandate is for one."""

    year: Year
    service: RegistrationNumber | None = None


class Calculation(ServiceYear):
    """The units of a service-year that are to be compensated, by the values of one methodology."""

    units: Annotated[tuple[Units, ...], Field(min_length=1)]
    methodology: MethodologyId


class CompensationCalculated(ServiceYear, Event):
    """The compensation payment of a service-year was calculated: units × (reference cost − reference revenue).

    It is the ceiling of public money from all sources. The values were read in the methodology as of the effective day,
    or of the first day of the year where that is later.
    """

    topic = "mandate.compensation-calculated"

    lines: tuple[UnitCompensation, ...]
    compensation: Money
    methodology: MethodologyId
    methodology_year: Year | None = None
    rounding: RoundingRule | None = None


class Commitment(ServiceYear):
    """Money that the region binds itself to pay for a service-year, by a contract or another paper.

    `orps` and `months` say which territory and which part of the year it is for, where that is stated.
    """

    amount: Money
    source: Source | None = None
    contract: ContractId | None = None
    reference: Reference | None = None
    orps: tuple[OrpCode, ...] = ()
    months: tuple[Month, ...] = ()


class CompensationCommitted(Commitment, Event):
    """The region committed compensation for a service-year. Takes up room under the compensation payment."""

    topic = "mandate.compensation-committed"


class CommitmentReduction(ServiceYear):
    """How much of a commitment will not be paid."""

    amount: Money
    contract: ContractId | None = None
    reference: Reference | None = None


class CommitmentReleased(CommitmentReduction, Event):
    """A commitment was lowered; what is not paid of it opens room again."""

    topic = "mandate.commitment-released"


class CompensationPayment(Commitment):
    """Compensation that left the region's account. `movement` is the bank's reference of the line.

    One movement may pay for several services and years: each is recorded on its own.
    """

    movement: Reference | None = None


class CompensationPaid(CompensationPayment, Event):
    """Compensation was paid for a service-year on the effective day."""

    topic = "mandate.compensation-paid"


class OtherFunding(ServiceYear):
    """Public money that somebody else gave for a service-year; `funding` is its key, unique in the mandate."""

    funding: Reference
    funder: Reference
    funder_kind: FunderKind
    amount: Money
    months: tuple[Month, ...] = ()


class OtherPublicFundingRecorded(OtherFunding, Event):
    """It became known that other public money was given for the service. The effective day is that of the grant."""

    topic = "mandate.other-public-funding-recorded"


class MoneyReturn(ServiceYear):
    """Public money that the provider gave back, or that the bank took back; it no longer counts as received.

    `funding` names the other public money that was returned; otherwise it was compensation, under its contract or
    reference. A repaid overcompensation is recorded on its own.
    """

    amount: Money
    ground: Literal["unused", "ineligible", "reversal", "unjust enrichment", "other"]
    movement: Reference | None = None
    contract: ContractId | None = None
    reference: Reference | None = None
    funding: Reference | None = None


class PublicMoneyReturned(MoneyReturn, Event):
    """Public money went back to where it came from."""

    topic = "mandate.public-money-returned"
