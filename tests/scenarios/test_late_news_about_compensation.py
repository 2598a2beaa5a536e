"""Was a service paid too much: exact verdicts, late news, a loss in a sister service, carrying over and paying back.

Every amount is computed by hand from domain law: net cost = costs − revenues + reasonable profit; overcompensation =
public money − net cost, per service; carried over as a whole up to a tenth of the average annual compensation,
otherwise repaid as a whole. Reading: the annual compensation that is averaged is all public money of a service-year,
over the mandate's years up to the checked one (2012/21/EU), each as it is known now.
"""

from typing import Any

import pytest

from domain.kernel.money import czk
from domain.mandate.payloads import Outcome
from tests.scenarios.entrusting import (
    ACCOUNTANT,
    APPROVER,
    LIVING,
    WORKSHOPS,
    act,
    check,
    cost,
    entrusted,
    give,
    judged,
    mandate,
    opened,
    pay,
    proposal,
)
from tests.scenarios.office import Office, anomaly, closed, codes

CARRY, REPAY, NONE = Outcome.CARRY_OVER, Outcome.REPAY, Outcome.NO_OVERCOMPENSATION


def year(office: Office, number: str, of: int, paid: str, net: str, *, service: str = LIVING) -> None:
    """A year in which so much was paid and the service cost so much, checked in May."""
    pay(office, number, of, paid, service)
    cost(office, number, of, net, service)
    check(office, number, of, service)


def topics(office: Office, number: str) -> list[str]:
    identifier = office.parts.resolver.identifier("mandate", number)
    return [entry.event.topic.split(".")[1] for entry in office.replay.entries(identifier)]


# A tenth to the heller -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "net", "found"),
    [
        ("1000000.00", "1000000.00", (NONE, 0)),
        ("1000000.00", "999999.99", (CARRY, 1)),
        ("1000000.00", "900000.00", (CARRY, 10_000_000)),
        ("1000000.00", "899999.99", (REPAY, 10_000_001)),
        ("1000000.05", "900000.05", (CARRY, 10_000_000)),
        ("1000000.05", "900000.04", (REPAY, 10_000_001)),
        ("1000000.09", "900000.09", (CARRY, 10_000_000)),
        ("1000000.09", "900000.08", (REPAY, 10_000_001)),
        ("1000000.10", "900000.09", (CARRY, 10_000_001)),
    ],
)
def test_a_tenth_is_exact(office: Office, paid: str, net: str, found: tuple[Outcome, int]) -> None:
    """A tenth of 1 000 000.05 is 100 000.005: a heller above 100 000 is more than a tenth, whoever rounds how."""
    number = entrusted(office, LIVING, ceiling="1000000.10 CZK")
    year(office, number, 2018, f"{paid} CZK", f"{net} CZK")
    assert judged(office, number, 2018) == found


def test_the_average_of_two_years_is_not_rounded_before_it_is_compared(office: Office) -> None:
    """1 000 000 and 1 000 000.10: the mean is 1 000 000.05, its tenth 100 000.005; 100 000.01 is more."""
    number = entrusted(office, LIVING, ceiling="1000000.10 CZK")
    year(office, number, 2018, "1000000.00 CZK", "1000000.00 CZK")
    year(office, number, 2019, "1000000.10 CZK", "900000.09 CZK")
    assert judged(office, number, 2019) == (REPAY, 10_000_001)
    found = mandate(office, number).verdict(2019, LIVING)
    assert (found.average, found.tolerance) == (czk("1000000.05"), czk(100_000))


def test_profit_belongs_to_the_net_cost_and_revenues_lower_it(office: Office) -> None:
    """1 200 000.50 − 260 000.25 + 9 999.75 = 950 000.00; 1 000 000 paid: 50 000 too much."""
    number = entrusted(office, LIVING)
    pay(office, number, 2018, "1000000.00 CZK")
    figures: dict[str, Any] = {
        "year": 2018,
        "costs": "1200000.50 CZK",
        "revenues": "260000.25 CZK",
        "reasonable_profit": "9999.75 CZK",
    }
    office.it_is("2019-02-15").do("mandate.record-net-cost", number, **figures)
    office.do("mandate.verify-net-cost", number, **APPROVER, **figures)
    check(office, number, 2018)
    assert judged(office, number, 2018) == (CARRY, 5_000_000)


