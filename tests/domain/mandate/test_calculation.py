"""The compensation payment of a service-year from the values of a methodology, and the net cost of the service."""

from typing import Any
from uuid import UUID

import pytest

from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.methodology import events as methodology_events
from domain.methodology.methodology import Methodology
from tests.domain.mandate.stories import (
    NUMBER,
    add_sister,
    check,
    checked,
    commit,
    cost,
    entrusted,
    files,
    give,
    issue,
    issued,
    made,
    pay,
    propose,
    proposed,
    verify,
    year_with,
)
from tests.spec import Story, given

METHODOLOGY = derived_id("spec", "the methodology")
FTE = {"form": "T", "unit": "FTE", "units": "4.5"}
VALUE = {"section": "43", "form": "T", "unit": "FTE", "costs": czk(700_000), "revenues": czk(20_000)}


def methodology(*, year: int = 2018, inputs: bool = False, rounding: bool = False, **value: Any) -> Methodology:
    """In force for one year: an FTE of supported living costs 700 000 and earns 20 000."""
    approved = made(
        methodology_events.MethodologyApproved,
        approvals=[{"body": "ZK"}],
        validity={"start": f"{year}-01-01", "end": f"{year}-12-31"},
        document="20" * 32,
    )
    values = made(methodology_events.ReferenceValuesApproved, values=(VALUE | value,), resolution="340/17/ZK")
    drafted = made(methodology_events.MethodologyDrafted, year=year, title="Metodika")
    story = given(Methodology, drafted, approved, (f"{year}-01-01", values))
    if inputs:
        one = {
            "section": "43", "form": "T", "unit": "FTE", "basis": "regional",
            "optimal_costs": czk(600_000), "usual_revenues": Money(0), "share": "0.85",
        }  # fmt: skip
        said = made(methodology_events.CompensationInputsApproved, inputs=(one,), resolution="340/17/ZK")
        story = story.happened(said, on=f"{year}-01-01")
    if rounding:
        rule = {"subject": "compensation", "rounding": "DOWN", "step": czk(1000), "cites": {"act": "methodology"}}
        story = story.happened(made(methodology_events.RoundingRuleSet, **rule), on=f"{year}-01-01")
    return story.state


def mandate(known: Methodology | None = None, **proposal: Any) -> Story[Mandate]:
    others: dict[UUID, Aggregate] = {**files(), METHODOLOGY: known or methodology()}
    return proposed(others=others, **proposal).when(issue(), on="2017-12-19").then_notes()


def calculate(year: int = 2018, *units: dict[str, Any], **fields: Any) -> asked.CalculateCompensation:
    return made(
        asked.CalculateCompensation, **{"year": year, "units": units or (FTE,), "methodology": METHODOLOGY} | fields
    )


# The payment ---------------------------------------------------------------------------------------------------------


def test_the_payment_is_units_times_cost_less_revenue() -> None:
    """4.5 × (700 000 − 20 000) = 3 060 000, with every value and its source in the event."""
    story = mandate().when(calculate(), on="2018-01-10").then_notes()
    line = {**FTE, "costs": czk(700_000), "revenues": czk(20_000), "share": "1", "found_in": "reference values"}
    event = made(
        events.CompensationCalculated,
        year=2018,
        lines=(line,),
        compensation=czk(3_060_000),
        methodology=METHODOLOGY,
        methodology_year=2018,
    )
    story.then(event)
    assert story.state.room(2018) == czk(3_060_000)


@pytest.mark.parametrize(
    ("units", "crowns"),
    [
        (FTE | {"months": 9}, "2295000.00"),
        (FTE | {"units": "0.333333", "months": 7}, "132222.09"),
        (FTE | {"units": "1", "months": 12}, "680000.00"),
    ],
)
def test_a_part_of_the_year_counts_by_months_and_is_rounded_once(units: dict[str, Any], crowns: str) -> None:
    """0.333333 × 680 000 × 7 ÷ 12 = 132 222.0900…: exact, then to whole haléře."""
    story = mandate().when(calculate(2018, units), on="2018-01-10")
    assert story.state.compensation(2018) == Money.czk(crowns)


