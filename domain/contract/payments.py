"""The orders and bank movements of one contract, and every sum over them: exact, pure, asked for any day.

What the bank took back was never a payment. A refund is money that the provider returns: it is not here, lowers no sum
here and opens no room (domain.md § 13.3).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeVar
from uuid import UUID

from domain.contract.events.drawing import Allocation, ApprovalRole, PaymentOrder
from domain.kernel.dated import Dated
from domain.kernel.money import Money, total

K = TypeVar("K")

EVER = date.max
"""As a day of a question: everything that is known, whatever its date."""

ROLES: frozenset[ApprovalRole] = frozenset({"operation orderer", "budget administrator", "chief accountant"})


@dataclass(frozen=True, slots=True)
class Consent:
    """Who approved an order, and on which day."""

    by: str
    on: date | None


@dataclass(slots=True)
class Order:
    """An order to pay and how far it has come."""

    terms: PaymentOrder
    ordered_by: str
    ordered_on: date | None
    approvals: dict[ApprovalRole, Consent] = field(default_factory=dict)
    exempted_on: date | None = None
    ended: Literal["rejected", "cancelled"] | None = None
    ended_on: date | None = None
    ended_at: int = 0
    """The position of the rejection or cancellation."""
    suspended: Dated[bool] = field(default_factory=Dated)

    def is_approved(self, on: date | None) -> bool | None:
        """Whether all three had approved by that day, or the order was let through without prior check."""
        if on is None:
            return None
        given = {role for role, consent in self.approvals.items() if (consent.on or date.min) <= on}
        return given == ROLES or (self.exempted_on is not None and self.exempted_on <= on)

    def had_ended_before(self, movement: "BankMovement") -> bool:
        """Whether the order was given up before the bank carried it out, by date and by what was known."""
        was_known = self.ended is not None and self.ended_at < movement.position
        return was_known and (self.ended_on or date.min) <= (movement.paid_on or date.min)


class Reversed(NamedTuple):
    """What the bank took back of a movement, and when."""

    on: date | None
    amount: Money


@dataclass(slots=True)
class BankMovement:
    """Money that left the account, what the bank took back of it, and what it is said to pay for."""

    movement: str
    amount: Money
    paid_on: date | None
    position: int
    order: str | None
    counter_account: str | None
    events: tuple[UUID, ...]
    """The events that speak of it: the payment, reversals, allocations."""
    said: Dated[tuple[Allocation, ...]] = field(default_factory=Dated)
    reversals: tuple[Reversed, ...] = ()

    def say(self, allocations: tuple[Allocation, ...], *, on: date | None, position: int) -> None:
        """From that day on this is what it pays for, at the earliest from the day of the movement itself."""
        day = max(on or date.min, self.paid_on or date.min)
        self.said.set(allocations, effective_on=day, position=position)

    @property
    def left(self) -> Money:
        """What of it is a payment: the amount without everything that the bank took back."""
        return self.left_on(EVER)

    def left_on(self, day: date) -> Money:
        if not self.reversals:
            return self.amount
        back = (r.amount for r in self.reversals if (r.on or date.min) <= day)
        return self.amount - total(back, self.amount.currency)

    def allocations_on(self, day: date) -> tuple[Allocation, ...]:
        """What it pays for as far as that is certain: nothing where a part came back and nobody said of which month."""
        said, left = self.said.on(day) or (), self.left_on(day)
        if total((a.amount for a in said), left.currency) == left:
            return said
        if len(said) == 1 and not left.is_zero:
            return (Allocation(month=said[0].month, amount=left, service=said[0].service),)
        return ()

    @property
    def unallocated(self) -> Money:
        return self.left - total((a.amount for a in self.allocations_on(EVER)), self.amount.currency)


class Step(NamedTuple):
    """From this day on so many minor units more are drawn, or ordered and not yet paid."""

    day: date
    drawn: int
    ordered: int


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much is committed and how much may be, on the day with the least room."""

    on: date
    drawn: Money
    ordered: Money
    maximum: Money

    @property
    def free(self) -> int:
        """In minor units; negative where more is committed than may be."""
        return self.maximum.minor - self.drawn.minor - self.ordered.minor

    @property
    def room(self) -> Money:
        return Money(max(0, self.free), self.maximum.currency)


