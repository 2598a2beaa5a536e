"""What changes a mandate while it lasts: its legal basis, its words, its time, and what it stands on."""

import sys
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from datetime import timedelta
from uuid import UUID

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import Period
from domain.kernel.question import question
from domain.kernel.stamp import AnomalyRef
from domain.mandate.commands.changes import (
    AmendMandate,
    MigrateLegalBasis,
    ProlongMandate,
    RecordPreconditionLoss,
    RecordPreconditionRestored,
    ResumeMandate,
    SuspendMandate,
)
from domain.mandate.entrustment import Entrustment
from domain.mandate.events.changes import (
    MandateAmended,
    MandateLegalBasisMigrated,
    MandateProlonged,
    MandateResumed,
    MandateSuspended,
    PreconditionChange,
    PreconditionLost,
    PreconditionRestored,
)
from domain.mandate.payloads import Decision, Elements, Precondition, ServiceChange
from domain.mandate.rules import entrustment as rules
from domain.mandate.rules import funding, order
from domain.mandate.rules.decisions import is_later
from domain.mandate.state import NO_SERVICE, hold

CLAUSE: Precondition = "entrusting contract"

SAME_LABEL: Mapping[Precondition, str] = {
    "registration": rules.service_registered.label,
    "network entry": rules.service_in_network.label,
    CLAUSE: rules.contract_entrusts.label,
}
"""Under which label the loss of a precondition is noted."""


