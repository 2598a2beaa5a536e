"""What the provider reports about the service and its money, and what the region decides about costs."""

from decimal import Decimal

from domain.contract.checks import Checks
from domain.contract.claims import Report
from domain.contract.commands.reporting import (
    AcceptMonitoringReport,
    DecideCostLine,
    RecordFurtherSource,
    RecordIndicatorAchievement,
    RecordMonitoringReport,
    ReturnMonitoringReport,
)
from domain.contract.events.reporting import (
    CostLineDecided,
    FurtherSourceReported,
    IndicatorAchievementRecorded,
    MonitoringReportAccepted,
    MonitoringReportReturned,
    MonitoringReportSubmitted,
)
from domain.contract.rules import reporting as rules
from domain.contract.rules.order import ALWAYS
from domain.contract.sums import ask_about_sums
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event


class Reporting(Checks):
    """Reports, indicators, further sources and cost lines."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(RecordMonitoringReport)
    def record_report(self, command: RecordMonitoringReport, case: Case) -> Event:
        self.check_on_file(case)
        rules.report_not_waiting(case, ALWAYS, report=command.report, stage=self._stage_of(command.report))
        ask_about_sums(case, command.costs, command.revenues, currency=None)
        return MonitoringReportSubmitted.of(command)

    @decides(ReturnMonitoringReport)
    def return_report(self, command: ReturnMonitoringReport, case: Case) -> Event:
        rules.report_waits(case, ALWAYS, report=command.report, stage=self._stage_of(command.report))
        return MonitoringReportReturned.of(command)

    @decides(AcceptMonitoringReport)
    def accept_report(self, command: AcceptMonitoringReport, case: Case) -> Event:
        rules.report_waits(case, ALWAYS, report=command.report, stage=self._stage_of(command.report))
        return MonitoringReportAccepted.of(command)

    @decides(RecordIndicatorAchievement)
    def record_achievement(self, command: RecordIndicatorAchievement, case: Case) -> Event:
        self.check_on_file(case)
        small_support = case.value("small-support-hours", case.day)
        rules.person_above_small_support(
            case,
            case.day,
            indicator=command.indicator,
            counts_persons=_plain(command.indicator) in (case.value("person-indicators", case.day) or ()),
            fewest_hours=command.fewest_hours,
            small_support=None if small_support is None else Decimal(small_support),
        )
        return IndicatorAchievementRecorded.of(command)

    @decides(RecordFurtherSource)
    def record_further_source(self, command: RecordFurtherSource, case: Case) -> Event:
        self.check_on_file(case)
        self.check_amount(command.amount, case)
        return FurtherSourceReported.of(command)

    @decides(DecideCostLine)
    def decide_cost_line(self, command: DecideCostLine, case: Case) -> Event:
        record = self.settlement_waiting(command.service, command.year, case)
        rules.cost_line_known(case, ALWAYS, item=command.item, items=tuple(record.lines))
        amount = record.lines[command.item]
        self.check_currency(command.ineligible, case)
        rules.ineligible_within_line(case, ALWAYS, item=command.item, ineligible=command.ineligible, amount=amount)
        return CostLineDecided.of(command)

    def _stage_of(self, report: str) -> str | None:
        found = self.reports.get(report)
        return found.stage if found else None

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(MonitoringReportSubmitted)
    def report_submitted(self, event: MonitoringReportSubmitted, entry: Entry) -> None:
        self.reports[event.report] = Report(event.period, event.is_final, "submitted")

    @when(MonitoringReportReturned)
    def report_returned(self, event: MonitoringReportReturned, entry: Entry) -> None:
        if event.report in self.reports:
            self.reports[event.report].stage = "returned"

    @when(MonitoringReportAccepted)
    def report_accepted(self, event: MonitoringReportAccepted, entry: Entry) -> None:
        if event.report in self.reports:
            report = self.reports[event.report]
            report.stage, report.accepted_on = "accepted", entry.effective_on

    @when(IndicatorAchievementRecorded)
    def achievement_recorded(self, event: IndicatorAchievementRecorded, entry: Entry) -> None:
        self.achievements.append(event)

    @when(FurtherSourceReported)
    def further_source_reported(self, event: FurtherSourceReported, entry: Entry) -> None:
        self.further_sources.append(event)

    @when(CostLineDecided)
    def cost_line_decided(self, event: CostLineDecided, entry: Entry) -> None:
        record = self.settlements.get((self.service_key(event.service), event.year))
        if record is not None:
            record.ineligible[event.item] = event.ineligible


def _plain(indicator: str) -> str:
    """Codes are written with and without spaces: 6 00 00, 600 000."""
    return "".join(indicator.split())
