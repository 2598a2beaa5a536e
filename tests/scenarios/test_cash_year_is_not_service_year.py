"""Scenario 2: cash year is not service year, and the last instalment comes after the end."""

from datetime import date, timedelta

import pytest

from adapters.czech_calendar import czech_calendar
from domain.kernel.money import Money
from domain.kernel.period import Month
from tests.scenarios.office import Office, codes, kc

NUMBER = "OLP/9020/2018"
MONTHS = [Month(2018, 4) + n for n in range(24)]


def payday(service: Month) -> date:
    """The 20th of the following month, or the next working day."""
    return czech_calendar().working_day_from((service + 1).day_or_last(20))


@pytest.fixture
def contract(office: Office) -> Office:
    office.it_is("2018-03-20")
    office.do(
        "contract.record-conclusion",
        on="2018-03-15",
        number=NUMBER,
        regime="tender",
        provider="Provider",
        services=[{"section": "67", "registration": "5563434"}],
        maximum=kc(2_640_000),
        period={"start": "2018-04-01", "end": "2020-03-31"},
    )
    office.do("contract.record-publication", NUMBER, register_id="r-1")
    return office


def pay_all(office: Office) -> None:
    for service in MONTHS:
        day = payday(service).isoformat()
        office.it_is((payday(service) + timedelta(days=1)).isoformat())
        outcome = office.pay(NUMBER, f"m-{service}", 110_000, {service: 110_000}, on=day)
        assert set(codes(outcome)) <= {"NO_ORDER"}, (service, codes(outcome))


def crowns(sums: dict[int, Money]) -> dict[int, int]:
    return {year: amount.minor // 100 for year, amount in sums.items()}


@pytest.mark.parametrize(
    ("service", "day"),
    [("2018-04", "2018-05-21"), ("2018-12", "2019-01-21"), ("2019-03", "2019-04-23"), ("2020-03", "2020-04-20")],
)
def test_payday_is_the_twentieth_rolled_to_a_working_day(service: str, day: str) -> None:
    assert payday(Month.read(service)) == date.fromisoformat(day)


def test_years_of_service_and_of_cash_differ(contract: Office) -> None:
    pay_all(contract)
    book = contract.contract(NUMBER).payments
    assert crowns(book.by_service_year(date.max)) == {2018: 990_000, 2019: 1_320_000, 2020: 330_000}
    assert crowns(book.by_cash_year(date.max)) == {2018: 880_000, 2019: 1_320_000, 2020: 440_000}
    assert book.drawn_on(date.max).minor == 2_640_000_00


def test_the_twenty_fifth_payment_is_refused_by_period_first_then_by_maximum(contract: Office) -> None:
    pay_all(contract)
    contract.it_is("2020-05-20")
    refused = contract.refused(
        "contract.order-payment",
        NUMBER,
        order="o-25",
        amount=kc(110_000),
        account="19-1/0800",
        allocations=[{"month": "2020-04", "amount": kc(110_000)}],
    )
    assert refused.codes[:2] == ("contract.service-month-within-period", "contract.drawn-within-maximum")


def test_one_transfer_for_two_months_is_one_movement(contract: Office) -> None:
    contract.it_is("2019-01-22")
    outcome = contract.pay(NUMBER, "m-1", 220_000, {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    assert len(outcome.entries) == 1
    book = contract.contract(NUMBER).payments
    assert crowns(book.by_service_year(date.max)) == {2018: 110_000, 2019: 110_000}
    assert crowns(book.by_cash_year(date.max)) == {2019: 220_000}


def test_allocations_must_add_up_even_for_a_fact(contract: Office) -> None:
    refused = contract.refused(
        "contract.record-movement",
        NUMBER,
        movement="m-1",
        amount=kc(220_000),
        allocations=[{"month": "2018-04", "amount": kc(110_000)}],
    )
    assert refused.code == "contract.allocations-add-up"
