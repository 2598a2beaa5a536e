"""What a methodology is made of: values that its commands and events share."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.event import Payload
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.law import Citation, ServiceSection
from domain.kernel.money import CurrencyMismatch, Money, Rounding
from domain.kernel.period import Period
from domain.kernel.prose import Prose, Sha256
from domain.kernel.quantity import Quantity
from domain.kernel.registry import Body, Programme, ResolutionNumber
from domain.kernel.stamp import Reference
from domain.project.payloads import IndicatorUnit

Year = Annotated[int, Field(ge=1993, le=2200)]
"""The calendar year that a methodology is made for; people name it by this."""


SHARE_PATTERN = "^[0-9]{1,12}(?:/[0-9]{1,12}|[.][0-9]{1,12})?$"


def _exact(value: object) -> object:
    if isinstance(value, bool | float) or (isinstance(value, str) and not re.fullmatch(SHARE_PATTERN, value)):
        raise PydanticCustomError(
            "exact_share", "{value} is no exact part of a whole; expected '1/3', '0.85' or '1'", {"value": value}
        )
    return value


Share = Annotated[
    Fraction,
    BeforeValidator(_exact),
    Field(gt=0, le=1),
    WithJsonSchema({"type": "string", "pattern": SHARE_PATTERN, "examples": ["1/3", "0.85"]}),
]
"""A part of a whole, exactly: "1/3", "0.85", "1". Stored in lowest terms, never as a float."""


def _is_step(value: Money) -> Money:
    if value.minor <= 0:
        raise PydanticCustomError("above_zero", "{value} is not above zero", {"value": str(value)})
    return value


Positive = Annotated[Quantity, Field(gt=0)]
"""An exact number above zero."""

Step = Annotated[Money, AfterValidator(_is_step)]
"""An amount above zero that others are rounded to whole multiples of."""

Confidence = Literal["H", "M", "L"]
"""How sure a stated value is: high, medium or low."""


class Approval(Payload):
    """That one body of the region approved: under which number, on which day. What is not stated stays absent."""

    body: Body
    resolution: ResolutionNumber | None = None
    adopted_on: date | None = None


class Chapter(Payload):
    """A chapter or an annex, by its number as written."""

    number: Reference
    title: Reference
    part: Literal["chapter", "annex"] = "chapter"


class Draft(Payload):
    """A methodology as it is proposed for a year."""

    year: Year
    title: Reference
    contents: tuple[Chapter, ...] = ()


class Adoption(Payload):
    """Who approved the methodology, in which words, for which time. The effective date is the day of the approval."""

    approvals: Annotated[tuple[Approval, ...], Field(min_length=1)]
    validity: Period
    document: Sha256


class Amendment(Payload):
    """Another wording from the effective date on; `validity` only where it changes."""

    amendment: Reference
    approvals: Annotated[tuple[Approval, ...], Field(min_length=1)]
    document: Sha256
    validity: Period | None = None
    summary: Prose | None = None


class ReferenceValue(Payload):
    """What one unit of capacity usually costs and earns in a year, for one kind of service in one form.

    `revenues` are the service's own, without public money.
    """

    section: ServiceSection
    form: Form
    unit: CapacityUnit
    costs: Money
    revenues: Money

    @property
    def compensation(self) -> Money:
        """The compensation payment for one unit and year: usual costs less usual own revenues."""
        return self.costs - self.revenues


class CompensationInput(Payload):
    """What the formula of the compensation payment takes for one unit and year, where it is not the reference value.

    `basis` says whose values the formula stands on: which of them apply is the methodology's choice. `share` is the
    part of the difference that public money may cover.
    """

    section: ServiceSection
    form: Form
    unit: CapacityUnit
    basis: Literal["regional", "national"]
    optimal_costs: Money
    usual_revenues: Money
    share: Share = Fraction(1)


class Approved(Payload):
    """By which resolution values hold; `label` is what the paper calls its list, such as RH_2020."""

    label: Reference | None = None
    resolution: ResolutionNumber
    resolved_on: date | None = None


class ReferenceValues(Approved):
    """A list of reference values that hold from the effective date on; others stay as they were."""

    values: Annotated[tuple[ReferenceValue, ...], Field(min_length=1)]


class ReferenceValueChange(Approved):
    """One reference value that reads differently from the effective date on."""

    value: ReferenceValue


class CompensationInputs(Approved):
    """Inputs of the formula that hold from the effective date on; others stay as they were."""

    inputs: Annotated[tuple[CompensationInput, ...], Field(min_length=1)]


class Indicator(Payload):
    """An indicator of a programme by its code as written; spaces do not count when it is looked up."""

    code: Reference
    name_cs: Reference
    name_en: Reference | None = None
    unit: IndicatorUnit
    programme: Programme
    confidence: Confidence = "H"

    @property
    def key(self) -> str:
        return indicator_key(self.code)


def indicator_key(code: str) -> str:
    """6 00 00 is 60000: how codes are compared."""
    return "".join(code.split())


class IndicatorList(Payload):
    """Indicators that hold from the effective date on; others stay as they were."""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class IndicatorNamed(Payload):
    """An indicator by its code."""

    code: Reference


class TimeUnitLength(Payload):
    """How many minutes one time unit (ČJ) of work with or for a client has, from the effective date on."""

    minutes: Annotated[int, Field(ge=1, le=1440)]


class BagatelleThreshold(Payload):
    """A person counts as supported only with more hours of support than this, from the effective date on."""

    programme: Programme
    hours: Positive


class RoundingRule(Payload):
    """How an amount of one subject is rounded, and who says so: to whole multiples of `step`."""

    subject: Reference
    rounding: Rounding
    step: Step
    cites: Citation

    def rounded(self, amount: Money) -> Money:
        """The multiple of `step` that the amount becomes. Raises CurrencyMismatch for another currency."""
        if amount.currency != self.step.currency:
            raise CurrencyMismatch(amount.currency, self.step.currency)
        return self.step * self.rounding.divide(amount.minor, self.step.minor)


AverageBasis = Literal["years up to the checked one", "all years of the mandate", "last three years"]
"""Over which years the average annual compensation is taken."""


class CarryOverPolicy(Payload):
    """What may be carried to the next year: all of an overcompensation up to this part of the average, or nothing."""

    limit: Share
    average: AverageBasis


class ScoringParameter(Payload):
    """One thing by which a development intention is scored."""

    parameter: Reference
    name: Reference
    maximum: Positive


class ScoringParameters(Payload):
    """All parameters of scoring from the effective date on; earlier ones no longer hold."""

    parameters: Annotated[tuple[ScoringParameter, ...], Field(min_length=1)]


class OldMethodology(Payload):
    """A methodology as old records speak of it; what they do not say stays absent.

    The effective date is the first day on which it applied, unknown where nothing states it.
    """

    year: Year
    title: Reference | None = None
    approvals: tuple[Approval, ...] = ()
    validity: Period | None = None
    validity_as_written: PeriodAsWritten | None = None
    contents: tuple[Chapter, ...] = ()
    document: Sha256 | None = None
    reference_values: tuple[ReferenceValue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    time_unit_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    bagatelle_thresholds: tuple[BagatelleThreshold, ...] = ()
