"""Clerks who order money of one service-year through several contracts at once: the sum never passes the ceiling."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from application.errors import Conflict
from domain.kernel.money import Money, czk
from domain.kernel.rule import Refused
from tests.scenarios.entrusted import ACCOUNT, LIVING, MANDATE, allocations, conclude, entrust, mandate
from tests.scenarios.office import Office, codes, kc

NUMBERS = tuple(f"OLP/93{n:02}/2018" for n in range(4))


@pytest.fixture
def offices(ledger_url: str) -> Iterator[tuple[Office, Office]]:
    """Two programs on one store: a mandate with a million for 2018, and four contracts under it."""
    both = Office(ledger_url), Office(ledger_url)
    for office in both:
        office.it_is("2018-01-03")
    entrust(both[0])
    for number in NUMBERS:
        conclude(both[0], number)
        both[0].do("contract.name-mandate", number, mandate=MANDATE)
    yield both
    for office in both:
        office.close()


def order(office: Office, number: int) -> tuple[str, ...]:
    """A clerk orders 200 000 on one of the contracts; the codes under which that was refused, none where it was taken.

    Whoever meets too many other writers tries again.
    """
    said: dict[str, Any] = {
        "amount": kc(200_000),
        "allocations": allocations({"2018-01": 200_000}, None),
        "account": ACCOUNT,
    }
    while True:
        try:
            office.do("contract.order-payment", NUMBERS[number % 4], order=f"o-{number}", person=f"p-{number}", **said)
        except Conflict:
            continue
        except Refused as refused:
            return refused.codes
        return ()


def pay(office: Office, number: int) -> list[str]:
    """A line of the bank statement; what is wrong about it."""
    parts = allocations({"2018-01": 200_000}, None)
    said: dict[str, Any] = {
        "movement": f"m-{number}",
        "amount": kc(200_000),
        "allocations": parts,
        "counter_account": ACCOUNT,
    }
    while True:
        try:
            return codes(office.do("contract.record-movement", NUMBERS[number % 4], person=f"p-{number}", **said))
        except Conflict:
            continue


def test_orders_at_once_take_the_room_and_not_a_haler_more(offices: tuple[Office, Office]) -> None:
    """Twelve orders of 200 000 through two programs and four contracts: five are taken, seven refused."""
    with ThreadPoolExecutor(4) as clerks:
        answers = list(clerks.map(lambda number: order(offices[number % 2], number), range(12)))
    assert sorted(answers) == [()] * 5 + [("mandate.public-money-within-compensation",)] * 7
    state = mandate(offices[0])
    assert (state.room(2018, LIVING), state.book(LIVING, 2018).committed_in_all()) == (Money(0), czk(1_000_000))


def test_payments_at_once_pass_the_ceiling_but_not_unnoticed(offices: tuple[Office, Office]) -> None:
    """Of seven movements of 200 000 two come when a million is paid: both are recorded, with the risk."""
    with ThreadPoolExecutor(4) as clerks:
        answers = list(clerks.map(lambda number: pay(offices[number % 2], number), range(7)))
    assert sorted(answers) == [["NO_ORDER"]] * 5 + [["NO_ORDER", "OVER_COMPENSATION_RISK"]] * 2
    assert mandate(offices[0]).book(LIVING, 2018).public_money() == czk(1_400_000)


def test_a_correction_sees_what_another_program_has_written_since(offices: tuple[Office, Office]) -> None:
    """The second program knows the contract as it was before it named its mandate, and takes an order back."""
    here, there = offices
    conclude(here, "OLP/9399/2018")
    seen = there.parts.engine.states.get(there.contract("OLP/9399/2018").id)
    here.do("contract.name-mandate", "OLP/9399/2018", mandate=MANDATE)
    said: dict[str, Any] = {
        "amount": kc(1_000),
        "allocations": allocations({"2018-01": 1_000}, None),
        "account": ACCOUNT,
    }
    ordered = here.do("contract.order-payment", "OLP/9399/2018", order="o-1", **said)
    assert seen.version < ordered.entries[0].originator_version
    taken = there.do("entry.take-back", "OLP/9399/2018", reason="omyl", entry=ordered.entries[0].event_id)
    assert taken.entries[0].event.topic == "entry.taken-back"