def test_without_a_verified_net_cost_there_is_no_verdict(office: Office) -> None:
    number = entrusted(office, LIVING)
    pay(office, number, 2018, "1000000.00 CZK")
    office.it_is("2019-05-15")
    said: dict[str, Any] = {"year": 2018}
    assert office.refused("mandate.check-overcompensation", number, **said).facts["missing"] == [
        "the declared net cost"
    ]
    office.do("mandate.record-net-cost", number, year=2018, costs="900000.00 CZK", revenues="0.00 CZK")
    assert office.refused("mandate.check-overcompensation", number, **said).facts["missing"] == [
        "the verified net cost"
    ]


def test_a_year_is_not_checked_before_it_is_over(office: Office) -> None:
    number = entrusted(office, LIVING)
    pay(office, number, 2018, "1000000.00 CZK")
    figures: dict[str, Any] = {"year": 2018, "costs": "1000000.00 CZK", "revenues": "0.00 CZK"}
    office.it_is("2018-12-31").do("mandate.record-net-cost", number, **figures)
    office.do("mandate.verify-net-cost", number, **APPROVER, **figures)
    refusal = office.refused("mandate.check-overcompensation", number, year=2018)
    assert refusal.codes == ("mandate.checked-after-its-year",)
    check(office, number, 2018, on="2019-01-01")


# Carried over --------------------------------------------------------------------------------------------------------


def test_what_is_carried_over_lowers_the_room_and_the_verdict_of_the_next_year(office: Office) -> None:
    """50 000 of 2018 leave 950 000 for 2019; 950 000 paid and 50 000 carried against a cost of 960 000: 40 000."""
    number = entrusted(office, LIVING)
    year(office, number, 2018, "1000000.00 CZK", "950000.00 CZK")
    said: dict[str, Any] = {"year": 2019, "reference": "S-1"}
    refusal = office.refused("mandate.commit-compensation", number, **APPROVER, **said, amount="950000.01 CZK")
    assert refusal.codes == ("mandate.public-money-within-compensation",)
    assert refusal.facts["carried_in"] == {"currency": "CZK", "minor": 5_000_000}
    office.do("mandate.commit-compensation", number, **APPROVER, **said, amount="950000.00 CZK")
    year(office, number, 2019, "950000.00 CZK", "960000.00 CZK")
    assert judged(office, number, 2019) == (CARRY, 4_000_000)


def test_in_the_last_year_nothing_is_carried_over(office: Office) -> None:
    """The mandate ends with 2020: even a heller of that year is repaid, and the final check says so."""
    number = entrusted(office, LIVING)
    for of in (2018, 2019):
        year(office, number, of, "1000000.00 CZK", "1000000.00 CZK")
    pay(office, number, 2020, "1000000.00 CZK")
    cost(office, number, 2020, "999999.99 CZK")
    office.it_is("2021-03-01").do("mandate.record-expiry", number, on="2020-12-31")
    office.do("mandate.perform-final-check", number, service=LIVING)
    assert judged(office, number, 2020) == (REPAY, 1)


def test_a_mandate_that_does_not_allow_it_carries_nothing_over(office: Office) -> None:
    number = entrusted(office, LIVING, is_carry_over_allowed=False)
    year(office, number, 2018, "1000000.00 CZK", "999999.99 CZK")
    assert judged(office, number, 2018) == (REPAY, 1)


# The sister ----------------------------------------------------------------------------------------------------------