def test_inputs_of_the_formula_come_before_reference_values() -> None:
    """4.5 × 600 000 × 0.85 = 2 295 000."""
    story = mandate(methodology(inputs=True)).when(calculate(), on="2018-01-10").then_notes()
    assert story.state.compensation(2018) == czk(2_295_000)
    (event,) = (e.event for e in story.entries if isinstance(e.event, events.CompensationCalculated))
    assert [line.found_in for line in event.lines] == ["compensation inputs"]


def test_the_methodology_says_how_it_is_rounded() -> None:
    """Down to whole thousands."""
    story = mandate(methodology(rounding=True, costs=czk(700_123))).when(calculate(), on="2018-01-10")
    assert story.state.compensation(2018) == czk(3_060_000)


def test_values_are_those_of_the_year_whenever_it_is_calculated() -> None:
    story = mandate().when(calculate(), on="2017-12-20").then_notes()
    story.when(calculate(), on="2019-02-01").then_notes()
    story.when(calculate(2019), on="2018-12-20").then_refused(
        "mandate.methodology-in-force", "mandate.reference-values-known"
    )


def test_a_unit_that_the_methodology_does_not_know_is_refused() -> None:
    bed = {"form": "P", "unit": "BED", "units": 3}
    refused = mandate().when(calculate(2018, FTE, bed), on="2018-01-10").then_refused("mandate.reference-values-known")
    assert refused.facts_of("mandate.reference-values-known")["missing"] == ["P BED"]


def test_each_unit_stands_in_a_calculation_once() -> None:
    mandate().when(calculate(2018, FTE, FTE), on="2018-01-10").then_refused("mandate.units-stated-once")


@pytest.mark.parametrize(("units", "is_within"), [("4.5", True), ("4.500001", False)])
def test_no_more_is_compensated_than_the_capacity_entrusted(units: str, is_within: bool) -> None:
    capacity = {"form": "T", "unit": "FTE", "amount": "4.5"}
    story = mandate(capacities=(capacity,)).when(calculate(2018, FTE | {"units": units}), on="2018-01-10")
    if is_within:
        story.then_notes()
    else:
        story.then_refused("mandate.units-within-capacity")


def test_revenues_above_costs_give_no_negative_payment() -> None:
    story = mandate(methodology(costs=czk(10_000))).when(calculate(), on="2018-01-10")
    story.then_refused("mandate.amounts-not-negative")


def test_a_lower_payment_shows_the_risk_and_a_higher_one_ends_it() -> None:
    story = mandate().when(calculate(), on="2018-01-10").when(commit(2018, 3_000_000), on="2018-02-01")
    lower = story.when(calculate(2018, FTE | {"units": 4}), on="2018-05-01").then_notes("OVER_COMPENSATION_RISK")
    assert lower.state.room(2018) == czk(-280_000)
    lower.when(calculate(), on="2018-06-01").then_closes("OVER_COMPENSATION_RISK").then_open()


def test_the_calculation_of_a_checked_year_needs_a_second_person() -> None:
    story = checked(year_with(mandate().when(calculate(), on="2018-01-10"), 2018, paid=1_000_000, net=2_000_000), 2018)
    story.when(calculate(), on="2019-07-01").then_refused("mandate.checked-year-unchanged")
    story.when(calculate(), on="2019-07-01", waived=("mandate.checked-year-unchanged",)).then_notes()


def test_a_calculation_names_its_service_and_needs_a_file() -> None:
    two = proposed(others={**files(), METHODOLOGY: methodology()}).when(add_sister(), on="2017-11-02")
    two.when(calculate(), on="2018-01-10").then_refused(
        "mandate.each-service-on-its-own", "mandate.reference-values-known"
    )
    two.when(calculate(service=NUMBER), on="2018-01-10").then_notes()
    two.when(calculate(service="8208204"), on="2018-01-10").then_refused("mandate.service-entrusted")
    nothing = given(Mandate, others={METHODOLOGY: methodology()})
    nothing.when(calculate(), on="2018-01-10").then_refused("mandate.on-file")
    unnamed = given(Mandate, others={METHODOLOGY: methodology()})
    bare = propose(service=None, network_entry=None, name_as_written="PSB", project=None)
    unnamed.when(bare, on="2017-11-01").when(calculate(), on="2018-01-10").then_refused(
        "mandate.reference-values-known"
    )


# The net cost --------------------------------------------------------------------------------------------------------


