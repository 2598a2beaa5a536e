"""The end of an inspection by § 18, its taking back, and the file: put away, held, disposed of."""

from datetime import date, timedelta

from domain.inspection.commands.closing import (
    ArchiveInspection,
    DisposeInspection,
    EndInspection,
    PlaceHold,
    ReleaseHold,
    TakeBackEnd,
)
from domain.inspection.events.closing import (
    Archive,
    EndTakenBack,
    InspectionArchived,
    InspectionDisposed,
    InspectionEnded,
    InspectionHoldPlaced,
    InspectionHoldReleased,
)
from domain.inspection.outcome import OutcomeState
from domain.inspection.outcome_records import Ended
from domain.inspection.rules import closing as rules
from domain.inspection.rules import order
from domain.kernel.aggregate import decides, when
from domain.kernel.answer import Answer
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import Question


class Closing(OutcomeState):
    """Decides and remembers how the inspection ended, and what became of its file."""

    # The end ------------------------------------------------------------------------------------------------------

    @decides(EndInspection)
    def end_inspection(self, command: EndInspection, case: Case) -> Event:
        self.ask_started(case)
        self.ask_step_once(case, "end", is_done=self.is_ended)
        rules.ended_by_its_law(case, ALWAYS, reason=command.reason, uses_control_act=self.uses_control_act)
        undelivered = tuple(name for name, paper in self.papers if not paper.is_delivered) or (
            () if self.protocol else ("protocol",)
        )
        rules.protocol_delivered_before_end(case, ALWAYS, undelivered=undelivered)
        law = self.act_day(case)
        if command.reason == "EXPIRED":
            rules.objection_time_expired(case, law, on=case.day, last_day=self.objections_until)
        rules.no_objections_pending(case, ALWAYS, pending=self.pending_objections)
        rules.end_has_its_cause(case, law, reason=command.reason, causes=self._causes())
        waited = {"reason": command.reason, "on": case.day, "wait_until": self.wait_until}
        Question(rules.waited_for_the_post, ALWAYS, waited).note(case)
        ended_on = self._ended_on(case, command.reason)
        return InspectionEnded.model_validate({"reason": command.reason, "ended_on": ended_on})

    def _causes(self) -> tuple[str, ...]:
        """By what the inspection may have ended, as things stand."""
        counting = [one for one in self.objections.values() if one.counts]
        causes = {
            "WAIVED": self.is_waived,
            "SETTLED": any(one.is_settlement_delivered for one in counting),
            "HANDED_OVER": any(one.handed_to is not None for one in counting),
            "EXPIRED": not counting,
        }
        return tuple(reason for reason, is_there in causes.items() if is_there)

    def _ended_on(self, case: Case, reason: str) -> date | None:
        """The day that the law names: by expiry the first after the last day, else that of what brought the end."""
        days = case.value("inspection.end-after-expiry-days", self.act_day(case))
        if reason != "EXPIRED" or self.objections_until is None or days is None:
            return case.day
        return self.objections_until + timedelta(days=days)

    @decides(TakeBackEnd)
    def take_back_end(self, command: TakeBackEnd, case: Case) -> Event:
        self.ask_on_file(case)
        self.ask_step_first(case, "end", is_done=self.is_ended)
        rules.end_taken_back_for_cause(case, ALWAYS, has_reason=case.stamp.reason is not None)
        case.close_anomalies(*self.anomalies_of(rules.waited_for_the_post.label))
        return EndTakenBack()

    # The file -----------------------------------------------------------------------------------------------------

    @decides(ArchiveInspection)
    def archive(self, command: ArchiveInspection, case: Case) -> Event:
        self.ask_on_file(case)
        is_our_own = self.legal_regime is None or self.legal_regime.is_our_own
        rules.archived_when_over(
            case, case.day, is_ended=self.is_ended, is_cancelled=self.is_cancelled, is_our_own=is_our_own
        )
        open_measures = tuple(name for name, one in self.measures.items() if one.is_open)
        rules.archived_without_open_measures(case, ALWAYS, open_measures=open_measures)
        rules.findings_in_a_paper(case, ALWAYS, unwritten=self.unwritten_findings)
        return InspectionArchived.of(command, kept_until=self._kept_until(case, command))

    @property
    def unwritten_findings(self) -> tuple[str, ...]:
        """The findings that stand and are in no paper as they read now."""
        written = {name for _, paper in self.papers for name in paper.findings}
        standing = [one for one in self.findings.values() if one.stands]
        return tuple(one.finding for one in standing if one.finding not in written or one.is_new_since_protocol)

    def _kept_until(self, case: Case, archive: Archive) -> date | None:
        """The last day of the last year; the time runs from 1 January after the file was put away."""
        years = archive.years or case.value("inspection.kept-years", case.day)
        return None if years is None or case.day is None else date(case.day.year + years, 12, 31)

    @decides(PlaceHold)
    def place_hold(self, command: PlaceHold, case: Case) -> Event:
        self._ask_file(case)
        self.ask_step_once(case, "disposal", is_done=self.is_disposed)
        self.ask_new(case, self.holds, what="hold", key=command.hold)
        return InspectionHoldPlaced.of(command)

    @decides(ReleaseHold)
    def release_hold(self, command: ReleaseHold, case: Case) -> Event:
        self._ask_file(case)
        self.ask_known(case, self.holds, what="hold", key=command.hold)
        return InspectionHoldReleased.of(command)

    @decides(DisposeInspection)
    def dispose(self, command: DisposeInspection, case: Case) -> Event:
        self._ask_file(case)
        rules.disposed_when_archived(case, ALWAYS, is_archived=self.is_archived, is_disposed=self.is_disposed)
        rules.kept_long_enough(case, case.day, on=case.day, kept_until=self.kept_until)
        rules.no_legal_hold(case, case.day, holds=tuple(self.holds))
        rules.not_disposed_to_the_archive(case, case.day, disposal_sign=self.disposal_sign)
        return InspectionDisposed.of(command)

    @staticmethod
    def _ask_day(case: Case) -> None:
        order.day_known(case, ALWAYS, on=case.day)

    def _ask_file(self, case: Case) -> None:
        """The file is there, be it put away."""
        order.opened_first(case, ALWAYS, version=self.version)
        self._ask_day(case)

    def may_be_disposed(self, on: date | None) -> Answer:
        """Whether nothing keeps the words and files of this inspection from being erased on that day."""
        if not self.is_archived or self.is_disposed or self.holds or self.disposal_sign == "A":
            return Answer.NO
        if on is None or self.kept_until is None:
            return Answer.CANNOT_BE_DECIDED
        return Answer.YES if self.kept_until < on else Answer.NO

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(InspectionEnded)
    def ended(self, event: InspectionEnded, entry: Entry) -> None:
        before = self.status.on(event.ended_on)
        self.end = Ended(event.reason, event.ended_on, before)
        self.is_ended, self.ended_on = True, event.ended_on
        self.status.set("ENDED", effective_on=event.ended_on, position=entry.position)

    @when(EndTakenBack)
    def end_taken_back(self, event: EndTakenBack, entry: Entry) -> None:
        """From the day of the end on the status is again what it was before, and after it what was reached since."""
        if self.end is None:
            return
        later = [(day, status) for day, status in self.status if day is not None and day > self.end.ended_on]
        if self.end.status_before is not None:
            self.status.set(self.end.status_before, effective_on=self.end.ended_on, position=entry.position)
        for day, status in later:
            self.status.set(status, effective_on=day, position=entry.position)
        self.end, self.is_ended, self.ended_on = None, False, None

    @when(InspectionArchived)
    def archived(self, event: InspectionArchived, entry: Entry) -> None:
        self.is_archived, self.archived_on = True, entry.effective_on
        self.disposal_sign, self.kept_until = event.disposal_sign, event.kept_until
        self.reach("ARCHIVED", entry)

    @when(InspectionHoldPlaced)
    def hold_placed(self, event: InspectionHoldPlaced, entry: Entry) -> None:
        self.holds[event.hold] = entry.effective_on

    @when(InspectionHoldReleased)
    def hold_released(self, event: InspectionHoldReleased, entry: Entry) -> None:
        self.holds.pop(event.hold, None)

    @when(InspectionDisposed)
    def disposed(self, event: InspectionDisposed, entry: Entry) -> None:
        self.is_disposed, self.disposed_on = True, entry.effective_on
        self.reach("DISPOSED", entry)