def test_the_loss_of_a_sister_service_covers_nothing(office: Office) -> None:
    """Living has 150 000.01 too much, the workshops lost 400 000: all of the 150 000.01 is repaid."""
    number = entrusted(office, LIVING, WORKSHOPS)
    year(office, number, 2018, "1000000.00 CZK", "849999.99 CZK")
    year(office, number, 2018, "500000.00 CZK", "900000.00 CZK", service=WORKSHOPS)
    assert judged(office, number, 2018) == (REPAY, 15_000_001)
    assert judged(office, number, 2018, WORKSHOPS) == (NONE, 0)
    loss = mandate(office, number).verdict(2018, WORKSHOPS)
    assert loss.room is not None
    assert loss.room.minor == 40_000_000


def test_a_check_of_nobody_in_particular_is_refused_where_there_are_two(office: Office) -> None:
    number = entrusted(office, LIVING, WORKSHOPS)
    pay(office, number, 2018, "1000000.00 CZK")
    office.it_is("2019-05-15")
    refusal = office.refused("mandate.check-overcompensation", number, year=2018)
    assert "mandate.each-service-on-its-own" in refusal.codes


# Late news -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def news(office: Office) -> tuple[Office, str]:
    """2018: 1 000 000 paid, cost 950 000: 50 000 carried in May 2019. In September 60 000 of Frýdlant turn up."""
    number = entrusted(office, LIVING)
    year(office, number, 2018, "1000000.00 CZK", "950000.00 CZK")
    outcome = give(office, number, 2018, "60000.00 CZK", on="2019-09-10", given_on="2018-11-30")
    assert set(codes(outcome)) == {"CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK"}
    assert anomaly(outcome, "OVER_COMPENSATION_RISK").facts["taken"] == {"currency": "CZK", "minor": 100_000_000}
    return office, number


def test_late_news_supersede_the_verdict_and_the_old_one_stays_known(news: tuple[Office, str]) -> None:
    """1 060 000 − 950 000 = 110 000, above a tenth of 1 060 000: all of it is repaid; nothing is carried any more."""
    office, number = news
    first = mandate(office, number).book(LIVING, 2018).standing
    assert first is not None
    again = check(office, number, 2018, on="2019-09-20")
    event = again.entries[0].event.model_dump(mode="json")
    assert event["supersedes"] == str(first.event_id)
    assert {ref.code for ref in closed(again)} == {"CHECKED_YEAR_CHANGED", "OVER_COMPENSATION_RISK"}
    assert judged(office, number, 2018) == (REPAY, 11_000_000)
    for known in ("2019-05-15", "2019-09-19"):
        assert judged(office, number, 2018, known=known) == (CARRY, 5_000_000)
        assert mandate(office, number, known=known).carried(LIVING, 2019).minor == 5_000_000
    assert judged(office, number, 2018, known="2019-09-20") == (REPAY, 11_000_000)
    assert mandate(office, number).carried(LIVING, 2019).is_zero
    assert topics(office, number)[-2:] == ["overcompensation-check-performed", "overcompensation-found"]


def test_between_the_news_and_the_new_check_the_verdict_is_outdated(news: tuple[Office, str]) -> None:
    """Nobody asks for money back on a verdict that no longer agrees."""
    office, number = news
    assert mandate(office, number, known="2019-09-09").is_outdated(LIVING, 2018) is False
    assert mandate(office, number).is_outdated(LIVING, 2018) is True
    said = {"claim": "N-1", "year": 2018, "amount": "110000.00 CZK", "due_on": "2019-10-31"}
    refusal = office.refused("mandate.request-repayment", number, **APPROVER, **said)
    assert refusal.code == "mandate.verdict-up-to-date"


