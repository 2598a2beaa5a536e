"""What the bank did: movements, reversals, and what they pay for. Never refused but for identity and arithmetic."""

import copy
import sys
from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.contract.commands.drawing import AllocateMovement, RecordMovement, RecordReversal, TakeOverMovement
from domain.contract.events.drawing import (
    Allocation,
    Movement,
    PaymentAllocated,
    PaymentMade,
    PaymentReversed,
)
from domain.contract.ladder import put_all
from domain.contract.orders import Orders
from domain.contract.payments import BankMovement, Payments, Reversed
from domain.contract.rules import drawing as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.stamp import AnomalyRef

MOVEMENT_RULES = (
    rules.payment_on_valid_contract,
    rules.payment_after_conclusion,
    rules.payment_after_effect,
    rules.payment_before_closing,
    rules.payment_not_suspended,
    rules.service_month_within_period,
    rules.service_month_before_termination,
    rules.payment_names_service,
    rules.drawn_within_maximum,
    rules.year_not_settled,
    rules.account_agreed,
    rules.payment_has_order,
    rules.amount_as_ordered,
    rules.payment_states_months,
)
MOVEMENT_LABELS = frozenset(rule.label for rule in MOVEMENT_RULES)
"""The anomalies of the ladder: they close when their rule is no longer broken."""

SETTLED_BY_A_PAYMENT = frozenset({rules.amount_as_ordered.label, rules.drawn_within_maximum.label})
"""What a further movement may settle: the rest of an order came, or a higher maximum has become known since."""