def tightest(maximum: Dated[Money], on: date | None, steps: Iterable[Step]) -> Ceiling | None:
    """The day from `on` onwards with the least room; None where no maximum is known on one of these days.

    A back-dated payment also fills the days after it, so that together with what is already recorded there it must fit
    under the maximum of every later day as well.
    """
    first = on or date.min
    per_day: dict[date, tuple[int, int]] = {first: (0, 0)}
    for step in steps:
        day = max(first, step.day)
        drawn, ordered = per_day.get(day, (0, 0))
        per_day[day] = drawn + step.drawn, ordered + step.ordered
    for changed, _ in maximum:
        if changed is not None and changed > first:
            per_day.setdefault(changed, (0, 0))
    days = list(_ceilings(maximum, per_day))
    return None if None in days else min((day for day in days if day is not None), key=lambda c: c.free)


def _ceilings(maximum: Dated[Money], per_day: dict[date, tuple[int, int]]) -> Iterator[Ceiling | None]:
    drawn = ordered = 0
    for day in sorted(per_day):
        limit = maximum.on(day)
        drawn, ordered = drawn + per_day[day][0], ordered + per_day[day][1]
        if limit is None:
            yield None
        else:
            yield Ceiling(day, Money(drawn, limit.currency), Money(ordered, limit.currency), limit)


