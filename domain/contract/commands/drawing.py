"""What may be asked about money that leaves the region."""

from domain.contract.events.drawing import (
    Movement,
    MovementAllocation,
    OrderCancellation,
    OrderRejection,
    PaymentApproval,
    PaymentExemption,
    PaymentOrder,
    Release,
    Reversal,
    Suspension,
)
from domain.kernel.command import Act, Observation, Takeover


class OrderPayment(PaymentOrder, Act):
    """Order a payment; money that is ordered and not yet paid takes up room under the maximum."""

    topic = "contract.order-payment"


class ApprovePayment(PaymentApproval, Act):
    """Approve an order as operation orderer, budget administrator or chief accountant (§ 26 Act 320/2001)."""

    topic = "contract.approve-payment"


class ExemptPayment(PaymentExemption, Act):
    """Let an order through without prior check, as § 26(5) Act 320/2001 foresees."""

    topic = "contract.exempt-payment"


class RejectPayment(OrderRejection, Act):
    """Refuse to approve an order."""

    topic = "contract.reject-payment"


class CancelOrder(OrderCancellation, Act):
    """Give up an order, or what of it is not paid yet."""

    topic = "contract.cancel-order"


class SuspendPayment(Suspension, Act):
    """Hold back one order, or everything on this contract."""

    topic = "contract.suspend-payment"


class ReleasePayment(Release, Act):
    """Let go what was held back."""

    topic = "contract.release-payment"


class RecordMovement(Movement, Observation):
    """Record a line of the bank statement by which money left; the effective date is the day of the movement."""

    topic = "contract.record-movement"


class TakeOverMovement(Movement, Takeover):
    """Bring in a payment from old records; its day may be unknown."""

    topic = "contract.take-over-movement"


class RecordReversal(Reversal, Observation):
    """Record that the bank took back a movement, whole or in part."""

    topic = "contract.record-reversal"


class AllocateMovement(MovementAllocation, Observation):
    """Say, later or anew, which service months a movement pays for and which order it carries out."""

    topic = "contract.allocate-movement"
