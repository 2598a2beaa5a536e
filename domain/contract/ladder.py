"""What is asked about every payment, in the order in which a lawyer would object.

An order (ours) and a movement (a fact) stand on the same ladder. The rules look at the day of the order or of the
movement, whenever it is recorded.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date

from domain.contract.ceiling import Ceiling, Timeline, tightest, tightest_known, tightest_lowered
from domain.contract.checks import Checks
from domain.contract.events.drawing import Allocation, PaymentOrder
from domain.contract.payments import EVER, BankMovement, Payments
from domain.contract.rules import drawing as rules
from domain.contract.rules.amendments import lowered_maximum_covers_drawn
from domain.contract.rules.conclusion import four_preconditions
from domain.contract.rules.order import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.question import Question, question
from domain.kernel.rule import Rule
from domain.kernel.stamp import AnomalyRef

MOVEMENT_RULES: tuple[Rule[...], ...] = (
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

Rung = Callable[[], Question | None]
"""A question that is made when it is asked; None where there is nothing to ask."""


class Ladder(Checks):
    """The questions about an order and about a movement. Nothing here changes the state."""

    # An order -----------------------------------------------------------------------------------------------------

    def questions_of_order(self, asked: PaymentOrder, on: date | None) -> Iterator[Question]:
        """First whether anything may be paid, then for what, then how much, then the papers."""
        yield self._valid(on)
        if self.void:
            return
        yield self._concluded(on)
        if not self.is_concluded:
            return
        yield self._effect(on)
        yield self._before_closing(on)
        yield self._suspension(None, on)
        if not any(order.ended is None for order in self.payments.orders.values()):
            yield self._preconditions(on)
        yield self._within_period(asked.allocations, on)
        yield self._before_termination(asked.allocations, on)
        yield from _there(self._names_service(asked.allocations, on))
        yield self._room(asked, on)
        yield self._settlement(asked.allocations, on)
        yield from _there(self._account(asked.account, on))
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

    def questions_of_movement(
        self, movement: BankMovement, book: Payments, drawn: Timeline, *, among: Container[str] = MOVEMENT_LABELS
    ) -> Iterator[Question]:
        """The same of a movement as `book` shows it; nothing of one that the bank took back entirely.

        `drawn` is what the movements before it drew. Only questions with a label in `among` are made.
        """
        for rule, rung in self._rungs(movement, book, drawn):
            if rule.label in among:
                yield from _there(rung())

    def _rungs(self, movement: BankMovement, book: Payments, drawn: Timeline) -> Iterator[tuple[Rule[...], Rung]]:
        if movement.left.is_zero:
            return
        on, said = movement.paid_on, movement.allocations_on(EVER)
        yield rules.payment_on_valid_contract, lambda: self._valid(on)
        if self.void:
            return
        yield rules.payment_after_conclusion, lambda: self._concluded(on)
        if not self.is_concluded:
            return
        yield rules.payment_after_effect, lambda: self._effect(on)
        yield rules.payment_before_closing, lambda: self._before_closing(on)
        yield rules.payment_not_suspended, lambda: self._suspension(movement.order, on)
        yield rules.service_month_within_period, lambda: self._within_period(said, on)
        yield rules.service_month_before_termination, lambda: self._before_termination(said, on)
        yield rules.payment_names_service, lambda: self._names_service(said, on)
        yield rules.drawn_within_maximum, lambda: self._excess(movement, drawn)
        yield rules.year_not_settled, lambda: self._settlement(said, on)
        yield rules.account_agreed, lambda: self._account(movement.counter_account, on)
        yield rules.payment_has_order, lambda: self._has_order(movement, book)
        yield rules.amount_as_ordered, lambda: self._as_much(movement, book)
        yield rules.payment_states_months, lambda: self._states_months(movement)

    def _excess(self, movement: BankMovement, drawn: Timeline) -> Question:
        """Orders are not counted, for they are not paid; of an old contract what is known to be paid."""
        ceiling = tightest(self.maximum, movement.paid_on, drawn)
        return question(
            rules.drawn_within_maximum,
            movement.paid_on,
            drawn=ceiling.drawn if ceiling else None,
            ordered=movement.amount * 0,
            asked=movement.left,
            maximum=ceiling.maximum if ceiling else None,
            excess=_excess(movement, ceiling) if ceiling else None,
            movement=movement.movement,
        )

    def _has_order(self, movement: BankMovement, book: Payments) -> Question:
        return question(
            rules.payment_has_order,
            movement.paid_on,
            order=movement.order,
            is_approved=self._is_approved(movement, book),
            outstanding=book.outstanding_before(movement),
        )

    def _as_much(self, movement: BankMovement, book: Payments) -> Question | None:
        """Asked while the order waited to be paid; of one that was given up no more is expected than was paid."""
        order, outstanding = book.orders.get(movement.order or ""), book.outstanding_before(movement)
        if order is None or outstanding is None or outstanding.is_zero:
            return None
        carried_out = book.carried_out(order.terms.order)
        is_given_up = order.ended is not None and carried_out < order.terms.amount
        ordered = carried_out if is_given_up else order.terms.amount
        return question(
            rules.amount_as_ordered, movement.paid_on, order=movement.order, ordered=ordered, paid=carried_out
        )

    def _states_months(self, movement: BankMovement) -> Question:
        return question(rules.payment_states_months, movement.paid_on, unallocated=movement.unallocated)

    def _is_approved(self, movement: BankMovement, book: Payments) -> bool | None:
        """None where the order may lie in the papers from before the takeover."""
        order = book.orders.get(movement.order or "")
        if order is not None:
            return order.is_approved(movement.paid_on)
        return None if self.is_taken_over else False

    # The maximum --------------------------------------------------------------------------------------------------

    def questions_of_lowered_maximum(self, *, before: Dated[Money]) -> Iterator[Question]:
        """On the fullest of the days on which it is lower than before; what was paid may not be known."""
        book = self.payments
        fullest = tightest_lowered(self.maximum, book.drawn, book.waiting, before=before)
        if fullest is not None:
            yield question(
                lowered_maximum_covers_drawn,
                ALWAYS,
                drawn=fullest.drawn if self.is_paid_known else None,
                ordered=fullest.ordered,
                maximum=fullest.maximum,
                fullest_on=None if fullest.on == date.min else fullest.on,
            )

    def covered(self, drawn: Timeline, ordered: Timeline) -> tuple[AnomalyRef, ...]:
        """What was noted of a lowered maximum, where it covers all of this."""
        fullest = tightest_known(self.maximum, drawn, ordered)
        is_covered = fullest is None or fullest.free >= 0
        return self.anomalies_of(lowered_maximum_covers_drawn.label) if is_covered else ()

    # Both ---------------------------------------------------------------------------------------------------------

    def _valid(self, on: date | None) -> Question:
        return question(rules.payment_on_valid_contract, on, is_void=self.void)

    def _concluded(self, on: date | None) -> Question:
        return question(
            rules.payment_after_conclusion, on, day=on, is_concluded=self.is_concluded, concluded_on=self.concluded_on
        )

    def _before_closing(self, on: date | None) -> Question:
        return question(rules.payment_before_closing, on, day=on, closed_on=self.closed_on)

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

    def _within_period(self, allocations: Sequence[Allocation], on: date | None) -> Question:
        return question(rules.service_month_within_period, on, months=_months(allocations), period=self.period.on(on))

    def _before_termination(self, allocations: Sequence[Allocation], on: date | None) -> Question:
        months, last_day = _months(allocations), self.terminated_on
        return question(rules.service_month_before_termination, on, months=months, terminated_on=last_day)

    def _names_service(self, allocations: Sequence[Allocation], on: date | None) -> Question | None:
        if not self.services:
            return None
        named = tuple(dict.fromkeys(a.service for a in allocations))
        services = tuple(service.registration for service in self.services)
        return question(rules.payment_names_service, on, named=named, services=services)

    def _account(self, account: str | None, on: date | None) -> Question | None:
        """Nothing is asked where the contract names no account; of an old contract that is not known."""
        agreed = self.account_agreed.on(on)
        if agreed is None and not self.is_taken_over:
            return None
        return question(rules.account_agreed, on, account=account, agreed=agreed)

    def _settlement(self, allocations: Sequence[Allocation], on: date | None) -> Question:
        keys = {(self.service_key(a.service), a.month.year) for a in allocations}
        settled = {year for service, year in keys if self.is_settled(service, year, on)}
        years = tuple(sorted({year for _, year in keys}))
        return question(rules.year_not_settled, on, years=years, settled=tuple(sorted(settled)))


def _excess(movement: BankMovement, ceiling: Ceiling) -> Money:
    """By how much this movement goes beyond the maximum; never more than the movement itself."""
    above = ceiling.drawn + movement.left - ceiling.maximum
    return movement.amount * 0 if above.is_negative else min(above, movement.left)


def _months(allocations: Sequence[Allocation]) -> tuple[Month, ...]:
    return tuple(sorted({a.month for a in allocations}))


def _there(one: Question | None) -> Iterator[Question]:
    if one is not None:
        yield one