class Changes(Entrustment):
    """Decides and remembers what became of the mandate after its issue."""

    # The legal basis ----------------------------------------------------------------------------------------------

    @decides(MigrateLegalBasis)
    def migrate(self, command: MigrateLegalBasis, case: Case) -> Event:
        self.ask_about_change(case)
        known = self.decision_on(case.day)
        later = known is None or is_later(command.decision, known)
        order.later_decision(case, ALWAYS, known=known, decision=command.decision, is_later=later)
        in_use = case.value("mandate.sgei-decisions-in-use", case.day)
        rules.legal_basis_still_applies(case, case.day, decision=command.decision, in_use=in_use)
        self.ask_about_elements(
            case,
            self._words(case).replaced_by(command.elements),
            command.decision,
            law=command.decision,
            period=self.period(),
        )
        self._ask_about_length(case, command.decision)
        case.close_anomalies(*self.anomalies_of(rules.legal_basis_still_applies.label))
        return MandateLegalBasisMigrated.of(command, from_decision=known)

    def _ask_about_length(self, case: Case, law: Decision) -> None:
        """The later Decision may limit how long the mandate lasts where the earlier one did not."""
        period = self.period()
        if period is not None and period.end is not None:
            has_reason = self.has_investment_reason
            self.ask_about_ten_years(case, law=law, period=period, has_investment_reason=has_reason)

    def _words(self, case: Case) -> Elements:
        return self.elements.on(case.day) or Elements()

    # Words, services, payments ------------------------------------------------------------------------------------

    @decides(AmendMandate)
    def amend(self, command: AmendMandate, case: Case) -> Event:
        self.ask_about_change(case)
        order.amendment_once(case, ALWAYS, amendment=command.amendment, known=self.amendments)
        order.says_something_new(case, ALWAYS, is_new=_says_something(command))
        for change in command.services:
            named = self.service_key(change.service)
            order.service_entrusted(case, ALWAYS, service=named, known=tuple(self.services))
            order.capacity_positive(case, ALWAYS, amounts=tuple(one.amount for one in change.capacities))
        self.ask_about_ceilings(case, command.compensations)
        decision = self.decision_on(case.day)
        elements = self._words(case).replaced_by(command.elements)
        self.ask_about_elements(case, elements, decision, law=decision, period=self.period())
        for one in command.compensations:
            self.ask_about_checked_year(case, (self.service_key(one.service), one.year))
        if command.is_carry_over_allowed is not None:
            after = copy(self)
            after.is_carry_over_allowed = deepcopy(self.is_carry_over_allowed)
            after.is_carry_over_allowed.set(command.is_carry_over_allowed, effective_on=case.day, position=sys.maxsize)
            self.look_at_verdicts(after, case)
        return MandateAmended.of(command)

    # The time -----------------------------------------------------------------------------------------------------

    @decides(ProlongMandate)
    def prolong(self, command: ProlongMandate, case: Case) -> Event:
        self.ask_about_change(case)
        order.later_last_day(case, ALWAYS, known=self.last_day, last_day=command.last_day)
        order.ends_after_start(case, ALWAYS, first_day=self.first_day, last_day=command.last_day)
        assert case.day is not None
        first_new = self.last_day + timedelta(days=1) if self.last_day else case.day
        self.ask_about_preconditions(case, case.day)
        reason = self.has_investment_reason or command.investment_reason is not None
        period = Period(start=self.first_day or case.day, end=command.last_day)
        law = self.decision_on(case.day)
        self.ask_about_ten_years(case, law=law, period=period, has_investment_reason=reason)
        self.ask_about_plan_or_project(case, period, plan_on=first_new)
        after = copy(self)
        after.last_day = command.last_day
        self.look_at_time(after, case)
        return MandateProlonged.of(command)

    @decides(SuspendMandate)
    def suspend(self, command: SuspendMandate, case: Case) -> Event:
        self._ask_about_suspension(case, is_suspended=True)
        return MandateSuspended.of(command)

    @decides(ResumeMandate)
    def resume(self, command: ResumeMandate, case: Case) -> Event:
        self._ask_about_suspension(case, is_suspended=False)
        return MandateResumed.of(command)

    def _ask_about_suspension(self, case: Case, *, is_suspended: bool) -> None:
        self.ask_about_change(case)
        was = bool(self.suspended.on(case.day))
        rules.suspension_changes_something(case, case.day, was_suspended=was, is_suspended=is_suspended)

    # What it stands on --------------------------------------------------------------------------------------------

    @decides(RecordPreconditionLoss)
    def record_loss(self, command: RecordPreconditionLoss, case: Case) -> Event:
        service = self._ask_about_precondition(command, case)
        lost = self.has_lost(command.precondition, service, case.day)
        order.says_something_new(case, ALWAYS, is_new=not lost)
        if command.precondition == "registration":
            rules.service_registered(case, case.day, service=service, day=case.day, is_registered=False)
        elif command.precondition == "network entry":
            rules.service_in_network(case, case.day, service=service, day=case.day, is_included=False)
        else:
            rules.contract_entrusts(case, case.day, is_concluded=True, is_void=True)
        return PreconditionLost.of(command)

    @decides(RecordPreconditionRestored)
    def record_restored(self, command: RecordPreconditionRestored, case: Case) -> Event:
        service = self._ask_about_precondition(command, case)
        lost = self.has_lost(command.precondition, service, case.day)
        order.says_something_new(case, ALWAYS, is_new=lost)
        case.close_anomalies(*self._noted_losses(command.precondition, service))
        return PreconditionRestored.of(command)

    def lose_clause(self, contract: UUID, case: Case) -> None:
        """The contract turned out void: by its clause nobody was ever entrusted. Written here with the voidness itself.

        `case` is an aside on the day of its conclusion.
        """
        is_by_clause = self.instrument == "CONTRACT_CLAUSE" and self.contract == contract
        if is_by_clause and self.stands and not self.has_lost(CLAUSE, NO_SERVICE, case.day):
            question(rules.contract_entrusts, case.day, is_concluded=True, is_void=True).note(case)
            case.guard(self.id, PreconditionLost(precondition=CLAUSE))

    def regain_clause(self, contract: UUID, case: Case) -> None:
        """A correction says that the contract is not void after all."""
        if self.contract == contract and self.has_lost(CLAUSE, NO_SERVICE, case.day):
            case.close_anomalies(*self._noted_losses(CLAUSE, NO_SERVICE))
            case.guard(self.id, PreconditionRestored(precondition=CLAUSE))

    def _noted_losses(self, precondition: Precondition, service: str) -> Iterator[AnomalyRef]:
        noted, about = self.anomalies_of(SAME_LABEL[precondition]), (precondition, service)
        return (ref for ref in noted if self.loss_told_by.get(ref.event_id) == about)

    def _ask_about_precondition(self, command: PreconditionChange, case: Case) -> str:
        self.ask_about_standing(case)
        if command.precondition == CLAUSE:
            return NO_SERVICE
        services = tuple(self.services)
        service = self.service_key(command.service)
        funding.each_service_on_its_own(case, self.law_day(case.day), service=command.service, services=services)
        order.service_entrusted(case, ALWAYS, service=service, known=services)
        return service

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(MandateLegalBasisMigrated)
    def migrated(self, event: MandateLegalBasisMigrated, entry: Entry) -> None:
        hold(self.legal_basis, event.decision, entry)
        self.say_words(event.elements, on=entry.effective_on, position=entry.position)

    @when(MandateAmended)
    def amended(self, event: MandateAmended, entry: Entry) -> None:
        self.amendments = (*self.amendments, event.amendment)
        self.say_words(event.elements, on=entry.effective_on, position=entry.position)
        for change in event.services:
            self._change_service(change, entry)
        self.take_ceilings(event.compensations, entry)
        if event.is_carry_over_allowed is not None:
            hold(self.is_carry_over_allowed, event.is_carry_over_allowed, entry)

    def _change_service(self, change: ServiceChange, entry: Entry) -> None:
        one = self.services.get(self.service_key(change.service))
        if one is None:
            return
        if change.capacities:
            hold(one.capacities, change.capacities, entry)
        if change.orps:
            hold(one.orps, change.orps, entry)

    @when(MandateProlonged)
    def prolonged(self, event: MandateProlonged, entry: Entry) -> None:
        self.last_day = event.last_day
        self.has_investment_reason = self.has_investment_reason or event.investment_reason is not None

    @when(MandateSuspended)
    def was_suspended(self, event: MandateSuspended, entry: Entry) -> None:
        self.suspended.set(True, effective_on=entry.effective_on, position=entry.position)

    @when(MandateResumed)
    def resumed(self, event: MandateResumed, entry: Entry) -> None:
        self.suspended.set(False, effective_on=entry.effective_on, position=entry.position)

    @when(PreconditionLost)
    def precondition_lost(self, event: PreconditionLost, entry: Entry) -> None:
        self._hold_loss(event, entry, is_lost=True)

    @when(PreconditionRestored)
    def precondition_restored(self, event: PreconditionRestored, entry: Entry) -> None:
        self._hold_loss(event, entry, is_lost=False)

    def _hold_loss(self, event: PreconditionChange, entry: Entry, *, is_lost: bool) -> None:
        key = NO_SERVICE if event.precondition == CLAUSE else self.service_key(event.service)
        held = self.lost.setdefault((event.precondition, key), Dated())
        hold(held, is_lost, entry)
        self.loss_told_by[entry.event_id] = (event.precondition, key)


def _says_something(command: AmendMandate) -> bool:
    said = (command.compensations, command.elements != Elements(), any(one.says_something for one in command.services))
    return any(said) or command.is_carry_over_allowed is not None
