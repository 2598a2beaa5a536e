"""Whether a service was paid too much, and what became of it."""

from datetime import date
from uuid import UUID

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.ids import MethodologyId
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.quantity import Quantity
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference
from domain.mandate.events.funding import ServiceYear
from domain.mandate.payloads import CheckResult, Words, Year


class Check(ServiceYear):
    """A check of a service-year for overcompensation.

    `methodology` where its rule of carrying over applies instead of the configured one; `inspection` where one looked.
    """

    inspection: Reference | None = None
    methodology: MethodologyId | None = None


class CheckEvent(Check, Event):
    """A check with its result. `supersedes` is the event of the check whose verdict no longer stands."""

    result: CheckResult
    supersedes: UUID | None = None
    check_by: TimeLimit | None = None


class OvercompensationCheckPerformed(CheckEvent):
    """A service-year was checked; the verdict of an earlier check stays visible as known then.

    `check_by` is the last day of the next check.
    """

    topic = "mandate.overcompensation-check-performed"


class FinalCheck(Payload):
    """The check at the end of the entrustment: of the last year of a service."""

    service: RegistrationNumber | None = None
    inspection: Reference | None = None
    methodology: MethodologyId | None = None


class FinalOvercompensationCheckPerformed(CheckEvent):
    """The last year of a service was checked after the mandate had ended."""

    topic = "mandate.final-overcompensation-check-performed"


class OvercompensationFound(ServiceYear, Event):
    """More public money was received than the net cost; `percent` of the average annual compensation, two decimals."""

    topic = "mandate.overcompensation-found"

    amount: Money
    percent: Quantity | None = None


class OvercompensationCarriedOver(ServiceYear, Event):
    """The whole overcompensation is kept and lowers the compensation of the next year."""

    topic = "mandate.overcompensation-carried-over"

    amount: Money
    to_year: Year


class RepaymentRequest(ServiceYear):
    """How much is to be repaid until when; `claim` is the reference of the request, unique in the mandate."""

    claim: Reference
    amount: Money
    due_on: date


class OvercompensationRepaymentRequested(RepaymentRequest, Event):
    """The region asked for the overcompensation back; lateness is counted from the legal last day of `due`."""

    topic = "mandate.overcompensation-repayment-requested"

    due: TimeLimit


class RequestWithdrawal(Payload):
    """Which request is taken back, and why; what was repaid on it stays repaid."""

    claim: Reference
    grounds: Prose


class RepaymentRequestWithdrawn(RequestWithdrawal, Event):
    """A request for repayment was taken back, because a later check came to another amount."""

    topic = "mandate.repayment-request-withdrawn"


class Repayment(Payload):
    """A line of the bank statement by which the provider repaid overcompensation, on the effective day."""

    claim: Reference
    movement: Reference
    amount: Money


class RecoveryInterest(Payload):
    """Interest on money that was repaid late: from the first to the last day of the delay, both counted."""

    principal: Money
    first_day: date
    last_day: date
    amount: Money


class OvercompensationRepaid(Repayment, Event):
    """The provider repaid overcompensation; `interest` where it was late and a rate is configured for every day."""

    topic = "mandate.overcompensation-repaid"

    interest: RecoveryInterest | None = None


class ParameterUpdate(ServiceYear):
    """Other parameters for calculating the compensation, from a day on, after that year was compensated too much."""

    parameters: Words
    from_day: date


class ParametersUpdated(ParameterUpdate, Event):
    """The parameters of the compensation were updated for the future."""

    topic = "mandate.parameters-updated"
