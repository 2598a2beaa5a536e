"""Levies for breaches of budget discipline: imposed, appealed, paid, waived; and penalty interest on them."""

from copy import copy
from dataclasses import replace

from domain.contract.claims import Breach, Claim, ClaimKind, Waived
from domain.contract.commands.breaches import (
    ChargePenalty,
    ImposeLevy,
    RecordLevyAppeal,
    RecordLevyAppealDecision,
    RecordLevyPayment,
    WaiveLevy,
)
from domain.contract.events.breaches import (
    LevyAppealDecided,
    LevyAppealed,
    LevyImposed,
    LevyPaid,
    LevyWaived,
    PenaltyCharged,
)
from domain.contract.interest import PENALTY_NOT_COMPUTED, interest, unknown_rate_on
from domain.contract.retentions import Retentions
from domain.contract.rules import breaches as rules
from domain.contract.rules import settlement
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.stamp import AnomalyRef

LEVIES: tuple[ClaimKind, ...] = ("levy", "penalty")


class Levies(Retentions):
    """What the regional office imposes under § 22 Act 250/2000."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(ImposeLevy)
    def impose_levy(self, command: ImposeLevy, case: Case) -> Event:
        self.check_new_claim(command.claim, case)
        breach = self.open_breach(command.breach, case)
        self.check_amount(command.amount, case)
        rules.budget_discipline_of_grants(case, case.day, regime=self.regime)
        settlement.refund_on_valid_contract(case, case.day, is_void=self.void)
        last_day = breach.due.legal_last_day if breach.due else None
        rules.called_before_levy(case, case.day, ground=breach.ground, day=case.day, last_day_of_call=last_day)
        rules.levy_within_breach(case, case.day, levied=command.amount, breached=breach.amount)
        case.close_anomalies(*self.anomalies_about(breach))
        return LevyImposed.of(command, due=self.limit_set(command.due_on, case))

    @decides(RecordLevyAppeal)
    def record_appeal(self, command: RecordLevyAppeal, case: Case) -> Event:
        levy = self.check_claim(command.claim, ("levy",), case)
        rules.appeal_once(case, ALWAYS, claim=command.claim, is_appealed=levy.is_appealed)
        return LevyAppealed.of(command)

    @decides(RecordLevyAppealDecision)
    def record_appeal_decision(self, command: RecordLevyAppealDecision, case: Case) -> Event:
        levy = self.check_claim(command.claim, ("levy",), case)
        rules.appeal_before_decision(case, ALWAYS, claim=command.claim, is_appealed=levy.is_appealed)
        rules.changed_levy_stated(case, ALWAYS, outcome=command.outcome, amount=command.amount)
        if command.amount is not None:
            self.check_amount(command.amount, case)
        amount = command.amount or (levy.amount * 0 if command.outcome == "cancelled" else levy.amount)
        after = copy(self)
        after.claims = {**self.claims, command.claim: replace(levy, amount=amount)}
        after.review_overpaid(case)
        return LevyAppealDecided.of(command)

    @decides(ChargePenalty)
    def charge_penalty(self, command: ChargePenalty, case: Case) -> Event:
        self.check_new_claim(command.claim, case)
        levy = self.check_claim(command.levy, ("levy",), case)
        first_day, last_day = command.first_day, command.last_day
        rules.penalty_days_in_order(case, ALWAYS, first_day=first_day, last_day=last_day)
        unknown_on = unknown_rate_on(case, first_day, last_day)
        rules.penalty_rate_known(case, ALWAYS, first_day=first_day, last_day=last_day, unknown_on=unknown_on)
        computed = interest(case, levy.amount, first_day, last_day)
        minimum = case.value("levy-penalty-minimum", case.day)
        rules.penalty_above_minimum(
            case, case.day, amount=computed.amount, minimum=Money(**minimum) if minimum else None
        )
        return PenaltyCharged.of(command, interest=computed, due=self.limit_set(command.due_on, case))

    @decides(RecordLevyPayment)
    def record_levy_payment(self, command: RecordLevyPayment, case: Case) -> tuple[Event, ...]:
        self.ask_claim_payment(command, LEVIES, case)
        return (LevyPaid.of(command), *self.tell_claim_payment(command, case))

    @decides(WaiveLevy)
    def waive_levy(self, command: WaiveLevy, case: Case) -> Event:
        claim = self.check_claim(command.claim, LEVIES, case)
        self.check_amount(command.amount, case)
        left = self.claim_left(command.claim)
        rules.waiver_within_claim(case, ALWAYS, claim=command.claim, left=left, waived=command.amount)
        limit = case.value("assembly-waives-above", case.day)
        rules.waived_by_competent_body(
            case,
            case.day,
            body=command.resolution.body,
            waived=claim.waived_by() + command.amount,
            assembly_above=Money(**limit) if limit else None,
        )
        return LevyWaived.of(command)

    def completed(self, event: Event, case: Case) -> Event:
        """The interest of a corrected charge is that of its days, where every day has its rate; nobody states it."""
        levy = self.claims.get(event.levy) if isinstance(event, PenaltyCharged) else None
        if levy is None or not isinstance(event, PenaltyCharged):
            return super().completed(event, case)
        first_day, last_day = event.first_day, event.last_day
        rules.penalty_days_in_order(case, ALWAYS, first_day=first_day, last_day=last_day)
        unknown_on = unknown_rate_on(case, first_day, last_day)
        rules.penalty_rate_known(case, ALWAYS, first_day=first_day, last_day=last_day, unknown_on=unknown_on)
        computed = interest(case, levy.amount, first_day, last_day)
        return event.model_copy(update={"interest": computed, "due": TimeLimit.ending(event.due_on, case.calendar)})

    def open_breach(self, breach: str, case: Case) -> Breach:
        """The breach of this reference, which is neither dropped nor remedied nor levied."""
        found = self.breaches.get(breach)
        rules.breach_open(case, ALWAYS, breach=breach, stage=found.stage if found else None)
        return self.breaches[breach]

    def anomalies_about(self, breach: Breach) -> tuple[AnomalyRef, ...]:
        """What was noted of the late refund that a breach speaks of: it is settled with the breach."""
        refund = self.receipts.get(breach.movement or "")
        if refund is None:
            return ()
        label = settlement.refund_in_time.label
        spoken_of = {breach.movement} if self.late(label).keys() - {breach.movement} else {breach.movement, None}
        late = (ref for ref, line in self.noted_late(label).items() if line in spoken_of)
        unknown = (ref for ref in self.anomalies_of(PENALTY_NOT_COMPUTED) if ref.event_id == refund.event_id)
        return (*late, *unknown, *self.retentions_mended(without=breach))

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(LevyImposed)
    def levy_imposed(self, event: LevyImposed, entry: Entry) -> None:
        self.take_claim(event.claim, Claim("levy", event.amount, entry.effective_on, event.due))
        if event.breach in self.breaches:
            self.breaches[event.breach].reach("levied", entry)

    @when(LevyAppealed)
    def levy_appealed(self, event: LevyAppealed, entry: Entry) -> None:
        if event.claim in self.claims:
            self.claims[event.claim].is_appealed = True

    @when(LevyAppealDecided)
    def levy_appeal_decided(self, event: LevyAppealDecided, entry: Entry) -> None:
        levy = self.claims.get(event.claim)
        if levy is None:
            return
        levy.is_appealed = False
        if event.outcome == "cancelled":
            levy.decide(levy.amount * 0, entry)
        elif event.amount is not None:
            levy.decide(event.amount, entry)

    @when(PenaltyCharged)
    def penalty_charged(self, event: PenaltyCharged, entry: Entry) -> None:
        self.take_claim(event.claim, Claim("penalty", event.interest.amount, entry.effective_on, event.due))

    @when(LevyPaid)
    def levy_paid(self, event: LevyPaid, entry: Entry) -> None:
        claim = self.claims.get(event.claim)
        self.take_receipt(event.movement, claim.kind if claim else "levy", event.amount, event.claim, entry)

    @when(LevyWaived)
    def levy_waived(self, event: LevyWaived, entry: Entry) -> None:
        if event.claim in self.claims:
            claim = self.claims[event.claim]
            claim.waived = (*claim.waived, Waived(entry.effective_on, event.amount))
