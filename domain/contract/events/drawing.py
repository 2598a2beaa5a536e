"""Money that leaves the region: orders, their approvals, movements on the bank account and what they pay for."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from domain.contract.payloads import Account
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.prose import Prose
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference

ApprovalRole = Literal["operation orderer", "budget administrator", "chief accountant"]
"""Who approves an expense before it is paid (§ 26 Act 320/2001)."""


class Sources(Payload):
    """Whose money it is: of the European Social Fund, of the state, of the region."""

    esf: Money | None = None
    state: Money | None = None
    region: Money | None = None

    @property
    def shares(self) -> dict[str, Money]:
        """The shares that are stated, by source."""
        return {source: share for source, share in self.fields().items() if share is not None}


class Allocation(Payload):
    """What a payment pays for: one month of one service. Its year is the service year, whenever the money moves.

    `service` is the registration number; it may be left out where the contract is for one service.
    """

    month: Month
    amount: Money
    service: RegistrationNumber | None = None
    sources: Sources | None = None


class PaymentOrder(Payload):
    """An order to pay. `account` is the payee's, `allocations` add up to `amount`.

    An advance is paid before the service, any other payment after it; both count to the maximum.
    """

    order: Reference
    amount: Money
    allocations: Annotated[tuple[Allocation, ...], Field(min_length=1)]
    account: Account
    is_advance: bool = False
    instalment: int | None = None
    accounting_document: Reference | None = None
    budget_classification: Reference | None = None


class PaymentOrdered(PaymentOrder, Event):
    """The region ordered a payment; it waits for the approvals of § 26."""

    topic = "contract.payment-ordered"


class PaymentApproval(Payload):
    """One of the three approvals of an order."""

    order: Reference
    role: ApprovalRole


class PaymentApproved(PaymentApproval, Event):
    """The operation orderer, the budget administrator or the chief accountant approved an order."""

    topic = "contract.payment-approved"


class PaymentExemption(Payload):
    """An order that is paid without prior check, and why it may be."""

    order: Reference
    ground: Prose


class PaymentExempted(PaymentExemption, Event):
    """An order was let through without prior check, as § 26(5) foresees."""

    topic = "contract.payment-exempted"


class OrderRejection(Payload):
    """Who of the three did not approve an order, and why."""

    order: Reference
    role: ApprovalRole
    grounds: Prose


class PaymentRejected(OrderRejection, Event):
    """An order was not approved; it will not be paid."""

    topic = "contract.payment-rejected"


class OrderCancellation(Payload):
    """An order that is given up, as far as it is not paid yet."""

    order: Reference
    grounds: Prose


class OrderCancelled(OrderCancellation, Event):
    """The region gave up an order; what was paid on it stays paid."""

    topic = "contract.order-cancelled"


class Suspension(Payload):
    """Which order is held back; without one, everything on this contract is."""

    order: Reference | None = None
    grounds: Prose


class PaymentSuspended(Suspension, Event):
    """Payments were held back."""

    topic = "contract.payment-suspended"


class Release(Payload):
    """Which order is let go again; without one, what was held back for the whole contract."""

    order: Reference | None = None


class PaymentReleased(Release, Event):
    """Payments that had been held back may go on."""

    topic = "contract.payment-released"


class Movement(Payload):
    """A line of the bank statement by which money left the account, on the effective day.

    `movement` is the bank's reference, unique in the ledger; `counter_account` is as the bank writes it. Without
    `allocations` those of its order hold, or nobody has said yet what it pays for.
    """

    movement: Reference
    amount: Money
    order: Reference | None = None
    allocations: tuple[Allocation, ...] = ()
    counter_account: Reference | None = None
    accounting_document: Reference | None = None
    budget_classification: Reference | None = None


class PaymentMade(Movement, Event):
    """Money left the region's account for this contract."""

    topic = "contract.payment-made"

    def claims(self) -> Iterator[ClaimChange]:
        yield take("bank-movement", self.movement)


class Reversal(Payload):
    """A line of the bank statement by which the bank took a movement back, whole or in part: it was never a payment."""

    reversal: Reference
    movement: Reference
    amount: Money


class PaymentReversed(Reversal, Event):
    """The bank took back a movement. This restores room under the maximum; a refund does not."""

    topic = "contract.payment-reversed"

    def claims(self) -> Iterator[ClaimChange]:
        yield take("bank-movement", self.reversal)


class MovementAllocation(Payload):
    """What a movement pays for and which order it carries out; replaces what was said before."""

    movement: Reference
    allocations: Annotated[tuple[Allocation, ...], Field(min_length=1)]
    order: Reference | None = None


class PaymentAllocated(MovementAllocation, Event):
    """It was said, later or anew, what a movement pays for."""

    topic = "contract.payment-allocated"
