"""What can be recorded about a methodology: almost all of it decided by the region itself."""

from domain.kernel.command import Act, Takeover
from domain.methodology.events import Succession
from domain.methodology.payloads import (
    Adoption,
    Amendment,
    BagatelleThreshold,
    CarryOverPolicy,
    CompensationInputs,
    Draft,
    IndicatorList,
    IndicatorNamed,
    OldMethodology,
    ReferenceValueChange,
    ReferenceValues,
    RoundingRule,
    ScoringParameters,
    TimeUnitLength,
)


class DraftMethodology(Draft, Act):
    """Propose a methodology for a year. Opens it."""

    topic = "methodology.draft"
    opens = True


class TakeOverMethodology(OldMethodology, Takeover):
    """Bring a methodology in from old records. Unknown stays unknown."""

    topic = "methodology.take-over"
    opens = True


class ApproveMethodology(Adoption, Act):
    """Record that the bodies of the region approved the methodology for its time."""

    topic = "methodology.approve"


class AmendMethodology(Amendment, Act):
    """Record that the bodies of the region approved another wording, from the effective date on."""

    topic = "methodology.amend"


class SupersedeMethodology(Succession, Act):
    """Another methodology takes the place of this one; the effective date is its first day."""

    topic = "methodology.supersede"


class ApproveReferenceValues(ReferenceValues, Act):
    """Record an approved list of reference values that hold from the effective date on."""

    topic = "methodology.approve-reference-values"


class ChangeReferenceValue(ReferenceValueChange, Act):
    """Record that one reference value reads differently from the effective date on."""

    topic = "methodology.change-reference-value"


class ApproveCompensationInputs(CompensationInputs, Act):
    """Record what the formula of the compensation payment takes from the effective date on."""

    topic = "methodology.approve-compensation-inputs"


class ListIndicators(IndicatorList, Act):
    """Put indicators on the list, or restate them, from the effective date on."""

    topic = "methodology.list-indicators"


class WithdrawIndicator(IndicatorNamed, Act):
    """Take an indicator off the list; the effective date is the first day without it."""

    topic = "methodology.withdraw-indicator"


class SetTimeUnitLength(TimeUnitLength, Act):
    """Set how many minutes a time unit (ČJ) has from the effective date on."""

    topic = "methodology.set-time-unit-length"


class SetBagatelleThreshold(BagatelleThreshold, Act):
    """Set above how many hours a person counts as supported, from the effective date on."""

    topic = "methodology.set-bagatelle-threshold"


class SetRoundingRule(RoundingRule, Act):
    """Set how amounts of one subject are rounded from the effective date on, and who says so."""

    topic = "methodology.set-rounding-rule"


class SetCarryOverPolicy(CarryOverPolicy, Act):
    """Set what may be carried to the next year, from the effective date on."""

    topic = "methodology.set-carry-over-policy"


class SetScoringParameters(ScoringParameters, Act):
    """Set by what development intentions are scored from the effective date on."""

    topic = "methodology.set-scoring-parameters"
