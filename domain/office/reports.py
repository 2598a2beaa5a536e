"""Reports that were handed out officially."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.office.commands import IssueReport
from domain.office.events import ReportIssued
from domain.office.rules import reports as rules
from domain.office.state import OfficeState


class Reporting(OfficeState):
    """Remembers what was handed out, by number; whether a report is right is computed elsewhere."""

    @decides(IssueReport)
    def issue_report(self, command: IssueReport, case: Case) -> Event:
        self.ask_about_office(case)
        rules.report_number_unused(case, ALWAYS, number=command.number, is_used=command.number in self.reports)
        return ReportIssued.of(command)

    @when(ReportIssued)
    def report_issued(self, event: ReportIssued, entry: Entry) -> None:
        self.reports[event.number] = event
