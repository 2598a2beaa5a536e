"""What a contract pays and gets back, and what its mandates learn of it: to the day and the heller."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from domain.kernel.money import Money, czk
from domain.kernel.stamp import Actor, Source, Stamp
from tests.scenarios.entrusted import (
    APPROVER,
    HALF_YEAR,
    LIVING,
    MANDATE,
    NUMBER,
    OTHER,
    STRANGER,
    WITHIN,
    allocations,
    asked,
    book,
    conclude,
    conclude_unpublished,
    entrust,
    entrusted_file,
    find_void,
    mandate,
    order,
    paid,
    sums,
    told,
)
from tests.scenarios.office import Office, anomaly, closed, codes, kc

WHOLE = czk(1_000_000)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One store is enough here: that both keep what is written is tested elsewhere."""
    office = Office(f"sqlite:///{tmp_path / 'kronika.db'}")
    yield office
    office.close()


@pytest.fixture
def file(office: Office) -> Office:
    """A mandate, and a contract that names it."""
    return entrusted_file(office)


# Paid, reversed ------------------------------------------------------------------------------------------------------


def test_a_payment_is_entered_by_service_year_on_its_own_day(file: Office) -> None:
    """One line of 220 000 on 2019-01-21 for December and January: two service-years."""
    outcome = paid(file.it_is("2019-02-01"), "m-1", {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    assert told(outcome) == [("mandate.compensation-paid", date(2019, 1, 21))] * 2
    assert (sums(file), sums(file, 2019)) == ((0, 110_000), (0, 110_000))
    state = mandate(file)
    assert [line.amount for line in state.verdict(2018, LIVING).lines if line.label == "public money"] == [czk(110_000)]


def test_the_source_is_told_where_one_alone_finances_it(file: Office) -> None:
    esf = {"month": "2018-01", "amount": kc(100), "sources": {"esf": kc(100)}}
    mixed = {"month": "2019-01", "amount": kc(100), "sources": {"esf": kc(85), "state": kc(15)}}
    outcome = paid(file, "m-1", {"2018-01": 200}, on="2018-01-03", allocations=[esf, mixed])
    assert [getattr(entry.event, "source", None) for entry in outcome.entries[1:]] == ["esf", None]


def test_a_payment_of_which_nobody_said_the_months_is_told_when_somebody_does(file: Office) -> None:
    """Paid on 5 March, allocated on 10 April: in the mandate it is a payment of 5 March."""
    silent = paid(file.it_is("2018-03-06"), "m-1", {}, on="2018-03-05", amount=kc(300_000))
    assert (told(silent), sums(file)) == ([], (0, 0))
    file.it_is("2018-04-10")
    said = file.do("contract.allocate-movement", NUMBER, movement="m-1", allocations=allocations(HALF_YEAR, None))
    assert told(said) == [("mandate.compensation-paid", date(2018, 3, 5))]
    assert sums(file) == (0, 300_000)


def test_what_the_bank_took_back_was_never_compensation(file: Office) -> None:
    order(file, "o-1", HALF_YEAR)
    paid(file, "m-1", HALF_YEAR, on="2018-02-05", order="o-1")
    outcome = file.do(
        "contract.record-reversal", NUMBER, on="2018-02-07", reversal="r-1", movement="m-1", amount=kc(300_000)
    )
    assert told(outcome) == [("mandate.public-money-returned", date(2018, 2, 7))]
    assert outcome.entries[1].event.model_dump(mode="json")["ground"] == "reversal"
    assert sums(file) == (300_000, 0)
    paid(file, "m-2", HALF_YEAR, on="2018-02-08", order="o-1")
    assert sums(file) == (300_000, 300_000)


def test_a_reversal_of_a_part_waits_until_it_is_known_of_which_year(file: Office) -> None:
    """50 000 of 2018 and 2019 came back: until somebody says which, the whole payment stays counted."""
    paid(file.it_is("2019-02-01"), "m-1", {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    back = file.do(
        "contract.record-reversal", NUMBER, on="2019-01-23", reversal="r-1", movement="m-1", amount=kc(50_000)
    )
    assert told(back) == []
    parts = allocations({"2018-12": 110_000, "2019-01": 60_000}, None)
    said = file.do("contract.allocate-movement", NUMBER, movement="m-1", allocations=parts)
    assert told(said) == [("entry.corrected", date(2019, 1, 21))]
    assert (sums(file), sums(file, 2019)) == ((0, 110_000), (0, 60_000))


def test_a_payment_above_the_compensation_is_recorded_and_the_risk_shown(file: Office) -> None:
    """1 000 000.01 in all; when the bank takes the heller back, the risk is over."""
    paid(file, "m-1", {"2018-01": 1_000_000}, on="2018-01-20")
    parts = [{"month": "2018-02", "amount": "0.01 CZK"}]
    outcome = paid(file, "m-2", {}, on="2018-02-20", amount="0.01 CZK", allocations=parts)
    assert codes(outcome) == ["NO_ORDER", "OVER_COMPENSATION_RISK"]
    back = file.do(
        "contract.record-reversal", NUMBER, on="2018-02-21", reversal="r-1", movement="m-2", amount="0.01 CZK"
    )
    assert "OVER_COMPENSATION_RISK" in [ref.code for ref in closed(back)]


def test_an_order_that_waits_while_other_money_goes_out_needs_room_of_its_own(file: Office) -> None:
    """700 000 are ordered; 400 000 leave without an order: both together pass the compensation, and that is seen."""
    order(file, "o-1", {"2018-01": 700_000})
    outcome = paid(file, "m-1", {"2018-02": 400_000}, on="2018-02-20")
    assert told(outcome) == [
        ("mandate.compensation-paid", date(2018, 2, 20)),
        ("mandate.compensation-committed", date(2018, 2, 20)),
    ]
    assert codes(outcome) == ["NO_ORDER", "OVER_COMPENSATION_RISK"]
    assert sums(file) == (1_100_000, 400_000)


def test_an_old_payment_of_an_unknown_day_is_told_without_one(file: Office) -> None:
    said: dict[str, Any] = {"movement": "m-1", "amount": kc(100), "allocations": allocations({"2018-01": 100}, None)}
    command = file.parts.resolver.command("contract.take-over-movement", {"target": NUMBER, **said})
    clerk = Actor(role="clerk", person="p-clerk")
    outcome = file.parts.engine.handle(command, Stamp(command_id=uuid4(), actor=clerk, source=Source(kind="cli")))
    assert told(outcome) == [("mandate.compensation-paid", None)]
    assert sums(file) == (0, 100)


# Returned ------------------------------------------------------------------------------------------------------------


def test_a_refund_lowers_the_year_that_it_was_asked_for(file: Office) -> None:
    """30 000 of 2018 are asked back as unused; 2019 was paid too, and stays."""
    paid(file.it_is("2019-02-20"), "m-1", {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    said: dict[str, Any] = {
        "claim": "v-1",
        "amount": kc(30_000),
        "ground": "unused",
        "due_on": "2019-03-15",
        "year": 2018,
    }
    file.do("contract.request-refund", NUMBER, **said)
    outcome = file.do("contract.record-refund", NUMBER, on="2019-02-18", movement="b-1", amount=kc(30_000), claim="v-1")
    assert codes(outcome) == []
    assert told(outcome) == [("mandate.public-money-returned", date(2019, 2, 18))]
    assert outcome.entries[2].event.model_dump(mode="json")["ground"] == "unused"
    assert (sums(file), sums(file, 2019)) == ((0, 80_000), (0, 110_000))


def test_a_return_of_which_nobody_knows_the_year_lowers_none_until_it_is_said(file: Office) -> None:
    """25 000 came unasked after two years were paid: noted; then allocated, 10 000 and 15 000."""
    paid(file.it_is("2019-02-20"), "m-1", {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    outcome = file.do("contract.record-refund", NUMBER, on="2019-02-18", movement="b-1", amount=kc(25_000))
    assert codes(outcome) == ["RETURN_WITHOUT_YEAR"]
    assert anomaly(outcome, "RETURN_WITHOUT_YEAR").facts["service_years"] == [f"{LIVING} 2018", f"{LIVING} 2019"]
    assert (told(outcome), sums(file)) == ([], (0, 110_000))
    parts = [{"year": 2018, "amount": kc(10_000)}, {"year": 2019, "amount": kc(15_001)}]
    role: dict[str, Any] = {"acting_as": "chief-accountant", "person": "p-3"}
    wrong = file.refused("contract.allocate-return", NUMBER, **role, movement="b-1", parts=parts)
    assert wrong.codes == ("contract.return-adds-up",)
    parts[1]["amount"] = kc(15_000)
    said = file.do("contract.allocate-return", NUMBER, **role, movement="b-1", parts=parts)
    assert [ref.code for ref in closed(said)] == ["RETURN_WITHOUT_YEAR"]
    assert told(said) == [("mandate.public-money-returned", date(2019, 2, 18))] * 2
    assert (sums(file), sums(file, 2019)) == ((0, 100_000), (0, 95_000))
    parts = [{"year": 2019, "amount": kc(20_000)}, {"year": 2019, "amount": kc(5_000)}]
    file.do("contract.allocate-return", NUMBER, **role, movement="b-1", parts=parts)
    assert (sums(file), sums(file, 2019)) == ((0, 110_000), (0, 85_000))


def test_a_return_said_to_be_of_a_year_that_was_not_paid_opens_no_room(file: Office) -> None:
    """Paid for 2019, come back allegedly for 2018: an order of 2018 binds in full, and given up releases no more."""
    paid(file.it_is("2019-02-20"), "m-1", {"2019-01": 110_000}, on="2019-01-21")
    file.do("contract.record-refund", NUMBER, on="2019-02-18", movement="b-1", amount=kc(10_000))
    role: dict[str, Any] = {"acting_as": "chief-accountant", "person": "p-3"}
    wrong = [{"year": 2018, "amount": kc(10_000)}]
    said = file.do("contract.allocate-return", NUMBER, **role, movement="b-1", parts=wrong)
    assert codes(said) == ["RETURNED_ABOVE_RECEIVED"]
    assert (sums(file), sums(file, 2019), mandate(file).room(2018, LIVING)) == ((0, -10_000), (0, 110_000), WHOLE)
    parts = {"2018-01": 1_000_000}
    above = file.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-01": 1_000_001}))
    assert "mandate.public-money-within-compensation" in above.codes
    order(file, "o-1", parts)
    assert (sums(file), mandate(file).room(2018, LIVING)) == ((1_000_000, -10_000), Money(0))
    file.do("contract.cancel-order", NUMBER, order="o-1", grounds="jinak")
    assert (sums(file), mandate(file).room(2018, LIVING)) == ((0, -10_000), WHOLE)
    right = [{"year": 2019, "amount": kc(10_000)}]
    mended = file.do("contract.allocate-return", NUMBER, **role, movement="b-1", parts=right)
    assert [ref.code for ref in closed(mended)] == ["RETURNED_ABOVE_RECEIVED"]
    assert (sums(file), sums(file, 2019)) == ((0, 0), (0, 100_000))


def test_a_payment_that_moves_away_from_its_return_is_noted_and_not_stopped(file: Office) -> None:
    """Paid and come back for 2018; then it turns out that both were of 2019: one after the other is said so."""
    paid(file.it_is("2019-02-20"), "m-1", {"2018-12": 110_000}, on="2019-01-21")
    file.do("contract.record-refund", NUMBER, on="2019-02-18", movement="b-1", amount=kc(10_000))
    moved = file.do(
        "contract.allocate-movement", NUMBER, movement="m-1", allocations=allocations({"2019-01": 110_000}, None)
    )
    assert codes(moved) == ["RETURNED_ABOVE_RECEIVED"]
    role: dict[str, Any] = {"acting_as": "chief-accountant", "person": "p-3"}
    parts = [{"year": 2019, "amount": kc(10_000)}]
    mended = file.do("contract.allocate-return", NUMBER, **role, movement="b-1", parts=parts)
    assert [ref.code for ref in closed(mended)] == ["RETURNED_ABOVE_RECEIVED"]
    assert (sums(file), sums(file, 2019)) == ((0, 0), (0, 100_000))


def test_only_money_that_came_back_on_the_contract_is_allocated(file: Office) -> None:
    parts = [{"year": 2018, "amount": kc(1)}]
    refusal = file.refused("contract.allocate-return", NUMBER, movement="b-9", parts=parts)
    assert refusal.codes == ("contract.return-known",)


def test_everything_that_comes_back_is_of_all_years(file: Office) -> None:
    """220 000 of two years, all of it: there is but one way."""
    paid(file.it_is("2019-02-20"), "m-1", {"2018-12": 110_000, "2019-01": 110_000}, on="2019-01-21")
    file.do("contract.record-refund", NUMBER, on="2019-02-18", movement="b-1", amount=kc(220_000))
    assert (sums(file), sums(file, 2019)) == ((0, 0), (0, 0))


def test_a_void_contract_commits_nothing_and_what_was_paid_counts_until_it_comes_back(file: Office) -> None:
    """Concluded on 2 January, never published: of 400 000 ordered 300 000 were paid and are repaid as unjust."""
    conclude_unpublished(file)
    file.do("contract.record-mandate", OTHER, mandate=MANDATE, commitments=[{"year": 2018, "amount": kc(400_000)}])
    parts = allocations(HALF_YEAR, None)
    file.do("contract.record-movement", OTHER, on="2018-01-20", movement="m-1", amount=kc(300_000), allocations=parts)
    assert sums(file) == (400_000, 300_000)
    void = find_void(file)
    assert told(void) == [("mandate.commitment-released", date(2018, 4, 10))]
    assert sums(file) == (300_000, 300_000)
    claim: dict[str, Any] = {"claim": "b-1", "amount": kc(300_000), "due_on": "2018-05-31"}
    file.do("contract.claim-unjust-enrichment", OTHER, **claim)
    back = file.do("contract.record-enrichment-repayment", OTHER, movement="b-2", claim="b-1", amount=kc(300_000))
    assert back.entries[2].event.model_dump(mode="json")["ground"] == "unjust enrichment"
    assert book(file).public_money() == Money(0)


def test_a_void_contract_frees_a_mandate_that_names_its_service_in_words(office: Office) -> None:
    """An old act calls its only service by a name; what was committed there is released there."""
    office.it_is("2018-01-03")
    entrust(
        office,
        services=[{"name_as_written": "PSB Frýdlant"}],
        compensations=[{"year": 2018, "compensation": kc(1_000_000)}],
    )
    office.do("mandate.commit-compensation", MANDATE, **APPROVER, year=2018, amount=kc(1), reference="jiná listina")
    conclude_unpublished(office, services=[{"name_as_written": "PSB"}])
    office.do("contract.record-mandate", OTHER, mandate=MANDATE, commitments=[{"year": 2018, "amount": kc(400)}])
    assert sums(office, service="PSB Frýdlant") == (401, 0)
    find_void(office)
    assert sums(office, service="PSB Frýdlant") == (1, 0)


def test_a_levy_lowers_compensation_and_penalty_interest_does_not(file: Office) -> None:
    """100 000 are levied and paid, and 1 000 of penalty interest on them."""
    paid(file, "m-1", HALF_YEAR, on="2018-02-05")
    file.do("contract.suspect-breach", NUMBER, breach="p-1", amount=kc(100_000), ground="unauthorised use")
    file.it_is("2018-03-01").do("contract.call-to-remedy", NUMBER, breach="p-1", demand="return", due_on="2018-03-15")
    office: dict[str, Any] = {"acting_as": "approver", "person": "p-approver"}
    file.it_is("2018-04-03")
    file.do(
        "contract.impose-levy", NUMBER, **office, breach="p-1", claim="o-1", amount=kc(100_000), due_on="2018-05-03"
    )
    levied = file.do("contract.record-levy-payment", NUMBER, movement="b-1", claim="o-1", amount=kc(100_000))
    assert [topic for topic, _ in told(levied)] == ["mandate.public-money-returned"]
    assert sums(file) == (0, 200_000)
    days: dict[str, Any] = {"first_day": "2018-02-06", "last_day": "2018-04-03", "due_on": "2018-05-03"}
    charged = file.do("contract.charge-penalty", NUMBER, **office, claim="o-2", levy="o-1", **days)
    interest = charged.entries[0].event.model_dump(mode="json")["interest"]["amount"]
    penalty = file.do("contract.record-levy-payment", NUMBER, movement="b-2", claim="o-2", amount=interest)
    assert told(penalty) == []


# Named ---------------------------------------------------------------------------------------------------------------


def test_a_mandate_named_later_learns_what_was_paid_and_returned_before(office: Office) -> None:
    """Two payments and a refund in 2018, the mandate named in 2019: each is entered on its own day."""
    office.it_is("2018-01-03")
    entrust(office)
    conclude(office)
    paid(office, "m-1", {"2018-01": 600_000}, on="2018-01-20")
    paid(office, "m-2", {"2018-02": 500_000}, on="2018-02-20")
    office.do("contract.record-refund", NUMBER, on="2018-03-05", movement="b-1", amount=kc(100_000))
    order(office, "o-1", {"2019-01": 50_000})
    office.it_is("2019-01-10")
    refusal = office.refused("contract.name-mandate", NUMBER, mandate=MANDATE)
    assert refusal.codes == (WITHIN,)
    outcome = office.do("contract.record-mandate", NUMBER, mandate=MANDATE)
    assert told(outcome) == [
        ("mandate.compensation-paid", date(2018, 1, 20)),
        ("mandate.compensation-paid", date(2018, 2, 20)),
        ("mandate.public-money-returned", date(2018, 3, 5)),
        ("mandate.compensation-committed", date(2019, 1, 10)),
    ]
    assert codes(outcome) == ["OVER_COMPENSATION_RISK"]
    assert (sums(office), sums(office, 2019)) == ((0, 1_000_000), (50_000, 0))


def test_what_was_entered_by_hand_is_not_entered_twice(office: Office) -> None:
    """Somebody recorded the line of the statement in the mandate before the contract named it."""
    office.it_is("2018-01-20")
    entrust(office)
    conclude(office)
    line: dict[str, Any] = {"year": 2018, "service": LIVING, "amount": kc(100), "contract": NUMBER, "movement": "m-1"}
    office.do("mandate.record-compensation-payment", MANDATE, months=["2018-01"], orps=["5105"], **line)
    paid(office, "m-1", {"2018-01": 100}, on="2018-01-20")
    assert told(office.do("contract.name-mandate", NUMBER, mandate=MANDATE)) == []
    assert sums(office) == (0, 100)


def test_a_mandate_is_named_anew_only_with_something_new(file: Office) -> None:
    assert file.refused("contract.name-mandate", NUMBER, mandate=MANDATE).codes == (
        "contract.naming-says-something-new",
    )
    file.do("contract.name-mandate", NUMBER, mandate=MANDATE, services=[{"service": LIVING}])


@pytest.mark.parametrize("service", [{}, {"service": LIVING}])
def test_a_service_year_is_committed_once_in_a_naming(file: Office, service: dict[str, str]) -> None:
    """Also where the contract's only service is named one time and meant the other: it is one sum, not both."""
    twice = [{"year": 2018, "amount": kc(100)}, {"year": 2018, "amount": kc(200), **service}]
    refusal = file.refused("contract.record-mandate", NUMBER, mandate=MANDATE, commitments=twice)
    assert refusal.codes == ("contract.year-committed-once",)


@pytest.mark.parametrize("amount", ["0.00 CZK", "-0.01 CZK"])
def test_a_draft_names_no_commitment_of_nothing(file: Office, amount: str) -> None:
    """Said before the contract binds, and refused at once: not only at its conclusion."""
    file.do("contract.draft", number=OTHER, regime="grant", provider="Jiný")
    nothing = [{"year": 2018, "amount": amount}]
    refusal = file.refused("contract.name-mandate", OTHER, mandate=MANDATE, commitments=nothing)
    assert refusal.codes == ("mandate.amount-positive",)


def test_the_mandate_of_another_provider_is_refused_and_found_is_noted(file: Office) -> None:
    entrust(file, "PO-2018-099", provider={"name": "Jiný", "ico": "00064581"})
    assert file.refused("contract.name-mandate", NUMBER, mandate="PO-2018-099").codes == (
        "contract.mandate-of-provider",
    )
    outcome = file.do("contract.record-mandate", NUMBER, mandate="PO-2018-099")
    assert codes(outcome) == ["MANDATE_OF_ANOTHER_PROVIDER"]


def test_a_mandate_is_named_for_what_stands_in_it(file: Office) -> None:
    services = [{"service": STRANGER}]
    refusal = file.refused("contract.name-mandate", NUMBER, mandate=MANDATE, services=services)
    assert refusal.codes == ("mandate.covers-service",)
    assert codes(file.do("contract.record-mandate", NUMBER, mandate=MANDATE, services=services)) == ["OUTSIDE_MANDATE"]
