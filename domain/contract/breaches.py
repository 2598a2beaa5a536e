"""Breaches of budget discipline, contract penalties, and what was paid on a void contract."""

from domain.contract.claims import Breach, BreachStage, Claim, Reckoned
from domain.contract.commands.breaches import (
    CallToRemedy,
    ClaimUnjustEnrichment,
    DismissBreach,
    ImposeContractPenalty,
    RecordContractPenaltyPayment,
    RecordEnrichmentRepayment,
    RecordRemedy,
    ReviseBreach,
    SuspectBreach,
)
from domain.contract.events.breaches import (
    BreachRemedied,
    BudgetBreachDismissed,
    BudgetBreachRevised,
    BudgetBreachSuspected,
    ContractPenaltyImposed,
    ContractPenaltyPaid,
    RemedyCalled,
    UnjustEnrichmentClaimed,
    UnjustEnrichmentRepaid,
)
from domain.contract.irregularities import Irregularities
from domain.contract.levies import Levies
from domain.contract.rules import breaches as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import lateness
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event


class Breaches(Levies, Irregularities):
    """What follows when the money was not used as agreed, or the agreement itself is void."""

    # A breach of budget discipline --------------------------------------------------------------------------------

    @decides(SuspectBreach)
    def suspect_breach(self, command: SuspectBreach, case: Case) -> Event:
        self.check_on_file(case)
        rules.breach_number_unused(case, ALWAYS, breach=command.breach, is_used=command.breach in self.breaches)
        self.check_amount(command.amount, case)
        rules.budget_discipline_of_grants(case, case.day, regime=self.regime)
        return BudgetBreachSuspected.of(command)

    @decides(DismissBreach)
    def dismiss_breach(self, command: DismissBreach, case: Case) -> Event:
        case.close_anomalies(*self.anomalies_about(self.open_breach(command.breach, case)))
        return BudgetBreachDismissed.of(command)

    @decides(ReviseBreach)
    def revise_breach(self, command: ReviseBreach, case: Case) -> Event:
        self.open_breach(command.breach, case)
        self.check_amount(command.amount, case)
        return BudgetBreachRevised.of(command)

    @decides(CallToRemedy)
    def call_to_remedy(self, command: CallToRemedy, case: Case) -> Event:
        breach = self.open_breach(command.breach, case)
        rules.called_once(case, ALWAYS, breach=command.breach, stage=breach.stage)
        if command.amount is not None:
            self.check_amount(command.amount, case)
        return RemedyCalled.of(command, due=self.limit_set(command.due_on, case))

    @decides(RecordRemedy)
    def record_remedy(self, command: RecordRemedy, case: Case) -> Event:
        found = self.breaches.get(command.breach)
        rules.remedy_after_call(case, ALWAYS, breach=command.breach, stage=found.stage if found else None)
        breach = self.breaches[command.breach]
        rules.remedied_in_time(
            case, case.day, breach=command.breach, remedied_on=case.day, **lateness(case.day, breach.due)
        )
        case.close_anomalies(*self.anomalies_about(breach))
        return BreachRemedied.of(command)

    # A contract penalty -------------------------------------------------------------------------------------------

    @decides(ImposeContractPenalty)
    def impose_contract_penalty(self, command: ImposeContractPenalty, case: Case) -> Event:
        self.check_new_claim(command.claim, case)
        self.check_amount(command.amount, case)
        rules.penalty_of_tender_contract(case, case.day, regime=self.regime)
        return ContractPenaltyImposed.of(command, due=self.limit_set(command.due_on, case))

    @decides(RecordContractPenaltyPayment)
    def record_contract_penalty_payment(self, command: RecordContractPenaltyPayment, case: Case) -> Event:
        self.ask_claim_payment(command, ("contract penalty",), case)
        return ContractPenaltyPaid.of(command)

    # A void contract ----------------------------------------------------------------------------------------------

    @decides(ClaimUnjustEnrichment)
    def claim_unjust_enrichment(self, command: ClaimUnjustEnrichment, case: Case) -> Event:
        self.check_new_claim(command.claim, case)
        self.check_amount(command.amount, case)
        rules.enrichment_of_void_contract(case, case.day, is_void=self.void)
        paid = self.drawn_net if self.is_paid_known else None
        claimed = self.claimed("unjust enrichment")
        rules.enrichment_within_paid(case, case.day, paid=paid, claimed=claimed, asked=command.amount)
        return UnjustEnrichmentClaimed.of(command, due=self.limit_set(command.due_on, case))

    @decides(RecordEnrichmentRepayment)
    def record_enrichment_repayment(self, command: RecordEnrichmentRepayment, case: Case) -> tuple[Event, ...]:
        self.ask_claim_payment(command, ("unjust enrichment",), case)
        return (UnjustEnrichmentRepaid.of(command), *self.tell_claim_payment(command, case))

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(BudgetBreachSuspected)
    def breach_suspected(self, event: BudgetBreachSuspected, entry: Entry) -> None:
        breach = Breach(event.amount, event.ground, movement=event.movement)
        if event.first_day_of_delay is not None:
            breach.reckoned = Reckoned(event.first_day_of_delay, event.days_of_delay, event.amount)
        self.breaches[event.breach] = breach
        self._bring(event.breach, "suspected", entry)

    @when(BudgetBreachDismissed)
    def breach_dismissed(self, event: BudgetBreachDismissed, entry: Entry) -> None:
        self._bring(event.breach, "dismissed", entry)

    @when(BudgetBreachRevised)
    def breach_revised(self, event: BudgetBreachRevised, entry: Entry) -> None:
        if event.breach in self.breaches:
            self.breaches[event.breach].amount = event.amount

    @when(RemedyCalled)
    def remedy_called(self, event: RemedyCalled, entry: Entry) -> None:
        self._bring(event.breach, "called", entry)
        if event.breach in self.breaches:
            self.breaches[event.breach].due = event.due

    @when(BreachRemedied)
    def breach_remedied(self, event: BreachRemedied, entry: Entry) -> None:
        self._bring(event.breach, "remedied", entry)

    @when(ContractPenaltyImposed)
    def contract_penalty_imposed(self, event: ContractPenaltyImposed, entry: Entry) -> None:
        self.take_claim(event.claim, Claim("contract penalty", event.amount, entry.effective_on, event.due))

    @when(ContractPenaltyPaid)
    def contract_penalty_paid(self, event: ContractPenaltyPaid, entry: Entry) -> None:
        self.take_receipt(event.movement, "contract penalty", event.amount, event.claim, entry)

    @when(UnjustEnrichmentClaimed)
    def unjust_enrichment_claimed(self, event: UnjustEnrichmentClaimed, entry: Entry) -> None:
        self.take_claim(event.claim, Claim("unjust enrichment", event.amount, entry.effective_on, event.due))

    @when(UnjustEnrichmentRepaid)
    def unjust_enrichment_repaid(self, event: UnjustEnrichmentRepaid, entry: Entry) -> None:
        self.take_receipt(event.movement, "unjust enrichment", event.amount, event.claim, entry)

    def _bring(self, breach: str, stage: BreachStage, entry: Entry) -> None:
        if breach in self.breaches:
            self.breaches[breach].reach(stage, entry)
