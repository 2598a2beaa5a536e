"""Measures, by which power and until when, and what came of them; follow-up, referral, the results of others."""

from domain.inspection.commands.remedies import (
    ExtendMeasure,
    FindMeasureNotFulfilled,
    FindMeasurePartlyFulfilled,
    ImposeMeasure,
    LiftMeasure,
    OrderFollowUp,
    RecordExtensionRequest,
    RecordExternalResult,
    RecordMeasureReport,
    ReferResult,
    RefuseExtension,
    VerifyMeasure,
)
from domain.inspection.events.remedies import (
    CorrectiveMeasureExtended,
    CorrectiveMeasureImposed,
    CorrectiveMeasureVerified,
    CorrectiveReportReceived,
    ExternalInspectionResultRecorded,
    FollowUpInspectionOrdered,
    Measure,
    MeasureExtensionRefused,
    MeasureExtensionRequested,
    MeasureLifted,
    MeasureNotFulfilled,
    MeasurePartlyFulfilled,
    ResultReferred,
    Verification,
)
from domain.inspection.outcome import OutcomeState, kept
from domain.inspection.outcome_records import MeasureRecord, MeasureState
from domain.inspection.rules import order
from domain.inspection.rules import remedies as rules
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event


class Remedies(OutcomeState):
    """Decides and remembers what was asked of the inspected person, and what came of it."""

    # Measures -----------------------------------------------------------------------------------------------------

    @decides(ImposeMeasure)
    def impose_measure(self, command: ImposeMeasure, case: Case) -> Event:
        self.ask_started(case)
        self.ask_new(case, self.measures, what="measure", key=command.measure)
        for finding in command.findings:
            self.ask_finding(case, finding)
        rules.measure_has_a_limit(case, ALWAYS, due_on=command.due_on, days=command.days)
        due = limit_of(command, case)
        powers = self._powers(case, command.asks_for)
        rules.measure_has_its_power(case, ALWAYS, asks_for=command.asks_for, power=command.power, powers=powers)
        delivered_on = self.protocol.delivered_on if self.protocol else None
        rules.measure_after_delivery(
            case, ALWAYS, delivered_on=delivered_on, imposed_on=case.day, due_on=due.legal_last_day
        )
        without = tuple(name for name in command.findings if not self._has_defect(name))
        rules.measure_about_a_defect(case, ALWAYS, findings=command.findings, without_defect=without)
        return CorrectiveMeasureImposed.of(command, due=due)

    def _powers(self, case: Case, asks_for: str) -> tuple[str, ...] | None:
        """The acts that give the power in this regime; a written report is what the Control Act itself gives."""
        configured = case.value("inspection.measure-powers", self.law_day(case))
        if configured is None or self.regime is None:
            return None
        by_control_act = ("255/2012",) if asks_for == "WRITTEN_REPORT" and self.uses_control_act else ()
        return (*by_control_act, *configured.get(self.regime, ()))

    def _has_defect(self, finding: str) -> bool:
        found = self.findings[finding]
        return found.stands and found.wording.has_defect

    @decides(RecordExtensionRequest)
    def record_extension_request(self, command: RecordExtensionRequest, case: Case) -> Event:
        found = self._ask_open(case, command.measure)
        rules.extension_asked_in_time(case, ALWAYS, **kept(case.day, found.due))
        return MeasureExtensionRequested.of(command)

    @decides(ExtendMeasure)
    def extend_measure(self, command: ExtendMeasure, case: Case) -> Event:
        found = self._ask_open(case, command.measure)
        due_on = found.due.raw_end if found.due else None
        rules.extension_gives_time(case, ALWAYS, due_on=due_on, until=command.due_on)
        case.close_anomalies(*self.anomalies_of(rules.extension_asked_in_time.label))
        return CorrectiveMeasureExtended.of(command, due=TimeLimit.ending(command.due_on, case.calendar))

    @decides(RefuseExtension)
    def refuse_extension(self, command: RefuseExtension, case: Case) -> Event:
        found = self._ask_open(case, command.measure)
        rules.extension_was_asked_for(case, ALWAYS, measure=command.measure, is_asked=found.is_extension_asked)
        return MeasureExtensionRefused.of(command)

    @decides(RecordMeasureReport)
    def record_report(self, command: RecordMeasureReport, case: Case) -> Event:
        found = self._ask_open(case, command.measure)
        rules.reported_in_time(case, ALWAYS, **kept(case.day, found.due))
        return CorrectiveReportReceived.of(command)

    # What was found -----------------------------------------------------------------------------------------------

    @decides(VerifyMeasure)
    def verify(self, command: VerifyMeasure, case: Case) -> Event:
        self._ask_verification(case, command)
        return CorrectiveMeasureVerified.of(command)

    @decides(FindMeasurePartlyFulfilled)
    def find_partly_fulfilled(self, command: FindMeasurePartlyFulfilled, case: Case) -> Event:
        self._ask_verification(case, command)
        return MeasurePartlyFulfilled.of(command)

    @decides(FindMeasureNotFulfilled)
    def find_not_fulfilled(self, command: FindMeasureNotFulfilled, case: Case) -> Event:
        found = self._ask_open(case, command.measure)
        rules.not_fulfilled_after_its_time(case, ALWAYS, **kept(case.day, found.due))
        return MeasureNotFulfilled.of(command)

    def _ask_verification(self, case: Case, said: Verification) -> None:
        found = self._ask_open(case, said.measure)
        rules.verified_on_proof(case, ALWAYS, measure=said.measure, reported=found.proof, seen=said.evidence)

    @decides(LiftMeasure)
    def lift_measure(self, command: LiftMeasure, case: Case) -> Event:
        self._ask_open(case, command.measure)
        return MeasureLifted.of(command)

    def _ask_open(self, case: Case, measure: str) -> MeasureRecord:
        self.ask_started(case)
        self.ask_known(case, self.measures, what="measure", key=measure)
        found = self.measures[measure]
        rules.measure_open(case, ALWAYS, measure=measure, state=found.state)
        return found

    # Further steps ------------------------------------------------------------------------------------------------

    @decides(OrderFollowUp)
    def order_follow_up(self, command: OrderFollowUp, case: Case) -> Event:
        self.ask_started(case)
        rules.follow_up_is_another(
            case, ALWAYS, is_same=command.new_inspection in {self.id, self.follow_up_of, *self.follow_ups}
        )
        for measure in command.measures:
            self.ask_known(case, self.measures, what="measure", key=measure)
        rules.follow_up_after_protocol(case, ALWAYS, is_delivered=self.is_delivered)
        return FollowUpInspectionOrdered.of(command)

    @decides(ReferResult)
    def refer(self, command: ReferResult, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.referrals, what="referral", key=command.referral)
        rules.named_authority(case, ALWAYS, authority=command.to, name=command.name)
        for finding in command.findings:
            self.ask_finding(case, finding)
        return ResultReferred.of(command)

    @decides(RecordExternalResult)
    def record_external_result(self, command: RecordExternalResult, case: Case) -> Event:
        order.opened_first(case, ALWAYS, version=self.version)
        self.ask_new(case, self.external_results, what="result", key=command.result)
        rules.named_authority(case, ALWAYS, authority=command.body, name=command.name)
        if command.referral is not None:
            self.ask_known(case, self.referrals, what="referral", key=command.referral)
        return ExternalInspectionResultRecorded.of(command)

    # Asked by others ----------------------------------------------------------------------------------------------

    @property
    def open_measures(self) -> tuple[str, ...]:
        """The measures that are neither fulfilled nor lifted."""
        return tuple(name for name, one in self.measures.items() if one.is_open)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(CorrectiveMeasureImposed)
    def measure_imposed(self, event: CorrectiveMeasureImposed, entry: Entry) -> None:
        self.measures[event.measure] = MeasureRecord(
            measure=event.measure,
            asks_for=event.asks_for,
            findings=event.findings,
            power=event.power,
            due=event.due,
            imposed_on=entry.effective_on,
        )

    @when(MeasureExtensionRequested)
    def extension_requested(self, event: MeasureExtensionRequested, entry: Entry) -> None:
        if event.measure in self.measures:
            self.measures[event.measure].is_extension_asked = True

    @when(CorrectiveMeasureExtended)
    def measure_extended(self, event: CorrectiveMeasureExtended, entry: Entry) -> None:
        found = self.measures.get(event.measure)
        if found is not None:
            found.due, found.is_extension_asked, found.extensions = event.due, False, found.extensions + 1
            found.state = "DUE" if found.state == "NOT_FULFILLED" else found.state

    @when(MeasureExtensionRefused)
    def extension_refused(self, event: MeasureExtensionRefused, entry: Entry) -> None:
        if event.measure in self.measures:
            self.measures[event.measure].is_extension_asked = False

    @when(CorrectiveReportReceived)
    def report_received(self, event: CorrectiveReportReceived, entry: Entry) -> None:
        found = self.measures.get(event.measure)
        if found is not None:
            found.state, found.reported_on = "REPORTED", entry.effective_on
            found.proof = (*found.proof, *event.evidence)

    @when(CorrectiveMeasureVerified)
    def measure_verified(self, event: CorrectiveMeasureVerified, entry: Entry) -> None:
        self._bring(event.measure, "FULFILLED")

    @when(MeasurePartlyFulfilled)
    def measure_partly_fulfilled(self, event: MeasurePartlyFulfilled, entry: Entry) -> None:
        self._bring(event.measure, "PARTLY_FULFILLED")

    @when(MeasureNotFulfilled)
    def measure_not_fulfilled(self, event: MeasureNotFulfilled, entry: Entry) -> None:
        self._bring(event.measure, "NOT_FULFILLED")

    @when(MeasureLifted)
    def measure_lifted(self, event: MeasureLifted, entry: Entry) -> None:
        self._bring(event.measure, "LIFTED")

    def _bring(self, measure: str, state: MeasureState) -> None:
        if measure in self.measures:
            self.measures[measure].state = state

    @when(FollowUpInspectionOrdered)
    def follow_up_ordered(self, event: FollowUpInspectionOrdered, entry: Entry) -> None:
        self.follow_ups[event.new_inspection] = entry.effective_on
        for measure in event.measures:
            if measure in self.measures:
                found = self.measures[measure]
                found.followed_by = (*found.followed_by, event.new_inspection)

    @when(ResultReferred)
    def result_referred(self, event: ResultReferred, entry: Entry) -> None:
        self.referrals[event.referral] = entry.effective_on

    @when(ExternalInspectionResultRecorded)
    def external_result_recorded(self, event: ExternalInspectionResultRecorded, entry: Entry) -> None:
        self.external_results[event.result] = entry.effective_on


def limit_of(measure: Measure, case: Case) -> TimeLimit:
    """The day that is named, or the one that the days lead to."""
    if measure.due_on is not None:
        return TimeLimit.ending(measure.due_on, case.calendar)
    assert measure.days is not None
    assert case.day is not None
    return days_after(case.day, measure.days, case.calendar)