def test_the_whole_is_asked_back_and_lateness_counted_from_the_rolled_day(news: tuple[Office, str]) -> None:
    """110 000, no heller less or more; due on Saturday 2 November, by law Monday 4; 60 000 in time, 50 000 a day late.

    Reading: 28 October is a holiday, 2 November 2019 a Saturday; a due day of a request rolls as every limit does.
    """
    office, number = news
    check(office, number, 2018, on="2019-09-20")
    said: dict[str, Any] = {"claim": "N-1", "year": 2018, "due_on": "2019-11-02"}
    for wrong in ("109999.99 CZK", "110000.01 CZK"):
        refusal = office.refused("mandate.request-repayment", number, **APPROVER, **said, amount=wrong)
        assert refusal.codes == ("mandate.whole-overcompensation-repaid",)
    outcome = office.do("mandate.request-repayment", number, **APPROVER, **said, amount="110000.00 CZK")
    assert outcome.entries[0].event.model_dump(mode="json")["due"]["legal_last_day"] == "2019-11-04"
    office.it_is("2019-11-04")
    in_time = office.do(
        "mandate.record-repayment", number, **ACCOUNTANT, claim="N-1", movement="b-1", amount="60000.00 CZK"
    )
    assert codes(in_time) == []
    office.it_is("2019-11-05")
    late = office.do(
        "mandate.record-repayment", number, **ACCOUNTANT, claim="N-1", movement="b-2", amount="50000.00 CZK"
    )
    assert anomaly(late, "REPAID_LATE").facts["days_late"] == 1
    found = mandate(office, number).verdict(2018, LIVING)
    assert (found.left_to_repay.minor, found.sentence) == (0, f"overcompensation {czk(110_000)} — repaid")


def test_news_within_the_tenth_are_carried_over_in_the_new_amount(office: Office) -> None:
    """Only 5 000 turn up: 55 000 of 1 005 000 are carried instead of 50 000."""
    number = entrusted(office, LIVING)
    year(office, number, 2018, "1000000.00 CZK", "950000.00 CZK")
    give(office, number, 2018, "5000.00 CZK", on="2019-09-10", given_on="2018-11-30")
    check(office, number, 2018, on="2019-09-20")
    assert judged(office, number, 2018) == (CARRY, 5_500_000)
    assert mandate(office, number).carried(LIVING, 2019).minor == 5_500_000


def test_news_that_were_a_mistake_are_taken_back_and_the_verdict_agrees_again(news: tuple[Office, str]) -> None:
    """The gift was for another provider: taken back, nothing is open any more, and no new check is needed."""
    office, number = news
    identifier = office.parts.resolver.identifier("mandate", number)
    gift = office.replay.entries(identifier)[-1]
    assert len(mandate(office, number).open_anomalies) == 2
    office.do("entry.take-back", number, entry=str(gift.event_id), reason="Dar patřil jinému poskytovateli.")
    assert not mandate(office, number).open_anomalies
    assert mandate(office, number).is_outdated(LIVING, 2018) is False
    assert judged(office, number, 2018) == (CARRY, 5_000_000)


def test_a_late_refund_makes_the_overcompensation_smaller_and_its_request_is_taken_back(office: Office) -> None:
    """1 000 000 − 850 000 = 150 000 are asked back; then 100 000 unused come back: 50 000 are left.

    Reading: while a request stands nothing is carried over. Once it is taken back, 50 000 are within a tenth of the
    900 000 that were kept, and carried.
    """
    number = entrusted(office, LIVING)
    year(office, number, 2018, "1000000.00 CZK", "850000.00 CZK")
    asked: dict[str, Any] = {"claim": "N-1", "year": 2018, "amount": "150000.00 CZK", "due_on": "2019-07-31"}
    office.do("mandate.request-repayment", number, **APPROVER, **asked)
    back: dict[str, Any] = {"year": 2018, "service": LIVING, "amount": "100000.00 CZK", "ground": "unused"}
    office.it_is("2019-06-20")
    returned = office.do("mandate.record-money-return", number, **ACCOUNTANT, **back, movement="b-1", reference="S-1")
    assert "CHECKED_YEAR_CHANGED" in codes(returned)
    check(office, number, 2018, on="2019-06-24")
    assert judged(office, number, 2018) == (REPAY, 5_000_000)
    again = office.refused("mandate.request-repayment", number, **APPROVER, **asked | {"claim": "N-2"})
    assert again.codes == ("mandate.whole-overcompensation-repaid",)
    office.do("mandate.withdraw-request", number, **APPROVER, claim="N-1", grounds="Část prostředků byla vrácena.")
    assert mandate(office, number).is_outdated(LIVING, 2018) is True
    check(office, number, 2018, on="2019-06-25")
    assert judged(office, number, 2018) == (CARRY, 5_000_000)
    assert mandate(office, number).carried(LIVING, 2019).minor == 5_000_000


