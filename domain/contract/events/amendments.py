"""Amendments: proposed, concluded, published."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.contract.payloads import Absolute, Account, Ground, Instalment, PublicationDuty, SettlementDue, Target
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Prose, Sha256
from domain.kernel.registry import ResolutionNumber
from domain.kernel.stamp import Reference

Number = Annotated[int, Field(ge=1, description="The number of the amendment.")]


class AmendmentTerms(Payload):
    """What an amendment changes. `adds` and `omits` are absolute sums; `maximum` is the new ceiling of the contract.

    A ground "other" needs its `reason`. `resolution` is that of the approving body. Empty fields stay as they were.
    """

    number: Number
    ground: Ground
    adds: Absolute = Money(0)
    omits: Absolute = Money(0)
    maximum: Money | None = None
    period: Period | None = None
    period_as_written: PeriodAsWritten | None = None
    targets: tuple[Target, ...] = ()
    payment_plan: tuple[Instalment, ...] = ()
    settlement_due: tuple[SettlementDue, ...] = ()
    account: Account | None = None
    reason: Prose | None = None
    resolution: ResolutionNumber | None = None


class AmendmentProposal(AmendmentTerms):
    """An amendment in preparation, and from when it is to have effect."""

    effective_from: date | None = None


class AmendmentProposed(AmendmentProposal, Event):
    """The office put an amendment forward."""

    topic = "contract.amendment-proposed"


class AmendmentConclusion(AmendmentTerms):
    """An amendment as concluded; the effective day is the day from which it changes the contract."""

    concluded_on: date | None = None
    text: Sha256 | None = None


class AmendmentConcluded(AmendmentConclusion, Event):
    """An amendment was concluded, or found in the file; it holds from its day of effect, whenever it was recorded."""

    topic = "contract.amendment-concluded"

    publication: PublicationDuty | None = None


class AmendmentPublication(Payload):
    """An amendment in the register of contracts, published on the effective day."""

    number: Number
    register_id: Reference
    version: Reference | None = None


class AmendmentPublishedInRegister(AmendmentPublication, Event):
    """An amendment was published in the register of contracts; it has no effect before that day."""

    topic = "contract.amendment-published-in-register"


class AmendmentVoidness(Payload):
    """The day on which it was established that three months passed without publication of an amendment."""

    number: Number
    established_on: date


class AmendmentVoidedForNonPublication(AmendmentVoidness, Event):
    """An amendment is void from its conclusion, the effective day; the contract reads as if it had never been."""

    topic = "contract.amendment-voided-for-non-publication"
