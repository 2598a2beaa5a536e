"""What is known of a methodology, and what others ask it on a day."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.answer import Answer
from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.period import Period
from domain.kernel.registry import Programme
from domain.methodology import rules
from domain.methodology.events import YEAR_CLAIM
from domain.methodology.payloads import (
    Approval,
    CarryOverPolicy,
    Chapter,
    CompensationInput,
    Indicator,
    ReferenceValue,
    RoundingRule,
    ScoringParameter,
    indicator_key,
)

T = TypeVar("T")
UnitKey = tuple[str, Form, CapacityUnit]
"""Section, form and unit: what a value per unit is kept under."""


class MethodologyState(Aggregate):
    """One methodology over time. What it says is asked on a day, and holds only while it is in force.

    `amendments` holds the first day of each amendment under its reference; `inferred` what a takeover concluded.
    """

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.year: int | None = None
        self.title: str | None = None
        self.approvals: tuple[Approval, ...] = ()
        self.is_approved = False
        self.is_taken_over = False
        self.validity: Period | None = None
        self.validity_as_written: PeriodAsWritten | None = None
        self.superseded_on: date | None = None
        self.successor: UUID | None = None
        self.contents: tuple[Chapter, ...] = ()
        self.document: Dated[str] = Dated()
        self.amendments: dict[str, date | None] = {}
        self.inferred: frozenset[str] = frozenset()
        self.reference_values: dict[UnitKey, Dated[ReferenceValue]] = {}
        self.compensation_inputs: dict[UnitKey, Dated[CompensationInput]] = {}
        self.indicators: dict[str, Dated[Indicator | None]] = {}
        self.time_unit: Dated[int] = Dated()
        self.bagatelle: dict[Programme, Dated[Decimal]] = {}
        self.rounding: dict[str, Dated[RoundingRule]] = {}
        self.carry_over: Dated[CarryOverPolicy] = Dated()
        self.scoring: Dated[tuple[ScoringParameter, ...]] = Dated()

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        """By the year in what was written: "2020", "Metodika 2020"."""
        years: list[str] = re.findall(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])", written)
        return ((YEAR_CLAIM, year) for year in years)

    # Asked by others ----------------------------------------------------------------------------------------------

    def in_force(self, on: date | None) -> Answer:
        """Whether the methodology is in force on that day. A draft never is."""
        if not (self.is_approved or self.is_taken_over):
            return Answer.NO
        if on is None:
            return Answer.CANNOT_BE_DECIDED
        if self.superseded_on is not None and self.superseded_on <= on:
            return Answer.NO
        if self.validity is not None:
            return Answer.YES if self.validity.contains(on) else Answer.NO
        written = self.validity_as_written
        return Answer.CANNOT_BE_DECIDED if written is None else written.covers(on)

    def reference_value(self, section: str, form: Form, unit: CapacityUnit, on: date | None) -> ReferenceValue | None:
        """What a unit usually costs and earns in a year; None where this methodology does not say it on that day."""
        return self._said(self.reference_values.get((section, form, unit)), on)

    def compensation_input(
        self, section: str, form: Form, unit: CapacityUnit, on: date | None
    ) -> CompensationInput | None:
        """What the formula takes for a unit instead of its reference value; None where the reference value holds."""
        return self._said(self.compensation_inputs.get((section, form, unit)), on)

    def indicator(self, code: str, on: date | None) -> Indicator | None:
        """The indicator of this code, spaces aside; None where it is not on the list on that day."""
        return self._said(self.indicators.get(indicator_key(code)), on)

    def indicators_on(self, day: date | None) -> tuple[Indicator, ...]:
        """The list of indicators on that day, by code."""
        listed = (self.indicator(code, day) for code in sorted(self.indicators))
        return tuple(indicator for indicator in listed if indicator is not None)

    def time_unit_minutes(self, on: date | None) -> int | None:
        """The length of a time unit (ČJ) in minutes; None where the methodology does not state it."""
        return self._said(self.time_unit, on)

    def bagatelle_hours(self, programme: Programme, on: date | None) -> Decimal | None:
        """The hours of support that do not yet make a supported person; None where not stated for the programme."""
        return self._said(self.bagatelle.get(programme), on)

    def rounding_rule(self, subject: str, on: date | None) -> RoundingRule | None:
        """How amounts of this subject are rounded; None where the methodology does not say it."""
        return self._said(self.rounding.get(subject), on)

    def carry_over_policy(self, on: date | None) -> CarryOverPolicy | None:
        """What may be carried to the next year; None where the methodology does not say it."""
        return self._said(self.carry_over, on)

    def scoring_parameters(self, on: date | None) -> tuple[ScoringParameter, ...]:
        """By what development intentions are scored; empty where the methodology does not say it."""
        return self._said(self.scoring, on) or ()

    def _said(self, held: Dated[T] | None, on: date | None) -> T | None:
        return None if held is None or self.in_force(on) is Answer.NO else held.on(on)

    def card(self, on: date | None) -> dict[str, Any]:
        """What the methodology says on that day; None is not known."""
        return {
            "year": self.year,
            "title": self.title,
            "in_force": self.in_force(on),
            "validity": self.validity or self.validity_as_written,
            "approvals": self.approvals,
            "document": self.document.on(on),
            "amendments": tuple(one for one, day in self.amendments.items() if day is None or (on and day <= on)),
            "superseded_on": self.superseded_on,
            "successor": self.successor,
            "time_unit_minutes": self.time_unit_minutes(on),
            "bagatelle_hours": {programme: self.bagatelle_hours(programme, on) for programme in self.bagatelle},
            "carry_over": self.carry_over_policy(on),
            "reference_values": self._all_said(self.reference_values, on),
            "compensation_inputs": self._all_said(self.compensation_inputs, on),
            "indicators": self.indicators_on(on),
            "rounding_rules": self._all_said(self.rounding, on),
            "scoring_parameters": self.scoring_parameters(on),
        }

    def _all_said(self, held: dict[Any, Dated[T]], on: date | None) -> tuple[T, ...]:
        values = (self._said(held[key], on) for key in sorted(held))
        return tuple(value for value in values if value is not None)

    # Asked by every decision --------------------------------------------------------------------------------------

    def ask_about_change(self, case: Case) -> None:
        """It must be on file, and not superseded on the day of the change."""
        rules.opened_first(case, ALWAYS, version=self.version)
        rules.not_superseded(case, ALWAYS, day=case.day, superseded_on=self.superseded_on)

    def ask_about_value(self, case: Case) -> None:
        """The same, and the day of a value must lie in the validity."""
        self.ask_about_change(case)
        rules.within_validity(case, law_day(case), day=case.day, validity=self.validity)


def law_day(case: Case) -> date:
    """The day on which a provision is asked; on an unknown day as the regions began."""
    return case.day or rules.REGIONS
