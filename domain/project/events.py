"""What happened to a grant project."""

from collections.abc import Iterator
from datetime import date

from domain.kernel.event import Event, Payload
from domain.kernel.ids import ClaimChange, take
from domain.kernel.prose import Prose
from domain.kernel.stamp import Reference
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


def names_of(*, number: str | None, code: str | None) -> Iterator[ClaimChange]:
    """What a project is called by: its number, its short code, or both."""
    if number is not None:
        yield take("project-number", "".join(number.split()))
    if code is not None:
        yield take("project-code", code)


class ProjectApproved(Approval, Event):
    """The project was approved with its grant decision, budget and period."""

    topic = "project.approved"

    def claims(self) -> Iterator[ClaimChange]:
        return names_of(number=self.number, code=self.code)


class ProjectTakenOver(OldProject, Event):
    """A project was brought in from old records, with whatever they say."""

    topic = "project.taken-over"

    def claims(self) -> Iterator[ClaimChange]:
        return names_of(number=self.number, code=self.code)


class Numbering(Payload):
    """The number that a project turned out to have."""

    number: Reference


class ProjectNumberFound(Numbering, Event):
    """The number of a project that was on file without one became known."""

    topic = "project.number-found"

    def claims(self) -> Iterator[ClaimChange]:
        return names_of(number=self.number, code=None)


class ProjectPeriodChanged(PeriodChange, Event):
    """The grant decision gave the project another period."""

    topic = "project.period-changed"


class ProjectBudgetChanged(BudgetChange, Event):
    """The grant decision gave the project another budget."""

    topic = "project.budget-changed"


class KeyActivityDefined(KeyActivity, Event):
    """One of the project's key activities."""

    topic = "project.key-activity-defined"


class IndicatorTargetSet(IndicatorTarget, Event):
    """The project promises to reach this."""

    topic = "project.indicator-target-set"


class IndicatorTargetChanged(TargetChange, Event):
    """The promise is another one from the effective date on."""

    topic = "project.indicator-target-changed"


class IndicatorAchievementStated(Achievement, Event):
    """An old record says what was reached; no report of ours stands behind it."""

    topic = "project.indicator-achievement-stated"


class SupportStated(Support, Event):
    """An old record says what one provider has from the project in all."""

    topic = "project.support-stated"


class MaximumAllocated(Allocation, Event):
    """One service may get at most so much from the project."""

    topic = "project.maximum-allocated"


class ImplementationReportSubmitted(Report, Event):
    """The region handed an implementation report to the managing authority."""

    topic = "project.implementation-report-submitted"


class ImplementationReportDecided(ReportDecision, Event):
    """The managing authority decided about an implementation report."""

    topic = "project.implementation-report-decided"


class PaymentClaimSubmitted(Claim, Event):
    """The region asked the managing authority for money."""

    topic = "project.payment-claim-submitted"


class PaymentClaimDecided(ClaimDecision, Event):
    """The managing authority decided about a payment claim."""

    topic = "project.payment-claim-decided"


class PaymentReceived(Receipt, Event):
    """Money of the programme came to the region's account."""

    topic = "project.payment-received"


class Closing(Payload):
    """The end of a project's administration."""

    note: Prose | None = None


class ProjectClosed(Closing, Event):
    """The project is closed. Its records are kept at least to `retention_until`; absent where no rule is configured."""

    topic = "project.closed"

    retention_until: date | None = None
