"""The values of a methodology hold from their day; what breaks a rule is refused, and so is saying the same twice."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.money import CurrencyMismatch, Money, Rounding, czk
from domain.kernel.registry import Programme
from domain.methodology import commands, events
from domain.methodology.methodology import Methodology
from domain.methodology.payloads import CompensationInput, Indicator, RoundingRule, ScoringParameter
from tests.domain.methodology.examples import (
    APPROVED,
    APPROVED_ON,
    DRAFTED,
    approve_values,
    made,
    methodology,
    reference_value,
)
from tests.spec import THIS, given

FTE = CapacityUnit.FTE
JANUARY, JUNE, DECEMBER = date(2020, 1, 1), date(2020, 6, 1), date(2020, 12, 31)
ON_ALL_VALUES = [
    approve_values(),
    made(commands.ChangeReferenceValue, target=THIS, value=reference_value(), resolution="340/19/ZK"),
    made(commands.SetTimeUnitLength, target=THIS, minutes=30),
    made(commands.WithdrawIndicator, target=THIS, code="6 00 00"),
]


# Reference values -------------------------------------------------------------------------------------------------


def test_reference_values_are_recorded_and_found_by_section_form_and_unit() -> None:
    story = methodology().when(approve_values(), on="2020-01-01")
    story.then(
        made(events.ReferenceValuesApproved, values=(reference_value(),), label="RH_2020", resolution="340/19/ZK")
    )
    state = story.state
    assert state.reference_value("43", Form.FIELD, FTE, DECEMBER) == reference_value()
    assert state.reference_value("43", Form.AMBULATORY, FTE, DECEMBER) is None
    assert state.reference_value("43", Form.FIELD, CapacityUnit.BED, DECEMBER) is None
    assert state.reference_value("67", Form.FIELD, FTE, DECEMBER) is None


def test_compensation_for_a_unit_is_costs_less_revenues() -> None:
    assert reference_value().compensation == czk(680_000)


def test_values_are_silent_outside_the_validity_and_before_their_day() -> None:
    state = methodology().when(approve_values(), on="2020-03-01").state
    assert state.reference_value("43", Form.FIELD, FTE, date(2020, 2, 29)) is None
    assert state.reference_value("43", Form.FIELD, FTE, date(2020, 3, 1)) is not None
    assert state.reference_value("43", Form.FIELD, FTE, date(2021, 1, 1)) is None


def test_values_of_a_draft_are_silent_until_it_is_approved() -> None:
    story = given(Methodology, ("2019-11-01", DRAFTED)).when(approve_values(), on="2020-01-01")
    assert story.state.reference_value("43", Form.FIELD, FTE, DECEMBER) is None
    approved = story.happened(APPROVED, on=APPROVED_ON).state
    assert approved.reference_value("43", Form.FIELD, FTE, DECEMBER) == reference_value()


def test_changed_value_holds_from_its_day_and_a_late_one_lands_at_its_own() -> None:
    """700 000 from January, 750 000 from July; 720 000 from April is recorded last and holds in April to June."""
    story = methodology().when(approve_values(), on="2020-01-01")
    for day, crowns in (("2020-07-01", 750_000), ("2020-04-01", 720_000)):
        changed = reference_value(costs=czk(crowns))
        command = made(commands.ChangeReferenceValue, target=THIS, value=changed, resolution="1451/20/RK")
        story = story.when(command, on=day)
        story.then(made(events.ReferenceValueChanged, value=changed, resolution="1451/20/RK"))
    costs = [
        value.costs
        for month in (3, 6, 7)
        if (value := story.state.reference_value("43", Form.FIELD, FTE, date(2020, month, 1)))
    ]
    assert costs == [czk(700_000), czk(720_000), czk(750_000)]


def test_change_of_a_value_that_was_never_set_is_refused() -> None:
    command = made(commands.ChangeReferenceValue, target=THIS, value=reference_value("67"), resolution="340/19/ZK")
    story = methodology().when(approve_values(), on="2020-01-01")
    story.when(command, on="2020-06-01").then_refused("methodology.value-known")


def test_same_values_a_second_time_are_refused() -> None:
    story = methodology().when(approve_values(), on="2020-01-01")
    story.when(approve_values(), on="2020-01-01").then_refused("methodology.says-something-new")
    story.when(approve_values(), on="2020-06-01").then_refused("methodology.says-something-new")
    same = made(commands.ChangeReferenceValue, target=THIS, value=reference_value(), resolution="340/19/ZK")
    story.when(same, on="2020-06-01").then_refused("methodology.says-something-new")


def test_list_that_changes_one_of_its_values_is_taken() -> None:
    story = methodology().when(approve_values(), on="2020-01-01")
    more = approve_values(reference_value(), reference_value("39"))
    story.when(more, on="2020-06-01").then_notes()


def test_values_resolved_by_a_committee_are_refused() -> None:
    methodology().when(approve_values(resolution="7/19/VSV/74"), on="2020-01-01").then_refused(
        "methodology.values-by-competent-body"
    )
    methodology().when(approve_values(resolution="1451/19/RK"), on="2020-01-01").then_notes()


def test_unit_stated_twice_in_one_list_is_refused() -> None:
    twice = approve_values(reference_value(), reference_value(costs=czk(1)))
    methodology().when(twice, on="2020-01-01").then_refused("methodology.stated-once")


def test_negative_costs_are_refused() -> None:
    negative = approve_values(reference_value(costs=czk(-1), revenues=czk(-2)))
    methodology().when(negative, on="2020-01-01").then_refused("methodology.amounts-not-negative")
    nothing = approve_values(reference_value(costs=czk(0), revenues=czk(0)))
    methodology().when(nothing, on="2020-01-01").then_notes()


def test_costs_and_revenues_in_two_currencies_are_refused() -> None:
    mixed = approve_values(reference_value(revenues=Money(1, "EUR")))
    methodology().when(mixed, on="2020-01-01").then_refused("methodology.one-currency")


def test_revenues_above_costs_are_refused_up_to_the_heller() -> None:
    above = approve_values(reference_value(costs=Money(100), revenues=Money(101)))
    methodology().when(above, on="2020-01-01").then_refused("methodology.revenues-within-costs")
    equal = approve_values(reference_value(costs=Money(100), revenues=Money(100)))
    methodology().when(equal, on="2020-01-01").then_notes()


def test_value_for_a_kind_that_left_the_act_is_refused() -> None:
    """§ 52 was a kind of service to the end of February 2025."""
    hospital = approve_values(reference_value("52", form=Form.RESIDENTIAL, unit=CapacityUnit.BED))
    draft = given(Methodology, events.MethodologyDrafted(year=2025, title="Metodika 2025"))
    draft.when(hospital, on="2025-02-28").then_notes()
    draft.when(hospital, on="2025-03-01").then_refused("methodology.kind-in-force")


@pytest.mark.parametrize("command", ON_ALL_VALUES, ids=lambda c: c.topic)
def test_value_needs_a_methodology_on_file(command: Any) -> None:
    given(Methodology).when(command, on="2020-01-01").then_refused("methodology.opened-first")


@pytest.mark.parametrize("command", ON_ALL_VALUES[::2], ids=lambda c: c.topic)
def test_value_from_a_day_outside_the_validity_is_refused(command: Any) -> None:
    methodology().when(command, on="2020-12-31").then_notes()
    methodology().when(command, on="2021-01-01").then_refused("methodology.within-validity")


def test_value_from_an_unknown_day_cannot_be_decided() -> None:
    methodology().when(ON_ALL_VALUES[2]).then_refused("methodology.within-validity")


def test_superseded_methodology_gives_no_new_values() -> None:
    story = methodology(("2020-07-01", events.MethodologySuperseded(successor=THIS)))
    story.when(ON_ALL_VALUES[2], on="2020-06-30").then_notes()
    story.when(ON_ALL_VALUES[2], on="2020-07-01").then_refused("methodology.not-superseded")


# The formula ------------------------------------------------------------------------------------------------------


def compensation_input(**changed: Any) -> CompensationInput:
    fields = {"section": "62", "form": "A", "unit": "FTE", "basis": "regional"}
    amounts = {"optimal_costs": czk(800_000), "usual_revenues": czk(0), "share": "17/20"}
    return made(CompensationInput, **fields | amounts | changed)


def approve_inputs(*inputs: CompensationInput) -> commands.ApproveCompensationInputs:
    listed = inputs or (compensation_input(),)
    return made(commands.ApproveCompensationInputs, target=THIS, inputs=listed, resolution="340/19/ZK")


def test_inputs_of_the_formula_are_recorded_and_found() -> None:
    story = methodology().when(approve_inputs(), on="2020-01-01")
    story.then(made(events.CompensationInputsApproved, inputs=(compensation_input(),), resolution="340/19/ZK"))
    found = story.state.compensation_input("62", Form.AMBULATORY, FTE, DECEMBER)
    assert found is not None
    assert found.share == Fraction(85, 100)
    assert story.state.compensation_input("62", Form.FIELD, FTE, DECEMBER) is None


def test_same_inputs_a_second_time_are_refused() -> None:
    story = methodology().when(approve_inputs(), on="2020-01-01")
    story.when(approve_inputs(), on="2020-01-01").then_refused("methodology.says-something-new")


def test_input_stated_twice_is_refused() -> None:
    twice = approve_inputs(compensation_input(), compensation_input(basis="national"))
    methodology().when(twice, on="2020-01-01").then_refused("methodology.stated-once")


def test_input_with_revenues_above_costs_is_refused() -> None:
    above = approve_inputs(compensation_input(usual_revenues=czk("800000.01")))
    methodology().when(above, on="2020-01-01").then_refused("methodology.revenues-within-costs")


@pytest.mark.parametrize("written", [0.85, True, "85 %", "0", "5/4", "1/0", "-1/2", "0,85"])
def test_share_that_is_no_exact_part_of_a_whole_is_not_read(written: Any) -> None:
    with pytest.raises(ValidationError):
        compensation_input(share=written)


@pytest.mark.parametrize(("written", "stored"), [("0.85", "17/20"), ("2/6", "1/3"), (1, "1"), (Decimal("0.5"), "1/2")])
def test_share_is_stored_in_lowest_terms(written: Any, stored: str) -> None:
    assert compensation_input(share=written).model_dump(mode="json")["share"] == stored


# Indicators -------------------------------------------------------------------------------------------------------


def indicator(code: str = "6 00 00", **changed: Any) -> Indicator:
    fields = {"name_cs": "Celkový počet účastníků", "unit": "PERSON", "programme": "OPZ", "confidence": "M"}
    return made(Indicator, code=code, **fields | changed)


def list_indicators(*indicators: Indicator) -> commands.ListIndicators:
    return made(commands.ListIndicators, target=THIS, indicators=indicators or (indicator(),))


def test_indicators_are_recorded_and_found_without_their_spaces() -> None:
    story = methodology().when(list_indicators(), on="2020-01-01")
    story.then(events.IndicatorsListed(indicators=(indicator(),)))
    assert story.state.indicator("60000", JUNE) == indicator()
    assert story.state.indicator("6 70 01", JUNE) is None
    assert story.state.indicators_on(JUNE) == (indicator(),)


def test_codes_of_two_programmes_are_two_indicators() -> None:
    """600 000 of OPZ+ is not 6 00 00 of OPZ."""
    both = list_indicators(indicator(), indicator("600 000", programme="OPZ+", confidence="L"))
    state = methodology().when(both, on="2020-01-01").state
    assert [one.programme for one in state.indicators_on(JUNE)] == [Programme.OPZ, Programme.OPZ_PLUS]


def test_indicator_listed_twice_is_refused() -> None:
    methodology().when(list_indicators(indicator(), indicator("60000")), on="2020-01-01").then_refused(
        "methodology.stated-once"
    )


def test_same_indicators_a_second_time_are_refused() -> None:
    story = methodology().when(list_indicators(), on="2020-01-01")
    story.when(list_indicators(), on="2020-01-01").then_refused("methodology.says-something-new")
    story.when(list_indicators(indicator(name_cs="Účastníci")), on="2020-01-01").then_notes()


def test_withdrawn_indicator_is_off_the_list_from_its_day() -> None:
    withdraw = commands.WithdrawIndicator(target=THIS, code="60000")
    story = methodology().when(list_indicators(), on="2020-01-01").when(withdraw, on="2020-07-01")
    story.then(events.IndicatorWithdrawn(code="60000"))
    assert story.state.indicator("6 00 00", date(2020, 6, 30)) == indicator()
    assert story.state.indicator("6 00 00", date(2020, 7, 1)) is None
    story.when(withdraw, on="2020-07-01").then_refused("methodology.value-known")


def test_withdrawal_of_an_unknown_indicator_is_refused() -> None:
    withdraw = commands.WithdrawIndicator(target=THIS, code="9 99 99")
    methodology().when(list_indicators(), on="2020-01-01").when(withdraw, on="2020-07-01").then_refused(
        "methodology.value-known"
    )


# Units, thresholds, policies --------------------------------------------------------------------------------------


POLICIES = [
    (
        made(commands.SetTimeUnitLength, target=THIS, minutes=30),
        made(events.TimeUnitLengthSet, minutes=30),
        made(commands.SetTimeUnitLength, target=THIS, minutes=60),
    ),
    (
        made(commands.SetBagatelleThreshold, target=THIS, programme="OPZ", hours=40),
        made(events.BagatelleThresholdSet, programme="OPZ", hours=40),
        made(commands.SetBagatelleThreshold, target=THIS, programme="OPZ+", hours=40),
    ),
    (
        made(commands.SetCarryOverPolicy, target=THIS, limit="1/10", average="years up to the checked one"),
        made(events.CarryOverPolicySet, limit="1/10", average="years up to the checked one"),
        made(commands.SetCarryOverPolicy, target=THIS, limit="1/10", average="all years of the mandate"),
    ),
    (
        made(
            commands.SetScoringParameters,
            target=THIS,
            parameters=[{"parameter": "need", "name": "Potřebnost", "maximum": 20}],
        ),
        made(events.ScoringParametersSet, parameters=[{"parameter": "need", "name": "Potřebnost", "maximum": 20}]),
        made(
            commands.SetScoringParameters,
            target=THIS,
            parameters=[{"parameter": "need", "name": "Potřebnost", "maximum": 30}],
        ),
    ),
    (
        made(
            commands.SetRoundingRule,
            target=THIS,
            subject="compensation",
            rounding="DOWN",
            step=czk(1),
            cites={"act": "methodology", "provision": "VP"},
        ),
        made(
            events.RoundingRuleSet,
            subject="compensation",
            rounding="DOWN",
            step=czk(1),
            cites={"act": "methodology", "provision": "VP"},
        ),
        made(
            commands.SetRoundingRule,
            target=THIS,
            subject="compensation",
            rounding="HALF_UP",
            step=czk(1),
            cites={"act": "methodology", "provision": "VP"},
        ),
    ),
]


@pytest.mark.parametrize(("command", "event", "other"), POLICIES, ids=lambda one: one.topic)
def test_policy_is_recorded_refused_when_nothing_is_new_and_changed_by_another(
    command: Any, event: Any, other: Any
) -> None:
    story = methodology().when(command, on="2020-01-01").then(event)
    story.when(command, on="2020-06-01").then_refused("methodology.says-something-new")
    story.when(other, on="2020-06-01").then_notes()


def test_time_unit_that_no_source_states_is_unknown() -> None:
    """The pages speak of a unit and name no length."""
    assert methodology().state.time_unit_minutes(JUNE) is None


def test_time_unit_holds_from_its_day() -> None:
    state = methodology().when(POLICIES[0][0], on="2020-02-01").state
    assert (state.time_unit_minutes(date(2020, 1, 31)), state.time_unit_minutes(date(2020, 2, 1))) == (None, 30)


def test_bagatelle_threshold_is_of_one_programme() -> None:
    state = methodology().when(POLICIES[1][0], on="2020-01-01").state
    assert state.bagatelle_hours(Programme.OPZ, JUNE) == 40
    assert state.bagatelle_hours(Programme.OPZ_PLUS, JUNE) is None


def test_carry_over_policy_holds_from_its_day() -> None:
    state = methodology().when(POLICIES[2][0], on="2020-01-01").state
    policy = state.carry_over_policy(JANUARY)
    assert policy is not None
    assert policy.limit == Fraction(1, 10)


def test_scoring_parameters_replace_each_other_as_a_whole() -> None:
    another = ScoringParameter(parameter="staff", name="Personál", maximum=Decimal(5))
    change = made(commands.SetScoringParameters, target=THIS, parameters=(another,))
    state = methodology().when(POLICIES[3][0], on="2020-01-01").when(change, on="2020-06-01").state
    assert [one.parameter for one in state.scoring_parameters(JANUARY)] == ["need"]
    assert state.scoring_parameters(JUNE) == (another,)


def test_scoring_parameter_stated_twice_is_refused() -> None:
    parameter = {"parameter": "need", "name": "Potřebnost", "maximum": 20}
    twice = made(commands.SetScoringParameters, target=THIS, parameters=(parameter, parameter))
    methodology().when(twice, on="2020-01-01").then_refused("methodology.stated-once")


@pytest.mark.parametrize(
    ("rounding", "amount", "rounded"),
    [
        (Rounding.HALF_UP, Money(149), Money(100)),
        (Rounding.HALF_UP, Money(150), Money(200)),
        (Rounding.DOWN, Money(199), Money(100)),
        (Rounding.DOWN, Money(-199), Money(-100)),
    ],
)
def test_rounding_rule_rounds_to_its_step(rounding: Rounding, amount: Money, rounded: Money) -> None:
    rule = made(RoundingRule, subject="compensation", rounding=rounding, step=czk(1), cites={"act": "methodology"})
    assert rule.rounded(amount) == rounded


def test_rounding_rule_is_found_by_its_subject() -> None:
    state = methodology().when(POLICIES[4][0], on="2020-01-01").state
    found = state.rounding_rule("compensation", JUNE)
    assert found is not None
    assert found.rounded(Money(199)) == Money(100)
    assert state.rounding_rule("levy", JUNE) is None


def test_rounding_rule_meets_its_own_currency_only() -> None:
    rule = made(RoundingRule, subject="levy", rounding="DOWN", step=czk(1), cites={"act": "methodology"})
    with pytest.raises(CurrencyMismatch):
        rule.rounded(Money(199, "EUR"))


def test_rounding_to_nothing_is_not_read() -> None:
    with pytest.raises(ValidationError, match="not above zero"):
        made(RoundingRule, subject="levy", rounding="DOWN", step=Money(0), cites={"act": "methodology"})


def test_card_of_a_day_shows_every_value_of_that_day() -> None:
    story = methodology().when(approve_values(), on="2020-01-01").when(list_indicators(), on="2020-01-01")
    story = story.when(approve_inputs(), on="2020-01-01")
    for command, _, _ in POLICIES:
        story = story.when(command, on="2020-01-01")
    card = story.state.card(JUNE)
    assert card["reference_values"] == (reference_value(),)
    assert card["compensation_inputs"] == (compensation_input(),)
    assert card["indicators"] == (indicator(),)
    assert card["time_unit_minutes"] == 30
    assert card["bagatelle_hours"] == {Programme.OPZ: 40}
    assert [rule.subject for rule in card["rounding_rules"]] == ["compensation"]
    assert story.state.card(date(2021, 1, 1))["reference_values"] == ()