class Payments:
    """The book of one contract: orders and movements in the order in which they were recorded."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.movements: dict[str, BankMovement] = {}
        self.currency = "CZK"
        """That of the first order or movement; a structural rule keeps every later one in it."""
        self.reversals: set[str] = set()
        self.doubled: set[str] = set()
        """Orders, lines of the statement and claims that two entries made: only a correction can bring that about."""

    def with_movement(self, movement: BankMovement) -> "Payments":
        """The book as it would be with this movement added, or read in this new way; this one stays as it is."""
        book = Payments()
        book.orders, book.currency = self.orders, self.currency
        book.movements = {**self.movements, movement.movement: movement}
        return book

    # Orders -------------------------------------------------------------------------------------------------------

    def paid_on_order(self, order: str, *, before: BankMovement | None = None) -> Money:
        """What the movements of an order paid, or those of them that were recorded before the given one."""
        paid = 0
        for movement in self.movements.values():
            if before is not None and movement.movement == before.movement:
                break
            if movement.order == order:
                paid += movement.left.minor
        return Money(paid, self.orders[order].terms.amount.currency)

    def outstanding(self, order: str) -> Money:
        """What of an order is still to be paid; nothing once it was rejected or cancelled."""
        found = self.orders[order]
        return _rest(found.terms.amount, self.paid_on_order(order)) if found.ended is None else found.terms.amount * 0

    def outstanding_before(self, movement: BankMovement) -> Money | None:
        """What of its order was still to be paid when this movement came; None where it names no known order."""
        order = self.orders.get(movement.order or "")
        if order is None:
            return None
        if order.had_ended_before(movement):
            return order.terms.amount * 0
        return _rest(order.terms.amount, self.paid_on_order(order.terms.order, before=movement))

    def carried_out(self, order: str) -> Money:
        """What was paid on an order while it was open; a second payment of a paid order is not among it."""
        asked, paid = self.orders[order].terms.amount, 0
        for movement in self.movements.values():
            if movement.order == order and paid < asked.minor:
                paid += movement.left.minor
        return Money(paid, asked.currency)

    @property
    def ordered_open(self) -> Money:
        """What was ordered and is neither paid nor given up: it takes up room under the maximum."""
        return Money(sum(minor for _, minor in self._outstanding()), self.currency)

    def _outstanding(self) -> Iterator[tuple[Order, int]]:
        """What of each order is still to be paid, in minor units, with one pass over the movements."""
        paid: Counter[str | None] = Counter()
        for movement in self.movements.values():
            paid[movement.order] += movement.left.minor
        for name, order in self.orders.items():
            left = order.terms.amount.minor - paid[name]
            if left > 0 and order.ended is None:
                yield order, left

    def ordered_as_instalment(self, number: int) -> Money:
        """What was ordered as this line of the payment plan; of an order that was given up only what was paid."""
        orders = [(name, o) for name, o in self.orders.items() if o.terms.instalment == number]
        amounts = (o.terms.amount if o.ended is None else self.carried_out(name) for name, o in orders)
        return total(amounts, self.currency)

    # The maximum --------------------------------------------------------------------------------------------------

    def steps(self, *, before: BankMovement | None = None) -> Iterator[Step]:
        """What every movement adds to the drawn money, those recorded before the given one only."""
        for movement in self.movements.values():
            if before is not None and movement.movement == before.movement:
                return
            yield Step(movement.paid_on or date.min, movement.left.minor, 0)

    def steps_with_orders(self) -> Iterator[Step]:
        """The same with what is ordered and not yet paid."""
        yield from self.steps()
        for order, left in self._outstanding():
            yield Step(order.ordered_on or date.min, 0, left)

    # Sums ---------------------------------------------------------------------------------------------------------

    def drawn_on(self, day: date) -> Money:
        """What had left the account by that day, without what the bank had taken back by then."""
        return total((m.left_on(day) for m in self._paid_by(day)), self.currency)

    def unallocated_on(self, day: date) -> Money:
        """What of it nobody has said the service months of."""
        allocated = total((a.amount for m in self._paid_by(day) for a in m.allocations_on(day)), self.currency)
        return self.drawn_on(day) - allocated

    def by_service_year(self, day: date) -> dict[int, Money]:
        """Drawn money by the year of the service that it pays for."""
        return _sums((a.month.year, a.amount) for m in self._paid_by(day) for a in m.allocations_on(day))

    def by_service(self, day: date) -> dict[tuple[str, int], Money]:
        """Drawn money by registration number (empty where none is named) and service year."""
        return _sums(
            ((a.service or "", a.month.year), a.amount) for m in self._paid_by(day) for a in m.allocations_on(day)
        )

    def by_source(self, day: date) -> dict[str, Money]:
        """Drawn money by source: esf, state, region; what states no source counts as unstated."""
        parts = [part for m in self._paid_by(day) for a in m.allocations_on(day) for part in _shares(a)]
        return _sums([*parts, ("unstated", self.unallocated_on(day))])

    def by_cash_year(self, day: date) -> dict[int, Money]:
        """Drawn money by the year in which it left the account or the bank took it back; 0 is an unknown day."""
        out = [(m.paid_on.year if m.paid_on else 0, m.amount) for m in self._paid_by(day)]
        back = [
            (r.on.year if r.on else 0, -r.amount)
            for m in self._paid_by(day)
            for r in m.reversals
            if (r.on or date.min) <= day
        ]
        return _sums([*out, *back])

    def _paid_by(self, day: date) -> Iterator[BankMovement]:
        return (m for m in self.movements.values() if (m.paid_on or date.min) <= day)


def _rest(whole: Money, part: Money) -> Money:
    return whole - part if part < whole else whole * 0


def _shares(allocation: Allocation) -> Iterable[tuple[str, Money]]:
    if allocation.sources is None:
        return [("unstated", allocation.amount)]
    return allocation.sources.shares.items()


def _sums(parts: Iterable[tuple[K, Money]]) -> dict[K, Money]:
    found: dict[K, list[Money]] = defaultdict(list)
    for key, amount in parts:
        found[key].append(amount)
    sums = {key: total(amounts, amounts[0].currency) for key, amounts in found.items()}
    return {key: sums[key] for key in sorted(sums, key=str) if not sums[key].is_zero}
