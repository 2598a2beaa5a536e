"""What is known in the end does not depend on the order in which the office learnt it. On either store."""

from typing import Any

from tests.scenarios.entrusted import (
    LIVING,
    MANDATE,
    NUMBER,
    PROVIDER,
    STRANGER,
    WORKSHOPS,
    both_say_the_same,
    entrust,
    paid,
    sums,
    told,
)
from tests.scenarios.office import Office, codes, kc


def paid_on_a_draft(office: Office, service: str | None = None) -> Office:
    """A draft that names a mandate for two services and no service of its own; the bank has paid for January."""
    office.it_is("2018-02-20")
    entrust(office)
    office.do("contract.draft", on="2018-01-02", number=NUMBER, regime="grant", provider=PROVIDER["name"])
    office.do("contract.name-mandate", NUMBER, on="2018-01-02", mandate=MANDATE)
    noted = codes(paid(office, "m-1", {"2018-01": 100_000}, service, on="2018-02-20"))
    assert "PAID_BEFORE_CONCLUSION" in noted
    return office


def record_conclusion(office: Office, *services: str) -> list[str]:
    """Told a day later; gives what was noted of it."""
    said: dict[str, Any] = {
        "regime": "grant",
        "maximum": kc(2_000_000),
        "period": {"start": "2018-01-01", "end": "2020-12-31"},
    }
    named = [{"registration": service} for service in services]
    return codes(
        office.it_is("2018-02-21").do("contract.record-conclusion", NUMBER, on="2018-01-02", services=named, **said)
    )


def test_the_only_service_that_a_conclusion_names_is_that_of_the_payments_before_it(office: Office) -> None:
    """The mandate of two services could not tell for which was paid; now its book says that it was supported living."""
    paid_on_a_draft(office)
    assert sums(office, service="") == (0, 100_000)
    record_conclusion(office, LIVING)
    assert (sums(office), sums(office, service="")) == ((0, 100_000), (0, 0))
    assert both_say_the_same(office)
    taken = office.do("contract.record-reversal", NUMBER, on="2018-02-22", reversal="r-1", movement="m-1",
                      amount=kc(100_000))  # fmt: skip
    assert [topic for topic, _ in told(taken)] == ["mandate.public-money-returned"]
    assert sums(office) == (0, 0)


def test_of_two_services_that_a_conclusion_names_a_payment_before_it_says_none(office: Office) -> None:
    paid_on_a_draft(office)
    assert "SERVICE_UNCLEAR" in record_conclusion(office, LIVING, WORKSHOPS)
    assert sums(office, service="") == (0, 100_000)


def test_a_payment_for_a_service_that_the_conclusion_does_not_name_is_noted(office: Office) -> None:
    paid_on_a_draft(office, STRANGER)
    assert "SERVICE_UNCLEAR" in record_conclusion(office, LIVING)
