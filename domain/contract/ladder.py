"""What is asked about every payment, in the order in which a lawyer would object.

An order (ours) and a movement (a fact) stand on the same ladder. The rules look at the day of the order or of the
movement, whenever it is recorded.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.contract.checks import Checks
from domain.contract.events.drawing import Allocation, PaymentOrder
from domain.contract.payments import EVER, BankMovement, Ceiling, Payments, tightest
from domain.contract.rules import drawing as rules
from domain.contract.rules.conclusion import four_preconditions
from domain.kernel.case import Case
from domain.kernel.money import Money
from domain.kernel.question import Question, question


class Ladder(Checks):
    """The questions about an order and about a movement. Nothing here changes the state."""

    # An order -----------------------------------------------------------------------------------------------------

    def questions_of_order(self, asked: PaymentOrder, on: date | None) -> Iterator[Question]:
        """First whether anything may be paid, then for what, then how much, then the papers."""
        yield from self._standing(on)
        if self.void or not self.is_concluded:
            return
        yield self._suspension(None, on)
        if not any(order.ended is None for order in self.payments.orders.values()):
            yield self._preconditions(on)
        yield from self._purpose(asked.allocations, on)
        yield self._room(asked, on)
        yield self._settlement(asked.allocations, on)
        yield from self._account(asked.account, on)
        yield from self._plan(asked, on)

    def _room(self, asked: PaymentOrder, on: date | None) -> Question:
        ceiling = self.ceiling(on)
        nothing = asked.amount * 0
        return question(
            rules.drawn_within_maximum,
            on,
            drawn=ceiling.drawn if ceiling else None,
            ordered=ceiling.ordered if ceiling else nothing,
            asked=asked.amount,
            maximum=ceiling.maximum if ceiling else None,
            room=ceiling.room if ceiling else None,
            fullest_on=ceiling.on if ceiling else None,
        )

    def _plan(self, asked: PaymentOrder, on: date | None) -> Iterator[Question]:
        plan = self.payment_plan.on(on)
        if asked.instalment is None or not plan:
            return
        planned = next((line for line in plan if line.number == asked.instalment), None)
        yield question(
            rules.instalment_as_planned,
            on,
            instalment=asked.instalment,
            planned=planned.amount if planned else None,
            ordered=self.payments.ordered_as_instalment(asked.instalment),
            asked=asked.amount,
        )
        if planned is not None and planned.after_report is not None:
            yield question(
                rules.instalment_after_report,
                on,
                instalment=asked.instalment,
                after_report=planned.after_report,
                is_accepted=self.is_report_accepted(planned.after_report, on),
            )

    # A movement ---------------------------------------------------------------------------------------------------

    def questions_of_movement(self, movement: BankMovement, book: Payments) -> Iterator[Question]:
        """The same of a movement as `book` shows it; nothing of one that the bank took back entirely."""
        if movement.left.is_zero:
            return
        on = movement.paid_on
        yield from self._standing(on)
        if self.void or not self.is_concluded:
            return
        yield self._suspension(movement.order, on)
        said = movement.allocations_on(EVER)
        yield from self._purpose(said, on)
        yield self._excess(movement, book)
        yield self._settlement(said, on)
        yield from self._account(movement.counter_account, on)
        yield from self._carries_out(movement, book)
        yield question(rules.payment_states_months, on, unallocated=movement.unallocated)

    def _excess(self, movement: BankMovement, book: Payments) -> Question:
        """Against what was recorded before it; orders are not counted, for they are not paid."""
        ceiling = tightest(self.maximum, movement.paid_on, book.steps(before=movement))
        is_known = self.is_paid_known and ceiling is not None
        return question(
            rules.drawn_within_maximum,
            movement.paid_on,
            drawn=ceiling.drawn if ceiling and is_known else None,
            ordered=movement.amount * 0,
            asked=movement.left,
            maximum=ceiling.maximum if ceiling else None,
            excess=_excess(movement, ceiling) if ceiling else None,
            movement=movement.movement,
        )

    def _carries_out(self, movement: BankMovement, book: Payments) -> Iterator[Question]:
        on = movement.paid_on
        order = book.orders.get(movement.order or "")
        outstanding = book.outstanding_before(movement)
        has_order = question(
            rules.payment_has_order,
            on,
            order=movement.order,
            is_approved=self._is_approved(movement, book),
            outstanding=outstanding,
        )
        yield has_order
        if order is not None and outstanding is not None and not outstanding.is_zero:
            carried_out = book.carried_out(order.terms.order)
            is_given_up = order.ended is not None and carried_out < order.terms.amount
            ordered = carried_out if is_given_up else order.terms.amount
            yield question(rules.amount_as_ordered, on, order=movement.order, ordered=ordered, paid=carried_out)

    def _is_approved(self, movement: BankMovement, book: Payments) -> bool | None:
        """None where the order may lie in the papers from before the takeover."""
        order = book.orders.get(movement.order or "")
        if order is not None:
            return order.is_approved(movement.paid_on)
        return None if self.is_taken_over else False

    # Both ---------------------------------------------------------------------------------------------------------

    def _standing(self, on: date | None) -> Iterator[Question]:
        yield question(rules.payment_on_valid_contract, on, is_void=self.void)
        if self.void:
            return
        yield question(
            rules.payment_after_conclusion, on, day=on, is_concluded=self.is_concluded, concluded_on=self.concluded_on
        )
        if not self.is_concluded:
            return
        yield self._effect(on)
        yield question(rules.payment_before_closing, on, day=on, closed_on=self.closed_on)

    def _effect(self, on: date | None) -> Question:
        """The law of the day of conclusion decides; unknown, it is silent and the conclusion itself is asked about."""
        first_day = self.effective_from
        return question(
            rules.payment_after_effect,
            self.concluded_on,
            has_effect=self.effect(on).decided,
            day=on,
            concluded_on=self.concluded_on,
            published_on=self.published_on,
            effective_from=first_day,
            days_before_effect=max(0, (first_day - on).days) if first_day and on else None,
        )

    def _suspension(self, order: str | None, on: date | None) -> Question:
        return question(rules.payment_not_suspended, on, order=order, is_suspended=self.is_suspended(order, on))

    def is_suspended(self, order: str | None, on: date | None) -> bool:
        """Whether everything on this contract, or this order, was held back on that day."""
        found = self.payments.orders.get(order or "")
        return bool(self.payments_suspended.on(on)) or (found is not None and bool(found.suspended.on(on)))

    def _preconditions(self, on: date | None) -> Question:
        verified = self.preconditions
        return question(
            four_preconditions,
            on,
            programme=self.programme,
            registered=verified.registered.holds if verified else None,
            in_network=verified.in_network.holds if verified else None,
            sgei_vp=verified.sgei_vp.holds if verified else None,
            mandated=verified.mandated.holds if verified else None,
        )

    def _purpose(self, allocations: Sequence[Allocation], on: date | None) -> Iterator[Question]:
        months = tuple(sorted({a.month for a in allocations}))
        period = self.period.on(on)
        yield question(rules.service_month_within_period, on, months=months, period=period)
        yield question(rules.service_month_before_termination, on, months=months, terminated_on=self.terminated_on)
        if self.services:
            named = tuple(dict.fromkeys(a.service for a in allocations))
            services = tuple(service.registration for service in self.services)
            yield question(rules.payment_names_service, on, named=named, services=services)

    def _account(self, account: str | None, on: date | None) -> Iterator[Question]:
        """Nothing is asked where the contract names no account; of an old contract that is not known."""
        agreed = self.account_agreed.on(on)
        if agreed is not None or self.is_taken_over:
            yield question(rules.account_agreed, on, account=account, agreed=agreed)

    def _settlement(self, allocations: Sequence[Allocation], on: date | None) -> Question:
        keys = {(self.service_key(a.service), a.month.year) for a in allocations}
        settled = {year for service, year in keys if self.is_settled(service, year, on)}
        years = tuple(sorted({year for _, year in keys}))
        return question(rules.year_not_settled, on, years=years, settled=tuple(sorted(settled)))


def _excess(movement: BankMovement, ceiling: Ceiling) -> Money:
    """By how much this movement goes beyond the maximum; never more than the movement itself."""
    above = ceiling.drawn + movement.left - ceiling.maximum
    return movement.amount * 0 if above.is_negative else min(above, movement.left)


def put_all(questions: Iterator[Question], case: Case) -> None:
    """Ask every one, so that all that speaks against a payment is named."""
    for one in questions:
        one.put(case)
