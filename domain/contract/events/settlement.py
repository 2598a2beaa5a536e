"""The yearly settlement, and unused money that comes back."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from domain.contract.events.reporting import Year
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.money import Money
from domain.kernel.prose import Prose
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference

RefundGround = Literal["unused", "ineligible", "other"]


class CostLine(Payload):
    """One item of the costs that a provider settles."""

    item: Reference
    amount: Money


class YearSettlement(Payload):
    """What the provider used of the money of one service and year, and what is left of it."""

    year: Year
    used: Money
    unused: Money
    service: RegistrationNumber | None = None
    cost_lines: tuple[CostLine, ...] = ()


class SettlementSubmitted(YearSettlement, Event):
    """The provider settled a year; `due` is the limit that the contract set, where it set one."""

    topic = "contract.settlement-submitted"

    due: TimeLimit | None = None


class SettlementReturn(Payload):
    """Which settlement goes back to the provider, and why."""

    year: Year
    grounds: Prose
    service: RegistrationNumber | None = None


class SettlementReturned(SettlementReturn, Event):
    """The region returned a settlement to be completed; the year is open again."""

    topic = "contract.settlement-returned"


class SettlementApproval(Payload):
    """How much of the money the region recognises as used for its purpose."""

    year: Year
    recognised: Money
    service: RegistrationNumber | None = None


class SettlementApproved(SettlementApproval, Event):
    """The region approved a settlement."""

    topic = "contract.settlement-approved"


class RefundRequest(Payload):
    """Money that the provider is to return, until when, and why."""

    claim: Reference
    amount: Money
    ground: RefundGround
    due_on: date
    year: Year | None = None


class RefundRequested(RefundRequest, Event):
    """The region asked for money back; lateness is counted from the legal last day of `due`."""

    topic = "contract.refund-requested"

    due: TimeLimit


class Refund(Payload):
    """A line of the bank statement by which the provider returned money, on the effective day."""

    movement: Reference
    amount: Money
    claim: Reference | None = None


class RefundReceived(Refund, Event):
    """The provider returned money. What is drawn net falls; the maximum does not open again."""

    topic = "contract.refund-received"

    def claims(self) -> Iterator[ClaimChange]:
        yield take("bank-movement", self.movement)


class WriteOff(Payload):
    """A claim that is given up, and why."""

    claim: Reference
    grounds: Prose


class ClaimWrittenOff(WriteOff, Event):
    """The region gave up what was left of a claim."""

    topic = "contract.claim-written-off"
