"""What the bank did: movements, reversals, and what they pay for. Never refused but for identity and arithmetic."""

import copy
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Self
from uuid import UUID

from domain.contract.ceiling import Timeline
from domain.contract.commands.drawing import AllocateMovement, RecordMovement, RecordReversal, TakeOverMovement
from domain.contract.events.drawing import (
    Allocation,
    Movement,
    PaymentAllocated,
    PaymentMade,
    PaymentReversed,
)
from domain.contract.ladder import MOVEMENT_LABELS
from domain.contract.orders import Orders
from domain.contract.payments import BankMovement, Payments, Reversed, Said
from domain.contract.rules import drawing as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.question import Question, put_all
from domain.kernel.stamp import AnomalyRef


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
        put_all(self.questions_of_movement(movement, book, self.payments.drawn), case)
        case.close_anomalies(*self.healed(book, self._about_order(movement)))
        self._after(book).look_at_settlements_again(case)
        self.look_at_refunds(Money(book.drawn.total, book.currency), case)
        self.tell_movement(movement, book, case)
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
        after = movement.without(Reversed(case.day, command.amount, command.reversal))
        if movement.unallocated.is_zero:
            rules.payment_states_months(case, case.day, unallocated=after.unallocated)
        book = self.payments.with_movement(after)
        case.close_anomalies(*self.healed(book, self._about_movements()), *self.covered(book.drawn, book.waiting))
        self._after(book).look_at_settlements_again(case)
        self.look_at_refunds(Money(book.drawn.total, book.currency), case)
        self.tell_movement(after, book, case)
        return PaymentReversed.of(command)

    @decides(AllocateMovement)
    def allocate_movement(self, command: AllocateMovement, case: Case) -> Event:
        movement = self._known_movement(command.movement, case)
        if command.order is not None:
            is_known = command.order in self.payments.orders
            rules.order_known(case, ALWAYS, order=command.order, is_known=is_known)
        self._check_allocations(movement.left, command.allocations, case)
        after = replace(movement, order=command.order or movement.order)
        after = after.saying(command.allocations, on=case.day, position=sys.maxsize)
        book = self.payments.with_movement(after)
        self._note_new_objections(movement, after, book, case)
        case.close_anomalies(*self.healed(book, self._about_movements()))
        self._after(book).look_at_settlements_again(case)
        self.tell_movement(after, book, case)
        return PaymentAllocated.of(command)

    def _after(self, book: Payments) -> Self:
        """The contract with its payments as they then read."""
        after = copy.copy(self)
        after.payments = book
        return after

    def effect_became_known(self, case: Case, effective_from: date) -> None:
        """What was paid before that day stands under one anomaly with the days; what was not is settled."""
        paid = [(m.movement, m.paid_on) for m in self.payments.movements.values() if m.paid_on and not m.left.is_zero]
        early = [{"movement": m, "days": (effective_from - day).days} for m, day in paid if day < effective_from]
        case.close_anomalies(*self.anomalies_of(rules.payment_after_effect.label))
        if early:
            longest = max((effective_from - day).days for _, day in paid)
            facts = {"days_before_effect": longest, "effective_from": effective_from, "movements": early}
            case.note(rules.payment_after_effect.label, rule=rules.payment_after_effect.code, facts=facts)

    def look_at_payments_again(self, case: Case, *labels: str) -> None:
        among = frozenset(labels) or MOVEMENT_LABELS
        noted = self.anomalies_of(*among)
        known = {(self.payments.spoken_of.get(ref.event_id), ref.code) for ref in noted}
        for movement, drawn in self.payments.with_drawn_before():
            for one in self._unseen(movement, drawn, known, among=among):
                one.note(case)
        case.close_anomalies(*self.healed(self.payments, noted))

    def review(self, case: Case) -> None:
        """After a correction: the book adds up, new objections are noted, those that no longer hold are closed."""
        self._check_book(case)
        noted = {(self.payments.spoken_of.get(ref.event_id), ref.code) for ref in self._about_movements()}
        for movement, drawn in self.payments.with_drawn_before():
            for one in self._unseen(movement, drawn, noted):
                one.put(case)
        book = self.payments
        case.close_anomalies(*self.healed(book, self._about_movements()), *self.covered(book.drawn, book.waiting))
        super().review(case)

    def settled_by_maximum(self) -> tuple[AnomalyRef, ...]:
        book, above = self.payments, self.anomalies_of(rules.drawn_within_maximum.label)
        return (*self.healed(book, above), *self.covered(book.drawn, book.waiting))

    # Anomalies that no longer hold --------------------------------------------------------------------------------

    def _about_movements(self) -> tuple[AnomalyRef, ...]:
        return self.anomalies_of(*MOVEMENT_LABELS)

    def _about_order(self, movement: BankMovement) -> tuple[AnomalyRef, ...]:
        """What a further payment may settle: the rest of its order came."""
        if movement.order is None:
            return ()
        same = {None, *(m.movement for m in self.payments.carrying_out(movement.order))}
        differs = self.anomalies_of(rules.amount_as_ordered.label)
        return tuple(ref for ref in differs if self.payments.spoken_of.get(ref.event_id) in same)

    def healed(self, book: Payments, noted: Iterable[AnomalyRef]) -> tuple[AnomalyRef, ...]:
        """Those of the noted anomalies that do not hold for the book as it is given.

        An anomaly beside a movement speaks of that movement, one beside another event of all of them.
        """
        asked = [(book.spoken_of.get(ref.event_id), ref) for ref in noted]
        labels: dict[str | None, set[str]] = defaultdict(set)
        for movement, ref in asked:
            labels[movement].add(ref.code)
        broken = self._broken(book, labels) if asked else set()
        return tuple(ref for movement, ref in asked if (movement, ref.code) not in broken)

    def _broken(self, book: Payments, labels: Mapping[str | None, set[str]]) -> set[tuple[str | None, str]]:
        """Which labels hold of the movements of which they are asked, and, under None, of any; each asked once."""
        of_all, broken = labels.get(None, set()), set()
        for movement, drawn in _walk(book, labels):
            asked = labels.get(movement.movement, set()) | of_all
            for one in self.questions_of_movement(movement, book, drawn, among=asked) if asked else ():
                if one.is_broken:
                    broken |= {(movement.movement, one.rule.label), (None, one.rule.label)}
        return broken

    def _note_new_objections(self, before: BankMovement, after: BankMovement, book: Payments, case: Case) -> None:
        drawn = book.drawn_before(after)
        known = {one.rule.label for one in self.questions_of_movement(before, self.payments, drawn) if one.is_broken}
        for one in self.questions_of_movement(after, book, drawn):
            if one.rule.label not in known:
                one.put(case)

    def _unseen(
        self,
        movement: BankMovement,
        drawn: Timeline,
        noted: set[tuple[str | None, str]],
        *,
        among: Container[str] = MOVEMENT_LABELS,
    ) -> Iterator[Question]:
        """What is broken and not noted: beside an event that speaks of no movement it is noted of all of them."""
        for one in self.questions_of_movement(movement, self.payments, drawn, among=among):
            label = one.rule.label
            if one.is_broken and noted.isdisjoint({(movement.movement, label), (None, label)}):
                yield one

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
        for said in movement.said:
            for allocation in said.allocations:
                self.check_amount(allocation.amount, case)
            rules.sources_add_up(case, ALWAYS, allocations=said.allocations)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(PaymentMade)
    def payment_made(self, event: PaymentMade, entry: Entry) -> None:
        self.payments.currency = event.amount.currency
        if event.movement in self.payments.movements:
            self.payments.doubled.add(event.movement)
        on, position, events = entry.effective_on, entry.position, (entry.event_id,)
        self.payments.record(_movement(event, event.allocations, on=on, position=position, events=events))

    @when(PaymentReversed)
    def payment_reversed(self, event: PaymentReversed, entry: Entry) -> None:
        self.payments.reversals.add(event.reversal)
        movement = self.payments.movements.get(event.movement)
        if movement is not None:
            after = movement.without(Reversed(entry.effective_on, event.amount, event.reversal))
            self.payments.record(replace(after, events=(*movement.events, entry.event_id)))

    @when(PaymentAllocated)
    def payment_allocated(self, event: PaymentAllocated, entry: Entry) -> None:
        movement = self.payments.movements.get(event.movement)
        if movement is not None:
            after = movement.saying(event.allocations, on=entry.effective_on, position=entry.position)
            order, events = event.order or movement.order, (*movement.events, entry.event_id)
            self.payments.record(replace(after, order=order, events=events))


def _walk(book: Payments, labels: Mapping[str | None, set[str]]) -> Iterator[tuple[BankMovement, Timeline]]:
    """Every movement where something is asked of all, or what was drawn before; else those of which it is asked."""
    asked = set().union(*labels.values())
    if None in labels or rules.drawn_within_maximum.label in asked:
        yield from book.with_drawn_before()
        return
    for name in labels:
        if name is not None:
            yield book.movements[name], book.drawn


def _as_recorded_now(command: Movement, allocations: tuple[Allocation, ...], case: Case) -> BankMovement:
    """The movement as it will stand: after everything that is recorded already."""
    return _movement(command, allocations, on=case.day, position=sys.maxsize, events=())


def _movement(
    line: Movement, allocations: tuple[Allocation, ...], *, on: date | None, position: int, events: tuple[UUID, ...]
) -> BankMovement:
    return BankMovement(
        movement=line.movement,
        amount=line.amount,
        paid_on=on,
        position=position,
        order=line.order,
        counter_account=line.counter_account,
        events=events,
        said=(Said(on or date.min, position, allocations),) if allocations else (),
    )
