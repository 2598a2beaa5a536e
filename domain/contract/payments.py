"""The orders and bank movements of one contract, and every sum over them: exact, pure, asked for any day.

What the bank took back was never a payment. A refund is money that the provider returns: it is not here, lowers no sum
here and opens no room (domain.md § 13.3).
"""

import copy
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Literal, NamedTuple, TypeVar
from uuid import UUID

from domain.contract.ceiling import Timeline
from domain.contract.events.drawing import Allocation, ApprovalRole, PaymentOrder
from domain.contract.open_orders import OpenOrders
from domain.kernel.dated import Dated
from domain.kernel.money import Money, total

K = TypeVar("K")

_POSITION = attrgetter("position")
_LAST_SAID = attrgetter("on", "position")

EVER = date.max
"""As a day of a question: everything that is known, whatever its date."""

ROLES: frozenset[ApprovalRole] = frozenset({"operation orderer", "budget administrator", "chief accountant"})


Ending = Literal["rejected", "cancelled"]
"""How an order is given up."""


@dataclass(slots=True)  # replaced, never changed, like a movement
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
    ended: Ending | None = None
    ended_on: date | None = None
    ended_at: int = 0
    """The position of the rejection or cancellation."""
    suspended: Dated[bool] = field(default_factory=Dated)

    @property
    def day(self) -> date:
        """The day of the order; one of unknown day comes before every other."""
        return self.ordered_on or date.min

    def is_approved(self, on: date | None) -> bool | None:
        """Whether all three had approved by that day, or the order was let through without prior check."""
        if on is None:
            return None
        given = {role for role, consent in self.approvals.items() if (consent.on or date.min) <= on}
        return given == ROLES or (self.exempted_on is not None and self.exempted_on <= on)

    def had_ended_before(self, movement: "BankMovement") -> bool:
        """Whether the order was given up before the bank carried it out, by date and by what was known."""
        was_known = self.ended is not None and self.ended_at < movement.position
        return was_known and (self.ended_on or date.min) <= movement.day


class Reversed(NamedTuple):
    """What the bank took back of a movement, when, and by which line of the statement."""

    on: date | None
    amount: Money
    line: str


class Said(NamedTuple):
    """From this day on this is what a movement pays for; of two of one day the later recorded holds."""

    on: date
    position: int
    allocations: tuple[Allocation, ...]


@dataclass(slots=True)  # replaced, never changed; to freeze each would double what it costs to read a history
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
    said: tuple[Said, ...] = ()
    reversals: tuple[Reversed, ...] = ()

    def saying(self, allocations: tuple[Allocation, ...], *, on: date | None, position: int) -> "BankMovement":
        """From that day on this is what it pays for, at the earliest from the day of the movement itself."""
        return replace(self, said=(*self.said, Said(max(on or date.min, self.day), position, allocations)))

    def without(self, back: Reversed) -> "BankMovement":
        """The bank took this back."""
        return replace(self, reversals=(*self.reversals, back))

    @property
    def day(self) -> date:
        """The day of the movement; one of unknown day comes before every other."""
        return self.paid_on or date.min

    @property
    def left(self) -> Money:
        """What of it is a payment: the amount without everything that the bank took back."""
        return self.left_on(EVER)

    @property
    def left_minor(self) -> int:
        """The same in minor units."""
        if not self.reversals:
            return self.amount.minor
        return self.amount.minor - sum(back.amount.minor for back in self.reversals)

    def left_on(self, day: date) -> Money:
        if not self.reversals:
            return self.amount
        back = (r.amount for r in self.reversals if (r.on or date.min) <= day)
        return self.amount - total(back, self.amount.currency)

    def allocations_on(self, day: date) -> tuple[Allocation, ...]:
        """What it pays for as far as that is certain: nothing where a part came back and nobody said of which month."""
        told = max((one for one in self.said if one.on <= day), key=_LAST_SAID, default=None)
        said, left = told.allocations if told else (), self.left_on(day)
        if total((a.amount for a in said), left.currency) == left:
            return said
        if len(said) == 1 and not left.is_zero:
            return (Allocation(month=said[0].month, amount=left, service=said[0].service),)
        return ()

    @property
    def is_allocated(self) -> bool:
        """Whether it is certain what it pays for: of all of it or, as `allocations_on` says, of nothing."""
        told = max(self.said, key=_LAST_SAID).allocations if self.said else ()
        left = self.left_minor
        return len(told) == 1 or left == 0 or left == sum(one.amount.minor for one in told)

    @property
    def unallocated(self) -> Money:
        return self.left * 0 if self.is_allocated else self.left


