"""What is still ordered, read from the book's own sums, is what every order says one by one."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.contract.contract import Contract
from domain.contract.events.drawing import Allocation, PaymentOrder
from domain.contract.events.entrustment import MandateNaming
from domain.contract.payloads import ServiceRef
from domain.contract.payments import BankMovement, Order, Payments, Reversed
from domain.contract.told import Amounts, Cover, ServiceYear, added_up
from domain.kernel.ids import derived_id
from domain.kernel.money import Money
from domain.kernel.period import Month
from domain.kernel.registry import RegistrationNumber
from domain.mandate.mandate import Mandate

DAY = date(2018, 4, 1)
OLD, NEW = derived_id("spec", "old mandate"), derived_id("spec", "new mandate")
MONTHS = (Month(2018, 5), Month(2018, 6), Month(2019, 1))
SERVICES: tuple[RegistrationNumber | None, ...] = (None, RegistrationNumber("3596108"), RegistrationNumber("5563434"))

PARTS = st.lists(
    st.builds(
        Allocation,
        month=st.sampled_from(MONTHS),
        amount=st.integers(1, 5).map(Money),
        service=st.sampled_from(SERVICES),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
NAMES = st.sampled_from(["o1", "o2", "o3", "o4"])
ENDS: st.SearchStrategy[Literal["cancelled"]] = st.just("cancelled")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), NAMES, PARTS, st.integers(0, 1)),
        st.tuples(st.just("pay"), NAMES, PARTS, st.integers(0, 2)),
        st.tuples(st.just("reverse"), NAMES, PARTS, st.integers(1, 3)),
        st.tuples(st.just("end"), NAMES, PARTS, st.just(0)),
    ),
    max_size=12,
)
Step = tuple[str, str, tuple[Allocation, ...], int]


def book_of(steps: Sequence[Step]) -> Payments:
    """Orders whose parts add up or, as after a correction, do not; payments allocated or not; reversals; ends."""
    book = Payments()
    for number, (what, name, parts, more) in enumerate(steps):
        amount = Money(sum(one.amount.minor for one in parts) + more)
        if what == "order":
            terms = PaymentOrder(order=name, amount=amount, allocations=parts, account="19-1/0800")
            book.take_order(name, Order(terms, "p-clerk", DAY))
        elif what == "pay":
            book.record(_movement(f"m{number}", amount, name, parts, number))
        elif what == "reverse" and book.carrying_out(name):
            book.record(book.carrying_out(name)[-1].without(Reversed(DAY, Money(more), f"r{number}")))
        elif what == "end":
            book.end_order(name, "cancelled", on=DAY, position=number)
    return book


def _movement(line: str, amount: Money, order: str, parts: tuple[Allocation, ...], number: int) -> BankMovement:
    movement = BankMovement(line, amount, DAY, number, order, None, ())
    return movement.saying(parts, on=DAY, position=number) if number % 3 else movement


def cover() -> Cover:
    """Two mandates, the one until May 2018, the other from June on."""
    old, new = Mandate(OLD), Mandate(NEW)
    old.first_day, old.last_day = date(2017, 1, 1), date(2018, 5, 31)
    new.first_day, new.last_day = date(2018, 6, 1), date(2020, 12, 31)
    namings = (MandateNaming(mandate=OLD), MandateNaming(mandate=NEW))
    services = tuple(ServiceRef(registration=one) for one in SERVICES if one)
    return Cover(UUID(int=1), services, (), namings, {OLD: old, NEW: new})


def one_by_one(book: Payments, asked: Cover, *, given_up: str | None) -> Amounts:
    """What every order says, each by itself."""
    found: list[tuple[ServiceYear, Money]] = []
    for name, order in book.orders.items():
        is_ended = order.ended is not None or name == given_up
        found += asked.still_ordered(order, book.carrying_out(name), is_ended=is_ended).items()
    return added_up(found)


@given(STEPS, st.one_of(st.none(), NAMES))
def test_what_is_still_ordered_is_what_every_order_says(steps: list[Step], given_up: str | None) -> None:
    book, asked = book_of(steps), cover()
    named = given_up if given_up in book.orders else None
    assert Contract(UUID(int=1)).still_ordered(book, asked, given_up=named) == one_by_one(book, asked, given_up=named)


@given(STEPS)
def test_a_book_with_a_further_movement_leaves_the_first_as_it_is(steps: list[Step]) -> None:
    book, same = book_of(steps), book_of(steps)
    amount = Money(3)
    movement = _movement("new", amount, "o1", (Allocation(month=MONTHS[0], amount=amount),), 1)
    after = book.with_movement(movement)
    assert book.open == same.open
    same.record(movement)
    assert after.open == same.open
