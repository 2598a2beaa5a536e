"""Scenario 5: amendments recorded in the wrong order, and the absolute sum of § 222(4)."""

from datetime import date
from typing import Any

import pytest

from tests.scenarios.office import Office, closed, codes, kc

NUMBER = "OLP/9040/2018"


@pytest.fixture
def amended(office: Office) -> Office:
    """Amendment 2 was recorded on 10 January 2019, amendment 1 is still lying in the file."""
    office.it_is("2018-03-25")
    office.do(
        "contract.record-conclusion",
        on="2018-03-20",
        number=NUMBER,
        regime="tender",
        provider="Provider",
        maximum=kc(3_600_000),
        period={"start": "2018-04-01", "end": "2020-03-31"},
    )
    office.it_is("2018-04-01").do("contract.record-publication", NUMBER, register_id="r-1")
    return office


def amend(office: Office, number: int, on: str, *, adds: int, maximum: int, recorded: str) -> list[str]:
    office.it_is(recorded)
    outcome = office.do(
        "contract.record-amendment",
        NUMBER,
        on=on,
        number=number,
        ground="222(4)",
        adds=kc(adds),
        maximum=kc(maximum),
    )
    office.closings = closed(outcome)
    return codes(outcome)


def second_then_first(office: Office) -> None:
    assert "AMENDMENT_GAP" in amend(office, 2, "2019-01-01", adds=120_000, maximum=3_900_000, recorded="2019-01-10")
    found = amend(office, 1, "2018-10-01", adds=180_000, maximum=3_780_000, recorded="2019-02-05")
    assert "AMENDMENT_GAP" not in found
    assert [ref.code for ref in office.closings] == ["AMENDMENT_GAP"]


@pytest.mark.parametrize(
    ("valid", "known", "crowns"),
    [
        ("2018-12-31", "2019-01-31", 3_600_000),
        ("2019-01-31", "2019-01-31", 3_900_000),
        ("2018-12-31", "2019-02-05", 3_780_000),
        ("2019-01-31", "2019-02-05", 3_900_000),
    ],
)
def test_the_maximum_holds_by_effect_and_is_known_by_recording(
    amended: Office, valid: str, known: str, crowns: int
) -> None:
    second_then_first(amended)
    maximum = amended.contract(NUMBER, known=known).maximum.on(date.fromisoformat(valid))
    assert maximum is not None
    assert maximum.minor == crowns * 100


def test_small_changes_count_in_absolute_sums(amended: Office) -> None:
    second_then_first(amended)
    amended.it_is("2019-05-02")
    third: dict[str, Any] = {"number": 3, "omits": kc(80_000), "maximum": kc(3_820_000)}
    refused = amended.refused("contract.propose-amendment", NUMBER, ground="222(4)", **third)
    assert refused.violations[0].cites.act == "134/2016"
    assert refused.facts["together"] == {"currency": "CZK", "minor": 380_000_00}
    for number, ground, reason in ((3, "100", None), (4, "222(2)", None), (5, "other", "the demand fell")):
        proposal = {**third, "number": number, "ground": ground}
        assert amended.do("contract.propose-amendment", NUMBER, reason=reason, **proposal).entries


def test_a_payment_under_the_maximum_known_then_is_accepted(amended: Office) -> None:
    amend(amended, 2, "2019-01-01", adds=120_000, maximum=3_900_000, recorded="2019-01-10")
    months = {f"2018-{month:02}": 400_000 for month in range(4, 13)}
    amended.it_is("2019-01-19")
    amended.pay(NUMBER, "m-1", 3_600_000, months, on="2019-01-18")
    amended.it_is("2019-01-20")
    amended.do(
        "contract.order-payment",
        NUMBER,
        order="o-1",
        amount=kc(250_000),
        account="19-1/0800",
        allocations=[{"month": "2019-01", "amount": kc(250_000)}],
    )
    refused = amended.refused(
        "contract.order-payment",
        NUMBER,
        order="o-2",
        amount=kc(50_001),
        account="19-1/0800",
        allocations=[{"month": "2019-01", "amount": kc(50_001)}],
    )
    assert refused.codes == ("contract.drawn-within-maximum",)
