"""What happened to a methodology of the region."""

from collections.abc import Iterator

from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, MethodologyId, take
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

YEAR_CLAIM = "methodology"
"""One file for one year: what replaces a methodology inside its year is an amendment of it."""


class MethodologyDrafted(Draft, Event):
    """A methodology was proposed for a year."""

    topic = "methodology.drafted"

    def claims(self) -> Iterator[ClaimChange]:
        yield take(YEAR_CLAIM, str(self.year))


class MethodologyTakenOver(OldMethodology, Event):
    """A methodology was brought in from old records, with whatever they say."""

    topic = "methodology.taken-over"

    def claims(self) -> Iterator[ClaimChange]:
        yield take(YEAR_CLAIM, str(self.year))


class MethodologyApproved(Adoption, Event):
    """The bodies of the region approved the methodology for its time."""

    topic = "methodology.approved"


class MethodologyAmended(Amendment, Event):
    """The bodies of the region approved another wording."""

    topic = "methodology.amended"


class Succession(Payload):
    """Which methodology takes the place of this one; the effective date is its first day."""

    successor: MethodologyId


class MethodologySuperseded(Succession, Event):
    """Another methodology took the place of this one."""

    topic = "methodology.superseded"


class ReferenceValuesApproved(ReferenceValues, Event):
    """A list of reference values was approved."""

    topic = "methodology.reference-values-approved"


class ReferenceValueChanged(ReferenceValueChange, Event):
    """One reference value was changed."""

    topic = "methodology.reference-value-changed"


class CompensationInputsApproved(CompensationInputs, Event):
    """Inputs of the formula of the compensation payment were approved."""

    topic = "methodology.compensation-inputs-approved"


class IndicatorsListed(IndicatorList, Event):
    """Indicators were put on the list."""

    topic = "methodology.indicators-listed"


class IndicatorWithdrawn(IndicatorNamed, Event):
    """An indicator is no longer on the list; the effective date is the first day without it."""

    topic = "methodology.indicator-withdrawn"


class TimeUnitLengthSet(TimeUnitLength, Event):
    """The length of the time unit was set."""

    topic = "methodology.time-unit-length-set"


class BagatelleThresholdSet(BagatelleThreshold, Event):
    """The threshold of bagatelle support was set for one programme."""

    topic = "methodology.bagatelle-threshold-set"


class RoundingRuleSet(RoundingRule, Event):
    """It was set how amounts of one subject are rounded."""

    topic = "methodology.rounding-rule-set"


class CarryOverPolicySet(CarryOverPolicy, Event):
    """It was set what may be carried to the next year."""

    topic = "methodology.carry-over-policy-set"


class ScoringParametersSet(ScoringParameters, Event):
    """It was set by what development intentions are scored."""

    topic = "methodology.scoring-parameters-set"
