"""What a contract commits under its mandate, and what lies outside of it: to the day and the heller."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.mandate_cover import cover, mandates_of
from domain.kernel.answer import Answer
from domain.kernel.money import Money, czk
from domain.kernel.plain import plain
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import ELEMENTS
from tests.scenarios.entrusted import (
    ACCOUNT,
    HALF_YEAR,
    LIVING,
    MANDATE,
    NEXT_MANDATE,
    NUMBER,
    OTHER,
    PROVIDER,
    STRANGER,
    WITHIN,
    WORKSHOPS,
    allocations,
    asked,
    book,
    conclude,
    entrust,
    entrusted_file,
    mandate,
    order,
    paid,
    sums,
    told,
)
from tests.scenarios.office import Office, anomaly, codes, kc

GIFT: dict[str, Any] = {
    "year": 2018,
    "service": LIVING,
    "funding": "g-1",
    "funder": "Liberec",
    "funder_kind": "municipality",
}


@pytest.fixture
def file(office: Office) -> Office:
    """A mandate, and a contract that names it."""
    return entrusted_file(office)


# Committed -----------------------------------------------------------------------------------------------------------


def test_an_order_commits_the_money_of_its_service_years_in_the_same_commit(file: Office) -> None:
    """300 000 for 2018 and 70 000.50 for 2019: one order, two commitments under its number."""
    parts = [*allocations(HALF_YEAR, None), {"month": "2019-01", "amount": "70000.50 CZK"}]
    outcome = file.do(
        "contract.order-payment", NUMBER, **asked("o-1", {}) | {"amount": "370000.50 CZK", "allocations": parts}
    )
    assert told(outcome) == [("mandate.compensation-committed", date(2018, 1, 3))] * 2
    first, second = (entry.event.model_dump(mode="json", exclude_none=True) for entry in outcome.entries[1:])
    assert (first["year"], first["amount"], first["reference"]) == (2018, plain(czk(300_000)), "o-1")
    assert first["months"] == sorted(HALF_YEAR)
    assert (second["year"], second["amount"], second["orps"]) == (2019, plain(czk("70000.50")), ["5105"])
    assert mandate(file).room(2019, LIVING) == czk("929999.50")


def test_an_order_above_the_compensation_is_refused_and_one_at_it_taken(file: Office) -> None:
    order(file, "o-1", {"2018-01": 600_000})
    refusal = file.refused("contract.order-payment", NUMBER, **asked("o-2", {"2018-02": 400_001}))
    assert refusal.codes == (WITHIN,)
    assert (refusal.facts["taken"], refusal.facts["asked"]) == (plain(czk(600_000)), plain(czk(400_001)))
    order(file, "o-2", {"2018-02": 400_000})
    assert mandate(file).room(2018, LIVING) == Money(0)


def test_two_contracts_share_the_room_of_a_service_year(file: Office) -> None:
    """The other contract meets what the first one committed."""
    conclude(file, OTHER)
    file.do("contract.name-mandate", OTHER, mandate=MANDATE)
    order(file, "o-1", {"2018-01": 700_000})
    assert file.refused("contract.order-payment", OTHER, **asked("o-1", {"2018-01": 300_001})).codes == (WITHIN,)
    order(file, "o-1", {"2018-01": 300_000}, to=OTHER)
    assert sums(file) == (1_000_000, 0)


def test_what_the_contract_says_is_committed_with_its_conclusion_and_orders_use_it(office: Office) -> None:
    """Named while in preparation with 600 000 for 2018: committed on the day of conclusion; only 50 000 more later."""
    office.it_is("2018-01-02")
    entrust(office)
    office.do("contract.draft", number=NUMBER, regime="grant", provider=PROVIDER["name"], provider_ico=PROVIDER["ico"],
              services=[{"registration": LIVING}], orps=["5105"])  # fmt: skip
    said: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": kc(600_000)}]}
    assert told(office.do("contract.name-mandate", NUMBER, **said)) == []
    concluded = office.do("contract.record-conclusion", NUMBER, on="2018-01-03", maximum=kc(2_000_000), account=ACCOUNT,
                          period={"start": "2018-01-01", "end": "2020-12-31"})  # fmt: skip
    assert told(concluded) == [("mandate.compensation-committed", date(2018, 1, 3))]
    office.it_is("2018-01-04")
    office.do("contract.record-publication", NUMBER, register_id="r-1")
    assert told(order(office, "o-1", {"2018-01": 400_000})) == []
    assert told(order(office, "o-2", {"2018-02": 250_000})) == [("mandate.compensation-committed", date(2018, 1, 4))]
    assert sums(office) == (650_000, 0)
    assert told(office.do("contract.cancel-order", NUMBER, order="o-1", grounds="jinak")) == [
        ("mandate.commitment-released", date(2018, 1, 4))
    ]
    assert sums(office) == (600_000, 0)


def test_a_contract_that_binds_above_the_compensation_is_refused_and_found_is_noted(file: Office) -> None:
    conclude(file, OTHER)
    above: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": "1000000.01 CZK"}]}
    assert file.refused("contract.name-mandate", OTHER, **above).codes == (WITHIN,)
    outcome = file.do("contract.record-mandate", OTHER, **above)
    assert codes(outcome) == ["OVER_COMPENSATION_RISK"]
    assert book(file).committed_in_all() == czk("1000000.01")


def test_what_others_gave_meanwhile_stops_an_order_of_what_was_committed(file: Office) -> None:
    """600 000 are committed and 300 000 of it paid; a town gave 500 000: 200 000 fit, a crown more does not."""
    said: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": kc(600_000)}]}
    file.do("contract.name-mandate", NUMBER, **said)
    paid(file, "m-1", HALF_YEAR, on="2018-02-05")
    town = file.do("mandate.record-other-funding", MANDATE, amount=kc(500_000), **GIFT)
    assert codes(town) == ["OVER_COMPENSATION_RISK"]
    assert file.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-07": 200_001})).codes == (WITHIN,)
    assert told(order(file, "o-1", {"2018-07": 150_000})) == []
    assert file.refused("contract.order-payment", NUMBER, **asked("o-2", {"2018-08": 50_001})).codes == (WITHIN,)
    order(file, "o-2", {"2018-08": 50_000})


@pytest.mark.parametrize("named", [{"reference": "smlouva 9"}, {"funding": "g-1"}])
def test_no_order_goes_out_on_money_that_came_back_and_was_never_paid(file: Office, named: dict[str, str]) -> None:
    """950 000 are committed, two towns gave 100 000 each; 200 000 came back of nothing, or of half as much."""
    said: dict[str, Any] = {"mandate": MANDATE, "commitments": [{"year": 2018, "amount": kc(950_000)}]}
    file.do("contract.name-mandate", NUMBER, **said)
    file.do("mandate.record-other-funding", MANDATE, amount=kc(100_000), **GIFT)
    file.do("mandate.record-other-funding", MANDATE, amount=kc(100_000), **GIFT | {"funding": "g-2"})
    back: dict[str, Any] = {
        "year": 2018,
        "service": LIVING,
        "amount": kc(200_000),
        "ground": "other",
        "movement": "b-9",
    }
    noted = file.do("mandate.record-money-return", MANDATE, **back | named)
    assert codes(noted) == ["RETURNED_ABOVE_RECEIVED"]
    fits = 900_000 if "funding" in named else 800_000
    assert file.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-07": fits + 1})).codes == (WITHIN,)
    order(file, "o-1", {"2018-07": fits})


@pytest.mark.parametrize("way", ["cancel", "reject"])
def test_an_order_that_is_given_up_releases_what_was_committed_for_it(file: Office, way: str) -> None:
    """Of 300 000 ordered 100 000 were paid: 200 000 are free again."""
    order(file, "o-1", HALF_YEAR)
    paid(file, "m-1", {"2018-01": 50_000, "2018-02": 50_000}, on="2018-02-05", order="o-1")
    assert sums(file) == (300_000, 100_000)
    if way == "cancel":
        outcome = file.do("contract.cancel-order", NUMBER, order="o-1", grounds="nečerpá se")
    else:
        role: dict[str, Any] = {"acting_as": "budget-administrator", "person": "p-2"}
        said: dict[str, Any] = {"order": "o-1", "role": "budget administrator", "grounds": "chybí doklad"}
        outcome = file.do("contract.reject-payment", NUMBER, **role, **said)
    assert [(e.event.topic, getattr(e.event, "amount", None)) for e in outcome.entries[1:]] == [
        ("mandate.commitment-released", czk(200_000))
    ]
    assert sums(file) == (100_000, 100_000)


def test_the_last_instalment_is_ordered_after_the_mandate_ended(file: Office) -> None:
    """December 2020 is ordered on 2021-01-20: the region bound itself by the contract, while the mandate lasted."""
    outcome = order(file.it_is("2021-01-20"), "o-1", {"2020-12": 80_000})
    assert told(outcome) == [("mandate.compensation-committed", date(2021, 1, 20))]


def test_a_contract_concluded_after_the_mandate_ended_binds_nobody_under_it(file: Office) -> None:
    file.it_is("2021-02-01")
    said: dict[str, Any] = {
        "number": OTHER,
        "regime": "grant",
        "provider": PROVIDER["name"],
        "services": [{"registration": LIVING}],
    }
    file.do("contract.record-conclusion", on="2021-01-04", maximum=kc(2_000_000), account=ACCOUNT,
            period={"start": "2020-12-01", "end": "2021-12-31"}, **said)  # fmt: skip
    file.do("contract.record-publication", OTHER, on="2021-01-04", register_id="r-9")
    file.do("contract.name-mandate", OTHER, mandate=MANDATE)
    refusal = file.refused("contract.order-payment", OTHER, **asked("o-1", {"2020-12": 80_000}))
    assert refusal.codes == ("mandate.committed-while-it-lasts",)


def test_a_contract_that_names_no_mandate_tells_none(file: Office) -> None:
    conclude(file, OTHER)
    assert told(order(file, "o-1", {"2018-01": 2_000_000}, to=OTHER)) == []


# Outside -------------------------------------------------------------------------------------------------------------


def stranger(office: Office) -> None:
    """A contract for a service that is not entrusted, beside one that is."""
    conclude(office, services=[{"registration": LIVING}, {"registration": STRANGER}])
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)


def test_a_service_outside_the_mandate_is_refused_to_our_orders_and_noted_of_the_bank(office: Office) -> None:
    office.it_is("2018-01-03")
    entrust(office)
    stranger(office)
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-01": 1}, STRANGER))
    assert refusal.codes == ("mandate.covers-service", WITHIN)
    assert [one.is_undecided for one in refusal.violations] == [False, True]
    outcome = paid(office, "m-1", {"2018-01": 100}, STRANGER, on="2018-01-20")
    assert codes(outcome) == ["NO_ORDER", "OUTSIDE_MANDATE"]
    state = office.contract(NUMBER)
    parts = cover(state, mandates_of(state, [mandate(office)]))
    assert [(part.movement, part.covered) for part in parts] == [("m-1", Answer.NO)]
    file = office.it_is("2018-02-01")
    said = file.do(
        "contract.allocate-movement", NUMBER, movement="m-1", allocations=allocations({"2018-01": 100}, LIVING)
    )
    assert told(said) == [("entry.taken-back", date(2018, 2, 1)), ("mandate.compensation-paid", date(2018, 1, 20))]
    assert mandate(office).anomalies_of("OUTSIDE_MANDATE") == ()


def test_a_place_outside_the_mandate_is_refused_to_our_orders_and_noted_of_the_bank(office: Office) -> None:
    """Supported living is entrusted in Liberec and Frýdlant; the contract pays for it in Semily."""
    office.it_is("2018-01-03")
    entrust(office)
    conclude(office, orps=["5107"])
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-01": 1}))
    assert refusal.codes == ("mandate.covers-territory",)
    assert (refusal.facts["orps"], refusal.facts["territory"]) == (["5107"], ["5105", "5102"])
    assert codes(paid(office, "m-1", {"2018-01": 100}, on="2018-01-20")) == ["NO_ORDER", "OUTSIDE_TERRITORY"]


def test_a_month_outside_the_mandate_is_refused_to_our_orders_and_noted_of_the_bank(office: Office) -> None:
    """The mandate ends with 2018, the contract goes on."""
    office.it_is("2018-01-03")
    entrust(office, last=2018)
    conclude(office)
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    order(office, "o-1", {"2018-12": 100})
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-2", {"2018-12": 1, "2019-01": 1}))
    assert "mandate.covers-period" in refusal.codes
    outcome = paid(office, "m-1", {"2019-01": 100}, on="2018-12-20")
    assert codes(outcome) == ["NO_ORDER", "OUTSIDE_MANDATE_PERIOD"]
    assert anomaly(outcome, "OUTSIDE_MANDATE_PERIOD").facts["outside"] == ["2019-01"]


def test_a_mandate_is_named_for_some_services_in_some_places_only(office: Office) -> None:
    """Two services, each in its own place; workshops stand in the mandate, but the contract names it for living."""
    office.it_is("2018-01-03")
    entrust(office)
    conclude(office, services=[{"registration": LIVING}, {"registration": WORKSHOPS}], orps=["5105", "5107"])
    living = {"service": LIVING, "orps": ["5105"]}
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE, services=[living])
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-1", {"2018-01": 1}, WORKSHOPS))
    assert (refusal.codes, refusal.facts["services"]) == (("mandate.covers-service",), [LIVING])
    outcome = order(office, "o-1", {"2018-01": 1}, LIVING)
    assert outcome.entries[1].event.model_dump(mode="json")["orps"] == ["5105"]
    assert codes(paid(office, "m-1", {"2018-01": 1}, WORKSHOPS, on="2018-01-20")) == ["NO_ORDER", "OUTSIDE_MANDATE"]


def test_one_mandate_follows_another(office: Office) -> None:
    """The first lasts to the end of 2018, the second goes on from 2019; each month is paid under its own."""
    office.it_is("2018-01-03")
    entrust(office, last=2018)
    entrust(office, NEXT_MANDATE, first=2019, last=2020)
    conclude(office)
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    office.do("contract.name-mandate", NUMBER, mandate=NEXT_MANDATE)
    outcome = order(office, "o-1", {"2018-12": 100, "2019-01": 200})
    assert [topic for topic, _ in told(outcome)] == ["mandate.compensation-committed"] * 2
    assert (sums(office), sums(office, 2019, number=NEXT_MANDATE)) == ((100, 0), (200, 0))


def test_compensation_is_paid_in_crowns(office: Office) -> None:
    office.it_is("2018-01-03")
    entrust(office)
    conclude(office, maximum="80000.00 EUR")
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    parts = [{"month": "2018-01", "amount": "100.00 EUR"}]
    euros: dict[str, Any] = {"amount": "100.00 EUR", "allocations": parts}
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-1", {}) | euros)
    assert refusal.codes == ("contract.compensation-in-crowns",)
    outcome = paid(office, "m-1", {}, on="2018-01-20", **euros)
    assert (codes(outcome), told(outcome)) == (["NO_ORDER", "COMPENSATION_NOT_IN_CROWNS"], [])


# By a clause of the contract -----------------------------------------------------------------------------------------


def test_a_clause_of_the_contract_entrusts_and_the_contract_pays_under_it(office: Office) -> None:
    """Prepared, concluded on 2018-03-26, entrusted by article 2 from April, named, paid; not a month before."""
    office.it_is("2018-03-01")
    service, entry, file = str(uuid4()), str(uuid4()), str(uuid4())
    office.do("service.record-registration", service, on="2015-01-01", registration_number=LIVING, provider=PROVIDER,
              section="43", forms=["T"])  # fmt: skip
    office.do("network_entry.take-over", entry, service=service, validity="od 1.1.2018 do 31.12.2020")
    office.do("mandate.propose", file, provider=PROVIDER, service=service, network_entry=entry, orps=["5105"])
    office.it_is("2018-03-26")
    conclude(office, period={"start": "2018-04-01", "end": "2020-12-31"})
    clause: dict[str, Any] = {
        "instrument": "CONTRACT_CLAUSE",
        "contract": NUMBER,
        "clause": "čl. 2",
        "elements": ELEMENTS,
    }
    terms: dict[str, Any] = {"decision": "2012/21/EU", "period": {"start": "2018-04-01", "end": "2020-12-31"}}
    ceiling = [{"year": 2018, "compensation": kc(900_000)}]
    signed: dict[str, Any] = {"acting_as": "approver", "person": "p-approver"}
    assert codes(office.do("mandate.issue", file, **signed, **clause, **terms, compensations=ceiling)) == []
    office.do("contract.name-mandate", NUMBER, mandate=file, commitments=[{"year": 2018, "amount": kc(900_000)}])
    months = {f"2018-{month:02}": 100_000 for month in range(4, 13)}
    office.it_is("2018-05-02")
    assert told(order(office, "o-1", months)) == []
    outcome = paid(office, "m-1", months, on="2018-05-21", order="o-1")
    assert told(outcome) == [("mandate.compensation-paid", date(2018, 5, 21))]
    found = office.replay.state(UUID(file))
    assert isinstance(found, Mandate)
    assert (found.book(LIVING, 2018).public_money(), found.room(2018)) == (czk(900_000), Money(0))
    refusal = office.refused("contract.order-payment", NUMBER, **asked("o-2", {"2018-03": 1}))
    assert refusal.codes == ("contract.service-month-within-period", "mandate.covers-period", WITHIN)
