"""Scenario 3: a duplicate transfer, a bank reversal, a refund, and a ceiling that does not reopen."""

from datetime import date

import pytest

from tests.scenarios.office import Office, anomaly, closed, codes, kc

NUMBER = "OLP/9030/2018"
ACCOUNT = "19-1/0800"
SIGNATORIES = {
    "approver": "operation orderer",
    "budget-administrator": "budget administrator",
    "chief-accountant": "chief accountant",
}
MONTHS = {f"2018-{month:02}": 100_000 for month in range(1, 13)}


def months(*numbers: int, each: int) -> dict[str, int]:
    return {f"2018-{number:02}": each for number in numbers}


@pytest.fixture
def grant(office: Office) -> Office:
    """Max 1 000 000 for 2018, effective 1 February; 600 000 paid, another 400 000 ordered and approved."""
    office.it_is("2018-01-20")
    office.do(
        "contract.record-conclusion",
        on="2018-01-15",
        number=NUMBER,
        regime="grant",
        provider="Provider",
        maximum=kc(1_000_000),
        period={"start": "2018-01-01", "end": "2018-12-31"},
        settlement_due=[{"year": 2018, "due_on": "2019-01-31"}],
        account=ACCOUNT,
    )
    office.it_is("2018-02-01").do("contract.record-publication", NUMBER, register_id="r-1")
    order(office, "o-1", 600_000, months(1, 2, 3, 4, 5, 6, each=100_000), on="2018-02-05")
    office.it_is("2018-02-15")
    office.pay(NUMBER, "m-1", 600_000, {}, on="2018-02-15", order="o-1", counter_account=ACCOUNT)
    order(office, "o-2", 400_000, months(7, 8, 9, 10, each=100_000), on="2018-07-10")
    return office.it_is("2018-07-17")


def order(office: Office, name: str, crowns: int, allocations: dict[str, int], *, on: str) -> None:
    office.it_is(on)
    office.do(
        "contract.order-payment",
        NUMBER,
        order=name,
        amount=kc(crowns),
        account=ACCOUNT,
        allocations=[{"month": month, "amount": kc(amount)} for month, amount in allocations.items()],
    )
    for role, approval in SIGNATORIES.items():
        office.do("contract.approve-payment", NUMBER, acting_as=role, person=f"p-{role}", order=name, role=approval)


def send_twice(office: Office) -> None:
    for name in ("m-2", "m-3"):
        office.pay(NUMBER, name, 400_000, {}, on="2018-07-16", order="o-2", counter_account=ACCOUNT)


def gross_and_net(office: Office) -> tuple[int, int]:
    contract = office.contract(NUMBER)
    return contract.drawn_gross.minor // 100, contract.drawn_net.minor // 100


def test_the_duplicate_is_recorded_with_both_anomalies(grant: Office) -> None:
    first = grant.pay(NUMBER, "m-2", 400_000, {}, on="2018-07-16", order="o-2", counter_account=ACCOUNT)
    assert codes(first) == []
    second = grant.pay(NUMBER, "m-3", 400_000, {}, on="2018-07-16", order="o-2", counter_account=ACCOUNT)
    assert anomaly(second, "ABOVE_MAXIMUM").facts["excess"] == {"currency": "CZK", "minor": 400_000_00}
    assert "NO_ORDER" in codes(second)
    assert gross_and_net(grant)[0] == 1_400_000


def test_the_reversal_closes_what_the_duplicate_opened_and_restores_room(grant: Office) -> None:
    send_twice(grant)
    opened = [ref for ref in grant.contract(NUMBER).open_anomalies if ref.code in {"ABOVE_MAXIMUM", "NO_ORDER"}]
    grant.it_is("2018-07-18")
    back = grant.do("contract.record-reversal", NUMBER, reversal="b-1", movement="m-3", amount=kc(400_000))
    assert set(opened) <= set(closed(back))
    assert gross_and_net(grant) == (1_000_000, 1_000_000)
    assert not [ref for ref in grant.contract(NUMBER).open_anomalies if ref.code in {"ABOVE_MAXIMUM", "NO_ORDER"}]


def settle(office: Office) -> None:
    send_twice(office)
    office.it_is("2018-07-18").do(
        "contract.record-reversal", NUMBER, reversal="b-1", movement="m-3", amount=kc(400_000)
    )
    office.it_is("2019-01-31").do("contract.record-settlement", NUMBER, year=2018, used=kc(870_000), unused=kc(130_000))
    office.do("contract.approve-settlement", NUMBER, year=2018, recognised=kc(870_000))
    office.do("contract.request-refund", NUMBER, claim="v-1", ground="unused", amount=kc(130_000), due_on="2019-02-15")


def test_a_refund_in_time_lowers_net_and_keeps_gross(grant: Office) -> None:
    settle(grant)
    grant.it_is("2019-02-14")
    received = grant.do("contract.record-refund", NUMBER, movement="b-2", claim="v-1", amount=kc(130_000))
    assert codes(received) == []
    assert [type(entry.event).__name__ for entry in received.entries] == ["RefundReceived"]
    assert gross_and_net(grant) == (1_000_000, 870_000)


def test_a_refund_does_not_reopen_the_ceiling(grant: Office) -> None:
    settle(grant)
    grant.it_is("2019-02-14").do("contract.record-refund", NUMBER, movement="b-2", claim="v-1", amount=kc(130_000))
    grant.it_is("2019-03-01")
    refused = grant.refused(
        "contract.order-payment",
        NUMBER,
        order="o-3",
        amount=kc(100_000),
        account=ACCOUNT,
        allocations=[{"month": "2018-12", "amount": kc(100_000)}],
    )
    assert refused.codes == ("contract.drawn-within-maximum", "contract.year-not-settled")
    facts = refused.violations[0].facts
    assert (facts["drawn"], facts["room"]) == (
        {"currency": "CZK", "minor": 100_000_000},
        {"currency": "CZK", "minor": 0},
    )


def test_a_late_refund_is_a_suspected_breach_with_five_days_of_delay(grant: Office) -> None:
    settle(grant)
    grant.it_is("2019-02-20")
    received = grant.do("contract.record-refund", NUMBER, movement="b-2", claim="v-1", amount=kc(130_000))
    assert [type(entry.event).__name__ for entry in received.entries] == ["RefundReceived", "BudgetBreachSuspected"]
    breach = received.entries[1].event.fields()
    assert breach["amount"].minor == 130_000_00
    late = [a for a in received.anomalies if "days_late" in a.facts]
    assert late
    assert {a.facts["days_late"] for a in late} == {5}
    assert {a.facts.get("first_day_late", "2019-02-16") for a in late} == {date(2019, 2, 16).isoformat()}
    assert gross_and_net(grant) == (1_000_000, 870_000)
