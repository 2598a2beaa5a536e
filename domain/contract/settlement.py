"""The yearly settlement and money that comes back: net falls, gross and the maximum stay."""

import copy
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.contract.claims import ANY_KIND, Claim, Receipt, YearRecord
from domain.contract.commands.settlement import (
    ApproveSettlement,
    RecordRefund,
    RecordSettlement,
    RequestRefund,
    ReturnSettlement,
    WriteOffClaim,
)
from domain.contract.events.settlement import (
    ClaimWrittenOff,
    RefundReceived,
    RefundRequested,
    SettlementApproved,
    SettlementReturned,
    SettlementSubmitted,
    YearSettlement,
)
from domain.contract.retentions import Retentions
from domain.contract.rules import drawing
from domain.contract.rules import settlement as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, lateness
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import total
from domain.kernel.question import Question, put_all, question
from domain.kernel.rule import Rule

OF_SETTLEMENT: tuple[Rule[...], ...] = (
    rules.settlement_names_service,
    rules.settlement_in_time,
    rules.settlement_covers_paid,
)


class Settlement(Retentions):
    """Settlements, refunds, and claims that are given up."""

    # Settlements --------------------------------------------------------------------------------------------------

    @decides(RecordSettlement)
    def record_settlement(self, command: RecordSettlement, case: Case) -> Event:
        self.check_on_file(case)
        amounts = (command.used, command.unused, *(line.amount for line in command.cost_lines))
        for amount in amounts:
            self.check_currency(amount, case)
        rules.amounts_not_negative(case, ALWAYS, amounts=amounts)
        rules.cost_lines_differ(case, ALWAYS, items=tuple(line.item for line in command.cost_lines))
        key = self.service_key(command.service), command.year
        known = self.settlements.get(key)
        rules.settlement_not_waiting(
            case, ALWAYS, year=command.year, service=command.service, stage=known.stage if known else None
        )
        due = self._settlement_due(command.year, case)
        put_all(self._questions_of_settlement(command, case.day, due), case)
        if known is not None:
            redone = self.anomalies_of(rules.settlement_covers_paid.label, rules.settlement_names_service.label)
            case.close_anomalies(*(ref for ref in redone if ref.event_id == known.event_id))
        after = copy.copy(self)
        submitted = YearRecord(case.day, command, due, event_id=self.id)
        after.settlements = {**self.settlements, key: submitted}
        after.look_at_payments_again(case, drawing.year_not_settled.label)
        return SettlementSubmitted.of(command, due=due)

    def _questions_of_settlement(
        self, said: YearSettlement, on: date | None, due: TimeLimit | None
    ) -> Iterator[Question]:
        if self.services:
            services = tuple(service.registration for service in self.services)
            yield question(rules.settlement_names_service, on, service=said.service, services=services)
        yield question(rules.settlement_in_time, on, settled_on=on, **lateness(on, due))
        key, nothing = (self.service_key(said.service), said.year), said.used * 0
        is_complete = self.is_paid_known and self.unallocated.is_zero
        paid = self.by_service(on or date.max).get(key, nothing) if is_complete else None
        yield question(rules.settlement_covers_paid, on, paid=paid, used=said.used, unused=said.unused)

    def completed(self, event: Event, case: Case) -> Event:
        """The limit of a corrected settlement is that of its year, as it was agreed by its day."""
        if not isinstance(event, SettlementSubmitted):
            return super().completed(event, case)
        return event.model_copy(update={"due": self._settlement_due(event.year, case)})

    def review(self, case: Case) -> None:
        super().review(case)
        self.look_at_settlements_again(case)

    def look_at_settlements_again(self, case: Case) -> None:
        asked: dict[Rule[...], dict[UUID, Question]] = {rule: {} for rule in OF_SETTLEMENT}
        for record in self.settlements.values():
            for one in self._questions_of_settlement(record.said, record.submitted_on, record.due):
                asked[one.rule][record.event_id] = one
        for rule, of_rule in asked.items():
            self.settle_each(rule, of_rule, case)

    def _settlement_due(self, year: int, case: Case) -> TimeLimit | None:
        agreed = self.settlement_due.on(case.day) or ()
        return next((TimeLimit.ending(one.due_on, case.calendar) for one in agreed if one.year == year), None)

    @decides(ReturnSettlement)
    def return_settlement(self, command: ReturnSettlement, case: Case) -> Event:
        self.settlement_waiting(command.service, command.year, case)
        return SettlementReturned.of(command)

    @decides(ApproveSettlement)
    def approve_settlement(self, command: ApproveSettlement, case: Case) -> Event:
        record = self.settlement_waiting(command.service, command.year, case)
        self.check_currency(command.recognised, case)
        rules.recognised_adds_up(
            case,
            ALWAYS,
            recognised=command.recognised,
            used=record.used,
            ineligible=total(record.ineligible.values(), record.used.currency),
        )
        return SettlementApproved.of(command)

    # Money back ---------------------------------------------------------------------------------------------------

    @decides(RequestRefund)
    def request_refund(self, command: RequestRefund, case: Case) -> Event:
        self.check_new_claim(command.claim, case)
        self.check_amount(command.amount, case)
        rules.refund_on_valid_contract(case, case.day, is_void=self.void)
        asked_before = self.claimed("refund")
        rules.refund_within_paid(case, case.day, paid=self.paid_known, returned=asked_before, asked=command.amount)
        return RefundRequested.of(command, due=self.limit_set(command.due_on, case))

    @decides(RecordRefund)
    def record_refund(self, command: RecordRefund, case: Case) -> tuple[Event, ...]:
        self.check_on_file(case)
        self.check_new_line(command.movement, case)
        self.check_amount(command.amount, case)
        if command.claim is not None:
            self.check_claim(command.claim, ("refund",), case)
        rules.refund_on_valid_contract(case, case.day, is_void=self.void)
        returned = self.received("refund")
        rules.refund_within_paid(case, case.day, paid=self.paid_known, returned=returned, asked=command.amount)
        received: tuple[Event, ...] = (RefundReceived.of(command),)
        receipt = Receipt("refund", command.amount, case.day, command.claim, self.id)
        told = self.tell_return(command.movement, receipt, case)
        if command.claim is None:
            return (*received, *told)
        claim = self.claims[command.claim]
        left = self.claim_left(command.claim)
        rules.claim_not_overpaid(case, case.day, claim=command.claim, left=left, received=command.amount)
        in_time = rules.refund_in_time(
            case, case.day, claim=command.claim, received_on=case.day, **lateness(case.day, claim.due)
        )
        is_retained = not in_time and self.regime == "grant" and not self.void
        late = (self.retention(command, claim.due, case),) if is_retained and claim.due else ()
        for breach in (self.breaches.get(suspicion.breach) for suspicion in late):
            case.close_anomalies(*(self.retentions_mended(without=breach) if breach else ()))
        return (*received, *late, *told)

    @decides(WriteOffClaim)
    def write_off_claim(self, command: WriteOffClaim, case: Case) -> Event:
        self.check_claim(command.claim, ANY_KIND, case)
        rules.claim_open(case, ALWAYS, claim=command.claim, left=self.claim_left(command.claim))
        return ClaimWrittenOff.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(SettlementSubmitted)
    def settlement_submitted(self, event: SettlementSubmitted, entry: Entry) -> None:
        self.settlements[self.service_key(event.service), event.year] = YearRecord(
            entry.effective_on, event, event.due, event_id=entry.event_id
        )

    @when(SettlementReturned)
    def settlement_returned(self, event: SettlementReturned, entry: Entry) -> None:
        record = self.settlements.get((self.service_key(event.service), event.year))
        if record is not None:
            record.stage = "returned"

    @when(SettlementApproved)
    def settlement_approved(self, event: SettlementApproved, entry: Entry) -> None:
        record = self.settlements.get((self.service_key(event.service), event.year))
        if record is not None:
            record.stage, record.approved_on, record.recognised = "approved", entry.effective_on, event.recognised

    @when(RefundRequested)
    def refund_requested(self, event: RefundRequested, entry: Entry) -> None:
        claim = Claim("refund", event.amount, entry.effective_on, event.due, ground=event.ground, year=event.year)
        self.take_claim(event.claim, claim)

    @when(RefundReceived)
    def refund_received(self, event: RefundReceived, entry: Entry) -> None:
        self.take_receipt(event.movement, "refund", event.amount, event.claim, entry)

    @when(ClaimWrittenOff)
    def claim_written_off(self, event: ClaimWrittenOff, entry: Entry) -> None:
        if event.claim in self.claims:
            claim = self.claims[event.claim]
            claim.is_written_off, claim.written_off_on = True, entry.effective_on
