"""What may be asked about checks for overcompensation and its repayment."""

from domain.kernel.command import Act, Observation
from domain.mandate.events.overcompensation import (
    Check,
    FinalCheck,
    ParameterUpdate,
    Repayment,
    RepaymentRequest,
    RequestWithdrawal,
)


class CheckOvercompensation(Check, Act):
    """Check a service-year; the new verdict supersedes an earlier one."""

    topic = "mandate.check-overcompensation"


class PerformFinalCheck(FinalCheck, Act):
    """Check the last year of a service after the mandate has ended."""

    topic = "mandate.perform-final-check"


class RequestRepayment(RepaymentRequest, Act):
    """Ask the provider to repay the whole overcompensation of a service-year."""

    topic = "mandate.request-repayment"


class WithdrawRequest(RequestWithdrawal, Act):
    """Take a request for repayment back."""

    topic = "mandate.withdraw-request"


class RecordRepayment(Repayment, Observation):
    """Record that the provider repaid overcompensation."""

    topic = "mandate.record-repayment"


class UpdateParameters(ParameterUpdate, Act):
    """Update the parameters of the compensation for the future, after an overcompensation."""

    topic = "mandate.update-parameters"