class Payments:
    """The book of one contract: orders and movements in the order in which they were recorded.

    What every command asks for is not added up anew: `take_order`, `end_order` and `record` keep the sums.
    """

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.movements: dict[str, BankMovement] = {}
        self.currency = "CZK"
        """That of the first order or movement; a structural rule keeps every later one in it."""
        self.reversals: set[str] = set()
        self.doubled: set[str] = set()
        """Orders, lines of the statement and claims that two entries made: only a correction can bring that about."""
        self.drawn = Timeline()
        """What the movements drew."""
        self.waiting = Timeline()
        """What is ordered and neither paid nor given up."""
        self.spoken_of: dict[UUID, str] = {}
        """The movement that an event speaks of."""
        self.paying: dict[str, tuple[BankMovement, ...]] = {}
        """The movements of an order, whether it is known or not, as they were recorded."""
        self.unpaid: dict[str, int] = {}
        """What of each known order is still to be paid, in minor units."""
        self.open = OpenOrders()

    # Taken in -----------------------------------------------------------------------------------------------------

    def take_order(self, name: str, order: Order) -> None:
        if name in self.orders:
            self.doubled.add(name)
            self.waiting.add(self.orders[name].day, -self.unpaid.pop(name))
        self.orders[name] = order
        self._tell_unpaid(name)

    def end_order(self, name: str, how: Ending, *, on: date | None, position: int) -> None:
        """It was rejected or cancelled; nothing where no such order is known."""
        if name in self.orders:
            order = self.orders[name]
            order.ended, order.ended_on, order.ended_at = how, on, position
            self._tell_unpaid(name)

    def record(self, movement: BankMovement) -> None:
        """A movement is added, or one that is known is read in this new way at its old place."""
        before = self.movements.get(movement.movement)
        self.movements[movement.movement] = movement
        for event in movement.events:
            self.spoken_of[event] = movement.movement
        if before is not None:
            self.drawn.add(before.day, -before.left_minor)
            self._link(before.order, movement)
        self.drawn.add(movement.day, movement.left_minor)
        self._link(movement.order, movement)

    def _link(self, name: str | None, movement: BankMovement) -> None:
        """The movement carries out this order, or no longer does."""
        if name is None:
            return
        paying = [m for m in self.paying.get(name, ()) if m.movement != movement.movement]
        if movement.order == name:
            insort(paying, movement, key=_POSITION)
        self.paying[name] = tuple(paying)
        if name in self.orders:
            self._tell_unpaid(name)

    def _tell_unpaid(self, name: str) -> None:
        order, before, movements = self.orders[name], self.unpaid.get(name, 0), self.carrying_out(name)
        rest = 0 if order.ended is not None else order.terms.amount.minor
        for movement in movements if rest else ():
            rest -= movement.left_minor
        self.unpaid[name] = rest = max(0, rest)
        self.waiting.add(order.day, rest - before)
        if rest and not movements:
            self.open.wait(name, order.terms)
        elif rest or not all(m.is_allocated for m in movements):
            self.open.begin(name)
        else:
            self.open.close(name)

    def with_movement(self, movement: BankMovement) -> "Payments":
        """The book as it would be with this movement recorded; this one stays as it is."""
        book = copy.copy(self)
        book.movements, book.spoken_of = self.movements.copy(), self.spoken_of.copy()
        book.drawn, book.waiting = self.drawn.copy(), self.waiting.copy()
        book.paying, book.unpaid = self.paying.copy(), self.unpaid.copy()
        book.open = self.open.copy()
        book.record(movement)
        return book

    # Orders -------------------------------------------------------------------------------------------------------

    def carrying_out(self, order: str) -> tuple[BankMovement, ...]:
        """The movements that name an order, in the order in which they were recorded."""
        return self.paying.get(order, ())

    def outstanding(self, order: str) -> Money:
        """What of an order is still to be paid; nothing once it was rejected or cancelled."""
        return Money(self.unpaid[order], self.orders[order].terms.amount.currency)

    def outstanding_before(self, movement: BankMovement) -> Money | None:
        """What of its order was still to be paid when this movement came; None where it names no known order."""
        order = self.orders.get(movement.order or "")
        if order is None:
            return None
        if order.had_ended_before(movement):
            return order.terms.amount * 0
        earlier = takewhile(lambda m: m.movement != movement.movement, self.carrying_out(order.terms.order))
        rest = order.terms.amount.minor - sum(m.left_minor for m in earlier)
        return Money(max(0, rest), order.terms.amount.currency)

    def carried_out(self, order: str) -> Money:
        """What was paid on an order while it was open; a second payment of a paid order is not among it."""
        asked, paid = self.orders[order].terms.amount, 0
        for movement in self.carrying_out(order):
            if paid < asked.minor:
                paid += movement.left_minor
        return Money(paid, asked.currency)

    @property
    def ordered_open(self) -> Money:
        """What was ordered and is neither paid nor given up: it takes up room under the maximum."""
        return Money(self.waiting.total, self.currency)

    def ordered_open_on(self, day: date) -> Money:
        """What had been ordered by that day and was then neither paid nor given up."""
        return total((self._outstanding_on(day, name, order) for name, order in self.orders.items()), self.currency)

    def _outstanding_on(self, day: date, name: str, order: Order) -> Money:
        asked = order.terms.amount
        if day < order.day or (order.ended is not None and (order.ended_on or date.min) <= day):
            return asked * 0
        paid = total((m.left_on(day) for m in self.carrying_out(name) if m.day <= day), asked.currency)
        return max(asked - paid, asked * 0)

    def ordered_as_instalment(self, number: int) -> Money:
        """What was ordered as this line of the payment plan; of an order that was given up only what was paid."""
        orders = [(name, o) for name, o in self.orders.items() if o.terms.instalment == number]
        amounts = (o.terms.amount if o.ended is None else self.carried_out(name) for name, o in orders)
        return total(amounts, self.currency)

    # The maximum --------------------------------------------------------------------------------------------------

    def drawn_before(self, movement: BankMovement) -> Timeline:
        """What was drawn by the movements that were recorded before this one."""
        drawn = self.drawn.copy()
        for later in reversed(self.movements.values()):
            drawn.add(later.day, -later.left_minor)
            if later.movement == movement.movement:
                break
        return drawn

    def with_drawn_before(self) -> Iterator[tuple[BankMovement, Timeline]]:
        """Every movement with the same; the timeline grows on when the next movement is asked for."""
        drawn = Timeline()
        for movement in self.movements.values():
            yield movement, drawn
            drawn.add(movement.day, movement.left_minor)

    # Sums ---------------------------------------------------------------------------------------------------------

    def drawn_on(self, day: date) -> Money:
        """What had left the account by that day, without what the bank had taken back by then."""
        if day == EVER:
            return Money(self.drawn.total, self.currency)
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
