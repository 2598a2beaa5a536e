"""What may be asked about reports, indicators, further sources and cost lines."""

from domain.contract.events.reporting import (
    Achievement,
    CostDecision,
    FurtherSource,
    MonitoringReport,
    ReportAcceptance,
    ReportReturn,
)
from domain.kernel.command import Act, Observation


class RecordMonitoringReport(MonitoringReport, Observation):
    """Record that the provider submitted a report."""

    topic = "contract.record-monitoring-report"


class ReturnMonitoringReport(ReportReturn, Act):
    """Return a report to the provider to be completed."""

    topic = "contract.return-monitoring-report"


class AcceptMonitoringReport(ReportAcceptance, Act):
    """Accept a report."""

    topic = "contract.accept-monitoring-report"


class RecordIndicatorAchievement(Achievement, Observation):
    """Record what an indicator reached."""

    topic = "contract.record-indicator-achievement"


class RecordFurtherSource(FurtherSource, Observation):
    """Record other public money for the same service and year."""

    topic = "contract.record-further-source"


class DecideCostLine(CostDecision, Act):
    """Decide how much of a cost line is not eligible."""

    topic = "contract.decide-cost-line"