def test_the_next_year_has_to_be_checked_again_when_its_carry_over_falls(news: tuple[Office, str]) -> None:
    """2019 was checked with 50 000 carried in: 980 000 + 50 000 − 1 000 000 = 30 000; without them there are none."""
    office, number = news
    office.it_is("2019-09-15")
    pay(office, number, 2019, "980000.00 CZK", on="2019-09-16")
    cost(office, number, 2019, "1000000.00 CZK")
    check(office, number, 2019, on="2020-03-02")
    assert judged(office, number, 2019) == (CARRY, 3_000_000)
    check(office, number, 2018, on="2020-03-03")
    assert mandate(office, number).unchecked_years(LIVING) == (2019,)
    check(office, number, 2019, on="2020-03-04")
    assert judged(office, number, 2019) == (NONE, 0)


# The ceiling ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "months", "ceiling"),
    [
        ("4.5", None, 306_000_005),
        ("0.5", None, 34_000_001),
        ("4.5", 7, 178_500_003),
        ("1", 1, 5_666_667),
    ],
)
def test_the_compensation_is_computed_exactly_and_rounded_once(
    office: Office, units: str, months: int | None, ceiling: int
) -> None:
    """A unit costs 700 000.01 and earns 20 000: 680 000.01.

    × 4.5 = 3 060 000.045 → .05; × 0.5 = 340 000.005 → .01; × 4.5 × 7/12 = 1 785 000.02625 → .03; ÷ 12 = 56 666.6675
    → 56 666.67.
    """
    opened(office, "2017-12-01")
    methodology(office)
    office.do("mandate.propose", "5d4e92a1-62a1-4a4f-9d3c-0d8a52f1c111", **proposal())
    target = "5d4e92a1-62a1-4a4f-9d3c-0d8a52f1c111"
    office.it_is("2017-12-19").do("mandate.issue", target, **APPROVER, **act("PO-1", 2018, 2020))
    one: dict[str, Any] = {"form": "T", "unit": "FTE", "units": units} | ({"months": months} if months else {})
    office.it_is("2018-01-02")
    outcome = office.do("mandate.calculate-compensation", "PO-1", year=2018, units=[one], methodology="2018")
    assert outcome.entries[0].event.model_dump(mode="json")["compensation"]["minor"] == ceiling
    said: dict[str, Any] = {"year": 2018, "reference": "S-1"}
    above, at = (f"{minor // 100}.{minor % 100:02} CZK" for minor in (ceiling + 1, ceiling))
    refusal = office.refused("mandate.commit-compensation", "PO-1", **APPROVER, **said, amount=above)
    assert refusal.codes == ("mandate.public-money-within-compensation",)
    office.do("mandate.commit-compensation", "PO-1", **APPROVER, **said, amount=at)


def methodology(office: Office) -> None:
    """Of 2018, with one reference value for supported living in the field."""
    identifier = "c1f1d7a2-2b8d-4a55-8d6c-22a6d4c8e018"
    office.do("methodology.draft", identifier, year=2018, title="Metodika 2018")
    adopted: dict[str, Any] = {
        "approvals": [{"body": "ZK", "resolution": "340/17/ZK", "adopted_on": "2017-12-12"}],
        "validity": {"start": "2018-01-01", "end": "2018-12-31"},
        "document": "20" * 32,
    }
    office.it_is("2017-12-12").do("methodology.approve", identifier, **adopted)
    value = {"section": "43", "form": "T", "unit": "FTE", "costs": "700000.01 CZK", "revenues": "20000.00 CZK"}
    said: dict[str, Any] = {"values": [value], "label": "RH_2018", "resolution": "340/17/ZK"}
    office.do("methodology.approve-reference-values", identifier, on="2018-01-01", **said)
