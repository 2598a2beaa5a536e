"""What a project reports to the managing authority, what it asks of it, and what came for it."""

from dataclasses import replace

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.project import commands as asked
from domain.project import events
from domain.project.asking import AskedProject, law_day
from domain.project.rules import promises
from domain.project.rules import reporting as rules
from domain.project.state import Received, SubmittedClaim, SubmittedReport


class Reporting(AskedProject):
    """The part of a project that deals with the managing authority."""

    # Reports ------------------------------------------------------------------------------------------------------

    @property
    def reports_awaiting(self) -> tuple[str, ...]:
        """Reports about which nothing is decided, or which came back."""
        return tuple(key for key, report in self.reports.items() if report.outcome in {None, "returned"})

    @decides(asked.SubmitImplementationReport)
    def submit_report(self, command: asked.SubmitImplementationReport, case: Case) -> Event:
        self.ask_about_change(case)
        standing = [key for key, report in self.reports.items() if report.outcome != "returned"]
        rules.report_once(case, ALWAYS, report=command.report, standing=standing)
        reported = [achievement.indicator for achievement in command.achievements]
        promises.indicator_known(case, ALWAYS, indicators=reported, known=tuple(self.indicator_targets))
        promises.achievement_not_negative(case, ALWAYS, values=[a.value for a in command.achievements])
        rules.report_within_period(
            case,
            law_day(case),
            first_day=self.period_covers(command.period.start, as_set_on=case.day),
            last_day=self.period_covers(command.period.end, as_set_on=case.day),
        )
        rules.reported_period_over(case, law_day(case), period=command.period, day=case.day)
        return events.ImplementationReportSubmitted.of(command)

    @when(events.ImplementationReportSubmitted)
    def report_submitted(self, event: events.ImplementationReportSubmitted, entry: Entry) -> None:
        self.reports[event.report] = SubmittedReport(
            period=event.period, submitted_on=entry.effective_on, achievements=event.achievements
        )

    @decides(asked.RecordReportDecision)
    def record_report_decision(self, command: asked.RecordReportDecision, case: Case) -> Event:
        self.ask_about_change(case)
        awaiting = [key for key, report in self.reports.items() if report.outcome is None]
        rules.report_awaits_decision(case, ALWAYS, report=command.report, awaiting=awaiting)
        submitted_on = self.reports[command.report].submitted_on
        rules.decided_after_submission(case, ALWAYS, submitted_on=submitted_on, decided_on=case.day)
        return events.ImplementationReportDecided.of(command)

    @when(events.ImplementationReportDecided)
    def report_decided(self, event: events.ImplementationReportDecided, entry: Entry) -> None:
        submitted = self.reports.get(event.report)  # none where the report was taken back
        if submitted is not None:
            self.reports[event.report] = replace(submitted, outcome=event.outcome)

    # Claims -------------------------------------------------------------------------------------------------------

    @property
    def claims_awaiting(self) -> tuple[str, ...]:
        """Claims about which nothing is decided, or which came back."""
        return tuple(key for key, claim in self.payment_claims.items() if claim.outcome in {None, "returned"})

    @decides(asked.SubmitPaymentClaim)
    def submit_claim(self, command: asked.SubmitPaymentClaim, case: Case) -> Event:
        self.ask_about_change(case)
        standing = [key for key, claim in self.payment_claims.items() if claim.outcome != "returned"]
        rules.claim_once(case, ALWAYS, claim=command.claim, standing=standing)
        self.ask_about_amounts(case, command.amount)
        rules.claim_with_report(
            case, law_day(case), kind=command.claim_kind, report=command.report, reports=tuple(self.reports)
        )
        rules.claimed_within_budget(
            case,
            law_day(case),
            claimed=self.claimed(without=command.claim),
            asked=command.amount,
            budget=self.smallest_budget_from(case.day),
        )
        return events.PaymentClaimSubmitted.of(command)

    @when(events.PaymentClaimSubmitted)
    def claim_submitted(self, event: events.PaymentClaimSubmitted, entry: Entry) -> None:
        self.payment_claims[event.claim] = SubmittedClaim(amount=event.amount, submitted_on=entry.effective_on)

    @decides(asked.RecordClaimDecision)
    def record_claim_decision(self, command: asked.RecordClaimDecision, case: Case) -> Event:
        self.ask_about_change(case)
        self.ask_about_currency(case, command.approved)
        awaiting = [key for key, claim in self.payment_claims.items() if claim.outcome is None]
        rules.claim_awaits_decision(case, ALWAYS, claim=command.claim, awaiting=awaiting)
        claim = self.payment_claims[command.claim]
        rules.decided_after_submission(case, ALWAYS, submitted_on=claim.submitted_on, decided_on=case.day)
        rules.approved_as_decided(case, ALWAYS, outcome=command.outcome, approved=command.approved)
        rules.approved_within_claim(case, law_day(case), approved=command.approved, claimed=claim.amount)
        if self.received <= self.approved + command.approved:
            case.close_anomalies(*self.anomalies_of(rules.received_within_approved.label))
        return events.PaymentClaimDecided.of(command)

    @when(events.PaymentClaimDecided)
    def claim_decided(self, event: events.PaymentClaimDecided, entry: Entry) -> None:
        submitted = self.payment_claims.get(event.claim)  # none where the claim was taken back
        if submitted is not None:
            decided = replace(submitted, outcome=event.outcome, approved=event.approved)
            self.payment_claims[event.claim] = decided

    # Money received -----------------------------------------------------------------------------------------------

    @decides(asked.RecordPaymentReceived)
    def record_payment_received(self, command: asked.RecordPaymentReceived, case: Case) -> Event:
        self.ask_about_change(case)
        rules.movement_once(case, ALWAYS, movement=command.movement, known=tuple(self.receipts))
        self.ask_about_amounts(case, command.amount, *(part.amount for part in command.parts))
        rules.receipt_parts_add_up(case, ALWAYS, amount=command.amount, parts=command.parts)
        rules.receipt_for_claim(case, law_day(case), claim=command.claim, claims=tuple(self.payment_claims))
        received = self.received + command.amount
        rules.received_within_approved(case, law_day(case), received=received, approved=self.approved)
        return events.PaymentReceived.of(command)

    @when(events.PaymentReceived)
    def payment_received(self, event: events.PaymentReceived, entry: Entry) -> None:
        received = Received(amount=event.amount, on=entry.effective_on, claim=event.claim)
        self.receipts[event.movement] = received
