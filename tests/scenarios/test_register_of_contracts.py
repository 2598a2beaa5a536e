"""Scenario 1: the day the sanction of the register of contracts began (340/2015 §§ 5, 6, 7)."""

from datetime import date
from typing import Any

import pytest

from domain.contract.payloads import PublicationDuty
from domain.kernel.answer import Answer
from tests.scenarios.office import Office, anomaly, closed, codes, kc

A, B = "OLP/9001/2017", "OLP/9002/2017"


@pytest.fixture
def two_contracts(office: Office) -> Office:
    """The same text and sum, concluded on the last day before and the first day after the sanction began."""
    office.it_is("2017-07-03")
    for number, concluded in ((A, "2017-06-30"), (B, "2017-07-03")):
        office.do(
            "contract.record-conclusion",
            on=concluded,
            number=number,
            regime="tender",
            provider="Provider",
            maximum=kc(2_400_000),
            period={"start": "2017-07-01" if number == A else "2017-07-03", "end": "2018-12-31"},
        )
    return office


def duty(office: Office, number: str) -> PublicationDuty:
    found = office.contract(number).publication
    assert found is not None
    return found


def test_lateness_is_counted_from_the_legal_last_day(two_contracts: Office) -> None:
    office = two_contracts
    found = {n: duty(office, n).publish_by for n in (A, B)}
    assert found[A].raw_end == date(2017, 7, 30)
    assert found[A].legal_last_day == date(2017, 7, 31)
    assert found[B].legal_last_day == date(2017, 8, 2)
    office.it_is("2017-08-04")
    late = {n: office.do("contract.record-publication", n, register_id=f"r-{n}") for n in (A, B)}
    assert anomaly(late[A], "PUBLISHED_LATE").facts["days_late"] == 4
    assert anomaly(late[B], "PUBLISHED_LATE").facts["days_late"] == 2


def test_effect_waits_for_publication_only_from_july_2017(two_contracts: Office) -> None:
    office = two_contracts
    assert office.contract(A).effective_from == date(2017, 6, 30)
    assert office.contract(B).effective_from is None
    office.it_is("2017-08-04")
    for number in (A, B):
        office.do("contract.record-publication", number, register_id=f"r-{number}")
    assert office.contract(A).effective_from == date(2017, 6, 30)
    assert office.contract(B).effective_from == date(2017, 8, 4)
    assert office.contract(B).effect(date(2017, 8, 3)) is Answer.NO
    assert office.contract(B).effect(date(2017, 8, 4)) is Answer.YES


def test_a_payment_before_effect_is_a_fact_with_an_anomaly(two_contracts: Office) -> None:
    """The bank statement is recorded before the publications; the fifteen days are known with the publication."""
    office = two_contracts.it_is("2017-07-21")
    paid = {n: office.pay(n, f"m-{n}", 200_000, {"2017-07": 200_000}, on="2017-07-20") for n in (A, B)}
    assert "PAID_BEFORE_EFFECT" not in codes(paid[A])
    assert "PAID_BEFORE_EFFECT" in codes(paid[B])
    office.it_is("2017-08-04")
    office.do("contract.record-publication", A, register_id="r-a")
    published = office.do("contract.record-publication", B, register_id="r-b")
    assert anomaly(published, "PAID_BEFORE_EFFECT").facts["days_before_effect"] == 15
    open_codes = [ref.code for ref in office.contract(B).open_anomalies]
    assert open_codes.count("PAID_BEFORE_EFFECT") == 1
    assert {office.contract(n, known="2017-08-04").drawn_net for n in (A, B)} == {office.contract(A).drawn_net}
    assert office.contract(B).drawn_net.minor == 200_000_00
    assert closed(published) == [] or all(ref.code == "PAID_BEFORE_EFFECT" for ref in closed(published))


def test_an_order_before_effect_is_refused(two_contracts: Office) -> None:
    office = two_contracts.it_is("2017-07-25")
    order: dict[str, Any] = {
        "order": "o-1",
        "amount": kc(50_000),
        "account": "19-1/0800",
        "allocations": [{"month": "2017-07", "amount": kc(50_000)}],
    }
    office.do("contract.order-payment", A, **order)
    refused = office.refused("contract.order-payment", B, **order)
    first = refused.violations[0]
    assert (first.cites.act, first.cites.provision[:3]) == ("340/2015", "§ 6")
    assert first.facts["concluded_on"] == "2017-07-03"
    assert first.facts["published_on"] is None


def test_only_the_later_contract_can_become_void(two_contracts: Office) -> None:
    office = two_contracts.it_is("2017-10-10")
    void_after = duty(office, B).void_after
    assert duty(office, A).void_after is None
    assert void_after is not None
    assert void_after.legal_last_day == date(2017, 10, 3)
    office.refused("contract.establish-voidness", A, acting_as="approver", on="2017-06-30", established_on="2017-10-10")
    office.do("contract.establish-voidness", B, acting_as="approver", on="2017-07-03", established_on="2017-10-10")
    assert office.contract(B).void
    assert not office.contract(B, known="2017-10-09").void
    late = office.do("contract.record-publication", B, register_id="r-b")
    assert office.contract(B).void, codes(late)


def test_published_in_time_it_never_becomes_void(two_contracts: Office) -> None:
    office = two_contracts.it_is("2017-10-03")
    office.do("contract.record-publication", B, register_id="r-b")
    office.it_is("2017-10-10")
    office.refused("contract.establish-voidness", B, acting_as="approver", on="2017-07-03", established_on="2017-10-10")