class Movements(Orders):
    """Bank movements and what is wrong about them."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(RecordMovement)
    @decides(TakeOverMovement)
    def record_movement(self, command: RecordMovement | TakeOverMovement, case: Case) -> Event:
        self.check_on_file(case)
        self.check_new_line(command.movement, case)
        self.check_amount(command.amount, case)
        allocations = command.allocations or self._as_ordered(command)
        self._check_allocations(command.amount, allocations, case)
        movement = _as_recorded_now(command, allocations, case)
        book = self.payments.with_movement(movement)
        put_all(self.questions_of_movement(movement, book), case)
        case.close_anomalies(*self.healed(book, among=SETTLED_BY_A_PAYMENT))
        return PaymentMade.of(command, allocations=allocations)

    @decides(RecordReversal)
    def record_reversal(self, command: RecordReversal, case: Case) -> Event:
        self.check_on_file(case)
        self.check_new_line(command.reversal, case)
        movement = self._known_movement(command.movement, case)
        self.check_amount(command.amount, case)
        rules.reversal_within_movement(
            case, ALWAYS, movement=command.movement, left=movement.left, reversed_now=command.amount
        )
        back = (*movement.reversals, Reversed(case.day, command.amount))
        after = replace(movement, reversals=back)
        if movement.unallocated.is_zero:
            rules.payment_states_months(case, case.day, unallocated=after.unallocated)
        case.close_anomalies(*self.healed(self.payments.with_movement(after)))
        return PaymentReversed.of(command)

    @decides(AllocateMovement)
    def allocate_movement(self, command: AllocateMovement, case: Case) -> Event:
        movement = self._known_movement(command.movement, case)
        if command.order is not None:
            is_known = command.order in self.payments.orders
            rules.order_known(case, ALWAYS, order=command.order, is_known=is_known)
        self._check_allocations(movement.left, command.allocations, case)
        after = replace(movement, order=command.order or movement.order, said=copy.deepcopy(movement.said))
        after.say(command.allocations, on=case.day, position=sys.maxsize)
        book = self.payments.with_movement(after)
        self._note_new_objections(movement, after, book, case)
        case.close_anomalies(*self.healed(book))
        return PaymentAllocated.of(command)

    def effect_became_known(self, case: Case, effective_from: date) -> None:
        """What was paid before that day stands under one anomaly with the days; what was not is settled."""
        paid = [(m.movement, m.paid_on) for m in self.payments.movements.values() if m.paid_on and not m.left.is_zero]
        early = [{"movement": m, "days": (effective_from - day).days} for m, day in paid if day < effective_from]
        case.close_anomalies(*self.anomalies_of(rules.payment_after_effect.label))
        if early:
            longest = max((effective_from - day).days for _, day in paid)
            facts = {"days_before_effect": longest, "effective_from": effective_from, "movements": early}
            case.note(rules.payment_after_effect.label, rule=rules.payment_after_effect.code, facts=facts)

    def review(self, case: Case) -> None:
        """After a correction: the book adds up, new objections are noted, those that no longer hold are closed."""
        self._check_book(case)
        for movement in self.payments.movements.values():
            self._note_unseen(movement, case)
        case.close_anomalies(*self.healed(self.payments))
        super().review(case)

    # Anomalies that no longer hold --------------------------------------------------------------------------------

    def healed(self, book: Payments, *, among: frozenset[str] = MOVEMENT_LABELS) -> tuple[AnomalyRef, ...]:
        """The open anomalies about movements that do not hold for the book as it is given."""
        return tuple(r for r in self.open_anomalies if r.code in among and not self._still_holds(r, book))

    def _still_holds(self, anomaly: AnomalyRef, book: Payments) -> bool:
        """An anomaly beside a movement speaks of that movement, one beside another event of all of them."""
        own = [m for m in book.movements.values() if anomaly.event_id in m.events]
        return any(anomaly.code in self._objections(m, book) for m in own or book.movements.values())

    def _objections(self, movement: BankMovement, book: Payments) -> set[str]:
        return {one.rule.label for one in self.questions_of_movement(movement, book) if one.is_broken}

    def _note_new_objections(self, before: BankMovement, after: BankMovement, book: Payments, case: Case) -> None:
        known = self._objections(before, self.payments)
        for one in self.questions_of_movement(after, book):
            if one.rule.label not in known:
                one.put(case)

    def _note_unseen(self, movement: BankMovement, case: Case) -> None:
        for one in self.questions_of_movement(movement, self.payments):
            if one.is_broken and not self._is_noted(one.rule.label, movement):
                one.put(case)

    def _is_noted(self, label: str, movement: BankMovement) -> bool:
        others = {event for m in self.payments.movements.values() if m is not movement for event in m.events}
        return any(ref.event_id not in others for ref in self.anomalies_of(label))

    # Structure ----------------------------------------------------------------------------------------------------

    def _known_movement(self, movement: str, case: Case) -> BankMovement:
        is_known = movement in self.payments.movements
        rules.movement_known(case, ALWAYS, movement=movement, is_known=is_known)
        return self.payments.movements[movement]

    def _as_ordered(self, command: Movement) -> tuple[Allocation, ...]:
        """What the order says that it is for, where exactly that much was paid; else nobody has said."""
        order = self.payments.orders.get(command.order or "")
        return order.terms.allocations if order is not None and order.terms.amount == command.amount else ()

    def _check_allocations(self, amount: Money, allocations: tuple[Allocation, ...], case: Case) -> None:
        if allocations:
            rules.allocations_add_up(case, ALWAYS, amount=amount, allocations=allocations)
            rules.sources_add_up(case, ALWAYS, allocations=allocations)

    def _check_book(self, case: Case) -> None:
        """What a correction may have broken: sums, signs, currencies."""
        for order in self.payments.orders.values():
            self.check_amount(order.terms.amount, case)
            self._check_allocations(order.terms.amount, order.terms.allocations, case)
        for movement in self.payments.movements.values():
            self._check_movement(movement, case)

    def _check_movement(self, movement: BankMovement, case: Case) -> None:
        nothing = movement.amount * 0
        self.check_amount(movement.amount, case)
        for back in movement.reversals:
            self.check_amount(back.amount, case)
        rules.reversal_within_movement(
            case, ALWAYS, movement=movement.movement, left=movement.left, reversed_now=nothing
        )
        for _, allocations in movement.said:
            for allocation in allocations:
                self.check_amount(allocation.amount, case)
            rules.sources_add_up(case, ALWAYS, allocations=allocations)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(PaymentMade)
    def payment_made(self, event: PaymentMade, entry: Entry) -> None:
        self.payments.currency = event.amount.currency
        if event.movement in self.payments.movements:
            self.payments.doubled.add(event.movement)
        self.payments.movements[event.movement] = _movement(
            event, event.allocations, on=entry.effective_on, position=entry.position, events=(entry.event_id,)
        )

    @when(PaymentReversed)
    def payment_reversed(self, event: PaymentReversed, entry: Entry) -> None:
        self.payments.reversals.add(event.reversal)
        movement = self.payments.movements.get(event.movement)
        if movement is not None:
            movement.reversals = (*movement.reversals, Reversed(entry.effective_on, event.amount))
            movement.events = (*movement.events, entry.event_id)

    @when(PaymentAllocated)
    def payment_allocated(self, event: PaymentAllocated, entry: Entry) -> None:
        movement = self.payments.movements.get(event.movement)
        if movement is not None:
            movement.say(event.allocations, on=entry.effective_on, position=entry.position)
            movement.order = event.order or movement.order
            movement.events = (*movement.events, entry.event_id)


def _as_recorded_now(command: Movement, allocations: tuple[Allocation, ...], case: Case) -> BankMovement:
    """The movement as it will stand: after everything that is recorded already."""
    return _movement(command, allocations, on=case.day, position=sys.maxsize, events=())


def _movement(
    line: Movement, allocations: tuple[Allocation, ...], *, on: date | None, position: int, events: tuple[UUID, ...]
) -> BankMovement:
    movement = BankMovement(
        movement=line.movement,
        amount=line.amount,
        paid_on=on,
        position=position,
        order=line.order,
        counter_account=line.counter_account,
        events=events,
    )
    if allocations:
        movement.say(allocations, on=on, position=position)
    return movement
