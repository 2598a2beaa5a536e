"""The values that a methodology gives: reference values, indicators, units, thresholds, policies."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.methodology import commands as asked
from domain.methodology import events, rules
from domain.methodology.payloads import (
    Approved,
    BagatelleThreshold,
    CompensationInput,
    Indicator,
    ReferenceValue,
    indicator_key,
)
from domain.methodology.state import MethodologyState, UnitKey, law_day

T = TypeVar("T")


class Values(MethodologyState):
    """The part of a methodology that contracts, mandates and inspections look values up in."""

    # Money per unit -----------------------------------------------------------------------------------------------

    @decides(asked.ApproveReferenceValues)
    def approve_reference_values(self, command: asked.ApproveReferenceValues, case: Case) -> Event:
        self._ask_about_approved(command, case)
        ask_about_reference_values(command.values, case, on=case.day)
        before = tuple(_on(self.reference_values.get(unit_key(value)), case) for value in command.values)
        rules.says_something_new(case, ALWAYS, before=before, asked=command.values)
        return events.ReferenceValuesApproved.of(command)

    @decides(asked.ChangeReferenceValue)
    def change_reference_value(self, command: asked.ChangeReferenceValue, case: Case) -> Event:
        self._ask_about_approved(command, case)
        known = [_name(key) for key in self.reference_values]
        rules.value_known(case, ALWAYS, value=_name(unit_key(command.value)), known=known)
        ask_about_reference_values((command.value,), case, on=case.day)
        before = _on(self.reference_values.get(unit_key(command.value)), case)
        rules.says_something_new(case, ALWAYS, before=before, asked=command.value)
        return events.ReferenceValueChanged.of(command)

    @when(events.ReferenceValuesApproved)
    def reference_values_approved(self, event: events.ReferenceValuesApproved, entry: Entry) -> None:
        for value in event.values:
            self.hold_reference_value(value, entry)

    @when(events.ReferenceValueChanged)
    def reference_value_changed(self, event: events.ReferenceValueChanged, entry: Entry) -> None:
        self.hold_reference_value(event.value, entry)

    def hold_reference_value(self, value: ReferenceValue, entry: Entry) -> None:
        held = self.reference_values.setdefault(unit_key(value), Dated())
        held.set(value, effective_on=entry.effective_on, position=entry.position)

    @decides(asked.ApproveCompensationInputs)
    def approve_compensation_inputs(self, command: asked.ApproveCompensationInputs, case: Case) -> Event:
        self._ask_about_approved(command, case)
        rules.stated_once(case, ALWAYS, stated=[_name(unit_key(one)) for one in command.inputs])
        for one in command.inputs:
            amounts = {"costs": one.optimal_costs, "revenues": one.usual_revenues}
            _ask_about_amounts(one.section, case, on=case.day, **amounts)
        before = tuple(_on(self.compensation_inputs.get(unit_key(one)), case) for one in command.inputs)
        rules.says_something_new(case, ALWAYS, before=before, asked=command.inputs)
        return events.CompensationInputsApproved.of(command)

    @when(events.CompensationInputsApproved)
    def compensation_inputs_approved(self, event: events.CompensationInputsApproved, entry: Entry) -> None:
        for one in event.inputs:
            held = self.compensation_inputs.setdefault(unit_key(one), Dated())
            held.set(one, effective_on=entry.effective_on, position=entry.position)

    def _ask_about_approved(self, approved: Approved, case: Case) -> None:
        """Values per unit hold by a resolution of a body that may pass it."""
        self.ask_about_value(case)
        on = law_day(case)
        competent = case.value("methodology.competent-bodies-for-values", on)
        rules.values_by_competent_body(case, on, body=approved.resolution.body, competent=competent)

    # Indicators ---------------------------------------------------------------------------------------------------

    @decides(asked.ListIndicators)
    def list_indicators(self, command: asked.ListIndicators, case: Case) -> Event:
        self.ask_about_value(case)
        rules.stated_once(case, ALWAYS, stated=[indicator.key for indicator in command.indicators])
        before = tuple(_on(self.indicators.get(one.key), case) for one in command.indicators)
        rules.says_something_new(case, ALWAYS, before=before, asked=command.indicators)
        return events.IndicatorsListed.of(command)

    @when(events.IndicatorsListed)
    def indicators_listed(self, event: events.IndicatorsListed, entry: Entry) -> None:
        for indicator in event.indicators:
            self.hold_indicator(indicator.key, indicator, entry)

    @decides(asked.WithdrawIndicator)
    def withdraw_indicator(self, command: asked.WithdrawIndicator, case: Case) -> Event:
        self.ask_about_value(case)
        listed = [key for key, held in self.indicators.items() if held.on(case.day) is not None]
        rules.value_known(case, ALWAYS, value=indicator_key(command.code), known=listed)
        return events.IndicatorWithdrawn.of(command)

    @when(events.IndicatorWithdrawn)
    def indicator_withdrawn(self, event: events.IndicatorWithdrawn, entry: Entry) -> None:
        self.hold_indicator(indicator_key(event.code), None, entry)

    def hold_indicator(self, key: str, indicator: Indicator | None, entry: Entry) -> None:
        held = self.indicators.setdefault(key, Dated())
        held.set(indicator, effective_on=entry.effective_on, position=entry.position)

    # Units, thresholds, policies ----------------------------------------------------------------------------------

    @decides(asked.SetTimeUnitLength)
    def set_time_unit_length(self, command: asked.SetTimeUnitLength, case: Case) -> Event:
        self.ask_about_value(case)
        rules.says_something_new(case, ALWAYS, before=self.time_unit.on(case.day), asked=command.minutes)
        return events.TimeUnitLengthSet.of(command)

    @when(events.TimeUnitLengthSet)
    def time_unit_length_set(self, event: events.TimeUnitLengthSet, entry: Entry) -> None:
        self.time_unit.set(event.minutes, effective_on=entry.effective_on, position=entry.position)

    @decides(asked.SetBagatelleThreshold)
    def set_bagatelle_threshold(self, command: asked.SetBagatelleThreshold, case: Case) -> Event:
        self.ask_about_value(case)
        before = _on(self.bagatelle.get(command.programme), case)
        rules.says_something_new(case, ALWAYS, before=before, asked=command.hours)
        return events.BagatelleThresholdSet.of(command)

    @when(events.BagatelleThresholdSet)
    def bagatelle_threshold_set(self, event: BagatelleThreshold, entry: Entry) -> None:
        held = self.bagatelle.setdefault(event.programme, Dated())
        held.set(event.hours, effective_on=entry.effective_on, position=entry.position)

    @decides(asked.SetRoundingRule)
    def set_rounding_rule(self, command: asked.SetRoundingRule, case: Case) -> Event:
        self.ask_about_value(case)
        event = events.RoundingRuleSet.of(command)
        before = _on(self.rounding.get(command.subject), case)
        rules.says_something_new(case, ALWAYS, before=before, asked=event)
        return event

    @when(events.RoundingRuleSet)
    def rounding_rule_set(self, event: events.RoundingRuleSet, entry: Entry) -> None:
        held = self.rounding.setdefault(event.subject, Dated())
        held.set(event, effective_on=entry.effective_on, position=entry.position)

    @decides(asked.SetCarryOverPolicy)
    def set_carry_over_policy(self, command: asked.SetCarryOverPolicy, case: Case) -> Event:
        self.ask_about_value(case)
        event = events.CarryOverPolicySet.of(command)
        rules.says_something_new(case, ALWAYS, before=self.carry_over.on(case.day), asked=event)
        return event

    @when(events.CarryOverPolicySet)
    def carry_over_policy_set(self, event: events.CarryOverPolicySet, entry: Entry) -> None:
        self.carry_over.set(event, effective_on=entry.effective_on, position=entry.position)

    @decides(asked.SetScoringParameters)
    def set_scoring_parameters(self, command: asked.SetScoringParameters, case: Case) -> Event:
        self.ask_about_value(case)
        rules.stated_once(case, ALWAYS, stated=[one.parameter for one in command.parameters])
        rules.says_something_new(case, ALWAYS, before=self.scoring.on(case.day), asked=command.parameters)
        return events.ScoringParametersSet.of(command)

    @when(events.ScoringParametersSet)
    def scoring_parameters_set(self, event: events.ScoringParametersSet, entry: Entry) -> None:
        self.scoring.set(event.parameters, effective_on=entry.effective_on, position=entry.position)


def ask_about_reference_values(values: Sequence[ReferenceValue], case: Case, *, on: date | None) -> None:
    """Each unit stands once, with amounts that make sense, for a kind of service in force on that day."""
    rules.stated_once(case, ALWAYS, stated=[_name(unit_key(value)) for value in values])
    for value in values:
        _ask_about_amounts(value.section, case, on=on, costs=value.costs, revenues=value.revenues)


def _ask_about_amounts(section: str, case: Case, *, on: date | None, costs: Money, revenues: Money) -> None:
    rules.amounts_not_negative(case, ALWAYS, amounts=(costs, revenues))
    rules.one_currency(case, ALWAYS, amounts=(costs, revenues))
    rules.kind_in_force(case, on or rules.ACT_IN_FORCE, section=section, day=on)
    rules.revenues_within_costs(case, on or rules.ACT_IN_FORCE, costs=costs, revenues=revenues)


def _on(held: Dated[T] | None, case: Case) -> T | None:
    """What is held on the day of the case, in force or not."""
    return held.on(case.day) if held else None


def unit_key(value: ReferenceValue | CompensationInput) -> UnitKey:
    return value.section, value.form, value.unit


def _name(key: UnitKey) -> str:
    section, form, unit = key
    return f"§ {section} {form} {unit}"
