"""Checklists, answers, evidence."""

from domain.inspection.events.checklists import ChecklistOpening, CollectedEvidence, GivenAnswer
from domain.kernel.command import Act


class OpenChecklist(ChecklistOpening, Act):
    """Open a checklist in the version of its template that is in force on the effective day."""

    topic = "inspection.open-checklist"


class AnswerChecklistItem(GivenAnswer, Act):
    """Answer a point of a checklist, or correct answers by naming them."""

    topic = "inspection.answer-checklist-item"


class CollectEvidence(CollectedEvidence, Act):
    """Collect evidence beside the checklist."""

    topic = "inspection.collect-evidence"
