"""What can be done with a grant project, observed of it, or taken over from old records."""

from domain.kernel.command import Act, Observation, Takeover
from domain.project.events import Closing, Numbering
from domain.project.payloads import (
    Achievement,
    Allocation,
    Approval,
    BudgetChange,
    Claim,
    ClaimDecision,
    IndicatorTarget,
    KeyActivity,
    OldProject,
    PeriodChange,
    Receipt,
    Report,
    ReportDecision,
    Support,
    TargetChange,
)


class ApproveProject(Approval, Act):
    """Open a project that was approved, with its number, owner, grant decision, budget, sources and period."""

    topic = "project.approve"
    opens = True


class TakeOverProject(OldProject, Takeover):
    """Bring a project in from old records: its number, or a code, title or description to call it by."""

    topic = "project.take-over"
    opens = True


class RecordProjectNumber(Numbering, Observation):
    """The number of a project on file without one became known. A wrong number is corrected instead."""

    topic = "project.record-number"


class ChangeProjectPeriod(PeriodChange, Act):
    """Give the project another period from the effective date of the decision on."""

    topic = "project.change-period"


class ChangeProjectBudget(BudgetChange, Act):
    """Give the project another budget, and shares where these change too, from the effective date on."""

    topic = "project.change-budget"


class DefineKeyActivity(KeyActivity, Act):
    """Define one of the project's key activities."""

    topic = "project.define-key-activity"


class TakeOverKeyActivity(KeyActivity, Takeover):
    """Bring in a key activity as an old record describes it."""

    topic = "project.take-over-key-activity"


class SetIndicatorTarget(IndicatorTarget, Act):
    """Set the target of an indicator; later changes have a command of their own."""

    topic = "project.set-indicator-target"


class TakeOverIndicatorTarget(IndicatorTarget, Takeover):
    """Bring in an indicator as an old record states it, with or without a target."""

    topic = "project.take-over-indicator-target"


class ChangeIndicatorTarget(TargetChange, Act):
    """Change the target of an indicator from the effective date on."""

    topic = "project.change-indicator-target"


class TakeOverIndicatorAchievement(Achievement, Takeover):
    """Bring in what an old record says was reached of an indicator that is already on file."""

    topic = "project.take-over-indicator-achievement"


class TakeOverSupport(Support, Takeover):
    """Bring in what a provider says to have from the project in all: total, parts, period, tenders entered and won."""

    topic = "project.take-over-support"


class AllocateMaximum(Allocation, Act):
    """Set the most that one registered service may get from the project. Again: another maximum from that day on."""

    topic = "project.allocate-maximum"


class TakeOverAllocation(Allocation, Takeover):
    """Bring in the most that a service may get from the project, as an old record states it."""

    topic = "project.take-over-allocation"


class SubmitImplementationReport(Report, Act):
    """Hand an implementation report to the managing authority; a returned one may be handed in again."""

    topic = "project.submit-implementation-report"


class RecordReportDecision(ReportDecision, Observation):
    """The managing authority decided about an implementation report."""

    topic = "project.record-report-decision"


class SubmitPaymentClaim(Claim, Act):
    """Ask the managing authority for money; a returned claim may be handed in again."""

    topic = "project.submit-payment-claim"


class RecordClaimDecision(ClaimDecision, Observation):
    """The managing authority decided about a payment claim."""

    topic = "project.record-claim-decision"


class RecordPaymentReceived(Receipt, Observation):
    """The bank statement shows money of the programme; recorded once for each movement."""

    topic = "project.record-payment-received"


class CloseProject(Closing, Act):
    """Close a project whose period is over and about whose reports and claims everything is decided."""

    topic = "project.close"
