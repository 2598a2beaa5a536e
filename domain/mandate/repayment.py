"""Overcompensation that is to be repaid: asked for, received, late."""

from copy import copy
from dataclasses import replace

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, lateness
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.mandate.commands.overcompensation import RecordRepayment, RequestRepayment, WithdrawRequest
from domain.mandate.events.overcompensation import (
    OvercompensationRepaid,
    OvercompensationRepaymentRequested,
    RepaymentRequestWithdrawn,
)
from domain.mandate.funding import Funding
from domain.mandate.interest import interest_due, note_missing_rate
from domain.mandate.records import Receipt, RepaymentClaim
from domain.mandate.rules import order
from domain.mandate.rules import overcompensation as rules


class Repayments(Funding):
    """Requests for repayment and what comes in on them."""

    @decides(RequestRepayment)
    def request(self, command: RequestRepayment, case: Case) -> Event:
        self.ask_about_standing(case)
        order.claim_number_unused(case, ALWAYS, claim=command.claim, is_used=command.claim in self.claims)
        self.ask_about_amount(case, command.amount)
        service = self.ask_about_entrusted(case, command.service, command.year)
        is_checked = self.book(service, command.year).standing is not None
        is_outdated = self.is_outdated(service, command.year)
        rules.verdict_up_to_date(
            case, case.day, service=service, year=command.year, is_checked=is_checked, is_outdated=is_outdated
        )
        due = self.verdict(command.year, service).to_claim
        law = self.law_day_of_year(command.year)
        rules.whole_overcompensation_repaid(case, law, due=due, asked=command.amount)
        rules.due_not_past(case, case.day, on=case.day, due_on=command.due_on)
        limit = TimeLimit.ending(command.due_on, case.calendar)
        return OvercompensationRepaymentRequested.of(command, due=limit)

    @decides(WithdrawRequest)
    def withdraw(self, command: WithdrawRequest, case: Case) -> Event:
        self.ask_about_standing(case)
        claim = self._claim(case, command.claim)
        order.says_something_new(case, ALWAYS, is_new=not claim.is_withdrawn)
        after = copy(self)
        after.claims = {**self.claims, command.claim: replace(claim, is_withdrawn=True)}
        self.look_at_verdicts(after, case, of=[(claim.service, claim.year)])
        return RepaymentRequestWithdrawn.of(command)

    @decides(RecordRepayment)
    def record_repayment(self, command: RecordRepayment, case: Case) -> Event:
        self.ask_about_standing(case)
        claim = self._claim(case, command.claim)
        self.ask_about_amount(case, command.amount)
        movements = {receipt.movement for one in self.claims.values() for receipt in one.receipts}
        is_of_year = self.book(claim.service, claim.year).knows_movement(command.movement)
        order.movement_recorded_once(
            case,
            ALWAYS,
            movement=command.movement,
            service=claim.service,
            year=claim.year,
            is_known=is_of_year or command.movement in movements,
        )
        rules.repaid_within_claim(case, case.day, claim=command.claim, left=claim.left, repaid=command.amount)
        late = lateness(case.day, claim.due)
        if rules.repaid_in_time(case, case.day, claim=command.claim, repaid_on=case.day, **late):
            return OvercompensationRepaid.of(command)
        assert case.day is not None
        interest = interest_due(command.amount, case.day, claim.due, case)
        if interest is None:
            note_missing_rate(case.day, claim.due, case)
        return OvercompensationRepaid.of(command, interest=interest)

    def _claim(self, case: Case, claim: str) -> RepaymentClaim:
        order.claim_known(case, ALWAYS, claim=claim, is_known=claim in self.claims)
        return self.claims[claim]

    def completed(self, event: Event, case: Case) -> Event:
        """The limit of a corrected request, the interest of a repayment: those of its day; nobody states them."""
        claim = self.claims.get(event.claim) if isinstance(event, OvercompensationRepaid) else None
        if isinstance(event, OvercompensationRepaymentRequested):
            return event.model_copy(update={"due": TimeLimit.ending(event.due_on, case.calendar)})
        if claim is None or case.day is None or not isinstance(event, OvercompensationRepaid):
            return super().completed(event, case)
        return event.model_copy(update={"interest": interest_due(event.amount, case.day, claim.due, case)})

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(OvercompensationRepaymentRequested)
    def repayment_requested(self, event: OvercompensationRepaymentRequested, entry: Entry) -> None:
        service = self.service_key(event.service)
        if event.claim in self.claims:
            self.doubled.add(event.claim)
        self.about[entry.event_id] = service, event.year
        self.claims[event.claim] = RepaymentClaim(
            service, event.year, event.amount, event.due, requested_on=entry.effective_on, event_id=entry.event_id
        )

    @when(RepaymentRequestWithdrawn)
    def request_withdrawn(self, event: RepaymentRequestWithdrawn, entry: Entry) -> None:
        if event.claim in self.claims:
            claim = self.claims[event.claim]
            claim.is_withdrawn, claim.withdrawn_on = True, entry.effective_on

    @when(OvercompensationRepaid)
    def repaid(self, event: OvercompensationRepaid, entry: Entry) -> None:
        claim = self.claims.get(event.claim)
        if claim is None:
            return
        self.about[entry.event_id] = claim.service, claim.year
        on, interest = entry.effective_on, event.interest
        claim.receipts.append(Receipt(event.amount, event.movement, on, entry.event_id, interest))