def test_the_provider_declares_and_the_region_verifies() -> None:
    declared = cost(2018, 1_000_000, 50_000, 10_000)
    story = issued().when(declared, on="2019-02-15").then(events.NetCostDeclared.of(declared))
    assert story.state.verdict(2018).missing == ("the verified net cost",)
    story = story.when(verify(declared), on="2019-03-15").then(events.NetCostVerified.of(verify(declared)))
    assert story.state.verdict(2018).ceiling == czk(960_000)
    story.when(verify(declared), on="2019-03-16").then_refused("mandate.says-something-new")
    story.when(verify(declared, costs=czk(900_000)), on="2019-03-16").then_notes()


def test_only_what_was_declared_is_verified() -> None:
    issued().when(verify(cost(2018, 1)), on="2019-03-15").then_refused("mandate.declared-first")
    proposed().when(verify(cost(2018, 1)), on="2017-12-15").then_refused("mandate.issued-first")


def test_a_later_declaration_waits_for_its_own_verification() -> None:
    declared = cost(2018, 1_000_000)
    story = issued().when(declared, on="2019-02-15").when(verify(declared), on="2019-03-15")
    story = story.when(cost(2018, 900_000), on="2019-04-01").then_notes()
    assert story.state.verdict(2018).missing == ("the verified net cost",)
    story.when(verify(declared), on="2019-04-02").then_notes()


@pytest.mark.parametrize("figures", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_no_figure_of_a_net_cost_is_negative(figures: tuple[int, int, int]) -> None:
    story = issued()
    story.when(cost(2018, *figures), on="2019-02-15").then_refused("mandate.amounts-not-negative")
    story.when(cost(2018, 0, 0, 0), on="2019-02-15").then_notes()
    story.when(cost(2018, Money(1, "EUR")), on="2019-02-15").then_refused("mandate.amount-in-crowns")


def _profit(profit: int, rate: str) -> asked.RecordNetCost:
    basis = {"capital": czk(1_000_000), "rate": rate, "swap_rate": "1.5"}
    return cost(2018, 1_000_000, 0, profit, profit_basis=basis)


@pytest.mark.parametrize(("profit", "rate", "is_safe"), [
    (25_000, "2.5", True), (25_001, "2.5", False), (25_000, "2.51", False), (0, "0", True),
])  # fmt: skip
def test_a_profit_is_reasonable_up_to_the_swap_rate_and_a_point(profit: int, rate: str, is_safe: bool) -> None:
    story = issued().when(_profit(profit, rate), on="2019-02-15")
    story.then_notes(*["PROFIT_ABOVE_SAFE_HARBOUR"] * (not is_safe))
    verified = story.when(verify(_profit(profit, rate)), on="2019-03-15")
    if is_safe:
        verified.then_notes()
    else:
        verified.then_refused("mandate.profit-reasonable")
        story.when(verify(_profit(profit, rate)), on="2019-03-15", waived=("mandate.profit-reasonable",)).then_notes()


def test_verifying_the_cost_of_a_checked_year_needs_a_second_person() -> None:
    story = checked(year_with(entrusted(), 2018, paid=900_000, net=950_000), 2018)
    again = verify(cost(2018, 940_000))
    story.when(again, on="2019-07-01").then_refused("mandate.checked-year-unchanged")
    story.when(again, on="2019-07-01", waived=("mandate.checked-year-unchanged",)).then_notes()


def test_a_cost_names_its_service_where_there_are_several() -> None:
    two = proposed().when(add_sister(), on="2017-11-02").when(issue(), on="2017-12-19")
    story = two.when(cost(2018, 1), on="2019-02-15").then_notes("SERVICE_NOT_STATED")
    story.when(verify(cost(2018, 1)), on="2019-03-15").then_refused("mandate.each-service-on-its-own")
    named = two.when(cost(2018, 1, service=NUMBER), on="2019-02-15").then_notes()
    named.when(verify(cost(2018, 1, service=NUMBER)), on="2019-03-15").then_notes()
    two.when(give("f", 2018, 1, service=NUMBER), on="2019-02-15").then_notes()
    issued().when(pay("1", 2018, 1), on="2018-06-15").when(check(2018), on="2019-05-15").then_refused(
        "mandate.verdict-can-be-given"
    )
