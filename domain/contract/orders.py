"""Ordering a payment, and the approvals of § 26 Act 320/2001 that must come before the money moves."""

import sys
from copy import copy, deepcopy
from dataclasses import replace
from datetime import date
from typing import Self

from domain.contract.commands.drawing import (
    ApprovePayment,
    CancelOrder,
    ExemptPayment,
    OrderPayment,
    RejectPayment,
    ReleasePayment,
    SuspendPayment,
)
from domain.contract.entrusted import Entrusted
from domain.contract.events.drawing import (
    ApprovalRole,
    OrderCancelled,
    PaymentApproved,
    PaymentExempted,
    PaymentOrdered,
    PaymentRejected,
    PaymentReleased,
    PaymentSuspended,
)
from domain.contract.payments import Consent, Order
from domain.contract.rules import drawing as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import put_all


class Orders(Entrusted):
    """Orders to pay: ordered, approved, rejected, cancelled, held back."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(OrderPayment)
    def order_payment(self, command: OrderPayment, case: Case) -> Event:
        self.check_on_file(case)
        rules.order_number_unused(case, ALWAYS, order=command.order, is_used=command.order in self.payments.orders)
        self.check_amount(command.amount, case)
        rules.allocations_add_up(case, ALWAYS, amount=command.amount, allocations=command.allocations)
        rules.sources_add_up(case, ALWAYS, allocations=command.allocations)
        put_all(self.questions_of_order(command, case.day), case)
        self.commit_order(command, case)
        ordered = PaymentOrdered.of(command)
        self._look_at_what_was_paid_on(command.order, ordered, case)
        return ordered

    def _look_at_what_was_paid_on(self, order: str, ordered: Event, case: Case) -> None:
        """The bank may have carried the order out before it was on record."""
        if self.payments.paying.get(order):
            after = copy(self)
            after.payments = deepcopy(self.payments)
            after.evolve(case.hypothetical(ordered, self))
            after.look_at_payments_again(case, rules.amount_as_ordered.label, rules.payment_has_order.label)

    @decides(ApprovePayment)
    def approve_payment(self, command: ApprovePayment, case: Case) -> Event:
        order = self._open_order(command.order, case)
        self._not_approved_yet(command.order, command.role, case, is_approved=command.role in order.approvals)
        rules.payment_on_valid_contract(case, case.day, is_void=self.void)
        rules.approves_in_own_role(case, case.day, role=command.role, acts_as=case.stamp.actor.role)
        self._four_eyes(order, command.role, case)
        is_suspended = self.is_suspended(command.order, case.day)
        rules.payment_not_suspended(case, case.day, order=command.order, is_suspended=is_suspended)
        return PaymentApproved.of(command)

    @decides(ExemptPayment)
    def exempt_payment(self, command: ExemptPayment, case: Case) -> Event:
        order = self._open_order(command.order, case)
        is_exempted = order.exempted_on is not None
        self._not_approved_yet(command.order, "without prior check", case, is_approved=is_exempted)
        rules.payment_on_valid_contract(case, case.day, is_void=self.void)
        actor = case.stamp.actor.key
        rules.orderer_does_not_approve(case, case.day, order=command.order, ordered_by=order.ordered_by, approves=actor)
        return PaymentExempted.of(command)

    @decides(RejectPayment)
    def reject_payment(self, command: RejectPayment, case: Case) -> Event:
        self._give_up(command.order, case)
        rules.approves_in_own_role(case, case.day, role=command.role, acts_as=case.stamp.actor.role)
        return PaymentRejected.of(command)

    @decides(CancelOrder)
    def cancel_order(self, command: CancelOrder, case: Case) -> Event:
        self._give_up(command.order, case)
        return OrderCancelled.of(command)

    @decides(SuspendPayment)
    def suspend_payment(self, command: SuspendPayment, case: Case) -> Event:
        self._changes_suspension(command.order, case, becomes_suspended=True)
        return PaymentSuspended.of(command)

    @decides(ReleasePayment)
    def release_payment(self, command: ReleasePayment, case: Case) -> Event:
        self._changes_suspension(command.order, case, becomes_suspended=False)
        return PaymentReleased.of(command)

    def _open_order(self, order: str, case: Case) -> Order:
        rules.order_known(case, ALWAYS, order=order, is_known=order in self.payments.orders)
        rules.order_open(case, ALWAYS, order=order, outstanding=self.payments.outstanding(order))
        return self.payments.orders[order]

    def _give_up(self, order: str, case: Case) -> None:
        """What was paid on it by then is all that is to be paid."""
        self._open_order(order, case)
        self.release_order(order, case)
        beside = {event for movement in self.payments.carrying_out(order) for event in movement.events}
        differs = self.anomalies_of(rules.amount_as_ordered.label)
        case.close_anomalies(*(ref for ref in differs if ref.event_id in beside))
        waiting = self.payments.waiting.copy()
        waiting.add(self.payments.orders[order].day, -self.payments.unpaid[order])
        case.close_anomalies(*self.covered(self.payments.drawn, waiting))

    def _not_approved_yet(self, order: str, role: str, case: Case, *, is_approved: bool) -> None:
        rules.approved_once_in_role(case, ALWAYS, order=order, role=role, is_approved=is_approved)

    def _four_eyes(self, order: Order, role: ApprovalRole, case: Case) -> None:
        actor, given = case.stamp.actor.key, {role: consent.by for role, consent in order.approvals.items()}
        rules.orderer_does_not_approve(
            case, case.day, order=order.terms.order, ordered_by=order.ordered_by, approves=actor
        )
        first = given.pop("operation orderer", None)
        others = tuple(given.values()) if role == "operation orderer" else (first,) if first else ()
        rules.operation_orderer_stands_alone(case, case.day, role=role, approves=actor, other_approvers=others)
        if role != "operation orderer":
            other = next(iter(given.values()), None)
            has_reason = case.stamp.reason is not None
            rules.administrator_is_not_accountant(case, case.day, approves=actor, other=other, has_reason=has_reason)

    def _changes_suspension(self, order: str | None, case: Case, *, becomes_suspended: bool) -> None:
        if order is not None:
            self._open_order(order, case)
        toggles = self.payments_suspended if order is None else self.payments.orders[order].suspended
        rules.suspension_changes_something(
            case,
            ALWAYS,
            order=order,
            is_suspended=bool(toggles.on(case.day)),
            becomes_suspended=becomes_suspended,
        )
        then = deepcopy(toggles)
        then.set(becomes_suspended, effective_on=case.day, position=sys.maxsize)
        self._suspended_so(order, then).look_at_payments_again(case, rules.payment_not_suspended.label)

    def _suspended_so(self, order: str | None, toggles: Dated[bool]) -> Self:
        """The contract as it then reads: a suspension that is told late may hold of what was paid before."""
        after = copy(self)
        if order is None:
            after.payments_suspended = toggles
            return after
        after.payments = copy(self.payments)
        after.payments.orders = {**self.payments.orders, order: replace(self.payments.orders[order], suspended=toggles)}
        return after

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(PaymentOrdered)
    def payment_ordered(self, event: PaymentOrdered, entry: Entry) -> None:
        self.payments.currency = event.amount.currency
        order = Order(terms=event, ordered_by=entry.actor_key, ordered_on=entry.effective_on)
        self.payments.take_order(event.order, order)

    @when(PaymentApproved)
    def payment_approved(self, event: PaymentApproved, entry: Entry) -> None:
        order = self.payments.orders.get(event.order)
        if order is not None:
            order.approvals[event.role] = Consent(entry.actor_key, entry.effective_on)

    @when(PaymentExempted)
    def payment_exempted(self, event: PaymentExempted, entry: Entry) -> None:
        order = self.payments.orders.get(event.order)
        if order is not None:
            order.exempted_on = entry.effective_on or date.min

    @when(PaymentRejected)
    def payment_rejected(self, event: PaymentRejected, entry: Entry) -> None:
        self.payments.end_order(event.order, "rejected", on=entry.effective_on, position=entry.position)

    @when(OrderCancelled)
    def order_cancelled(self, event: OrderCancelled, entry: Entry) -> None:
        self.payments.end_order(event.order, "cancelled", on=entry.effective_on, position=entry.position)

    @when(PaymentSuspended)
    def payment_suspended(self, event: PaymentSuspended, entry: Entry) -> None:
        self._toggle(event.order, entry, is_suspended=True)

    @when(PaymentReleased)
    def payment_released(self, event: PaymentReleased, entry: Entry) -> None:
        self._toggle(event.order, entry, is_suspended=False)

    def _toggle(self, name: str | None, entry: Entry, *, is_suspended: bool) -> None:
        order = self.payments.orders.get(name or "")
        toggles: Dated[bool] = order.suspended if order is not None else self.payments_suspended
        if name is None or order is not None:
            toggles.set(is_suspended, effective_on=entry.effective_on, position=entry.position)
