"""Identity and arithmetic that every subject of the money asks about: these refuse whatever the kind of command."""

from datetime import date

from domain.contract.claims import Claim, ClaimKind, Receipt, YearRecord
from domain.contract.events import breaches
from domain.contract.events.breaches import ClaimPayment
from domain.contract.events.settlement import RefundRequested
from domain.contract.money_state import MoneyState
from domain.contract.rules import drawing, order, settlement, sums
from domain.contract.rules.order import ALWAYS
from domain.contract.sums import ask_about_sums, stated
from domain.kernel.calendar import TimeLimit, lateness
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.question import Question, question
from domain.kernel.stamp import AnomalyRef

WITH_LIMIT = (
    breaches.ContractPenaltyImposed,
    breaches.LevyImposed,
    breaches.RemedyCalled,
    breaches.UnjustEnrichmentClaimed,
    RefundRequested,
)
"""What sets a time limit by a day."""


class Checks(MoneyState):
    """What must hold before anything about money is recorded."""

    def check_on_file(self, case: Case) -> None:
        """The contract was drafted or brought in."""
        order.on_file(case, ALWAYS, entries=self.version)

    def check_amount(self, amount: Money, case: Case) -> None:
        """More than zero, and in the currency of the contract."""
        drawing.amount_positive(case, ALWAYS, amount=amount)
        self.check_currency(amount, case)

    def check_currency(self, amount: Money, case: Case) -> None:
        agreed = self.original_maximum or self.maximum.latest
        currency = agreed.currency if agreed else self.payments.currency
        drawing.amount_in_one_currency(case, ALWAYS, amount=amount, currency=currency)

    def check_new_line(self, line: str, case: Case) -> None:
        """No other entry of this contract speaks of the line of the bank statement."""
        book = self.payments
        is_known = line in book.movements or line in book.reversals or line in self.receipts
        drawing.movement_recorded_once(case, ALWAYS, movement=line, is_known=is_known)

    def limit_set(self, due_on: date, case: Case) -> TimeLimit:
        """The time limit that an act of ours sets."""
        sums.due_not_past(case, ALWAYS, on=case.day, due_on=due_on)
        return TimeLimit.ending(due_on, case.calendar)

    def check_new_claim(self, claim: str, case: Case) -> None:
        self.check_on_file(case)
        settlement.claim_number_unused(case, ALWAYS, claim=claim, is_used=claim in self.claims)

    def check_claim(self, claim: str, expected: tuple[ClaimKind, ...], case: Case) -> Claim:
        """The claim of this reference, which is of one of these kinds."""
        found = self.claims.get(claim)
        kind = found.kind if found else None
        settlement.claim_known(case, ALWAYS, claim=claim, kind=kind, expected=expected)
        return self.claims[claim]

    def ask_claim_payment(self, payment: ClaimPayment, expected: tuple[ClaimKind, ...], case: Case) -> None:
        """Money that came in on a claim: whether it is the claim's, in time and not too much."""
        self.check_new_line(payment.movement, case)
        claim = self.check_claim(payment.claim, expected, case)
        self.check_amount(payment.amount, case)
        left = self.claim_left(payment.claim)
        settlement.claim_not_overpaid(case, case.day, claim=payment.claim, left=left, received=payment.amount)
        settlement.claim_paid_in_time(
            case, case.day, claim=payment.claim, received_on=case.day, **lateness(case.day, claim.due)
        )

    def settlement_waiting(self, service: str | None, year: int, case: Case) -> YearRecord:
        """The settlement of a service and year that was submitted and is not decided yet."""
        key = self.service_key(service), year
        found = self.settlements.get(key)
        settlement.settlement_waits(case, ALWAYS, year=year, service=service, stage=found.stage if found else None)
        return self.settlements[key]

    def completed(self, event: Event, case: Case) -> Event:
        """The limit of a corrected claim or call is that of the day which it states; nobody counts it."""
        if isinstance(event, WITH_LIMIT):
            return event.model_copy(update={"due": TimeLimit.ending(event.due_on, case.calendar)})
        return super().completed(event, case)

    # After a correction ---------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """Numbers used twice, signs and currencies refuse a correction; a receipt may turn out late, or in time."""
        for name in self.payments.doubled:
            drawing.movement_recorded_once(case, ALWAYS, movement=name, is_known=True)
        for claim in self.claims.values():
            self._check_not_negative((claim.amount, *(one.amount for one in claim.waived)), case)
        for record in self.settlements.values():
            self._check_not_negative((record.used, record.unused, *record.lines.values()), case)
        for receipt in self.receipts.values():
            self.check_amount(receipt.amount, case)
        self._review_agreed(case)
        for rule in (settlement.refund_in_time, settlement.claim_paid_in_time):
            self._review_lateness(rule.label, case)
        self.review_overpaid(case)
        self.look_at_refunds(self.paid_known, case)
        super().review(case)

    def look_at_refunds(self, paid: Money | None, case: Case) -> None:
        """Whether what was refunded lies within what is then paid; the bank may have taken back what was refunded."""
        if not self.receipts and not self.anomalies_of(settlement.refund_within_paid.label):
            return
        returned = self.received("refund")
        asked = question(settlement.refund_within_paid, ALWAYS, paid=paid, returned=returned * 0, asked=returned)
        self.settle_any(asked.rule, [asked], case)

    def review_overpaid(self, case: Case) -> None:
        """A claim of which more came in than is claimed; the first of them is named."""
        asked = [
            question(
                settlement.claim_not_overpaid,
                ALWAYS,
                claim=name,
                left=claim.amount - claim.waived_by(),
                received=self.received_on_claim(name),
            )
            for name, claim in self.claims.items()
            if not claim.is_written_off
        ]
        self.settle_any(settlement.claim_not_overpaid, asked, case)

    def _review_agreed(self, case: Case) -> None:
        """Each paper by itself; an original maximum of nothing is noted until it is corrected."""
        papers = (*self.agreements, *(amendment.agreement for amendment in self.amendments.values()))
        for agreed in papers:
            ask_about_sums(case, agreed.maximum, *(one.amount for one in agreed.payment_plan), currency=None)
        said = [stated(agreed.payment_plan, agreed.settlement_due) for agreed in papers]
        twice = next((one for one in said if len(set(one)) < len(one)), ())
        for one in (
            question(sums.agreed_once, ALWAYS, stated=twice),
            question(sums.maximum_positive, ALWAYS, maximum=self.original_maximum),
        ):
            self.settle_any(one.rule, [one], case)

    def _check_not_negative(self, amounts: tuple[Money, ...], case: Case) -> None:
        settlement.amounts_not_negative(case, ALWAYS, amounts=amounts)
        for amount in amounts:
            self.check_currency(amount, case)

    def _review_lateness(self, label: str, case: Case) -> None:
        late, noted = self.late(label), self.noted_late(label)
        if None not in noted.values():
            for asked in (one for line, one in late.items() if line not in noted.values()):
                asked.put(case)
        asked_of = {line: self._lateness_of(one) for line, one in self.receipts.items()}
        in_time = {line for line, one in asked_of.items() if one is not None and one.answer()}
        over = in_time if late else {*in_time, None}
        case.close_anomalies(*(ref for ref, line in noted.items() if line in over))

    def noted_late(self, label: str) -> dict[AnomalyRef, str | None]:
        """Each open anomaly with the line that it stands beside; None beside a correction: it speaks of all lines."""
        lines = {receipt.event_id: line for line, receipt in self.receipts.items()}
        return {ref: lines.get(ref.event_id) for ref in self.anomalies_of(label)}

    def late(self, label: str) -> dict[str, Question]:
        """The lines that came late, without those that were settled with the breach that each of them was."""
        settled = {breach.movement for breach in self.breaches.values() if not breach.is_open}
        asked = {line: self._lateness_of(one) for line, one in self.receipts.items() if line not in settled}
        return {line: one for line, one in asked.items() if one and one.rule.label == label and one.is_broken}

    def _lateness_of(self, receipt: Receipt) -> Question | None:
        """Whether money on a claim came in time; None where it is on none that is known."""
        claim, on = self.claims.get(receipt.claim or ""), receipt.received_on
        if claim is None or receipt.claim is None:
            return None
        rule = settlement.refund_in_time if receipt.kind == "refund" else settlement.claim_paid_in_time
        return question(rule, on, claim=receipt.claim, received_on=on, **lateness(on, claim.due))

    # Evolve ---------------------------------------------------------------------------------------------------------

    def take_receipt(self, line: str, kind: ClaimKind, amount: Money, claim: str | None, entry: Entry) -> None:
        """Remember money that came back."""
        self.payments.currency = amount.currency
        if line in self.receipts:
            self.payments.doubled.add(line)
        self.receipts[line] = Receipt(kind, amount, entry.effective_on, claim, entry.event_id)

    def take_claim(self, name: str, claim: Claim) -> None:
        """Remember money that is claimed."""
        self.payments.currency = claim.amount.currency
        if name in self.claims:
            self.payments.doubled.add(name)
        self.claims[name] = claim
