"""What is published about a mandate, and what goes into the two-yearly report to the Commission."""

from collections.abc import Sequence

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, total
from domain.mandate.commands.transparency import IncludeInReport, PublishCompensation
from domain.mandate.deminimis import in_euros
from domain.mandate.events.transparency import ReportToCommissionIncluded, TransparencyPublished
from domain.mandate.judging import Judging
from domain.mandate.payloads import ReportedService
from domain.mandate.records import Published
from domain.mandate.rules import order
from domain.mandate.rules import transparency as rules
from domain.mandate.state import NO_SERVICE


class Transparency(Judging):
    """Publication on the internet and reports."""

    @decides(PublishCompensation)
    def publish(self, command: PublishCompensation, case: Case) -> Event:
        self.ask_about_standing(case)
        self.ask_about_figures(case, (command.amount,))
        known = self.published.get(command.year)
        is_new = known is None or (known.amount, known.url) != (command.amount, command.url)
        order.says_something_new(case, ALWAYS, is_new=is_new)
        paid = total(book.paid_in_all() for (_, year), book in self.books.items() if year == command.year)
        rules.published_as_paid(case, case.day, is_equal=paid == command.amount)
        amount_eur = in_euros(command.amount, command.rate) if command.rate else None
        is_duty = self._is_duty(case, amount_eur, has_other_activities=command.has_other_activities)
        rules.published_in_full(
            case,
            self.law_day_of_year(command.year),
            is_duty=is_duty,
            has_entrustment=command.entrustment_url is not None,
        )
        return TransparencyPublished.of(command, amount_eur=amount_eur, is_duty=is_duty)

    def _is_duty(self, case: Case, amount_eur: Money | None, *, has_other_activities: bool | None) -> bool | None:
        """Above the limit, where the provider does more than what it is entrusted with; None where that is open."""
        limit = case.value("mandate.transparency-above", case.day)
        is_above = None if amount_eur is None or limit is None else amount_eur > Money(**limit)
        conditions = (is_above, has_other_activities)
        return False if False in conditions else None if None in conditions else True

    # Reports ------------------------------------------------------------------------------------------------------

    @decides(IncludeInReport)
    def include(self, command: IncludeInReport, case: Case) -> Event:
        self.ask_about_standing(case)
        is_known = (command.report, command.year) in self.reported
        order.reported_once(case, ALWAYS, report=command.report, year=command.year, is_known=is_known)
        rules.reported_in_its_report(
            case,
            case.day,
            report_year=command.report_year,
            year=command.year,
            years=self._years_of(case, command.report_year),
        )
        rules.reported_when_known(
            case,
            case.day,
            unattributed=self.book(NO_SERVICE, command.year).has_money,
            is_known=self.is_money_known(command.year),
        )
        return ReportToCommissionIncluded.of(command, services=self.report_data(command.year))

    def _years_of(self, case: Case, report_year: int) -> Sequence[int] | None:
        """The years that a report covers; none where no report is due in that year."""
        known = case.value("mandate.sgei-report", case.day)
        if known is None:
            return None
        is_due = report_year >= known["first"] and (report_year - known["first"]) % known["every"] == 0
        return tuple(range(report_year - known["every"], report_year)) if is_due else ()

    def report_data(self, year: int) -> tuple[ReportedService, ...]:
        """What is known of a year, by service: the category is the section of Act 108/2006."""
        return tuple(
            ReportedService(
                service=key,
                section=one.section,
                compensation=self.book(key, year).paid_in_all(),
                other_public_money=self.book(key, year).given_in_all(),
            )
            for key, one in sorted(self.services.items())
        )

    @when(TransparencyPublished)
    def compensation_published(self, event: TransparencyPublished, entry: Entry) -> None:
        self.published[event.year] = Published(event.amount, event.is_duty, event.url)

    @when(ReportToCommissionIncluded)
    def included_in_report(self, event: ReportToCommissionIncluded, entry: Entry) -> None:
        self.reported[event.report, event.year] = entry.effective_on
