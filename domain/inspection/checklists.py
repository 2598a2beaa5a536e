"""Checklists: opened in a version, answered on site from any device.

Every answer is an entry of its own. One that names others replaces them; where two stand beside each other and
contradict, that is shown until somebody says which one holds. What came last decides nothing, so that answers of
several devices lead to the same state in whatever order they come.
"""

from datetime import date
from typing import Any
from uuid import UUID

from domain.inspection.commands import checklists as asked
from domain.inspection.events import checklists as events
from domain.inspection.records import AnswerRecord, Checklist
from domain.inspection.rules import checklists as rules
from domain.inspection.state import InspectionState
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.question import question


class Checklists(InspectionState):
    """Decides and remembers what was answered."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.checklists: dict[str, Checklist] = {}
        self.evidence: dict[str, events.EvidenceCollected] = {}

    # Opening ------------------------------------------------------------------------------------------------------

    @decides(asked.OpenChecklist)
    def open_checklist(self, command: asked.OpenChecklist, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_unsigned(case)
        self.ask_new(case, self.checklists, what="checklist", key=command.checklist)
        templates = case.value("inspection.checklists", case.day) or {}
        found = templates.get(command.template)
        version = found["version"] if found else None
        rules.template_in_force(case, ALWAYS, template=command.template, version=version)
        assert found is not None
        items = tuple(self._item_here(one) for one in found["items"])
        return events.ChecklistOpened.of(command, version=version, items=items)

    def _item_here(self, point: dict[str, Any]) -> events.ChecklistItem:
        """A point of the template, with why it must be answered in this inspection."""
        here = self._reasons()
        because = next((reason for reason in point.get("mandatory", ()) if reason in here), None)
        act, provision = point["source"]
        return events.ChecklistItem.model_validate(
            {
                "item": point["item"],
                "section": point["item"][0],
                "source": {"act": act, "provision": provision},
                "mandatory_because": because,
            }
        )

    def _reasons(self) -> frozenset[str]:
        """What in this inspection makes points mandatory."""
        subject = self.subject
        holds = {
            "EVERY_INSPECTION": True,
            "SERVICE_INSPECTED": bool(subject and subject.services),
            "CONTRACT_INSPECTED": bool(subject and subject.contracts),
            "MANDATE_INSPECTED": bool(subject and subject.mandates),
            "PROJECT_INSPECTED": bool(subject and subject.project),
            "FOLLOW_UP": self.follow_up_of is not None,
        }
        return frozenset(reason for reason, is_so in holds.items() if is_so)

    @when(events.ChecklistOpened)
    def checklist_opened(self, event: events.ChecklistOpened, entry: Entry) -> None:
        items = {one.item: one for one in event.items}
        self.checklists[event.checklist] = Checklist(event.template, event.version, items, entry.effective_on)
        self.counted(entry)

    # Answers ------------------------------------------------------------------------------------------------------

    @decides(asked.AnswerChecklistItem)
    def answer_item(self, command: asked.AnswerChecklistItem, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_known(case, self.checklists, what="checklist", key=command.checklist)
        checklist = self.checklists[command.checklist]
        self.ask_known(case, checklist.items, what="point of the checklist", key=command.item)
        self.ask_new(case, checklist.answers, what="answer", key=command.answer)
        rules.corrects_another(case, ALWAYS, answer=command.answer, corrects=command.corrects)
        corrected = [checklist.answers[key].item for key in command.corrects if key in checklist.answers]
        rules.corrects_same_item(case, ALWAYS, item=command.item, items=corrected)
        has_note = command.note is not None
        rules.defect_explained(case, ALWAYS, value=command.value, has_note=has_note, evidence=len(command.evidence))
        self._note_disorder(case, checklist, _record(command, on=case.day, event_id=self.id))
        return events.ChecklistItemAnswered.of(command)

    def _note_disorder(self, case: Case, before: Checklist, answer: AnswerRecord) -> None:
        """Note what the answer contradicts and what it corrects without its being there; close what it settles."""
        after = before.with_answer(answer)
        unknown = after.unknown_to(answer)
        question(rules.corrected_answer_known, ALWAYS, answer=answer.answer, unknown=unknown).note(case)
        if answer.item not in before.conflicts:
            standing = after.standing(answer.item)
            values, answers = [one.value for one in standing], [one.answer for one in standing]
            question(rules.answers_agree, ALWAYS, item=answer.item, values=values, answers=answers).note(case)
        arrived = {one.event_id for one in before.answers.values() if one.corrects and not after.unknown_to(one)}
        self._close(case, rules.corrected_answer_known.label, arrived)
        if answer.item not in after.conflicts:
            told = {one.event_id for one in before.of_item(answer.item)}
            self._close(case, rules.answers_agree.label, told)

    def _close(self, case: Case, label: str, told_by: set[UUID]) -> None:
        """What was noted beside these entries is settled."""
        case.close_anomalies(*(ref for ref in self.anomalies_of(label) if ref.event_id in told_by))

    @when(events.ChecklistItemAnswered)
    def item_answered(self, event: events.ChecklistItemAnswered, entry: Entry) -> None:
        if event.checklist in self.checklists:
            record = _record(event, on=entry.effective_on, event_id=entry.event_id)
            self.checklists[event.checklist].answers[event.answer] = record
        self.acted(event, entry)

    def review(self, case: Case) -> None:
        """Ask anew what contradicts and what corrects nothing."""
        labels = (rules.corrected_answer_known.label, rules.answers_agree.label)
        case.close_anomalies(*self.anomalies_of(*labels))
        for checklist in self.checklists.values():
            for one in checklist.answers.values():
                rules.corrected_answer_known(case, ALWAYS, answer=one.answer, unknown=checklist.unknown_to(one))
            for item in checklist.items:
                standing = checklist.standing(item)
                values = [one.value for one in standing]
                rules.answers_agree(case, ALWAYS, item=item, values=values, answers=[one.answer for one in standing])
        super().review(case)

    # Evidence -----------------------------------------------------------------------------------------------------

    @decides(asked.CollectEvidence)
    def collect_evidence(self, command: asked.CollectEvidence, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.evidence, what="evidence", key=command.key)
        return events.EvidenceCollected.of(command)

    @when(events.EvidenceCollected)
    def evidence_collected(self, event: events.EvidenceCollected, entry: Entry) -> None:
        self.evidence[event.key] = event
        self.acted(event, entry)


def _record(given: events.GivenAnswer, *, on: date | None, event_id: UUID) -> AnswerRecord:
    return AnswerRecord(
        answer=given.answer,
        item=given.item,
        value=given.value,
        corrects=given.corrects,
        by=given.by,
        device=given.device,
        device_time=given.device_time,
        sequence=given.sequence,
        on=on,
        event_id=event_id,
    )
