"""Money that leaves the region: ordered, approved by three people, sent by the bank; and what goes wrong on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import workdays_later
from adapters.synth.lives.contract import found
from adapters.synth.lives.contract.mess import Mess
from adapters.synth.lives.contract.payments import Payment, Share
from adapters.synth.lives.contract.terms import Terms
from adapters.synth.people import ACCOUNTANTS, ADMINISTRATORS, CLERKS, ORDERERS
from adapters.synth.step import File, Step
from domain.contract.commands import (
    AllocateMovement,
    ApprovePayment,
    ExemptPayment,
    OrderPayment,
    RecordMovement,
    RecordReversal,
    RejectPayment,
)
from domain.kernel.money import Money

SOMEBODY_ELSES = "99-9999999999/9999"
"""An account that no contract names."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """From this day on the provider has another account."""

    on: date
    account: str


class Cashier:
    """Pays the payments of one contract."""

    def __init__(self, terms: Terms, account_change: AccountChange | None, file: File, chance: Chance) -> None:
        self.terms = terms
        self.account_change = account_change
        self.file = file
        self.clerk, self.orderer = chance.one_of(CLERKS), chance.one_of(ORDERERS)
        self.administrator, self.accountant = chance.one_of(ADMINISTRATORS), chance.one_of(ACCOUNTANTS)
        self.splits_sources = terms.wanted.project is not None and chance.happens(0.5)

    def pay(self, payment: Payment) -> Iterator[Step]:
        """The payment as it went."""
        match payment.mess:
            case Mess.PAID_WITHOUT_ORDER:
                yield self.movement(payment, expects=(found.NO_ORDER,), order=None)
            case Mess.PAID_BEFORE_EFFECT:
                yield self.movement(payment, expects=(found.PAID_BEFORE_EFFECT, found.NO_ORDER), order=None)
            case Mess.PAID_TWICE:
                yield from self.ordered(payment)
                yield from self._twice(payment)
            case Mess.PAID_IN_PARTS:
                yield from self.ordered(payment)
                yield from self._in_parts(payment)
            case Mess.PAID_ELSEWHERE:
                yield from self.ordered(payment)
                yield self.movement(payment, expects=(found.PAID_ELSEWHERE,), counter_account=SOMEBODY_ELSES)
            case Mess.MONTHS_UNKNOWN:
                yield from self._unexplained(payment)
            case _:
                yield from self.ordered(payment)
                yield self.movement(payment)

    # The order ----------------------------------------------------------------------------------------------------

    def ordered(self, payment: Payment) -> Iterator[Step]:
        """Ordered, and approved by the operation orderer, the budget administrator and the chief accountant."""
        order = self.order_of(payment)
        yield self._order(payment, order)
        if payment.is_exempted:
            ground = self.file.prose("a payment that repeats under one obligation")
            yield self.file.write(
                ExemptPayment, payment.approved_on[0], {"order": order, "ground": ground}, who=self.orderer
            )
            return
        roles = ("operation orderer", "budget administrator", "chief accountant")
        people = (self.orderer, self.administrator, self.accountant)
        for day, role, person in zip(payment.approved_on, roles, people, strict=True):
            yield self.file.write(ApprovePayment, day, {"order": order, "role": role}, who=person)

    def rejected(self, payment: Payment) -> Iterator[Step]:
        """A first order of the same day for the same payment, which the budget administrator sent back at once."""
        order, day = f"{self.order_of(payment)}-A", payment.ordered_on
        refused = {"order": order, "role": "budget administrator", "grounds": self.file.prose("a wrong budget line")}
        yield self._order(payment, order)
        yield self.file.write(RejectPayment, day, refused, who=self.administrator)

    def _order(self, payment: Payment, order: str) -> Step:
        planned = {} if payment.instalment is None else {"instalment": payment.instalment}
        return self.file.write(
            OrderPayment,
            payment.ordered_on,
            {
                "order": order,
                "amount": Money.czk(payment.crowns),
                "allocations": self.allocations(payment.shares),
                "account": self.account_on(payment.ordered_on),
                "is_advance": self.terms.is_grant,
                "budget_classification": "4357/5221",
                **planned,
            },
            who=self.clerk,
        )

    def order_of(self, payment: Payment) -> str:
        return f"{payment.number:03d}/{payment.ordered_on.year}"

    # The movement -------------------------------------------------------------------------------------------------

    def movement(self, payment: Payment, *, expects: tuple[str, ...] = (), **changed: Any) -> Step:
        """The line of the bank statement that carries out the order, or something else."""
        usual = {
            "movement": self.line_of(payment),
            "amount": Money.czk(payment.crowns),
            "order": self.order_of(payment),
            "allocations": self.allocations(payment.shares),
            "counter_account": self.account_on(payment.ordered_on),
            "accounting_document": f"synthetic-{payment.number:04d}",
        }
        said = {name: value for name, value in (usual | changed).items() if value is not None}
        return self.file.write(RecordMovement, payment.paid_on, said, who=self.accountant, expects=expects)

    def line_of(self, payment: Payment) -> str:
        """The bank's reference, unique in the ledger."""
        return f"synthetic {self.terms.number} {payment.number}"

    def _twice(self, payment: Payment) -> Iterator[Step]:
        """Two transfers for one order; the bank takes the second back."""
        line = f"{self.line_of(payment)} again"
        yield self.movement(payment)
        yield self.movement(payment, expects=(found.NO_ORDER,), movement=line)
        reversal = {"reversal": f"{line} back", "movement": line, "amount": Money.czk(payment.crowns)}
        yield self.file.write(RecordReversal, workdays_later(payment.paid_on, 2), reversal, who=self.accountant)

    def _in_parts(self, payment: Payment) -> Iterator[Step]:
        """A hundred crowns too little at first."""
        *others, last = payment.shares
        most = (*others, Share(last.month, last.registration, last.crowns - 100))
        rest = (Share(last.month, last.registration, 100),)
        amount = Money.czk(payment.crowns - 100)
        yield self.movement(payment, expects=(found.AMOUNT_DIFFERS,), amount=amount, allocations=self.allocations(most))
        yield self.file.write(
            RecordMovement,
            workdays_later(payment.paid_on, 4),
            {
                "movement": f"{self.line_of(payment)} rest",
                "amount": Money.czk(100),
                "order": self.order_of(payment),
                "allocations": self.allocations(rest),
                "counter_account": self.account_on(payment.ordered_on),
            },
            who=self.accountant,
        )

    def _unexplained(self, payment: Payment) -> Iterator[Step]:
        """A transfer without order; two weeks later somebody finds out which months it was for."""
        yield self.movement(payment, expects=(found.NO_ORDER, found.UNALLOCATED), order=None, allocations=None)
        said = {"movement": self.line_of(payment), "allocations": self.allocations(payment.shares)}
        yield self.file.write(AllocateMovement, payment.done_on, said, who=self.accountant)

    # What is said of a payment ------------------------------------------------------------------------------------

    def account_on(self, day: date) -> str:
        change = self.account_change
        return change.account if change and change.on <= day else self.terms.provider.account

    def allocations(self, shares: Sequence[Share]) -> list[dict[str, Any]]:
        return [self._allocation(share) for share in shares]

    def _allocation(self, share: Share) -> dict[str, Any]:
        """The service is named where there are several, the sources where the project pays by shares."""
        amount = Money.czk(share.crowns)
        said: dict[str, Any] = {"month": share.month, "amount": amount}
        if len(self.terms.services) > 1:
            said["service"] = share.registration
        if self.splits_sources:
            esf, state = amount.share(85, 100), amount.share(10, 100)
            said["sources"] = {"esf": esf, "state": state, "region": amount - esf - state}
        return said
