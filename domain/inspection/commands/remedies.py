"""What may be asked about measures, follow-up, referral and the results of others."""

from domain.inspection.events.remedies import (
    ExtensionRefusal,
    ExtensionRequest,
    ExternalResult,
    FollowUp,
    Measure,
    MeasureExtension,
    MeasureLifting,
    MeasureReport,
    Referral,
    Verification,
)
from domain.kernel.command import Act, Observation


class ImposeMeasure(Measure, Act):
    """Impose a measure by the power that a law or the contract gives, or ask for a written report."""

    topic = "inspection.impose-measure"


class RecordExtensionRequest(ExtensionRequest, Observation):
    """Record that the inspected person asks for more time."""

    topic = "inspection.record-extension-request"


class ExtendMeasure(MeasureExtension, Act):
    """Give a measure more time."""

    topic = "inspection.extend-measure"


class RefuseExtension(ExtensionRefusal, Act):
    """Give a measure no more time."""

    topic = "inspection.refuse-extension"


class RecordMeasureReport(MeasureReport, Observation):
    """Record what the inspected person reports on a measure, in time or not."""

    topic = "inspection.record-measure-report"


class VerifyMeasure(Verification, Act):
    """State that a measure was fulfilled."""

    topic = "inspection.verify-measure"


class FindMeasurePartlyFulfilled(Verification, Act):
    """State that a measure was fulfilled in part."""

    topic = "inspection.find-measure-partly-fulfilled"


class FindMeasureNotFulfilled(Verification, Act):
    """State that a measure was not fulfilled."""

    topic = "inspection.find-measure-not-fulfilled"


class LiftMeasure(MeasureLifting, Act):
    """Ask for a measure no longer."""

    topic = "inspection.lift-measure"


class OrderFollowUp(FollowUp, Act):
    """Order a further inspection on the measures of this one, which may itself be a follow-up."""

    topic = "inspection.order-follow-up"


class ReferResult(Referral, Act):
    """Pass findings on to another authority."""

    topic = "inspection.refer-result"


class RecordExternalResult(ExternalResult, Observation):
    """Record the result of another body."""

    topic = "inspection.record-external-result"
