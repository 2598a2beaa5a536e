"""From the plan to the day: what is inspected, why, and whether somebody is biased."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.contract.state import ContractState
from domain.inspection.commands import planning as asked
from domain.inspection.events import planning as events
from domain.inspection.payloads import Person, Subject
from domain.inspection.regimes import REGIMES
from domain.inspection.rules import acting, order
from domain.inspection.rules import planning as rules
from domain.inspection.state import InspectionState, hold
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import Period
from domain.mandate.state import MandateState
from domain.service.service import Service


class Planning(InspectionState):
    """Decides and remembers what is planned, and what was said about bias."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.planned_for: Period | None = None
        self.reason: str | None = None
        self.plan_reference: str | None = None
        self.risk_score: Decimal | None = None
        self.risk_factors: tuple[events.RiskFactor, ...] = ()
        self.preparatory: dict[str, date | None] = {}
        self.declarations: dict[Person, Dated[bool]] = {}
        """Whether somebody declared a tie to the inspected, over time."""
        self.bias_objections: dict[str, Person] = {}

    # The plan -----------------------------------------------------------------------------------------------------

    @decides(asked.PlanInspection)
    def plan(self, command: asked.PlanInspection, case: Case) -> Event:
        order.opened_once(case, ALWAYS, version=self.version)
        order.day_known(case, ALWAYS, on=case.day)
        regime = REGIMES[command.regime]
        rules.regime_of_the_region(
            case, ALWAYS, regime=regime.regime, inspects=regime.inspects, is_our_own=regime.is_our_own
        )
        rules.regime_in_force(case, ALWAYS, regime=regime.regime, on=case.day, since=regime.since)
        agreed_in = str(command.agreed.clause) if command.agreed else None
        rules.limits_of_its_regime(case, ALWAYS, limits=regime.limits, agreed_in=agreed_in)
        self._ask_subject(case, command.subject)
        rules.reason_supported(case, ALWAYS, reason=command.reason, support=_support(command))
        rules.risk_score_adds_up(
            case, ALWAYS, risk_score=command.risk_score, points=[one.points for one in command.risk_factors]
        )
        self._ask_follow_up(case, command)
        return events.InspectionPlanned.of(command)

    @staticmethod
    def _ask_subject(case: Case, subject: Subject) -> None:
        """Something is inspected, and it is the provider's."""
        files = (*subject.services, *subject.contracts, *subject.mandates, subject.project)
        rules.something_inspected(case, ALWAYS, files=sum(one is not None for one in files))
        others = {str(file): ico for file, ico in _owners(case, subject) if ico not in {None, subject.provider}}
        rules.subject_of_provider(case, ALWAYS, provider=subject.provider, others=others)

    def _ask_follow_up(self, case: Case, command: asked.PlanInspection) -> None:
        if command.follow_up_of is None:
            return
        is_itself = command.follow_up_of == self.id
        before = None if is_itself else case.other(InspectionState, command.follow_up_of).subject
        rules.follow_up_of_same_provider(
            case,
            ALWAYS,
            provider=command.subject.provider,
            provider_before=before.provider if before else None,
            is_itself=is_itself,
        )

    @when(events.InspectionPlanned)
    def planned(self, event: events.InspectionPlanned, entry: Entry) -> None:
        self.number = event.number
        self.regime = event.regime
        self.basis = event.basis
        self.agreed = event.agreed
        self.subject = event.subject
        self.period = event.period
        self.planned_for = event.planned_for
        self.plan_reference = event.plan_reference
        self.reason = event.reason
        self.methodology = event.methodology
        self.follow_up_of = event.follow_up_of
        self.risk_score = event.risk_score
        self.risk_factors = event.risk_factors
        self.reach("PLANNED", entry)

    @decides(asked.ChangeInspectionPlan)
    def change_plan(self, command: asked.ChangeInspectionPlan, case: Case) -> Event:
        self.ask_standing(case)
        order.step_once(case, ALWAYS, step="start", is_done=self.is_started)
        changes = [name for name, value in command.fields().items() if name in CHANGEABLE and value is not None]
        rules.change_says_something(case, ALWAYS, changes=changes)
        if command.subject is not None:
            self._ask_subject(case, command.subject)
        points = [one.points for one in command.risk_factors or ()]
        rules.risk_score_adds_up(case, ALWAYS, risk_score=command.risk_score, points=points)
        return events.InspectionPlanChanged.of(command)

    @when(events.InspectionPlanChanged)
    def plan_changed(self, event: events.InspectionPlanChanged, entry: Entry) -> None:
        self.subject = event.subject or self.subject
        self.period = event.period or self.period
        self.planned_for = event.planned_for or self.planned_for
        if event.risk_score is not None:
            self.risk_score = event.risk_score
        if event.risk_factors is not None:
            self.risk_factors = event.risk_factors

    @decides(asked.CancelInspection)
    def cancel(self, command: asked.CancelInspection, case: Case) -> Event:
        self.ask_on_file(case)
        order.step_once(case, ALWAYS, step="start", is_done=self.is_started)
        order.step_once(case, ALWAYS, step="cancellation", is_done=self.is_cancelled)
        return events.InspectionCancelled.of(command)

    @when(events.InspectionCancelled)
    def cancelled(self, event: events.InspectionCancelled, entry: Entry) -> None:
        self.is_cancelled = True
        self.cancelled_on = entry.effective_on
        self.reach("CANCELLED", entry)

    @decides(asked.RecordPreparatoryAct)
    def record_preparatory_act(self, command: asked.RecordPreparatoryAct, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.preparatory, what="preparatory act", key=command.act)
        rules.preparatory_before_start(case, self.act_day(case), on=case.day, started_on=self.started_on)
        return events.PreparatoryActRecorded.of(command)

    @when(events.PreparatoryActRecorded)
    def preparatory_act_recorded(self, event: events.PreparatoryActRecorded, entry: Entry) -> None:
        self.preparatory[event.act] = entry.effective_on

    # Bias ---------------------------------------------------------------------------------------------------------

    @decides(asked.RecordBiasDeclaration)
    def record_bias_declaration(self, command: asked.RecordBiasDeclaration, case: Case) -> Event:
        self.ask_standing(case)
        return events.BiasDeclared.of(command)

    @when(events.BiasDeclared)
    def bias_declared(self, event: events.BiasDeclared, entry: Entry) -> None:
        hold(self.declarations.setdefault(event.person, Dated()), event.has_conflict, entry)
        if event.has_conflict:
            hold(self.bias.setdefault(event.person, Dated()), "DECLARED", entry)

    @decides(asked.RecordBiasObjection)
    def record_bias_objection(self, command: asked.RecordBiasObjection, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.bias_objections, what="objection of bias", key=command.objection)
        self.ask_known(case, self.team, what="member of the group", key=command.person)
        return events.BiasObjected.of(command)

    @when(events.BiasObjected)
    def bias_objected(self, event: events.BiasObjected, entry: Entry) -> None:
        self.bias_objections[event.objection] = event.person
        hold(self.bias.setdefault(event.person, Dated()), "OBJECTED", entry)

    @decides(asked.DecideBias)
    def decide_bias(self, command: asked.DecideBias, case: Case) -> Event:
        self.ask_standing(case)
        raised = self.bias_on(command.person, case.day)
        order.step_first(case, ALWAYS, step="bias raised", is_done=raised in acting.UNDECIDED_BIAS)
        rules.bias_decided_by_superior(
            case,
            self.law_day(case),
            person=command.person,
            decided_by=command.decided_by,
            is_in_team=self.was_ever_in_team(command.decided_by),
        )
        return events.BiasDecided.of(command)

    @when(events.BiasDecided)
    def bias_decided(self, event: events.BiasDecided, entry: Entry) -> None:
        hold(self.bias.setdefault(event.person, Dated()), event.outcome, entry)

    def review(self, case: Case) -> None:
        """Ask anew whether preparatory acts came before the start."""
        case.close_anomalies(*self.anomalies_of(rules.preparatory_before_start.label))
        for on in self.preparatory.values():
            rules.preparatory_before_start(case, self.act_day(case), on=on, started_on=self.started_on)
        super().review(case)

    def undeclared(self, on: date | None) -> tuple[Person, ...]:
        """Who may act on that day and has said nothing about a tie to the inspected."""
        said = {person for person, held in self.declarations.items() if held.on(on) is not None}
        return tuple(person for person in self.controllers_on(on) if person not in said)


CHANGEABLE = ("subject", "period", "planned_for", "risk_score", "risk_factors")
"""What a change of the plan can say."""


def _owners(case: Case, subject: Subject) -> Iterator[tuple[UUID, str | None]]:
    """Whose each inspected file is on the day, where it says so."""
    for one in subject.services:
        owner = case.other(Service, one).provider.on(case.day)
        yield one, owner.ico if owner else None
    for one in subject.contracts:
        party = case.other(ContractState, one).provider.on(case.day)
        yield one, party.ico if party else None
    for one in subject.mandates:
        entrusted = case.other(MandateState, one).provider
        yield one, entrusted.ico if entrusted else None


def _support(plan: events.Plan) -> str | None:
    """What the reason of a plan stands on."""
    support = {
        "PLAN": plan.plan_reference,
        "COMPLAINT": plan.complaint,
        "FOLLOW_UP": str(plan.follow_up_of) if plan.follow_up_of else None,
        "RISK": str(plan.risk_score) if plan.risk_score is not None else None,
    }
    return support.get(plan.reason)
