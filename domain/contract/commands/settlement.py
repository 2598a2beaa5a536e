"""What may be asked about settlements and refunds."""

from domain.contract.events.settlement import (
    Refund,
    RefundRequest,
    SettlementApproval,
    SettlementReturn,
    WriteOff,
    YearSettlement,
)
from domain.kernel.command import Act, Observation


class RecordSettlement(YearSettlement, Observation):
    """Record that the provider settled a year of a service."""

    topic = "contract.record-settlement"


class ReturnSettlement(SettlementReturn, Act):
    """Return a settlement to be completed."""

    topic = "contract.return-settlement"


class ApproveSettlement(SettlementApproval, Act):
    """Approve a settlement."""

    topic = "contract.approve-settlement"


class RequestRefund(RefundRequest, Act):
    """Ask the provider to return unused or ineligible money."""

    topic = "contract.request-refund"


class RecordRefund(Refund, Observation):
    """Record that money came back from the provider."""

    topic = "contract.record-refund"


class WriteOffClaim(WriteOff, Act):
    """Give up what is left of a claim."""

    topic = "contract.write-off-claim"
