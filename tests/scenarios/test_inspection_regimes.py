"""Inspections outside the Control Act have the limits of their contract; a follow-up may follow a follow-up."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.rule import Refused
from tests.scenarios.inspections import EVIDENCE, HEAD, SUPERIOR, Inspectors
from tests.scenarios.office import Office, codes

K = "LK-K 9002/2026"
CLAUSE = {"act": "contract", "provision": "čl. IX"}


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def inspectors(office: Office) -> Inspectors:
    inspectors = Inspectors(office.it_is("2026-01-04")).open_files()
    office.it_is("2026-03-19")
    return inspectors


def agreed(**days: int) -> dict[str, Any]:
    return {"regime": "CONTRACTUAL", "agreed": {"clause": CLAUSE, **days}}


def test_a_check_under_the_contract_counts_by_the_contract(inspectors: Inspectors) -> None:
    """Ten days for objections and twenty for their settlement, as agreed; Sunday 29 March moves to Monday."""
    inspectors.delivered(K, **agreed(protocol_days=30, objection_days=10, settlement_days=20))
    assert inspectors.inspection(K).objections_until == day("2026-03-30")
    inspectors.office.it_is("2026-04-22")
    inspectors.objections(K, sent="2026-03-30", on="2026-04-01")
    assert codes(inspectors.objections(K, sent="2026-03-31", on="2026-04-01", key="N2")) == ["LATE_OBJECTIONS"]
    with pytest.raises(Refused) as refused:
        inspectors.do("uphold-objections", K, on="2026-04-02", objection="N1", by=HEAD)
    assert refused.value.codes == ("inspection.step-of-the-control-act",)
    assert codes(inspectors.decide(K, "REJECTED", on="2026-04-22")) == ["AGREED_LIMIT_MISSED"]


def test_a_check_without_agreed_limits_has_none(inspectors: Inspectors) -> None:
    inspectors.delivered(K, **agreed())
    state = inspectors.inspection(K)
    assert (state.objections_until, state.protocol_by) == (None, None)
    inspectors.office.it_is("2026-09-01")
    assert codes(inspectors.objections(K, sent="2026-09-01", on="2026-09-01")) == []
    with pytest.raises(Refused) as refused:
        inspectors.do("end", K, on="2026-09-01", reason="EXPIRED")
    assert refused.value.code == "inspection.ended-by-its-law"


def test_a_check_under_the_contract_ends_as_agreed(inspectors: Inspectors) -> None:
    inspectors.delivered(K, **agreed(objection_days=10))
    inspectors.office.it_is("2026-04-15")
    inspectors.do("end", K, on="2026-04-15", reason="AGREED")
    assert inspectors.inspection(K).ended_on == day("2026-04-15")


def test_a_financial_control_follows_the_act_and_may_impose_measures(inspectors: Inspectors) -> None:
    """§ 13 Act 320/2001 sends to the Control Act, § 18 gives the power that this does not have."""
    inspectors.delivered(K, regime="FINANCIAL_CONTROL")
    assert inspectors.inspection(K).objections_until == day("2026-04-07")
    measure: dict[str, Any] = {
        "measure": "M1",
        "asks_for": "CORRECTIVE_MEASURE",
        "findings": ["F1"],
        "due_on": "2026-06-30",
    }
    inspectors.office.it_is("2026-04-15")
    with pytest.raises(Refused) as refused:
        inspectors.do(
            "impose-measure", K, on="2026-04-15", power={"act": "255/2012", "provision": "§ 10(2)"}, **measure
        )
    assert refused.value.code == "inspection.measure-has-its-power"
    inspectors.do("impose-measure", K, on="2026-04-15", power={"act": "320/2001", "provision": "§ 18"}, **measure)
    assert inspectors.inspection(K).open_measures == ("M1",)


def test_a_follow_up_of_a_follow_up(inspectors: Inspectors) -> None:
    """Each looks at what the one before left open; a measure that failed twice is verified in the third."""
    numbers = ["LK-K 9010/2026", "LK-K 9011/2026", "LK-K 9012/2026"]
    inspectors.office.it_is("2026-08-01")
    before: str | None = None
    for number in numbers:
        plan = {"reason": "FOLLOW_UP", "follow_up_of": before} if before else {}
        inspectors.delivered(number, **plan)
        power = {"act": "contract", "provision": "čl. VII"}
        inspectors.do(
            "impose-measure",
            number,
            on="2026-04-15",
            measure="M1",
            asks_for="CORRECTIVE_MEASURE",
            findings=["F1"],
            power=power,
            due_on="2026-06-30",
        )
        if before is not None:
            followed = str(inspectors.inspection(number).id)
            inspectors.do("order-follow-up", before, on="2026-07-01", new_inspection=followed, measures=["M1"])
        before = number
    last = inspectors.inspection(numbers[2])
    middle = inspectors.inspection(numbers[1])
    assert last.follow_up_of == middle.id
    assert middle.follow_up_of == inspectors.inspection(numbers[0]).id
    assert middle.measures["M1"].followed_by == (last.id,)
    first = str(inspectors.inspection(numbers[0]).id)
    with pytest.raises(Refused) as refused:
        inspectors.do("order-follow-up", numbers[1], on="2026-07-02", new_inspection=first)
    assert refused.value.code == "inspection.follow-up-is-another"
    inspectors.do("verify-measure", numbers[2], on="2026-07-10", measure="M1", by=SUPERIOR, evidence=[EVIDENCE])
    assert inspectors.inspection(numbers[2]).open_measures == ()
    assert inspectors.inspection(numbers[0]).open_measures == ("M1",)
